package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/motcua/motcua/engine/store"
)

// translate turns what the driver says into the errors of the port, once.
// What is one already stays as it is.
func translate(err error) error {
	if err == nil || isPort(err) {
		return err
	}
	var e *sqlite.Error
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w: %w", store.ErrNotFound, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	case !errors.As(err, &e):
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	switch e.Code() & 0xff { // the primary code, without its refinement
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_MISMATCH, lib.SQLITE_CONSTRAINT:
		// A constraint cannot fail on rows that keep the rules of the schema:
		// every value and key is checked before it is written.
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	case lib.SQLITE_ERROR:
		// A statement that does not fit the schema: a table or column is not ours.
		return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
	case lib.SQLITE_READONLY:
		return fmt.Errorf("%w: %w", store.ErrReadOnly, err)
	default:
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
}

// isPort reports whether err is an error of the port already.
func isPort(err error) bool {
	for _, known := range []error{
		store.ErrNotFound, store.ErrConflict, store.ErrInvalid, store.ErrPast, store.ErrFenced, store.ErrNotVirtual,
		store.ErrReadOnly, store.ErrUnavailable, store.ErrCorrupt, store.ErrMissing, store.ErrForeign,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
