package node

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
)

const (
	// rest is the least time between two rounds: what is committed meanwhile
	// is done together.
	rest = 20 * time.Millisecond
	// busyDistricts is how many districts are worked on at a time.
	busyDistricts = 8
)

// Loop does the background work of all districts until ctx ends: timers,
// deliveries, corrected calendars. It sleeps until the next timer, a commit that concerns it, or
// poll, whichever comes first. It returns once its work has stopped and its
// leases are given up.
func (n *Node) Loop(ctx context.Context, poll time.Duration) error {
	defer n.release(context.WithoutCancel(ctx))
	for ctx.Err() == nil {
		n.wakes.Store(math.MaxInt64) // what is committed while the round is planned stirs again
		next := n.round(ctx)
		if !sleep(ctx, rest) {
			break
		}
		n.sleep(ctx, next, poll)
	}
	return nil
}

// round does once what is to be done everywhere, each district under its
// lease, and returns when the next timer falls due, zero if none is set. A
// district's fault is logged and stops no other.
func (n *Node) round(ctx context.Context) (next time.Time) {
	for idle := false; ctx.Err() == nil; {
		todo, next, err := n.todo(ctx)
		if err != nil {
			n.fault(ctx, "background work cannot be read", "", err)
		}
		if err != nil || len(todo) == 0 || idle {
			return next // what cannot be done now is tried again after poll
		}
		idle = !n.each(todo, func(d *duty) bool { return n.onLease(ctx, d) })
	}
	return next
}

// todo finds the districts in which there is something to do, by two calls of
// the store however many there are, and the next instant at which there is
// something to do in any of the others.
func (n *Node) todo(ctx context.Context) (todo []*duty, next time.Time, err error) {
	now, err := n.Now(ctx)
	if err != nil {
		return nil, next, err
	}
	districts, err := n.Store.Districts(ctx)
	if err != nil {
		return nil, next, err
	}
	duties := make([]*duty, len(districts))
	sweeps := make([]store.Sweep, len(districts))
	for i, d := range districts {
		duties[i] = n.duties.of(d.Name)
		sweeps[i] = store.Sweep{District: d.Name, After: n.lowerMark(duties[i], now)}
	}
	bounds, err := n.Store.Next(ctx, sweeps)
	if err != nil {
		return nil, next, err
	}
	for i, d := range districts {
		if at := bounds[i]; !at.IsZero() && !at.After(now) || !duties[i].upToDate(d) {
			todo = append(todo, duties[i])
		} else if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return todo, next, nil
}

// each works on several districts at a time and reports whether any had more
// to do.
func (n *Node) each(todo []*duty, work func(*duty) bool) (again bool) {
	var mu sync.Mutex
	var all sync.WaitGroup
	places := n.places(busyDistricts)
	for _, d := range todo {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if work(d) {
				mu.Lock()
				defer mu.Unlock()
				again = true
			}
		})
	}
	all.Wait()
	return again
}

// places are for so many at a time; on a virtual clock for one, so that a
// story told again is written down in the same order.
func (n *Node) places(many int) chan struct{} {
	if n.Virtual {
		many = 1
	}
	return make(chan struct{}, many)
}

// onLease works in a district if its lease is to be had.
func (n *Node) onLease(ctx context.Context, d *duty) (again bool) {
	d.working.Lock()
	defer d.working.Unlock()
	err := n.lease(ctx, d)
	if err == nil {
		again, err = n.work(ctx, d)
	}
	switch {
	case errors.Is(err, store.ErrFenced): // another node's, now
		d.fence = 0
	case err != nil:
		n.fault(ctx, "background work failed", d.district, err)
	}
	return again
}

func (n *Node) fault(ctx context.Context, what, district string, err error) {
	if ctx.Err() == nil {
		n.Log.ErrorContext(ctx, what, "district", district, "error", err)
	}
}

// Settle does once, in every district and without a lease, what is to be done
// there. again reports whether that may have given any more to do. What fails
// is returned together, and stops nothing else.
func (n *Node) Settle(ctx context.Context) (again bool, err error) {
	todo, _, err := n.todo(ctx)
	if err != nil {
		return false, err
	}
	var mu sync.Mutex
	var faults []error
	again = n.each(todo, func(d *duty) bool {
		d.working.Lock()
		defer d.working.Unlock()
		d.fence = 0
		did, err := n.work(ctx, d)
		mu.Lock()
		defer mu.Unlock()
		faults = append(faults, err)
		return did
	})
	return again, errors.Join(faults...)
}

// work does once what is to be done in one district: corrects calendars, fires
// timers, delivers. It reports whether that may have given other districts, or
// this one, more to do.
func (n *Node) work(ctx context.Context, d *duty) (again bool, err error) {
	now, err := n.Now(ctx)
	if err != nil {
		return false, err
	}
	corrected := n.correctAll(ctx, d, now)
	fired, swept := n.sweep(ctx, d, now)
	acted, delivered := n.deliver(ctx, d)
	return fired > 0 || acted, errors.Join(corrected, swept, delivered)
}

// sleep waits for the next timer, a kick, the poll interval, or the end.
func (n *Node) sleep(ctx context.Context, next time.Time, poll time.Duration) {
	wait := poll
	// A virtual clock does not come nearer by sleeping.
	if now, err := n.Now(ctx); err == nil && !n.Virtual {
		if !next.IsZero() {
			wait = min(wait, max(0, next.Sub(now)))
		}
		n.wakes.Store(now.Add(wait).UnixMicro())
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-n.kick:
	case <-timer.C:
	}
}

// stir wakes the loop when what was committed gives it something to do before
// it would wake by itself: a message to deliver, a nearer timer.
func (n *Node) stir(change *store.Change, entries []casefile.Entry) {
	wake := change.Row.Wake
	stir := !wake.IsZero() && wake.UnixMicro() < n.wakes.Load()
	for i := range entries {
		stir = stir || isLetter(&entries[i])
	}
	if !stir {
		return
	}
	select {
	case n.kick <- struct{}{}:
	default:
	}
}
