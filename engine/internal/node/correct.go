package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
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
	return true, d.correct(ctx, d.order.District, d.order.Case, now, want)
}

// correct settles a case under the calendar it counts by, then puts another to
// it. A case that counts by that already, or has ended, stays as it is.
func (n *Node) correct(ctx context.Context, district string, id uuid.UUID, now time.Time, want *calendar.Calendar) error {
	sweep := desk{Node: n, order: Order{District: district, Case: id, Now: now}, correcting: true}
	if _, err := sweep.put(ctx); err != nil {
		return err
	}
	put := desk{Node: n, correcting: true, calendar: want, order: Order{
		District: district, Case: id, Now: now,
		Prepare: func(*procedure.Machine, *calendar.Calendar) (*casefile.Command, error) {
			return &casefile.Command{Event: casefile.EventRecompute}, nil
		},
	}}
	_, err := put.put(ctx)
	return err
}

// Correct puts a calendar recorded since the last time to every open case of a
// district, one by one. Broken off anywhere it begins again, and finds the
// cases done by then done.
func (n *Node) Correct(ctx context.Context, district string, now time.Time) error {
	state, err := n.Districts.Refresh(ctx, district)
	if err != nil {
		return err
	}
	now = lift(state, now)
	want := state.CalendarAt(now)
	done, err := n.Store.Cursor(ctx, district, corrector)
	if err != nil || want == nil || done >= state.Position || want != state.LatestCalendar() {
		return err
	}
	var faults []error
	q := store.Query{District: district, Status: store.Open, Limit: n.Batch}
	for more := true; more; {
		rows, err := n.Store.List(ctx, q)
		if err != nil {
			return errors.Join(append(faults, err)...)
		}
		for _, row := range rows {
			if err := n.correctRow(ctx, row, now, want); err != nil {
				faults = append(faults, fmt.Errorf("case %s: %w", row.Case, err))
			}
			q.After = row.Case
		}
		more = len(rows) == n.Batch
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	err = n.Store.SetCursor(ctx, district, corrector, done, state.Position)
	if errors.Is(err, store.ErrConflict) {
		return nil // another process has come as far
	}
	return err
}

func (n *Node) correctRow(ctx context.Context, row store.Row, now time.Time, want *calendar.Calendar) error {
	c, _, err := n.Read(ctx, row)
	if err != nil || c.Calendar == want.Version() {
		return err
	}
	return n.correct(ctx, row.District, row.Case, now, want)
}
