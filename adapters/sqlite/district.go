package sqlite

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
		all = append(all, store.District{Name: r.Name, Log: r.LogSize, Register: r.RegisterSize, Last: instant(r.LastAt)})
	}
	return all, nil
}

// id returns the number of a district, which never changes; ErrNotFound for
// an unknown one.
func (s *Store) id(ctx context.Context, name string) (int64, error) {
	if id, ok := s.ids.Load(name); ok {
		return id.(int64), s.open(ctx)
	}
	var d districtRow
	if err := s.get(ctx, &d, sqlDistrict, name); err != nil {
		return 0, fmt.Errorf("district %q: %w", name, err)
	}
	s.ids.Store(name, d.ID)
	return d.ID, nil
}

// district reads a district's row inside a transaction, where it stays so.
func (t *tx) district(name string) (districtRow, error) {
	var d districtRow
	found, err := t.get(&d, sqlDistrict, name)
	if err == nil && !found {
		err = fmt.Errorf("district %q: %w", name, store.ErrNotFound)
	}
	return d, err
}

// Lease implements [store.Leases].
func (s *Store) Lease(ctx context.Context, name string, owner uuid.UUID, life time.Duration) (fence int64, err error) {
	if owner == uuid.Nil || life < 0 {
		return 0, fmt.Errorf("%w: a lease needs an owner and a life of at least 0", store.ErrInvalid)
	}
	err = s.write(ctx, func(t *tx) error {
		d, err := t.district(name)
		if err != nil {
			return err
		}
		now := s.wallNow()
		if string(d.LeaseOwner) != string(owner[:]) {
			if now.Before(instant(d.LeaseUntil)) {
				return fmt.Errorf("district %q: %w", name, store.ErrFenced)
			}
			d.Fence++
		}
		fence = d.Fence
		_, err = t.exec(sqlTakeLease, d.ID, fence, owner[:], micros(now.Add(life)))
		return err
	})
	if err != nil {
		return 0, err
	}
	return fence, nil
}

// wallNow is the wall clock, cut to microseconds.
func (s *Store) wallNow() time.Time { return s.wall().UTC().Truncate(time.Microsecond) }
