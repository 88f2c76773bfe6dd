package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Districts implements [store.Store].
func (s *Store) Districts(ctx context.Context) ([]store.District, error) {
	var rows []districtRow
	if err := s.all(ctx, &rows, sqlDistricts); err != nil {
		return nil, err
	}
	var all []store.District
	for _, r := range rows {
		if r.LastAt.Wrong {
			return nil, &store.CorruptError{District: r.Name, Why: "the district's latest instant is none"}
		}
		all = append(all, store.District{Name: r.Name, Log: r.LogSize, Register: r.RegisterSize, Last: r.LastAt.Time})
	}
	return all, nil
}

// Lease implements [store.Leases]. The wall clock is the server's.
func (s *Store) Lease(ctx context.Context, name string, owner uuid.UUID, life time.Duration) (fence int64, err error) {
	if owner == uuid.Nil || life < 0 {
		return 0, fmt.Errorf("%w: a lease needs an owner and a life of at least 0", store.ErrInvalid)
	}
	fence, err = call[int64](ctx, s, sqlLease, number(name), owner, life.Microseconds())
	switch {
	case err != nil:
		return 0, err
	case fence == 0:
		return 0, fmt.Errorf("district %q: %w", name, store.ErrFenced)
	case fence < 0:
		return 0, fmt.Errorf("district %q: %w", name, store.ErrNotFound)
	}
	return fence, nil
}
