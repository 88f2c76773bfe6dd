package memory

import (
	"bytes"
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Due implements [store.Timers]. The sweep bound of this store is the wake
// itself, lifted to the case's last instant.
func (s *Store) Due(ctx context.Context, name string, after store.Mark, now time.Time, limit int) ([]store.Wake, store.Mark, bool, error) {
	if limit < 1 {
		return nil, after, false, fmt.Errorf("%w: limit %d", store.ErrInvalid, limit)
	}
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, after, false, err
	}
	defer unlock()
	ids := s.ids(name, func(f *file) bool {
		m := mark(&f.row)
		return !f.row.Wake.IsZero() && !m.At.After(now) && before(after, m)
	})
	sort.SliceStable(ids, func(i, j int) bool {
		d := s.districts[name]
		return before(mark(&d.cases[ids[i]].row), mark(&d.cases[ids[j]].row))
	})
	more := len(ids) > limit
	ids = ids[:min(limit, len(ids))]
	var due []store.Wake
	for _, id := range ids {
		row := &s.districts[name].cases[id].row
		due = append(due, store.Wake{Case: id, Seq: row.Seq, At: row.Wake})
		after = mark(row)
	}
	return due, after, more, nil
}

// Next implements [store.Timers].
func (s *Store) Next(ctx context.Context, sweeps []store.Sweep) ([]time.Time, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	next := make([]time.Time, len(sweeps))
	for i, w := range sweeps {
		d := s.districts[w.District]
		if d == nil {
			continue
		}
		for _, f := range d.cases {
			m := mark(&f.row)
			if !f.row.Wake.IsZero() && before(w.After, m) && (next[i].IsZero() || m.At.Before(next[i])) {
				next[i] = m.At
			}
		}
	}
	return next, nil
}

func mark(r *store.Row) store.Mark {
	if r.Wake.Before(r.At) {
		return store.Mark{At: r.At, Case: r.Case}
	}
	return store.Mark{At: r.Wake, Case: r.Case}
}

func before(a, b store.Mark) bool {
	if a.At.Equal(b.At) {
		return bytes.Compare(a.Case[:], b.Case[:]) < 0
	}
	return a.At.Before(b.At)
}

// lease is who does the background work of a district, and until when.
type lease struct {
	owner uuid.UUID
	until time.Time
	fence int64
}

// Lease implements [store.Leases].
func (s *Store) Lease(ctx context.Context, name string, owner uuid.UUID, life time.Duration) (int64, error) {
	if owner == uuid.Nil || life < 0 {
		return 0, fmt.Errorf("%w: a lease needs an owner and a life of at least 0", store.ErrInvalid)
	}
	unlock, err := s.write(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	d := s.districts[name]
	if d == nil {
		return 0, fmt.Errorf("district %q: %w", name, store.ErrNotFound)
	}
	now := s.wallNow()
	if d.lease.owner != owner {
		if now.Before(d.lease.until) {
			return 0, fmt.Errorf("district %q: %w", name, store.ErrFenced)
		}
		d.lease.owner = owner
		d.lease.fence++
	}
	d.lease.until = now.Add(life)
	return d.lease.fence, nil
}
