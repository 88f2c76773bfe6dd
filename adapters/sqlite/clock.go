package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// Now implements [store.Clock].
func (s *Store) Now(ctx context.Context) (time.Time, bool, error) {
	if !s.virtual {
		if err := s.open(ctx); err != nil {
			return time.Time{}, false, err
		}
		return s.wallNow(), false, nil
	}
	var now sql.NullInt64
	if err := s.get(ctx, &now, sqlClock); err != nil {
		return time.Time{}, true, err
	}
	return instant(now), true, nil
}

// Advance implements [store.Clock].
func (s *Store) Advance(ctx context.Context, to time.Time) error {
	return s.write(ctx, func(t *tx) error {
		if !s.virtual {
			return store.ErrNotVirtual
		}
		return t.lift(to)
	})
}

// lift moves a virtual clock forward to an instant, if there is one and it
// has not come so far.
func (t *tx) lift(to time.Time) error {
	if !t.s.virtual || to.IsZero() {
		return nil
	}
	_, err := t.exec(sqlLiftClock, to.UnixMicro())
	return err
}

// open says whether the store can still be used.
func (s *Store) open(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fmt.Errorf("%w: closed", store.ErrUnavailable)
	}
	return translate(ctx.Err())
}

func (s *Store) hasClock(ctx context.Context) (bool, error) {
	var now sql.NullInt64
	err := s.get(ctx, &now, sqlClock)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// makeVirtual gives a database that has no district yet a virtual clock.
func (s *Store) makeVirtual(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		var now sql.NullInt64
		if found, err := t.get(&now, sqlClock); found || err != nil {
			return err
		}
		var d districtRow
		if found, err := t.get(&d, sqlDistricts); err != nil {
			return err
		} else if found {
			return fmt.Errorf("%w: it has districts already, whose time is real", store.ErrNotVirtual)
		}
		_, err := t.exec(sqlNewClock)
		return err
	})
}
