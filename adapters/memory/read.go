package memory

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"sort"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Case implements [store.Cases].
func (s *Store) Case(ctx context.Context, name string, id uuid.UUID) (store.Row, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return store.Row{}, err
	}
	defer unlock()
	if d := s.districts[name]; d != nil && d.cases[id] != nil {
		return copyRow(d.cases[id].row), nil
	}
	return store.Row{}, fmt.Errorf("case %s of district %q: %w", id, name, store.ErrNotFound)
}

// Rows implements [store.Cases].
func (s *Store) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	rows := make([]store.Row, len(keys))
	for i, k := range keys {
		if d := s.districts[k.District]; d != nil && d.cases[k.Case] != nil {
			rows[i] = copyRow(d.cases[k.Case].row)
		}
	}
	return rows, nil
}

// List implements [store.Cases].
func (s *Store) List(ctx context.Context, q store.Query) ([]store.Row, error) {
	if q.Limit < 1 {
		return nil, fmt.Errorf("%w: limit %d", store.ErrInvalid, q.Limit)
	}
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var rows []store.Row
	for _, id := range s.ids(q.District, func(f *file) bool { return matches(&q, &f.row) }) {
		if len(rows) == q.Limit {
			break
		}
		rows = append(rows, copyRow(s.districts[q.District].cases[id].row))
	}
	return rows, nil
}

func matches(q *store.Query, r *store.Row) bool {
	return bytes.Compare(r.Case[:], q.After[:]) > 0 &&
		(q.Procedure == "" || q.Procedure == r.Procedure) &&
		(q.State == "" || q.State == r.State) &&
		(q.Unit == "" || q.Unit == r.Unit) &&
		(q.Officer == "" || q.Officer == r.Officer) &&
		(q.Status == store.AnyStatus || (q.Status == store.Ended) == (r.Outcome != ""))
}

// ids returns the ids of the cases that are chosen, ascending.
func (s *Store) ids(name string, chosen func(*file) bool) []uuid.UUID {
	d := s.districts[name]
	if d == nil {
		return nil
	}
	var ids []uuid.UUID
	for id, f := range d.cases {
		if chosen(f) {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool { return bytes.Compare(ids[i][:], ids[j][:]) < 0 })
	return ids
}

// Followers implements [store.Cases].
func (s *Store) Followers(ctx context.Context, name string, id uuid.UUID) ([]uuid.UUID, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return s.ids(name, func(f *file) bool { return id != uuid.Nil && f.row.Follows == id }), nil
}

// Journal implements [store.Cases].
func (s *Store) Journal(ctx context.Context, name string, id uuid.UUID, after int64) iter.Seq2[store.Record, error] {
	return records(ctx, s, after, func(d *district) []*store.Record {
		if f := d.cases[id]; f != nil {
			return f.entries
		}
		return nil
	}, name)
}

// Log implements [store.Cases].
func (s *Store) Log(ctx context.Context, name string, after int64) iter.Seq2[store.Record, error] {
	return records(ctx, s, after, func(d *district) []*store.Record { return d.log }, name)
}

// records yields the elements of an append-only list that stand after n, each
// read on its own.
func records(ctx context.Context, s *Store, after int64, list func(*district) []*store.Record, name string) iter.Seq2[store.Record, error] {
	next := func(n int64) (store.Record, bool, error) {
		unlock, err := s.read(ctx)
		if err != nil {
			return store.Record{}, false, err
		}
		defer unlock()
		d := s.districts[name]
		if d == nil {
			return store.Record{}, false, nil
		}
		all := list(d)
		if n >= int64(len(all)) {
			return store.Record{}, false, nil
		}
		return copyRecord(*all[n]), true, nil
	}
	return func(yield func(store.Record, error) bool) {
		for n := max(after, 0); ; n++ {
			r, ok, err := next(n)
			if err != nil {
				yield(store.Record{}, err)
				return
			}
			if !ok || !yield(r, nil) {
				return
			}
		}
	}
}

// Command implements [store.Cases].
func (s *Store) Command(ctx context.Context, name string, command uuid.UUID) (store.Record, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return store.Record{}, err
	}
	defer unlock()
	if d := s.districts[name]; d != nil && d.commands[command] != nil {
		return copyRecord(*d.commands[command]), nil
	}
	return store.Record{}, fmt.Errorf("command %s in district %q: %w", command, name, store.ErrNotFound)
}

// Committed implements [store.Cases].
func (s *Store) Committed(ctx context.Context, name string, position int64) (time.Time, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer unlock()
	if d := s.districts[name]; d != nil && position >= 1 && position <= int64(len(d.committed)) {
		return d.committed[position-1], nil
	}
	return time.Time{}, fmt.Errorf("position %d of district %q: %w", position, name, store.ErrNotFound)
}
