package postgres

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// number is the district_id of a name: the first eight bytes of its SHA-256.
// It needs no look-up and no sequence, and is the same in every database. Two
// names of one number are refused when the second one's register begins.
func number(name string) int64 {
	h := sha256.Sum256([]byte(name))
	return int64(binary.BigEndian.Uint64(h[:]))
}

type districtRow struct {
	Name         string       `db:"name"`
	LogSize      int64        `db:"log_size"`
	RegisterSize int64        `db:"register_size"`
	LastAt       sql.NullTime `db:"last_at"`
}

type caseRow struct {
	CaseID    uuid.UUID     `db:"case_id"`
	Seq       int64         `db:"seq"`
	At        time.Time     `db:"at"`
	Procedure string        `db:"procedure"`
	Identity  []byte        `db:"identity"`
	State     string        `db:"state"`
	Outcome   string        `db:"outcome"`
	Unit      string        `db:"unit"`
	Role      string        `db:"role"`
	Officer   string        `db:"officer"`
	Follows   uuid.NullUUID `db:"follows"`
	WakeAt    sql.NullTime  `db:"wake_at"`
	Codec     int           `db:"codec"`
	Doc       []byte        `db:"doc"`
}

func (r *caseRow) row(district string) store.Row {
	return store.Row{
		District: district, Case: r.CaseID, Seq: r.Seq, At: r.At.UTC(),
		Procedure: r.Procedure, Identity: hex.EncodeToString(r.Identity), State: r.State, Outcome: r.Outcome,
		Unit: r.Unit, Role: r.Role, Officer: r.Officer, Follows: r.Follows.UUID,
		Wake: instant(r.WakeAt), Codec: r.Codec, Doc: r.Doc,
	}
}

type entryRow struct {
	CaseID    uuid.UUID     `db:"case_id"`
	Seq       int64         `db:"seq"`
	Position  int64         `db:"position"`
	At        time.Time     `db:"at"`
	Kind      string        `db:"kind"`
	Register  int64         `db:"register"`
	CommandID uuid.NullUUID `db:"command_id"`
	Digest    []byte        `db:"digest"`
	Hash      []byte        `db:"hash"`
	Bytes     []byte        `db:"bytes"`
}

func (r *entryRow) record(district string) (store.Record, error) {
	rec := store.Record{
		Case: r.CaseID, Position: r.Position, Seq: r.Seq, At: r.At.UTC(),
		Kind: r.Kind, Register: r.Register, Bytes: r.Bytes, Command: r.CommandID.UUID,
	}
	copy(rec.Digest[:], r.Digest)
	copy(rec.Hash[:], r.Hash)
	if len(r.Hash) != 32 || r.Digest != nil && len(r.Digest) != 32 {
		return rec, &store.CorruptError{District: district, Case: rec.Case, Seq: r.Seq, Why: "the journal row holds a hash of the wrong length"}
	}
	return rec, nil
}

type registerRow struct {
	Position int64     `db:"position"`
	At       time.Time `db:"at"`
	Kind     string    `db:"kind"`
	Hash     []byte    `db:"hash"`
	Bytes    []byte    `db:"bytes"`
}

func (r *registerRow) record(district string) (store.RegisterRecord, error) {
	rec := store.RegisterRecord{Position: r.Position, At: r.At.UTC(), Kind: r.Kind, Bytes: r.Bytes}
	copy(rec.Hash[:], r.Hash)
	if len(r.Hash) != 32 {
		return rec, fmt.Errorf("%w: register of %q, record %d: a hash that is not 32 bytes", store.ErrCorrupt, district, r.Position)
	}
	return rec, nil
}

// instant reads a column that may be NULL, which is the zero time.
func instant(t sql.NullTime) time.Time {
	if !t.Valid {
		return time.Time{}
	}
	return t.Time.UTC()
}

// digits writes 64 hex digits as 32 bytes; the port has checked them.
func digits(s string) []byte {
	b, _ := hex.DecodeString(s)
	if b == nil {
		b = []byte{} // never NULL
	}
	return b
}
