package node

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

const (
	// trail is by how much a sweep begins before the end of the last one: no
	// commit takes so long to write a wake that lies behind it. Every trail a
	// sweep begins at the beginning all the same.
	trail = 10 * time.Minute
	// settling is how many cases are settled at a time: two batches, one
	// decided while the other is committed.
	settling = 2 * mostChanges
)

// lowerMark is where the next sweep of a district begins. What lies before was
// swept, and dead entries of an index there are not walked again.
func (n *Node) lowerMark(d *duty, now time.Time) store.Mark {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n.Virtual || d.swept.IsZero() || now.Sub(d.whole) >= trail {
		return store.Mark{}
	}
	return store.Mark{At: d.swept.Add(-trail)}
}

// sweptFrom notes a sweep that came to its end.
func (d *duty) sweptFrom(from store.Mark, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.swept = now
	if from.At.IsZero() {
		d.whole = now
	}
}

// sweep fires what is due in a district at or before now, case by case, each a
// decision without a command. It returns how many cases it changed. A case
// that cannot be decided is named in the error and does not hold back others.
func (n *Node) sweep(ctx context.Context, d *duty, now time.Time) (fired int, err error) {
	from := n.lowerMark(d, now)
	s := sweeping{node: n, district: d.district, now: now, places: n.places(settling)}
	mark, more := from, true
	for more && err == nil && s.goesOn(ctx) {
		if d.fence != 0 {
			if err = n.lease(ctx, d); err != nil {
				break
			}
		}
		s.fence = d.fence
		var due []store.Wake
		if due, mark, more, err = n.Store.Due(ctx, d.district, mark, now, n.Batch); err == nil {
			s.settle(ctx, due)
		}
	}
	s.all.Wait()
	if err == nil && !more && len(s.faults) == 0 {
		d.sweptFrom(from, now)
	}
	return s.fired, errors.Join(append(s.faults, err)...)
}

// sweeping is one sweep under way.
type sweeping struct {
	node     *Node
	district string
	now      time.Time
	fence    int64
	places   chan struct{}
	all      sync.WaitGroup

	mu     sync.Mutex
	fired  int
	faults []error
	fenced bool
}

// settle begins to settle the cases of a page.
func (s *sweeping) settle(ctx context.Context, due []store.Wake) {
	for _, w := range due {
		s.places <- struct{}{}
		s.all.Go(func() {
			defer func() { <-s.places }()
			changed, err := s.node.settle(ctx, s.district, w.Case, s.now, s.fence)
			s.note(w.Case, changed, err)
		})
	}
}

// mostFaults is how many cases that cannot be settled are named at a time.
const mostFaults = 20

func (s *sweeping) note(c uuid.UUID, changed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changed {
		s.fired++
	}
	if errors.Is(err, store.ErrFenced) && s.fenced {
		return // said already
	}
	s.fenced = s.fenced || errors.Is(err, store.ErrFenced)
	if err != nil && len(s.faults) < mostFaults {
		s.faults = append(s.faults, fmt.Errorf("case %s: %w", c, err))
	}
}

// goesOn reports whether the sweep may go on.
func (s *sweeping) goesOn(ctx context.Context) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ctx.Err() == nil && !s.fenced
}

// settle lets happen in one case what is due at or before now.
func (n *Node) settle(ctx context.Context, district string, id uuid.UUID, now time.Time, fence int64) (changed bool, err error) {
	res, err := n.Put(ctx, Order{District: district, Case: id, Now: now, Fence: fence})
	return len(res.Entries) > 0, err
}
