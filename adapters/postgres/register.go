package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

// Answers of the functions, apart from the commit's.
const (
	saidDone     = 1
	saidConflict = 2
	saidPast     = 3
	saidUnknown  = 4 // or, of a first record, that the number is another's
)

// Append implements [store.Registers].
func (s *Store) Append(ctx context.Context, name string, expect int64, records []store.RegisterRecord) error {
	if err := store.CheckRegister(name, expect, records); err != nil {
		return err
	}
	at, kind := array{of: oid.T_timestamptz}, array{of: oid.T_text}
	hash, bytes := array{of: oid.T_bytea}, array{of: oid.T_bytea}
	for i := range records {
		r := &records[i]
		at.instant(r.At)
		kind.text(r.Kind)
		hash.blob(r.Hash[:])
		bytes.blob(r.Bytes)
	}
	said, err := call[struct {
		Kind int    `db:"o_kind"`
		Size int64  `db:"o_size"`
		At   moment `db:"o_at"`
	}](ctx, s, sqlAppend, number(name), name, expect, at.bytes(), kind.bytes(), hash.bytes(), bytes.bytes())
	switch {
	case err != nil:
		return err
	case said.Kind == saidConflict:
		return fmt.Errorf("register of %q at %d, not %d: %w", name, said.Size, expect, store.ErrConflict)
	case said.Kind == saidPast:
		return &store.PastError{District: name, NotBefore: said.At.Time}
	case said.Kind == saidUnknown:
		return fmt.Errorf("%w: the number of district %q is that of another name", store.ErrInvalid, name)
	}
	return nil
}

// Register implements [store.Registers].
func (s *Store) Register(ctx context.Context, name string, after int64) iter.Seq2[store.RegisterRecord, error] {
	return func(yield func(store.RegisterRecord, error) bool) {
		after := after
		for {
			var rows []registerRow
			if err := s.all(ctx, &rows, sqlRegisterPage, number(name), after, page); err != nil {
				yield(store.RegisterRecord{}, err)
				return
			}
			for i := range rows {
				r, err := rows[i].record(name)
				if !yield(r, err) || err != nil {
					return
				}
				after = r.Position
			}
			if len(rows) < page {
				return
			}
		}
	}
}

// Cursor implements [store.Cursors].
func (s *Store) Cursor(ctx context.Context, name, reader string) (int64, error) {
	var position int64
	err := s.get(ctx, &position, sqlReader, number(name), reader)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return position, err
}

// SetCursor implements [store.Cursors].
func (s *Store) SetCursor(ctx context.Context, name, reader string, from, to int64) error {
	if err := store.CheckCursor(name, reader, from, to); err != nil {
		return err
	}
	said, err := call[int](ctx, s, sqlMoveRead, number(name), reader, from, to)
	switch {
	case err != nil:
		return err
	case said == saidUnknown:
		return fmt.Errorf("district %q: %w", name, store.ErrNotFound)
	case said != saidDone:
		return fmt.Errorf("cursor %q of district %q is not at %d: %w", reader, name, from, store.ErrConflict)
	}
	return nil
}
