package casefile

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// recompute counts every running timer again under a corrected calendar, and
// lifts what the correction undoes. It says nothing of runs that have ended:
// what was handed over in time never becomes late, nor the other way round.
func (d *decider) recompute(now time.Time) error {
	if d.c.Ended() || d.c.Calendar == d.cal.Version() {
		return nil
	}
	if d.unsettled(now) {
		return fmt.Errorf("%w: sweep with %s before it is corrected", ErrCalendar, d.c.Calendar)
	}
	e := d.draft(now, Recomputed)
	e.Event = EventRecompute
	d.see(nil, "", now)
	for _, name := range d.running() {
		if err := d.recount(e, d.pending(e, name)); err != nil {
			return err
		}
	}
	if s := &d.c.Suspension; d.c.Suspended() {
		e.Suspension = *s
		due, err := d.fullAt(s.Limit, s.Since, nil)
		if err != nil {
			return err
		}
		e.Suspension.Due = due
	}
	if err := d.commit(e); err != nil {
		return err
	}
	return d.undone()
}

// unsettled reports whether a due that the old calendar gave has passed and is
// not said: a correction may not hide it.
func (d *decider) unsettled(now time.Time) bool {
	for _, name := range d.running() {
		if t := d.c.Timer(name); !t.Due.IsZero() && !t.Expired && t.Due.Before(now) {
			return true
		}
	}
	return false
}

// recount adds the turn of one timer under the corrected calendar.
func (d *decider) recount(e *Entry, t *Timer) (err error) {
	u := Turn{Timer: t.Name, Kind: TurnRecompute, Old: t.Due, OldTarget: t.Target, First: t.First}
	if u.Due, err = d.recounted(t, t.Limit); err != nil {
		return err
	}
	if u.Target, err = d.target(t, d.c.State); err != nil {
		return err
	}
	if own := d.allowance(t.Name).Limits; len(own) > 0 && t.Limit.Until == "" && (t.Run == 1 || t.Name == procedure.VisitClock) {
		if u.First, err = d.fullAt(own[t.Item].Limit, t.Started, nil); err != nil {
			return err
		}
	}
	e.Turns = append(e.Turns, u)
	return nil
}

// allowance is what the procedure gives the present visit, or a clock.
func (d *decider) allowance(name string) *procedure.Allowance {
	if name == procedure.VisitClock {
		return &d.m.State(d.c.State).Within
	}
	return &d.m.Clock(name).Within
}

// recounted is the due of a timer under a limit. A date that has passed stays.
func (d *decider) recounted(t *Timer, l procedure.Limit) (time.Time, error) {
	if l.Until != "" && (t.Expired || t.Paused()) {
		return t.Due, nil
	}
	return d.fullAt(l, t.Started, t.Pauses)
}

// undone lifts the expiries and missed targets of the present runs whose
// instant the correction moves later. What is late all the same is said again.
func (d *decider) undone() error {
	for i := 0; i < len(d.c.memory.marks); {
		k := &d.c.memory.marks[i]
		t := d.c.Timer(k.Timer)
		due := k.Due
		if t.On && t.Run == k.Run {
			switch k.kind {
			case Expired:
				var err error
				if due, err = d.recounted(t, k.limit); err != nil {
					return err
				}
			case TargetMissed:
				due = t.Target
			}
		}
		if !due.After(k.Due) {
			i++
			continue
		}
		if err := d.lift(k); err != nil {
			return err
		}
	}
	return nil
}
