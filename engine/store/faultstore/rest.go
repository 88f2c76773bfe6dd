package faultstore

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Due implements [store.Timers].
func (s *Store) Due(ctx context.Context, district string, after store.Mark, now time.Time, limit int) (due []store.Wake, next store.Mark, more bool, err error) {
	err = do(ctx, s, "Due", func() (err error) {
		due, next, more, err = s.inner.Due(ctx, district, after, now, limit)
		return err
	})
	if err != nil {
		return nil, after, false, err
	}
	return due, next, more, nil
}

// Next implements [store.Timers].
func (s *Store) Next(ctx context.Context, sweeps []store.Sweep) ([]time.Time, error) {
	return get(ctx, s, "Next", func() ([]time.Time, error) { return s.inner.Next(ctx, sweeps) })
}

// Append implements [store.Registers].
func (s *Store) Append(ctx context.Context, district string, expect int64, records []store.RegisterRecord) error {
	return do(ctx, s, "Append", func() error { return s.inner.Append(ctx, district, expect, records) })
}

// Register implements [store.Registers].
func (s *Store) Register(ctx context.Context, district string, after int64) iter.Seq2[store.RegisterRecord, error] {
	return stream(ctx, s, "Register", s.inner.Register(ctx, district, after))
}

// PutDefinition implements [store.Definitions].
func (s *Store) PutDefinition(ctx context.Context, d store.Definition) error {
	return do(ctx, s, "PutDefinition", func() error { return s.inner.PutDefinition(ctx, d) })
}

// Definition implements [store.Definitions].
func (s *Store) Definition(ctx context.Context, identity string) (store.Definition, error) {
	return get(ctx, s, "Definition", func() (store.Definition, error) { return s.inner.Definition(ctx, identity) })
}

// ListDefinitions implements [store.Definitions].
func (s *Store) ListDefinitions(ctx context.Context) ([]store.Definition, error) {
	return get(ctx, s, "ListDefinitions", func() ([]store.Definition, error) { return s.inner.ListDefinitions(ctx) })
}

// Private implements [store.Privates].
func (s *Store) Private(ctx context.Context, district string, id uuid.UUID) ([]store.Private, error) {
	return get(ctx, s, "Private", func() ([]store.Private, error) { return s.inner.Private(ctx, district, id) })
}

// Erase implements [store.Privates].
func (s *Store) Erase(ctx context.Context, district string, id uuid.UUID, names ...string) (int, error) {
	return get(ctx, s, "Erase", func() (int, error) { return s.inner.Erase(ctx, district, id, names...) })
}

// Cursor implements [store.Cursors].
func (s *Store) Cursor(ctx context.Context, district, reader string) (int64, error) {
	return get(ctx, s, "Cursor", func() (int64, error) { return s.inner.Cursor(ctx, district, reader) })
}

// SetCursor implements [store.Cursors].
func (s *Store) SetCursor(ctx context.Context, district, reader string, from, to int64) error {
	return do(ctx, s, "SetCursor", func() error { return s.inner.SetCursor(ctx, district, reader, from, to) })
}

// Lease implements [store.Leases].
func (s *Store) Lease(ctx context.Context, district string, owner uuid.UUID, life time.Duration) (int64, error) {
	return get(ctx, s, "Lease", func() (int64, error) { return s.inner.Lease(ctx, district, owner, life) })
}

// Now implements [store.Clock].
func (s *Store) Now(ctx context.Context) (now time.Time, virtual bool, err error) {
	err = do(ctx, s, "Now", func() (err error) { now, virtual, err = s.inner.Now(ctx); return err })
	if err != nil {
		return time.Time{}, false, err
	}
	return now, virtual, nil
}

// Advance implements [store.Clock].
func (s *Store) Advance(ctx context.Context, to time.Time) error {
	return do(ctx, s, "Advance", func() error { return s.inner.Advance(ctx, to) })
}

// Districts implements [store.Store].
func (s *Store) Districts(ctx context.Context) ([]store.District, error) {
	return get(ctx, s, "Districts", func() ([]store.District, error) { return s.inner.Districts(ctx) })
}

// Close closes the inner store. It never fails on purpose and does not count.
func (s *Store) Close() error { return s.inner.Close() }
