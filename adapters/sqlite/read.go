package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// page is how many rows a stream reads at a time, so that no read stays open
// while the caller works: it would keep the WAL from being emptied.
const page = 256

// Case implements [store.Cases].
func (s *Store) Case(ctx context.Context, name string, id uuid.UUID) (store.Row, error) {
	district, err := s.id(ctx, name)
	if err != nil {
		return store.Row{}, err
	}
	var r caseRow
	if err := s.get(ctx, &r, sqlCase, district, id[:]); err != nil {
		return store.Row{}, fmt.Errorf("case %s of district %q: %w", id, name, err)
	}
	return r.row(name)
}

// Rows implements [store.Cases]. There is no round trip to be saved here.
func (s *Store) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	rows := make([]store.Row, len(keys))
	for i, k := range keys {
		row, err := s.Case(ctx, k.District, k.Case)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

// List implements [store.Cases].
func (s *Store) List(ctx context.Context, q store.Query) ([]store.Row, error) {
	if q.Limit < 1 {
		return nil, fmt.Errorf("%w: limit %d", store.ErrInvalid, q.Limit)
	}
	district, err := s.id(ctx, q.District)
	if err != nil {
		return nil, ignore(err)
	}
	after := []byte{} // before every id, the altered ones too
	if q.After != uuid.Nil {
		after = q.After[:]
	}
	statement, args := sqlCases, []any{district, after, q.Limit, q.Procedure, q.State, q.Officer, int(q.Status)}
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
	district, err := s.id(ctx, name)
	if err != nil {
		return nil, ignore(err)
	}
	var blobs [][]byte
	if err := s.all(ctx, &blobs, sqlFollowers, district, id[:]); err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, b := range blobs {
		follower, err := uuid.FromBytes(b)
		if err != nil {
			return nil, &store.CorruptError{District: name, Why: err.Error()}
		}
		ids = append(ids, follower)
	}
	return ids, nil
}

// Journal implements [store.Cases].
func (s *Store) Journal(ctx context.Context, name string, id uuid.UUID, after int64) iter.Seq2[store.Record, error] {
	return s.entries(ctx, name, after, func(rows *[]entryRow, district, after int64) error {
		return s.all(ctx, rows, sqlJournal, district, id[:], after, page)
	}, func(r *store.Record) int64 { return r.Seq })
}

// Log implements [store.Cases].
func (s *Store) Log(ctx context.Context, name string, after int64) iter.Seq2[store.Record, error] {
	return s.entries(ctx, name, after, func(rows *[]entryRow, district, after int64) error {
		return s.all(ctx, rows, sqlLog, district, after, page)
	}, func(r *store.Record) int64 { return r.Position })
}

// entries yields journal rows page by page, the key of each row leading to
// the next page.
func (s *Store) entries(ctx context.Context, name string, after int64,
	read func(rows *[]entryRow, district, after int64) error, key func(*store.Record) int64) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		district, err := s.id(ctx, name)
		if err != nil {
			if err = ignore(err); err != nil {
				yield(store.Record{}, err)
			}
			return
		}
		after := after
		for {
			var rows []entryRow
			if err := read(&rows, district, after); err != nil {
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
	district, err := s.id(ctx, name)
	if err != nil {
		return store.Record{}, err
	}
	var r entryRow
	if err := s.get(ctx, &r, sqlCommand, district, command[:]); err != nil {
		return store.Record{}, fmt.Errorf("command %s in district %q: %w", command, name, err)
	}
	return r.record(name)
}

// Committed implements [store.Cases].
func (s *Store) Committed(ctx context.Context, name string, position int64) (time.Time, error) {
	district, err := s.id(ctx, name)
	if err != nil {
		return time.Time{}, err
	}
	var at int64
	if position < 1 {
		err = store.ErrNotFound
	} else {
		err = s.get(ctx, &at, sqlCommitted, district, position)
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("position %d of district %q: %w", position, name, err)
	}
	return time.UnixMicro(at).UTC(), nil
}

// ignore makes an unknown district an empty one.
func ignore(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
