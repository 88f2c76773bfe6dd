package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// Now implements [store.Clock]. A real clock is this machine's, which Open
// and every new connection compare with the server's: it costs no round trip.
func (s *Store) Now(ctx context.Context) (time.Time, bool, error) {
	if !s.virtual {
		if err := s.open(ctx); err != nil {
			return time.Time{}, false, err
		}
		return s.wallNow(), false, nil
	}
	var now moment
	err := s.get(ctx, &now, sqlClock)
	if err == nil && now.Wrong {
		err = &store.CorruptError{Why: "the virtual clock shows no instant"}
	}
	return now.Time, true, err
}

// Advance implements [store.Clock].
func (s *Store) Advance(ctx context.Context, to time.Time) error {
	var at any = "-infinity" // moves nothing, but says whether there is a clock
	if !to.IsZero() {
		at = to
	}
	there, err := call[bool](ctx, s, sqlAdvance, at)
	if err == nil && !there {
		err = store.ErrNotVirtual
	}
	return err
}

// Wall implements [store.Wall].
func (s *Store) Wall(ctx context.Context) (time.Time, error) {
	var server time.Time
	err := s.get(ctx, &server, sqlWall)
	return server.UTC(), err
}

func (s *Store) hasClock(ctx context.Context) (bool, error) {
	var now moment
	err := s.get(ctx, &now, sqlClock)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// makeVirtual gives a database that has no district yet a virtual clock.
func (s *Store) makeVirtual(ctx context.Context) error {
	made, err := call[bool](ctx, s, sqlVirtual)
	if err == nil && !made {
		err = fmt.Errorf("%w: it has districts already, whose time is real", store.ErrNotVirtual)
	}
	return err
}

// wallNow is the wall clock, cut to microseconds.
func (s *Store) wallNow() time.Time { return s.wall().UTC().Truncate(time.Microsecond) }
