package casefile

import (
	"slices"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// arrive gives the draft the end of one visit and the begin of the next:
// clocks, the visit's limit, holder, children; or the end of the case.
func (d *decider) arrive(e *Entry) error {
	to := d.plan.to
	e.To, e.Outcome, e.Wait = to.Name, to.Outcome, to.WaitsFor
	e.Holder = d.plan.holder
	e.Handover = d.c.handover(e.Holder.Unit, d.plan.branch != nil && d.plan.branch.SendsBack)
	d.see(e, to.Name, e.effective())
	for _, k := range d.m.Clocks {
		if err := d.tick(e, k, to); err != nil {
			return err
		}
	}
	if to.Final() {
		if d.c.Visit.On {
			e.Turns = append(e.Turns, Turn{Timer: procedure.VisitClock, Kind: TurnStop})
		}
		d.tell(e)
		return nil
	}
	if err := d.start(e, procedure.VisitClock, d.c.Visits+1, &to.Within, to); err != nil {
		return err
	}
	return d.order(e, to)
}

// tick gives a clock what entering a state does to it: stop beats pause beats
// start.
func (d *decider) tick(e *Entry, k *procedure.Clock, to *procedure.State) error {
	t := d.pending(e, k.Name)
	switch {
	case t.On && (to.Final() || slices.Contains(k.Stops, to.Name)):
		e.Turns = append(e.Turns, Turn{Timer: k.Name, Kind: TurnStop})
		return nil
	case t.On && slices.Contains(k.PausedIn, to.Name):
		return d.halt(e, t, to.Name)
	case t.On:
		return d.proceed(e, t, to.Name)
	case to.Final() || slices.Contains(k.Stops, to.Name):
		return nil
	case slices.Contains(k.Starts, to.Name) || len(k.Starts) == 0 && !d.c.Started():
		return d.start(e, k.Name, t.Run+1, &k.Within, to)
	}
	return nil
}

// halt pauses a timer, as it stands after the draft's turns, unless it is.
func (d *decider) halt(e *Entry, t *Timer, state string) error {
	if t.Paused() {
		return nil
	}
	at := e.effective()
	t.pause(at)
	return d.turn(e, t, Turn{Kind: TurnPause}, state, at)
}

// proceed ends a timer's pause, if there is one.
func (d *decider) proceed(e *Entry, t *Timer, state string) error {
	if !t.Paused() {
		return nil
	}
	at := e.effective()
	t.run(at)
	return d.turn(e, t, Turn{Kind: TurnResume}, state, at)
}

// turn adds a turn whose dues follow from the timer as it leaves it.
func (d *decider) turn(e *Entry, t *Timer, u Turn, state string, at time.Time) (err error) {
	u.Timer = t.Name
	if u.Due, err = d.due(t, at); err != nil {
		return err
	}
	if u.Target, err = d.target(t, state); err != nil {
		return err
	}
	e.Turns = append(e.Turns, u)
	return nil
}

// start begins a run of a clock or a visit with its full allowance.
func (d *decider) start(e *Entry, name string, run int, a *procedure.Allowance, to *procedure.State) error {
	at := e.effective()
	item, limit, err := d.item(a)
	if err != nil {
		return err
	}
	u := Turn{Timer: name, Kind: TurnStart, Run: run, Limit: limit, Item: item}
	if u.First, err = d.fullAt(limit, at, nil); err != nil {
		return err
	}
	t := d.pending(e, name)
	t.start(&u, at)
	u.Due = u.First
	if u.Target, err = d.target(t, to.Name); err != nil {
		return err
	}
	if run > 1 && name != procedure.VisitClock {
		u.First = time.Time{}
	}
	e.Turns = append(e.Turns, u)
	return nil
}
