// Package record turns entries and cases into the rows that stores keep, and
// back: the one place that knows both. Whoever writes rows (the engine) and
// whoever checks them (an audit) asks it.
//
// It decides nothing, and writes to no store.
//
//	rec, err := record.Of(prev, &entry)  // bytes, hash and the columns beside them
//	row, err := record.Row(&c, rec.Hash) // the case as a cache of the fold
package record

import (
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/store"
)

// Codec is the version of a row's document: the hash of the last entry, then
// the case as casefile encodes it.
const Codec = casefile.CaseCodec

// Pack writes the document of a row.
func Pack(c *casefile.Case, head [32]byte) []byte {
	return casefile.EncodeCase(append(make([]byte, 0, 1024), head[:]...), c)
}

// Unpack reads what Pack wrote.
func Unpack(doc []byte) (c *casefile.Case, head [32]byte, err error) {
	if len(doc) < len(head) {
		return nil, head, errors.New("the document of the row is too short")
	}
	head = [32]byte(doc)
	c, err = casefile.DecodeCase(doc[len(head):])
	return c, head, err
}

// Row writes a case as a store keeps it, its wake-up apart, which no fold
// knows.
func Row(c *casefile.Case, head [32]byte) (store.Row, error) {
	r := store.Row{
		District: c.District, Seq: c.Seq, At: c.At, Procedure: c.Procedure, Identity: c.Identity,
		State: c.State, Outcome: string(c.Outcome),
		Unit: c.Holder.Unit, Role: c.Holder.Role, Officer: c.Holder.Officer,
		Codec: Codec, Doc: Pack(c, head),
	}
	var err error
	if r.Case, err = uuid.Parse(c.ID); err == nil && c.Follows != "" {
		r.Follows, err = uuid.Parse(c.Follows)
	}
	return r, err
}

// Of writes an entry as a store keeps it, after one of the given hash.
func Of(prev [32]byte, e *casefile.Entry) (store.Record, error) {
	r := store.Record{Seq: e.Seq, At: e.At, Kind: string(e.Kind), Register: e.Register, Digest: e.Digest}
	if e.Command != "" {
		var err error
		if r.Command, err = uuid.Parse(e.Command); err != nil {
			return r, fmt.Errorf("command id %q: %w", e.Command, err)
		}
	}
	r.Bytes = casefile.EncodeEntry(make([]byte, 0, 512), prev, e)
	r.Hash = journal.Hash(r.Bytes)
	return r, nil
}

// Entry reads the entry of a record. The error is a *store.CorruptError.
func Entry(rec store.Record) (casefile.Entry, error) {
	_, e, err := casefile.DecodeEntry(rec.Bytes)
	if err != nil {
		return e, &store.CorruptError{Case: rec.Case, Seq: rec.Seq, Why: err.Error()}
	}
	return e, nil
}

// Names, among what lies beside an entry, that no field can have: the salt and
// content of the entry's command, and the applicant.
const (
	CommandName   = "@command"
	ApplicantName = "@applicant"
)

// Commitment is what the journal bears for a personal value, or for the digest
// of a document. The salt is the value's alone, so its name is not part of it:
// handed on to another case under another name, the commitment stays.
func Commitment(salt, value []byte) casefile.Commitment {
	return journal.Commit(Salt(salt), "", value)
}

// Salt reads a salt as it is kept.
func Salt(b []byte) (salt [32]byte) {
	copy(salt[:], b)
	return salt
}
