// Package faultstore makes a store fail on purpose: it wraps any store, counts
// the calls made to it, and fails or hangs the Nth of them, before its effect
// or after it. It is for tests only.
//
// A test runs an operation once to count its calls, then again for each of
// them, on a fresh store:
//
//	f := faultstore.Wrap(inner)
//	f.Inject(faultstore.Fault{Call: 3, After: true}) // the third call from now
//	err := operation(f)                              // its effect took place, its answer is lost
//	retry(inner)                                     // must give the one answer
package faultstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var _ store.Store = (*Store)(nil)

// ErrInjected is what a call fails with on purpose, as an ErrUnavailable.
var ErrInjected = errors.New("injected fault")

// Fault says which call goes wrong, and how.
type Fault struct {
	// Call is which one, counted from 1 at Inject. 0 injects nothing.
	Call int
	// Op is the name of the method that counts ("Commit"); "" counts all.
	Op string
	// After lets the effect take place and loses the answer.
	After bool
	// Hang waits until the context of the call ends, instead of failing at
	// once. A call whose context cannot end would hang for ever.
	Hang bool
	// Lasting fails every later call, too, as a store that is gone does.
	Lasting bool
}

// Store is a store that fails on purpose. It is safe for concurrent use.
type Store struct {
	inner store.Store

	mu     sync.Mutex
	fault  Fault
	seen   int // calls that count for the fault, since Inject
	ops    []string
	struck bool
}

// Wrap returns a store that passes every call on to inner.
func Wrap(inner store.Store) *Store { return &Store{inner: inner} }

// Inject arms a fault, in place of any before it, and begins to count anew.
func (s *Store) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.seen, s.ops, s.struck = f, 0, nil, false
}

// Calls returns the names of the methods called since Inject, in order.
func (s *Store) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.ops...)
}

// Struck reports whether the fault has taken place since Inject.
func (s *Store) Struck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.struck
}

// enter counts a call and returns the fault that it meets, if any.
func (s *Store) enter(op string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ops = append(s.ops, op)
	if s.fault.Call == 0 || s.fault.Op != "" && s.fault.Op != op {
		return Fault{}, false
	}
	s.seen++
	if s.seen != s.fault.Call && (!s.fault.Lasting || s.seen < s.fault.Call) {
		return Fault{}, false
	}
	s.struck = true
	return s.fault, true
}

// fail is the error of a faulty call, after the wait if it hangs.
func (f Fault) fail(ctx context.Context, op string) error {
	if f.Hang {
		<-ctx.Done()
		return fmt.Errorf("%s: %w: %w: %w", op, store.ErrUnavailable, ErrInjected, ctx.Err())
	}
	return fmt.Errorf("%s: %w: %w", op, store.ErrUnavailable, ErrInjected)
}

// do makes one call. What the inner store answers is lost when the fault
// comes after it.
func do(ctx context.Context, s *Store, op string, call func() error) error {
	f, hit := s.enter(op)
	if !hit {
		return call()
	}
	if f.After {
		_ = call() // its answer is what gets lost
	}
	return f.fail(ctx, op)
}

// get makes one call that returns a value.
func get[T any](ctx context.Context, s *Store, op string, call func() (T, error)) (T, error) {
	var v, none T
	err := do(ctx, s, op, func() (err error) { v, err = call(); return err })
	if err != nil {
		return none, err
	}
	return v, nil
}

// stream makes one call that yields: before it yields anything, or after all.
func stream[T any](ctx context.Context, s *Store, op string, call iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		f, hit := s.enter(op)
		if !hit || f.After {
			for v, err := range call {
				if !yield(v, err) || err != nil {
					return
				}
			}
		}
		if hit {
			var none T
			yield(none, f.fail(ctx, op))
		}
	}
}

// Commit implements [store.Committer].
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	return get(ctx, s, "Commit", func() ([]store.Outcome, error) { return s.inner.Commit(ctx, changes) })
}

// Case implements [store.Cases].
func (s *Store) Case(ctx context.Context, district string, id uuid.UUID) (store.Row, error) {
	return get(ctx, s, "Case", func() (store.Row, error) { return s.inner.Case(ctx, district, id) })
}

// Rows implements [store.Cases].
func (s *Store) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	return get(ctx, s, "Rows", func() ([]store.Row, error) { return s.inner.Rows(ctx, keys) })
}

// List implements [store.Cases].
func (s *Store) List(ctx context.Context, q store.Query) ([]store.Row, error) {
	return get(ctx, s, "List", func() ([]store.Row, error) { return s.inner.List(ctx, q) })
}

// Followers implements [store.Cases].
func (s *Store) Followers(ctx context.Context, district string, id uuid.UUID) ([]uuid.UUID, error) {
	return get(ctx, s, "Followers", func() ([]uuid.UUID, error) { return s.inner.Followers(ctx, district, id) })
}

// Journal implements [store.Cases].
func (s *Store) Journal(ctx context.Context, district string, id uuid.UUID, after int64) iter.Seq2[store.Record, error] {
	return stream(ctx, s, "Journal", s.inner.Journal(ctx, district, id, after))
}

// Log implements [store.Cases].
func (s *Store) Log(ctx context.Context, district string, after int64) iter.Seq2[store.Record, error] {
	return stream(ctx, s, "Log", s.inner.Log(ctx, district, after))
}

// Command implements [store.Cases].
func (s *Store) Command(ctx context.Context, district string, command uuid.UUID) (store.Record, error) {
	return get(ctx, s, "Command", func() (store.Record, error) { return s.inner.Command(ctx, district, command) })
}

// Committed implements [store.Cases].
func (s *Store) Committed(ctx context.Context, district string, position int64) (time.Time, error) {
	return get(ctx, s, "Committed", func() (time.Time, error) { return s.inner.Committed(ctx, district, position) })
}
