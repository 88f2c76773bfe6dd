package memory

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/storetest"
)

// mutant is the store of this package with one guard of its commit removed.
type mutant struct {
	*Store
	commit func(s *Store, c *store.Change) store.Outcome // answers one change, and locks as wrongly as it likes
	whole  bool                                          // a bad change fails its batch
}

func (m *mutant) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if m.whole {
		for i := range changes {
			if err := changes[i].Check(); err != nil {
				return nil, err
			}
		}
		return m.Store.Commit(ctx, changes)
	}
	if unlock, err := m.read(ctx); err != nil {
		return nil, err
	} else {
		unlock()
	}
	outcomes := make([]store.Outcome, len(changes))
	for i := range changes {
		outcomes[i] = m.commit(m.Store, &changes[i])
	}
	return outcomes, nil
}

// steps are the guards of a commit, in order, and the write. A mutant leaves
// some out, or does them under another lock.
type steps struct{ replay, fence, compare, register bool }

var all = steps{true, true, true, true}

// guard answers a change that must not win, as decide does.
func (g steps) guard(s *Store, c *store.Change) (store.Outcome, bool) {
	if err := c.Check(); err != nil {
		return store.Outcome{Kind: store.Failed, Err: err}, true
	}
	d := s.districts[c.Row.District]
	if d == nil {
		return store.Outcome{Kind: store.Failed, Err: store.ErrNotFound}, true
	}
	if first := d.replay(c); g.replay && first != nil {
		return store.Outcome{Kind: store.Replayed, First: copyRecord(*first)}, true
	}
	if g.fence && c.Fence != 0 && c.Fence != d.lease.fence {
		return store.Outcome{Kind: store.Failed, Err: store.ErrFenced}, true
	}
	if g.compare && !d.stands(c) || g.register && !d.registered(c) {
		return store.Outcome{Kind: store.Conflict, Seq: d.seq(c.Row.Case), Register: int64(len(d.register))}, true
	}
	return store.Outcome{}, false
}

// without is a commit that lacks guards, all under one lock.
func without(g steps) func(*Store, *store.Change) store.Outcome {
	return func(s *Store, c *store.Change) store.Outcome {
		s.mu.Lock()
		defer s.mu.Unlock()
		if o, done := g.guard(s, c); done {
			return o
		}
		return won(s, c)
	}
}

func won(s *Store, c *store.Change) store.Outcome {
	s.lift(c.Row.At)
	return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: s.districts[c.Row.District].write(c, s.wallNow())}
}

var mutants = map[string]func() *mutant{
	"does not compare the sequence":         func() *mutant { return &mutant{commit: without(steps{true, true, false, true})} },
	"does not know commands":                func() *mutant { return &mutant{commit: without(steps{false, true, true, true})} },
	"does not ask the register":             func() *mutant { return &mutant{commit: without(steps{true, true, true, false})} },
	"does not check the fence":              func() *mutant { return &mutant{commit: without(steps{true, false, true, true})} },
	"fails the whole batch of a bad change": func() *mutant { return &mutant{whole: true} },
	"looks, then locks": func() *mutant {
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			s.mu.RLock()
			o, done := all.guard(s, c)
			s.mu.RUnlock()
			if done {
				return o
			}
			runtime.Gosched()
			s.mu.Lock()
			defer s.mu.Unlock()
			return won(s, c)
		}}
	},
	"asks for conflicts before replays": func() *mutant {
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			s.mu.Lock()
			defer s.mu.Unlock()
			if o, done := (steps{false, true, true, true}).guard(s, c); done {
				return o
			}
			if o, done := all.guard(s, c); done {
				return o
			}
			return won(s, c)
		}}
	},
	"asks for replays before it locks": func() *mutant {
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			s.mu.RLock()
			o, done := (steps{true, false, false, false}).guard(s, c)
			s.mu.RUnlock()
			if done {
				return o
			}
			runtime.Gosched()
			return without(steps{false, true, true, true})(s, c)
		}}
	},
	"numbers the log outside the lock": func() *mutant {
		var counter atomic.Int64
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			next := counter.Add(int64(len(c.Entries))) - int64(len(c.Entries)) + 1
			runtime.Gosched()
			return renumbered(s, c, next)
		}}
	},
	"leaves gaps after conflicts": func() *mutant {
		var mu sync.Mutex
		next := map[string]int64{}
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			mu.Lock()
			defer mu.Unlock()
			first := next[c.Row.District] + 1
			next[c.Row.District] += int64(len(c.Entries))
			return renumbered(s, c, first)
		}}
	},
	"keeps only the last entry of a change": func() *mutant {
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			short := *c
			short.Entries = c.Entries[max(len(c.Entries)-1, 0):]
			s.mu.Lock()
			defer s.mu.Unlock()
			if o, done := all.guard(s, c); done {
				return o
			}
			return won(s, &short)
		}}
	},
	"acknowledges and forgets": func() *mutant {
		return &mutant{commit: func(s *Store, c *store.Change) store.Outcome {
			if c.Row.Seq%5 == 4 {
				return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: 1}
			}
			return without(all)(s, c)
		}}
	},
}

