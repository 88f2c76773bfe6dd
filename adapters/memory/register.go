package memory

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Append implements [store.Registers].
func (s *Store) Append(ctx context.Context, name string, expect int64, records []store.RegisterRecord) error {
	if err := store.CheckRegister(name, expect, records); err != nil {
		return err
	}
	unlock, err := s.write(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	d := s.districts[name]
	if d == nil {
		d = &district{cases: map[uuid.UUID]*file{}, commands: map[uuid.UUID]*store.Record{}, cursors: map[string]int64{}}
	}
	if at := int64(len(d.register)); at != expect {
		return fmt.Errorf("register of %q at %d, not %d: %w", name, at, expect, store.ErrConflict)
	}
	last := d.last
	for _, r := range records {
		if r.At.Before(last) {
			return &store.PastError{District: name, NotBefore: last}
		}
		last = r.At
	}
	for _, r := range records {
		d.register = append(d.register, copyRegister(r))
	}
	d.last = last
	s.lift(last)
	s.districts[name] = d
	return nil
}

// Register implements [store.Registers].
func (s *Store) Register(ctx context.Context, name string, after int64) iter.Seq2[store.RegisterRecord, error] {
	return func(yield func(store.RegisterRecord, error) bool) {
		unlock, err := s.read(ctx)
		if err != nil {
			yield(store.RegisterRecord{}, err)
			return
		}
		var all []store.RegisterRecord
		if d := s.districts[name]; d != nil {
			all = d.register[min(max(after, 0), int64(len(d.register))):]
		}
		unlock()
		for _, r := range all {
			if !yield(copyRegister(r), nil) {
				return
			}
		}
	}
}

func copyRegister(r store.RegisterRecord) store.RegisterRecord {
	r.Bytes = bytes.Clone(r.Bytes)
	return r
}

// Cursor implements [store.Cursors].
func (s *Store) Cursor(ctx context.Context, name, reader string) (int64, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	if d := s.districts[name]; d != nil {
		return d.cursors[reader], nil
	}
	return 0, nil
}

// SetCursor implements [store.Cursors].
func (s *Store) SetCursor(ctx context.Context, name, reader string, from, to int64) error {
	if err := store.CheckCursor(name, reader, from, to); err != nil {
		return err
	}
	unlock, err := s.write(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	d := s.districts[name]
	if d == nil {
		return fmt.Errorf("district %q: %w", name, store.ErrNotFound)
	}
	if at := d.cursors[reader]; at != from {
		return fmt.Errorf("cursor %q of district %q at %d, not %d: %w", reader, name, at, from, store.ErrConflict)
	}
	d.cursors[reader] = to
	return nil
}
