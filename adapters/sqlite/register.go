package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/motcua/motcua/engine/store"
)

// Append implements [store.Registers].
func (s *Store) Append(ctx context.Context, name string, expect int64, records []store.RegisterRecord) error {
	if err := store.CheckRegister(name, expect, records); err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		d, err := t.district(name)
		if errors.Is(err, store.ErrNotFound) && expect == 0 {
			if _, err = t.exec(sqlNewDistrict, name); err == nil {
				d, err = t.district(name)
			}
		} else if errors.Is(err, store.ErrNotFound) {
			err = nil // an empty register, which does not stand at expect
		}
		if err != nil {
			return err
		}
		if d.RegisterSize != expect {
			return fmt.Errorf("register of %q at %d, not %d: %w", name, d.RegisterSize, expect, store.ErrConflict)
		}
		last := instant(d.LastAt)
		for i := range records {
			r := &records[i]
			if r.At.Before(last) {
				return &store.PastError{District: name, NotBefore: last}
			}
			last = r.At
			if _, err := t.exec(sqlNewRegister, d.ID, r.Position, r.At.UnixMicro(), r.Kind, r.Hash[:], r.Bytes); err != nil {
				return err
			}
		}
		if _, err := t.exec(sqlGrowRegister, d.ID, expect+int64(len(records)), micros(last)); err != nil {
			return err
		}
		return t.lift(last)
	})
}

// Register implements [store.Registers].
func (s *Store) Register(ctx context.Context, name string, after int64) iter.Seq2[store.RegisterRecord, error] {
	return func(yield func(store.RegisterRecord, error) bool) {
		district, err := s.id(ctx, name)
		if err != nil {
			if err = ignore(err); err != nil {
				yield(store.RegisterRecord{}, err)
			}
			return
		}
		after := after
		for {
			var rows []registerRow
			if err := s.all(ctx, &rows, sqlRegisterPage, district, after, page); err != nil {
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
	district, err := s.id(ctx, name)
	if err != nil {
		return 0, ignore(err)
	}
	var position int64
	err = s.get(ctx, &position, sqlReader, district, reader)
	return position, ignore(err)
}

// SetCursor implements [store.Cursors].
func (s *Store) SetCursor(ctx context.Context, name, reader string, from, to int64) error {
	if err := store.CheckCursor(name, reader, from, to); err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		d, err := t.district(name)
		if err != nil {
			return err
		}
		var n int64
		if from == 0 {
			n, err = t.exec(sqlNewReader, d.ID, reader, to)
		} else {
			n, err = t.exec(sqlSetReader, d.ID, reader, to, from)
		}
		if err == nil && n == 0 {
			err = fmt.Errorf("cursor %q of district %q is not at %d: %w", reader, name, from, store.ErrConflict)
		}
		return err
	})
}
