// Package memory keeps cases in memory: for tests, trials and examples. It
// promises what every store promises except to survive the process.
//
// It is not a cache and not a model of cost: sweeps look at every case.
//
//	s := memory.New(memory.Config{})
//	defer s.Close()
package memory

import (
	"bytes"
	"context"
	"fmt"
	"sort"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var _ store.Store = (*Store)(nil)

// Config says how a Store is made.
type Config struct {
	// Virtual gives it a virtual clock.
	Virtual bool
	// Now is the wall clock; nil means time.Now.
	Now func() time.Time
}

// Store is a store in memory, safe for concurrent use.
type Store struct {
	virtual bool
	wall    func() time.Time

	mu          sync.RWMutex
	closed      bool
	clock       time.Time // the virtual now
	districts   map[string]*district
	definitions []store.Definition // in the order they were put
}

// district is one log with its cases.
type district struct {
	cases     map[uuid.UUID]*file
	log       []*store.Record // position n stands at n-1
	committed []time.Time     // beside log
	commands  map[uuid.UUID]*store.Record
	register  []store.RegisterRecord
	last      time.Time // latest instant of any entry or record
	cursors   map[string]int64
	lease     lease
}

// file is one case: row, journal and what lies beside it.
type file struct {
	row     store.Row
	entries []*store.Record
	private []store.Private
}

// New returns an empty store.
func New(c Config) *Store {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Store{virtual: c.Virtual, wall: c.Now, districts: map[string]*district{}}
}

// Close forgets everything.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.districts, s.definitions = nil, nil
	return nil
}

// Districts implements [store.Store].
func (s *Store) Districts(ctx context.Context) ([]store.District, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var all []store.District
	for name, d := range s.districts {
		all = append(all, store.District{Name: name, Log: int64(len(d.log)), Register: int64(len(d.register)), Last: d.last})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all, nil
}

// Now implements [store.Clock].
func (s *Store) Now(ctx context.Context) (time.Time, bool, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	defer unlock()
	if s.virtual {
		return s.clock, true, nil
	}
	return s.wallNow(), false, nil
}

// Advance implements [store.Clock].
func (s *Store) Advance(ctx context.Context, to time.Time) error {
	unlock, err := s.write(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if !s.virtual {
		return store.ErrNotVirtual
	}
	s.lift(to)
	return nil
}

// lift moves the virtual clock forward to t, if it has not come so far.
func (s *Store) lift(t time.Time) {
	if s.virtual && t.After(s.clock) {
		s.clock = t
	}
}

func (s *Store) wallNow() time.Time { return s.wall().UTC().Truncate(time.Microsecond) }

// read takes the lock for reading, unless the store or the caller is done.
func (s *Store) read(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	s.mu.RLock()
	if s.closed {
		s.mu.RUnlock()
		return nil, fmt.Errorf("%w: closed", store.ErrUnavailable)
	}
	return s.mu.RUnlock, nil
}

// write takes the lock for writing, unless the store or the caller is done.
func (s *Store) write(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil, fmt.Errorf("%w: closed", store.ErrUnavailable)
	}
	return s.mu.Unlock, nil
}

// The copies that keep the store's bytes and the caller's apart.

func copyRow(r store.Row) store.Row {
	r.Doc = bytes.Clone(r.Doc)
	return r
}

func copyRecord(r store.Record) store.Record {
	r.Bytes = bytes.Clone(r.Bytes)
	return r
}

func copyPrivate(p store.Private) store.Private {
	p.Salt, p.Value = bytes.Clone(p.Salt), bytes.Clone(p.Value)
	return p
}
