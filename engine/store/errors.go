package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// The errors of every store. Adapters translate their driver's errors into
// these once; callers ask with errors.Is.
var (
	// ErrNotFound: no such case, command, definition or district.
	ErrNotFound = errors.New("not found")
	// ErrConflict: a compare-and-set found another value.
	ErrConflict = errors.New("conflict")
	// ErrInvalid: the argument can never be stored; nothing was written.
	ErrInvalid = errors.New("invalid")
	// ErrPast: a register record would take effect before it was recorded.
	ErrPast = errors.New("in the past")
	// ErrFenced: the lease of the district is somebody else's.
	ErrFenced = errors.New("lease lost")
	// ErrNotVirtual: the database has no virtual clock.
	ErrNotVirtual = errors.New("no virtual clock")
	// ErrReadOnly: a write to a store opened for reading.
	ErrReadOnly = errors.New("opened for reading only")
	// ErrUnavailable: the store or its machine failed, or the context ended;
	// after a write the outcome is unknown.
	ErrUnavailable = errors.New("store unavailable")
	// ErrCorrupt: what the store holds cannot be read.
	ErrCorrupt = errors.New("corrupt")
	// ErrMissing: there is no database where one must exist.
	ErrMissing = errors.New("no database")
	// ErrForeign: a database of another program, or of a newer motcua.
	ErrForeign = errors.New("not a database of this program")
)

// PastError is the ErrPast of Append: it names the instant before which
// nothing can be recorded any more.
type PastError struct {
	District string
	// NotBefore is the earliest instant a record can bear.
	NotBefore time.Time
}

func (e *PastError) Error() string {
	return fmt.Sprintf("register of %q: a record cannot bear an instant before %s", e.District, e.NotBefore.Format(time.RFC3339Nano))
}

// Is makes a PastError an ErrPast.
func (e *PastError) Is(target error) bool { return target == ErrPast }

// CorruptError is an ErrCorrupt that knows the row it met.
type CorruptError struct {
	District string
	Case     uuid.UUID
	// Seq is that of the entry, 0 when it is the case row.
	Seq int64
	Why string
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("district %q, case %s, entry %d: %s", e.District, e.Case, e.Seq, e.Why)
}

// Is makes a CorruptError an ErrCorrupt.
func (e *CorruptError) Is(target error) bool { return target == ErrCorrupt }
