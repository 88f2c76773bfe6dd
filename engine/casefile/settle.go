package casefile

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// rank orders what happens at one instant (time rule 5); ties go by name.
type rank uint8

const (
	rankNone rank = iota
	rankExpiry
	rankTarget
	rankResume
	rankMove
	rankWarning
)

// alarm is something that happens by itself at an instant. Nothing is written
// before the last entry, so what comes to light late (a child's end delivered
// later, a date moved into the past) is written then and bears its own instant
// as the effective one.
type alarm struct {
	at    time.Time
	rank  rank
	name  string // clock, visit or event
	timer *Timer
	// Of a warning: its place in the list and whether it comes after due.
	warning  int
	reminder bool
	// Of a move: what it is, the child it is offered, whether it is the one the
	// parent's end asks for.
	move   *procedure.Move
	child  *Child
	bidden bool
}

// before reports whether a happens before b.
func (a *alarm) before(b *alarm) bool {
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	if a.rank != b.rank {
		return a.rank < b.rank
	}
	if c := strings.Compare(a.name, b.name); c != 0 {
		return c < 0
	}
	return a.warning < b.warning
}

// tooMany bounds what one decision settles. Compile proves that automatic moves
// do not go round (C17), so only a fault of ours gets there.
const tooMany = 100_000

// settle lets happen what falls due at or before now, one entry at a time, and
// leaves the next instant in Wake.
func (d *decider) settle(now time.Time) error {
	for n := 0; n < tooMany; n++ {
		d.see(nil, "", d.c.At)
		next, err := d.next()
		if err != nil {
			return err
		}
		if next.rank == rankNone || next.at.After(now) {
			d.out.Wake = next.at
			return nil
		}
		if err := d.happen(&next); err != nil {
			return err
		}
	}
	return fmt.Errorf("casefile: case %q settles without end in state %q", d.c.ID, d.c.State)
}

// next finds what happens first by itself; rankNone if nothing ever does.
func (d *decider) next() (alarm, error) {
	first := alarm{}
	if !d.c.Started() || d.c.Ended() {
		return first, nil
	}
	state := d.m.State(d.c.State)
	if err := d.timerAlarms(&first, &d.c.Visit, state.WarnAt); err != nil {
		return first, err
	}
	for i := range d.c.Clocks {
		t := &d.c.Clocks[i]
		if !t.On {
			continue
		}
		if err := d.timerAlarms(&first, t, d.m.Clock(t.Name).WarnAt); err != nil {
			return first, err
		}
	}
	if s := &d.c.Suspension; d.c.Suspended() {
		if !s.Due.IsZero() {
			d.offer(&first, alarm{at: s.Due.Add(calendar.Tick), rank: rankResume, name: EventResume})
		}
		return first, nil
	}
	return first, d.moveAlarms(&first, state)
}

// offer keeps the earlier of two alarms. None takes effect before the last
// entry by a person or move.
func (d *decider) offer(first *alarm, a alarm) {
	if a.at.Before(d.c.memory.floor) {
		a.at = d.c.memory.floor
	}
	if first.rank == rankNone || a.before(first) {
		*first = a
	}
}

// draftOf begins the entry of an alarm: at its instant or, if that lies before
// the last entry, there and effective from its instant.
func (d *decider) draftOf(a *alarm, kind Kind) *Entry {
	if !a.at.Before(d.c.At) {
		return d.draft(a.at, kind)
	}
	e := d.draft(d.c.At, kind)
	e.Effective = a.at
	return e
}

// happen makes the entry of an alarm.
func (d *decider) happen(a *alarm) error {
	switch a.rank {
	case rankResume:
		return d.resume(d.draftOf(a, Resumed))
	case rankMove:
		return d.automatic(a)
	}
	return d.pass(a)
}

// pass records that a due, a target or a warning has passed.
func (d *decider) pass(a *alarm) error {
	e := d.draftOf(a, Expired)
	e.Mark = Mark{Timer: a.timer.Name, Run: a.timer.Run, Due: a.timer.Due, Class: Overdue}
	switch {
	case a.rank == rankTarget:
		e.Kind, e.Mark.Due, e.Mark.Class = TargetMissed, a.timer.Target, ""
	case a.rank == rankWarning && a.reminder:
		e.Kind, e.Mark.Class, e.Mark.Warning = Warned, Reminder, a.warning
	case a.rank == rankWarning:
		e.Kind, e.Mark.Class, e.Mark.Warning = Warned, Ahead, a.warning
	case a.timer.Name == procedure.VisitClock && d.c.Wait != "":
		e.Mark.Class = WaitOver
	}
	return d.commit(e)
}
