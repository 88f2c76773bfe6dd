package casefile

import (
	"slices"

	"github.com/motcua/motcua/engine/procedure"
)

// suspend makes the draft a suspension: it pauses every timer.
func (d *decider) suspend(e *Entry) (err error) {
	mv := d.plan.move
	e.Kind = Suspended
	e.Suspension.Event, e.Suspension.Limit, e.Suspension.Since = mv.Event, mv.Suspends.Limit, e.At
	e.Suspension.By = append(e.Suspension.By, mv.By...)
	if e.Suspension.Due, err = d.fullAt(mv.Suspends.Limit, e.At, nil); err != nil {
		return err
	}
	for _, name := range d.running() {
		if err := d.halt(e, d.pending(e, name), d.c.State); err != nil {
			return err
		}
	}
	return nil
}

// resume finishes the draft of a resumption: every timer runs on, but a clock
// that the state itself pauses.
func (d *decider) resume(e *Entry) error {
	e.Event = EventResume
	e.Suspension = d.c.Suspension
	d.see(nil, "", e.At)
	for _, name := range d.running() {
		if k := d.m.Clock(name); k != nil && slices.Contains(k.PausedIn, d.c.State) {
			continue
		}
		if err := d.proceed(e, d.pending(e, name), d.c.State); err != nil {
			return err
		}
	}
	return d.commit(e)
}

// running are the names of the timers that are on, the visit first.
func (d *decider) running() []string {
	names := []string{procedure.VisitClock}
	for i := range d.c.Clocks {
		if d.c.Clocks[i].On {
			names = append(names, d.c.Clocks[i].Name)
		}
	}
	return names
}
