package store

import (
	"time"

	"github.com/google/uuid"
)

// Change is what one decision makes of one case: the case after it, and the
// entries that lead there.
type Change struct {
	// Expect is the sequence of the case the decision was made on; 0 opens it.
	Expect int64
	// Row is the case after: Row.Seq is Expect + len(Entries).
	Row Row
	// Entries are at least one, with seq Expect+1, Expect+2, … At most one
	// bears a command id.
	Entries []Record
	// Private is kept beside the journal, each under the seq of one of Entries.
	Private []Private
	// Fence is that of the district's lease for background work; 0 for
	// anybody's change, which no lease stops.
	Fence int64
}

// Row is a case as the store keeps it. It is a cache of the fold over the
// journal: every field repeats what an audit computes again.
type Row struct {
	District string
	Case     uuid.UUID
	// Seq is that of the last entry, At its instant.
	Seq int64
	At  time.Time
	// Procedure is the name, Identity the 64 hex digits the case is pinned to.
	Procedure string
	Identity  string
	State     string
	// Outcome is "" while the case is open.
	Outcome string
	// Unit, Role and Officer are the holder; all "" once ended, Officer ""
	// while unclaimed.
	Unit    string
	Role    string
	Officer string
	// Follows is the case of the same district that this one follows, or
	// uuid.Nil.
	Follows uuid.UUID
	// Wake is the next instant at which something falls due by itself; zero
	// when nothing does.
	Wake time.Time
	// Codec is the version of Doc's encoding and of the fold that made it: a
	// row of an older one is folded again before it is used.
	Codec int
	// Doc is the encoded case.
	Doc []byte
}

// Record is one entry of a journal as the store keeps it. Bytes are what was
// hashed, exactly; the other fields repeat what stands in them, apart from
// Position and Hash.
type Record struct {
	// Case and Position are filled by the store when it reads; in a Change
	// they stay zero.
	Case     uuid.UUID
	Position int64

	Seq  int64
	At   time.Time
	Kind string
	// Register is the last register position recorded strictly before At, 0
	// when there was none. Commit checks it.
	Register int64
	Bytes    []byte
	Hash     [32]byte
	// Command is the id of the command that made the entry, uuid.Nil for an
	// entry the engine settled; Digest is the command's, zero without one.
	Command uuid.UUID
	Digest  [32]byte
}

// Private is a salt, with the personal value it hides or without one, kept
// beside the entry that bears the commitment.
type Private struct {
	Seq int64
	// Name tells the values of one entry apart.
	Name  string
	Salt  []byte
	Value []byte
}

// OutcomeKind says how a change ended.
type OutcomeKind uint8

const (
	// Won: the change is durable.
	Won OutcomeKind = iota + 1
	// Replayed: a change under the same command id won before. Compare
	// digests: the same id with other content is no replay but a fault.
	Replayed
	// Conflict: the case does not stand at Expect, or an entry does not name
	// the last register position before its instant. Load, decide again.
	Conflict
	// Failed: this change can never win; Err says why (ErrInvalid, ErrFenced,
	// ErrNotFound for an unknown district). Its neighbours are unharmed.
	Failed
)

// String returns the name of the kind in lower case.
func (k OutcomeKind) String() string {
	switch k {
	case Won:
		return "won"
	case Replayed:
		return "replayed"
	case Conflict:
		return "conflict"
	case Failed:
		return "failed"
	}
	return "none"
}

// Outcome is the answer to one change.
type Outcome struct {
	Kind OutcomeKind
	// Seq is the sequence of the case now: that of the change when it won,
	// what stands there (0: no case) on a conflict.
	Seq int64
	// Position is that of the first entry of a change that won; the others
	// follow it without a gap.
	Position int64
	// Register is the last register position of the district, on a conflict.
	Register int64
	// First is the entry that the command made when it was accepted, on a
	// replay. It may belong to another case.
	First Record
	// Err is set on Failed only.
	Err error
}
