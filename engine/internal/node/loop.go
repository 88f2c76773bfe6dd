package node

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// Loop does the background work of all districts until ctx ends: timers,
// deliveries, corrected calendars. It sleeps until the next timer, a Kick, or
// poll, whichever comes first. It returns once its work has stopped.
func (n *Node) Loop(ctx context.Context, poll time.Duration) error {
	for ctx.Err() == nil {
		next := n.round(ctx)
		n.sleep(ctx, next, poll)
	}
	return nil
}

// round does once what is to be done everywhere and returns when the next
// timer falls due, zero if none is set. A district's fault is logged and stops
// no other.
func (n *Node) round(ctx context.Context) (next time.Time) {
	districts, err := n.Store.Districts(ctx)
	if err != nil {
		n.fault(ctx, "districts cannot be read", "", err)
		return next
	}
	for again := true; again && ctx.Err() == nil; {
		again = false
		for _, d := range districts {
			did, err := n.Work(ctx, d.Name)
			if again = again || did; err != nil {
				n.fault(ctx, "background work failed", d.Name, err)
			}
		}
	}
	sweeps := make([]store.Sweep, len(districts))
	for i, d := range districts {
		sweeps[i].District = d.Name
	}
	bounds, err := n.Store.Next(ctx, sweeps)
	if err != nil {
		n.fault(ctx, "timers cannot be read", "", err)
	}
	for _, at := range bounds {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

func (n *Node) fault(ctx context.Context, what, district string, err error) {
	if ctx.Err() == nil {
		n.Log.ErrorContext(ctx, what, "district", district, "error", err)
	}
}

// Work does once what is to be done in one district: corrects calendars, fires
// timers, delivers. It reports whether that may have given other districts, or
// this one, more to do.
func (n *Node) Work(ctx context.Context, district string) (again bool, err error) {
	now, err := n.Now(ctx)
	if err != nil {
		return false, err
	}
	corrected := n.Correct(ctx, district, now)
	fired, swept := n.Sweep(ctx, district, now)
	acted, delivered := n.Deliver(ctx, district)
	return fired > 0 || acted, errors.Join(corrected, swept, delivered)
}

// sleep waits for the next timer, a kick, the poll interval, or the end.
func (n *Node) sleep(ctx context.Context, next time.Time, poll time.Duration) {
	wait := poll
	// What is due already could not be done: it is tried again at leisure. A
	// virtual clock does not come nearer by sleeping.
	if now, err := n.Now(ctx); err == nil && !n.Virtual && next.After(now) {
		wait = min(wait, next.Sub(now))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-n.kick:
	case <-timer.C:
	}
}

// Kick wakes the loop: something was committed that it may have to act upon.
func (n *Node) Kick() {
	select {
	case n.kick <- struct{}{}:
	default:
	}
}
