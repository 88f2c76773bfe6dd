package postgres

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

// page is how many rows a stream reads at a time, so that no snapshot stays
// open while the caller works: it would keep dead rows from being removed.
const page = 256

// Case implements [store.Cases].
func (s *Store) Case(ctx context.Context, name string, id uuid.UUID) (store.Row, error) {
	var r caseRow
	if err := s.get(ctx, &r, sqlCase, number(name), id); err != nil {
		return store.Row{}, fmt.Errorf("case %s of district %q: %w", id, name, err)
	}
	return r.row(name)
}

// Rows implements [store.Cases].
func (s *Store) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	if len(keys) == 0 {
		return nil, s.open(ctx)
	}
	districts, cases := array{of: oid.T_int8}, array{of: oid.T_uuid}
	for _, k := range keys {
		districts.int(number(k.District))
		cases.id(k.Case)
	}
	var found []struct {
		N int64 `db:"n"`
		caseRow
	}
	if err := s.all(ctx, &found, sqlRows, districts.bytes(), cases.bytes()); err != nil {
		return nil, err
	}
	rows := make([]store.Row, len(keys))
	for i := range found {
		n := found[i].N - 1
		var err error
		if rows[n], err = found[i].row(keys[n].District); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// List implements [store.Cases].
func (s *Store) List(ctx context.Context, q store.Query) ([]store.Row, error) {
	if q.Limit < 1 {
		return nil, fmt.Errorf("%w: limit %d", store.ErrInvalid, q.Limit)
	}
	statement, args := sqlCases, []any{number(q.District), q.After, q.Limit, q.Procedure, q.State, q.Officer, int(q.Status)}
	if q.Unit != "" {
		statement, args = sqlCasesOfUnit, append(args, q.Unit)
	}
	var found []caseRow
	if err := s.all(ctx, &found, statement, args...); err != nil {
		return nil, err
	}
	var rows []store.Row
	for i := range found {
		row, err := found[i].row(q.District)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Followers implements [store.Cases].
func (s *Store) Followers(ctx context.Context, name string, id uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := s.all(ctx, &ids, sqlFollowers, number(name), id)
	return ids, err
}

// Journal implements [store.Cases].
func (s *Store) Journal(ctx context.Context, name string, id uuid.UUID, after int64) iter.Seq2[store.Record, error] {
	return s.entries(name, after, func(rows *[]entryRow, after int64) error {
		return s.all(ctx, rows, sqlJournal, number(name), id, after, page)
	}, func(r *store.Record) int64 { return r.Seq })
}

// Log implements [store.Cases].
func (s *Store) Log(ctx context.Context, name string, after int64) iter.Seq2[store.Record, error] {
	return s.entries(name, after, func(rows *[]entryRow, after int64) error {
		return s.all(ctx, rows, sqlLog, number(name), after, page)
	}, func(r *store.Record) int64 { return r.Position })
}

// entries yields journal rows page by page, the key of each row leading to
// the next page.
func (s *Store) entries(name string, after int64,
	read func(rows *[]entryRow, after int64) error, key func(*store.Record) int64) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		after := after
		for {
			var rows []entryRow
			if err := read(&rows, after); err != nil {
				yield(store.Record{}, err)
				return
			}
			for i := range rows {
				r, err := rows[i].record(name)
				if !yield(r, err) || err != nil {
					return
				}
				after = key(&r)
			}
			if len(rows) < page {
				return
			}
		}
	}
}

// Command implements [store.Cases].
func (s *Store) Command(ctx context.Context, name string, command uuid.UUID) (store.Record, error) {
	var r entryRow
	if err := s.get(ctx, &r, sqlCommand, number(name), command); err != nil {
		return store.Record{}, fmt.Errorf("command %s in district %q: %w", command, name, err)
	}
	return r.record(name)
}

// Committed implements [store.Cases].
func (s *Store) Committed(ctx context.Context, name string, position int64) (time.Time, error) {
	if position < 1 {
		return time.Time{}, fmt.Errorf("position %d of district %q: %w", position, name, store.ErrNotFound)
	}
	var at moment
	if err := s.get(ctx, &at, sqlCommitted, number(name), position); err != nil {
		return time.Time{}, fmt.Errorf("position %d of district %q: %w", position, name, err)
	}
	if at.Wrong {
		return time.Time{}, &store.CorruptError{District: name, Seq: position, Why: "the commit that wrote this position of the log bears no instant"}
	}
	return at.Time, nil
}