// renumbered commits a change whose entries get other positions.
func renumbered(s *Store, c *store.Change, first int64) store.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.decide(c, s.wallNow())
	if o.Kind == store.Won {
		log := s.districts[c.Row.District].log
		for i, r := range log[len(log)-len(c.Entries):] {
			r.Position = first + int64(i)
		}
		o.Position = first
	}
	return o
}

// recorder is a test that may fail: it notes that it did.
type recorder struct {
	testing.TB
	mu     sync.Mutex
	failed bool
}

func (r *recorder) Helper() {}
func (r *recorder) note() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = true
}
func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}
func (r *recorder) Error(...any)          { r.note() }
func (r *recorder) Errorf(string, ...any) { r.note() }
func (r *recorder) FailNow()              { r.note(); runtime.Goexit() }
func (r *recorder) Fatal(...any)          { r.FailNow() }
func (r *recorder) Fatalf(string, ...any) { r.FailNow() }

// caught returns the names of those checks that a store fails.
func caught(t *testing.T, checks []storetest.Check, open func() *mutant) (names []string) {
	for _, c := range checks {
		if c.Random || c.Virtual { // random checks write what they find to testdata
			continue
		}
		r := &recorder{TB: t}
		s := open()
		s.Store = New(Config{})
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if recover() != nil { // a store so wrong that the check cannot go on
					r.note()
				}
			}()
			c.Run(r, s)
		}()
		<-done
		_ = s.Close()
		if r.Failed() {
			names = append(names, c.Name)
		}
	}
	return names
}

// TestSuiteCatchesMutants shows that the suite is able to fail: each store
// with one guard removed fails a check, and the one with all of them, run the
// same way, none. What fails only under load is given some attempts.
func TestSuiteCatchesMutants(t *testing.T) {
	whole := func() *mutant { return &mutant{commit: without(all)} }
	if names := caught(t, storetest.Checks(), whole); len(names) > 0 {
		t.Fatalf("the store without a mutation fails %q", names)
	}
	for name, open := range mutants {
		t.Run(name, func(t *testing.T) {
			names := caught(t, storetest.Checks(), open)
			for i := 0; i < 20 && len(names) == 0; i++ {
				names = caught(t, storetest.Races(), open)
			}
			if len(names) == 0 {
				t.Fatal("no check of the suite notices it")
			}
			t.Logf("noticed by %d checks, among them %q", len(names), names[0])
		})
	}
}

// TestRaceChecksCatchRaces shows that the shapes that are right with a single
// caller fail the race checks themselves.
func TestRaceChecksCatchRaces(t *testing.T) {
	for _, name := range []string{"looks, then locks", "numbers the log outside the lock", "asks for replays before it locks"} {
		t.Run(name, func(t *testing.T) {
			const attempts = 20 // the wrong interleaving has to happen
			for range attempts {
				if len(caught(t, storetest.Races(), mutants[name])) > 0 {
					return
				}
			}
			t.Fatalf("not noticed in %d attempts", attempts)
		})
	}
}
