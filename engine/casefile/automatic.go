package casefile

import (
	"errors"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// automatic takes a move that fell due, or uses it up when it cannot be taken.
func (d *decider) automatic(a *alarm) error {
	d.look(later(a.at, d.c.At))
	if d.waive&WaiveTimed != 0 {
		return d.notTaken(a, Unobserved)
	}
	err := d.choose(a.move, nil, a.at)
	if d.plan.auto = true; err == nil && d.plan.to != nil {
		if err = d.seat(""); err == nil {
			err = d.undo(a.at)
		}
	}
	if err != nil {
		return d.untaken(a, err)
	}
	e := d.draftOf(a, Moved)
	d.name(e, a)
	if err = d.take(e); err != nil {
		d.drop()
		return d.untaken(a, err)
	}
	return nil
}

// untaken uses a move up where a person would have been refused.
func (d *decider) untaken(a *alarm, err error) error {
	var r *Refusal
	if !errors.As(err, &r) {
		return err
	}
	why := GuardFalse
	switch r.Code {
	case CodeGuardError:
		why = GuardFailed
	case CodeNameTheUnit:
		why = Unbound
	}
	return d.notTaken(a, why)
}

// undo lifts what was said between the instant from which a move holds and its
// entry: the case stood elsewhere by then. What is still true is said again.
func (d *decider) undo(from time.Time) error {
	for i := 0; i < len(d.c.memory.marks); {
		k := &d.c.memory.marks[i]
		if !k.at.After(from) {
			i++
			continue
		}
		if err := d.lift(k); err != nil {
			return err
		}
	}
	return nil
}

// lift takes back a mark.
func (d *decider) lift(k *mark) error {
	e := d.draft(d.c.At, Lifted)
	e.Mark = k.Mark
	e.Mark.Lifts = k.seq
	return d.commit(e)
}

// notTaken uses an automatic move up.
func (d *decider) notTaken(a *alarm, why NotTakenReason) error {
	e := d.draftOf(a, NotTaken)
	d.name(e, a)
	e.Mark.Reason = why
	return d.commit(e)
}

// name says in the draft of an automatic move what it answers.
func (d *decider) name(e *Entry, a *alarm) {
	e.Event = a.move.Event
	if a.bidden {
		e.Actor = Parent
	}
	if a.child != nil {
		e.Child.ID = a.child.ID
	}
	if t := d.expiring(a.move); t != nil {
		e.Mark.Timer, e.Mark.Run, e.Mark.Due = t.Name, t.Run, t.Due
	}
}

// expiring is the timer whose expiry an automatic move waits for, or nil.
func (d *decider) expiring(mv *procedure.Move) *Timer {
	switch {
	case !mv.Automatic():
		return nil
	case mv.After.Kind == procedure.TriggerExpiry:
		return &d.c.Visit
	case mv.After.Kind == procedure.TriggerExpiryOf:
		return d.c.Clock(mv.After.Clock)
	}
	return nil
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
