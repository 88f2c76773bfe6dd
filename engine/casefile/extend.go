package casefile

import (
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// amounts checks what the command adds: only to clocks in extends, that are
// on, of the declared kind and at most as declared.
func (d *decider) amounts(mv *procedure.Move) error {
	for _, a := range d.cmd.Amounts {
		x := extension(mv, a.Clock)
		if x == nil || a.Limit.Check() != nil || a.Limit.Cut != 0 ||
			a.Limit.Unit.Kind() != x.Limit.Unit.Kind() || a.Limit.N > x.Limit.N {
			return d.refuse(CodeClock, wordsAmount(a.Clock, x), a.Clock)
		}
	}
	for i := range mv.Extends {
		if t := d.c.Timer(mv.Extends[i].Clock); t == nil || !t.On {
			return d.refuse(CodeClock, wordsOff(mv.Extends[i].Clock), mv.Extends[i].Clock)
		}
	}
	return nil
}

func extension(mv *procedure.Move, clock string) *procedure.Extension {
	for i := range mv.Extends {
		if mv.Extends[i].Clock == clock {
			return &mv.Extends[i]
		}
	}
	return nil
}

// extend raises the number counted of the clocks that the move extends, from
// the same start with the same pauses, whenever it is granted.
func (d *decider) extend(e *Entry) error {
	for i := range d.plan.move.Extends {
		x := &d.plan.move.Extends[i]
		added := x.Limit.Limit
		for _, a := range d.cmd.Amounts {
			if a.Clock == x.Clock {
				added = a.Limit
			}
		}
		t := d.pending(e, x.Clock)
		u := Turn{Kind: TurnExtend, Added: added, Old: t.Due}
		t.Limit.N = max(t.Limit.N, 1) + max(added.N, 1)
		u.Limit = t.Limit
		if err := d.turn(e, t, u, d.c.State, e.At); err != nil {
			return err
		}
		e.Turns[len(e.Turns)-1].arm(e)
	}
	return nil
}

// arm marks a new due that is still to come.
func (u *Turn) arm(e *Entry) { u.Armed = u.Due.After(e.At) }

// followDates moves every running until limit whose field the draft sets.
func (d *decider) followDates(e *Entry) error {
	d.see(e, "", e.effective())
	if err := d.followDate(e, &d.c.Visit); err != nil {
		return err
	}
	for i := range d.c.Clocks {
		if err := d.followDate(e, &d.c.Clocks[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *decider) followDate(e *Entry, t *Timer) error {
	if !t.On || t.Limit.Until == "" || datumOf(e.Data, t.Limit.Until) == nil || d.c.Suspended() {
		return nil
	}
	due, err := d.fullAt(t.Limit, e.At, nil)
	if err != nil {
		return err
	}
	u := Turn{Timer: t.Name, Kind: TurnMove, Old: t.Due, Due: due}
	u.arm(e)
	e.Turns = append(e.Turns, u)
	return nil
}

// promise sets the promised date of every clock that is on to the date that an
// apology names.
func (d *decider) promise(e *Entry) error {
	if !d.plan.issues(procedure.Apology) {
		return nil
	}
	for i := range e.Data {
		k := &e.Data[i]
		if !d.plan.needs(k.Name) || k.Value.Type != procedure.Date && k.Value.Type != procedure.Instant {
			continue
		}
		promised, err := d.dateOf(k.Value)
		if err != nil {
			return err
		}
		for j := range d.c.Clocks {
			t := &d.c.Clocks[j]
			if !t.On {
				continue
			}
			e.Turns = append(e.Turns, Turn{
				Timer: t.Name, Kind: TurnPromise, Due: t.Due, Promised: promised,
				Timely: t.Due.IsZero() || d.cal.DateOf(e.At) < dueDate(d.cal, t),
			})
		}
		return nil
	}
	return nil
}

// dueDate is the local date of a due instant; 24:00 belongs to the date it ends.
func dueDate(cal *calendar.Calendar, t *Timer) calendar.Date {
	return cal.DateOf(t.Due.Add(-calendar.Tick))
}
