package store

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"
)

// Store is everything the engine asks of a database. All methods are safe for
// concurrent use. Reads see every commit acknowledged before they began.
//
// Any method may fail with [ErrUnavailable] (the store or its machine failed,
// or the context ended) or [ErrCorrupt] (what it holds cannot be read); a
// store opened for reading answers writes with [ErrReadOnly].
type Store interface {
	Committer
	Cases
	Timers
	Registers
	Definitions
	Privates
	Cursors
	Leases
	Clock

	// Districts lists the districts that have a register or a case, sorted by
	// name.
	Districts(ctx context.Context) ([]District, error)
	// Close frees what the store holds. Calls after Close fail with
	// ErrUnavailable.
	Close() error
}

// Committer is the write port of cases.
type Committer interface {
	// Commit writes the changes in one durable transaction and answers each
	// alone, outcome i for change i. Of two changes of one case, or under one
	// command id, in a batch either may win, never both.
	//
	// An error means that the outcome of the whole batch is unknown: all of it
	// is durable, or none. Send the same changes again: what had won is then
	// answered as a replay, and a change without a command id as a conflict.
	// A context that ends stops the waiting, not necessarily the commit.
	Commit(ctx context.Context, changes []Change) ([]Outcome, error)
}

// Cases reads what Commit wrote.
type Cases interface {
	// Case returns the row of a case; ErrNotFound if there is none.
	Case(ctx context.Context, district string, id uuid.UUID) (Row, error)
	// Rows returns the rows of several cases, row i that of key i; a zero Row
	// where there is no such case.
	Rows(ctx context.Context, keys []Key) ([]Row, error)
	// List returns the rows that match q, ascending by case id, at most
	// q.Limit. The next page begins after the last id of this one.
	List(ctx context.Context, q Query) ([]Row, error)
	// Followers returns the ids of the cases of the district whose Follows is
	// id, ascending.
	Followers(ctx context.Context, district string, id uuid.UUID) ([]uuid.UUID, error)
	// Journal yields the entries of a case with a seq greater than after, in
	// order of seq. A case that is not there yields nothing. The sequence ends
	// at the first error; no lock is held while the caller works.
	Journal(ctx context.Context, district string, id uuid.UUID, after int64) iter.Seq2[Record, error]
	// Log yields the entries of a district with a position greater than
	// after, in order of position. It is the outbox: whoever reads it keeps a
	// cursor. Same rules as Journal.
	Log(ctx context.Context, district string, after int64) iter.Seq2[Record, error]
	// Command returns the entry made by a command; ErrNotFound if there is
	// none. Presence is a fact. Absence proves nothing while a call under the
	// same id may still be under way: send the command again instead.
	Command(ctx context.Context, district string, command uuid.UUID) (Record, error)
	// Committed returns when, by the wall clock of the node that wrote it, an
	// entry became durable; ErrNotFound beyond the log. Nothing is decided by
	// it and no audit can check it.
	Committed(ctx context.Context, district string, position int64) (time.Time, error)
}

// Timers finds the cases that something falls due in.
type Timers interface {
	// Due returns cases of the district whose Wake is at or before now, at
	// most limit (at least 1), in order of their sweep bound, and the mark at
	// which the next page begins; more is false when this was the last page.
	// A page may be empty although there is more.
	//
	// The sweep bound is an instant at or before Wake that a store indexes in
	// its stead: it moves when a nearer wake is committed, and when Due passes
	// it and finds nothing due. A commit never writes one before the instant
	// of its own last entry. The zero Mark sweeps everything; another skips
	// what lies at or before it. Due holds no lock on a case.
	Due(ctx context.Context, district string, after Mark, now time.Time, limit int) (due []Wake, next Mark, more bool, err error)
	// Next returns, for each sweep, the earliest sweep bound after its mark:
	// nothing falls due before it, though perhaps nothing at it, which Due at
	// that instant then corrects. The zero time when no case waits for one.
	Next(ctx context.Context, sweeps []Sweep) ([]time.Time, error)
}

// Registers keeps one append-only log per district: organisation, bindings,
// calendar versions. The store knows their order and instants only.
type Registers interface {
	// Append adds records after position expect, all or none; the first
	// append creates the district. ErrConflict when the register is longer or
	// shorter than expect. ErrPast (a *PastError) when a record's instant lies
	// before that of an earlier record or of any entry of the district: it
	// would change what was decided already.
	Append(ctx context.Context, district string, expect int64, records []RegisterRecord) error
	// Register yields the records with a position greater than after, in
	// order; nothing for an unknown district.
	Register(ctx context.Context, district string, after int64) iter.Seq2[RegisterRecord, error]
}

// Definitions keeps the files of procedures by identity. They belong to no
// district: content-addressed, the same everywhere.
type Definitions interface {
	// PutDefinition keeps d unless the same identity and wording is there.
	PutDefinition(ctx context.Context, d Definition) error
	// Definition returns the definition of an identity, in the wording put
	// last; ErrNotFound if there is none.
	Definition(ctx context.Context, identity string) (Definition, error)
	// ListDefinitions returns all, in the order they were first put.
	ListDefinitions(ctx context.Context) ([]Definition, error)
}

// Privates keeps salts and personal values beside the journal, which bears
// only commitments to them. They come with a Change and can be erased.
type Privates interface {
	// Private returns what is left beside a case's journal, by seq, then name.
	Private(ctx context.Context, district string, id uuid.UUID) ([]Private, error)
	// Erase removes the values of these names beside a case's journal, of any
	// seq, or all if no name is given, and returns how many there were. The
	// bytes are gone from the store's files when it returns, as far as the
	// store can see to that.
	Erase(ctx context.Context, district string, id uuid.UUID, names ...string) (int, error)
}

// Cursors remembers how far a reader of a district's log has come.
type Cursors interface {
	// Cursor returns the position the reader has done; 0 at first.
	Cursor(ctx context.Context, district, reader string) (int64, error)
	// SetCursor moves it from one position to a later one. ErrConflict when
	// it does not stand at from. ErrNotFound for an unknown district.
	SetCursor(ctx context.Context, district, reader string, from, to int64) error
}

// Leases gives the background work of a district to one node at a time. It is
// fenced: a change that bears the fence of a lease that was lost fails.
type Leases interface {
	// Lease takes, renews or, with a life of 0, gives up the lease of a
	// district for owner, by the store's wall clock. It returns the fence,
	// which is greater after every change of owner. ErrFenced while somebody
	// else holds it; ErrNotFound for an unknown district.
	Lease(ctx context.Context, district string, owner uuid.UUID, life time.Duration) (fence int64, err error)
}

// Clock is the time by which cases are decided.
type Clock interface {
	// Now returns the store's clock. On a database with a virtual clock it is
	// the last instant committed or advanced to, the zero time at first, and
	// never moves by itself.
	Now(ctx context.Context) (now time.Time, virtual bool, err error)
	// Advance moves a virtual clock to an instant; at or before its now it
	// does nothing. ErrNotVirtual on any other.
	Advance(ctx context.Context, to time.Time) error
}

// Wall is a store on a machine of its own, with a clock of its own that all
// nodes go by. A store inside the process has none.
type Wall interface {
	// Wall returns that clock as it stood while the call was under way.
	Wall(ctx context.Context) (time.Time, error)
}
