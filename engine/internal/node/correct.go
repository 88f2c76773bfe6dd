package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
)

// corrector is the name of the cursor up to which a district's register was
// put to its open cases.
const corrector = "correct"

// corrected brings the calendar in force in the case's district to a case that
// still counts by another, before anything else is decided about it. again:
// it did, so the case has to be loaded anew.
func (d *desk) corrected(ctx context.Context, f *file, now time.Time) (again bool, err error) {
	if d.correcting || !f.c.Started() || f.c.Ended() {
		return false, nil
	}
	if now.Before(f.c.At) {
		now = f.c.At
	}
	want := f.district.CalendarAt(now)
	if want == nil || want.Version() == f.c.Calendar {
		return false, nil
	}
	o := Order{District: d.order.District, Case: d.order.Case, Now: now, Fence: d.order.Fence}
	return true, d.correct(ctx, o, want)
}

// correct settles a case under the calendar it counts by, then puts another to
// it. A case that counts by that already, or has ended, stays as it is.
func (n *Node) correct(ctx context.Context, o Order, want *calendar.Calendar) error {
	sweep := desk{Node: n, order: o, correcting: true}
	if _, err := sweep.put(ctx); err != nil {
		return err
	}
	o.Prepare = fixed(casefile.Command{Event: casefile.EventRecompute})
	put := desk{Node: n, correcting: true, calendar: want, order: o}
	_, err := put.put(ctx)
	return err
}

// Correct puts a calendar recorded since the last time to every open case of a
// district, one by one. Broken off anywhere it begins again, and finds the
// cases done by then done.
func (n *Node) Correct(ctx context.Context, district string, now time.Time) error {
	d := n.duties.of(district)
	d.working.Lock()
	defer d.working.Unlock()
	return n.correctAll(ctx, d, now)
}

func (n *Node) correctAll(ctx context.Context, d *duty, now time.Time) error {
	state, err := n.Districts.Refresh(ctx, d.district)
	if err != nil {
		return err
	}
	now = lift(state, now)
	want := state.CalendarAt(now)
	done, err := n.Store.Cursor(ctx, d.district, corrector)
	if err != nil || want == nil || want != state.LatestCalendar() {
		return err
	}
	if done < state.CalendarPosition() {
		if err := n.correctOpen(ctx, d, now, want); err != nil {
			return err
		}
	}
	if done < state.Position {
		err = n.Store.SetCursor(ctx, d.district, corrector, done, state.Position)
	}
	if err == nil || errors.Is(err, store.ErrConflict) { // another process has come as far
		d.corrected(state.Position)
		return nil
	}
	return err
}

// correctOpen puts a calendar to the open cases of a district.
func (n *Node) correctOpen(ctx context.Context, d *duty, now time.Time, want *calendar.Calendar) error {
	var faults []error
	q := store.Query{District: d.district, Status: store.Open, Limit: n.Batch}
	for more := true; more; {
		rows, err := n.Store.List(ctx, q)
		if err == nil && d.fence != 0 {
			err = n.lease(ctx, d)
		}
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		for _, row := range rows {
			if err := n.correctRow(ctx, row, now, d.fence, want); err != nil && len(faults) < mostFaults {
				faults = append(faults, fmt.Errorf("case %s: %w", row.Case, err))
			}
			q.After = row.Case
		}
		more = len(rows) == n.Batch && ctx.Err() == nil
	}
	return errors.Join(faults...)
}

func (n *Node) correctRow(ctx context.Context, row store.Row, now time.Time, fence int64, want *calendar.Calendar) error {
	c, _, err := n.Read(ctx, row)
	if err != nil || c.Calendar == want.Version() {
		return err
	}
	give, err := n.turns.take(ctx, store.Key{District: row.District, Case: row.Case})
	if err != nil {
		return err
	}
	defer give()
	return n.correct(ctx, Order{District: row.District, Case: row.Case, Now: now, Fence: fence}, want)
}
