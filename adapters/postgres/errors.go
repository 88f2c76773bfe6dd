package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/lib/pq"

	"github.com/motcua/motcua/engine/store"
)

// translate turns what the driver says into the errors of the port, once.
// What is one already stays as it is.
func translate(err error) error {
	if err == nil || isPort(err) {
		return err
	}
	switch e := pq.As(err); {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%w: %w", store.ErrNotFound, err)
	case e == nil: // the network, the pool, the context
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	default:
		return fmt.Errorf("%w: %w", meaning(string(e.Code)), err)
	}
}

// meaning is what an SQLSTATE is to the port.
func meaning(code string) error {
	switch code {
	case "3D000": // no such database
		return store.ErrMissing
	case "42501": // privilege: the role is not what it was at start
		return store.ErrUnavailable
	case "42P01", "42703", "42883", "42804", "3F000": // a table, column or function is not ours
		return store.ErrCorrupt
	case "25006": // a server that has become a standby
		return store.ErrUnavailable
	case "57014": // cancelled, or out of time
		return store.ErrUnavailable
	}
	switch code[:2] {
	case "22", "54": // a value or a size that never fits
		return store.ErrInvalid
	case "23", "XX": // a row that breaks the schema's rules was there; damaged data
		return store.ErrCorrupt
	}
	return store.ErrUnavailable
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

// Pauses between attempts at something the server has rolled back.
const (
	attempts   = 5
	shortPause = 5 * time.Millisecond
	longPause  = 200 * time.Millisecond
)

// rolledBack reports whether the server undid the statement for a reason that
// passes: a serialization failure, a deadlock, a lock not to be had.
func rolledBack(err error) bool {
	return pq.As(err, "40001", "40P01", "55P03") != nil
}

// isPoison reports whether the server refused what it was sent: doing it
// again without one of the changes may well succeed.
func isPoison(err error) bool {
	e := pq.As(err)
	return e != nil && (e.Code.Class() == "22" || e.Code.Class() == "23" || e.Code.Class() == "54")
}

// isLost reports whether the connection broke, or never came to be: others of
// the pool that are idle may have broken with it.
func isLost(err error) bool {
	e := pq.As(err)
	if e == nil {
		return !errors.Is(err, sql.ErrNoRows) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
	}
	return e.Code.Class() == "08" || e.Code.Class() == "57" && e.Code != "57014" || e.Code == "25006"
}

// retry does something again that was rolled back, a few times.
func retry(ctx context.Context, do func() error) error {
	pause := shortPause
	for i := 1; ; i++ {
		err := do()
		if err == nil || i == attempts || !rolledBack(err) {
			return err
		}
		select {
		case <-time.After(rand.N(pause)):
		case <-ctx.Done():
			return err
		}
		pause = min(2*pause, longPause)
	}
}

// denied reports whether the server refused for want of a right.
func denied(err error) bool { return pq.As(err, "42501") != nil }

// isDuplicate reports whether somebody was faster with the same key.
func isDuplicate(err error) bool { return pq.As(err, "23505", "42P06") != nil }
