package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// maxWarnings bounds the warnings of one timer: its bits in a word.
const maxWarnings = 64

// timerAlarms offers what a timer that is on brings: its expiry, the missed
// target, and its warnings.
func (d *decider) timerAlarms(first *alarm, t *Timer, warnings []procedure.Warning) error {
	if !t.Due.IsZero() && !t.Expired {
		d.offer(first, alarm{at: t.Due.Add(calendar.Tick), rank: rankExpiry, name: t.Name, timer: t})
	}
	if !t.Target.IsZero() && !t.Missed {
		d.offer(first, alarm{at: t.Target.Add(calendar.Tick), rank: rankTarget, name: t.Name, timer: t})
	}
	for i := range min(len(warnings), maxWarnings) {
		at, err := d.warningAt(t, &warnings[i], i)
		if err != nil {
			return err
		}
		if !at.IsZero() {
			d.offer(first, alarm{at: at, rank: rankWarning, name: t.Name, timer: t, warning: i, reminder: warnings[i].After})
		}
	}
	return nil
}

// warningAt is the instant of a warning still to be given; zero when there is
// none. Warnings before due are given once a run and not after expiry,
// reminders once for each due while still late (time rule 3).
func (d *decider) warningAt(t *Timer, w *procedure.Warning, place int) (time.Time, error) {
	bit := uint64(1) << place
	if w.After {
		if !t.Expired || t.Reminded&bit != 0 || t.Due.IsZero() {
			return time.Time{}, nil
		}
		return d.ignoreRange(d.cal.After(w.Limit, t.Due, pausesAfter(t)))
	}
	if t.Expired || t.Warned&bit != 0 {
		return time.Time{}, nil
	}
	switch {
	case t.Limit.Until != "":
		if t.Due.IsZero() {
			return time.Time{}, nil
		}
		return d.ignoreRange(d.cal.Before(w.Limit, t.Due))
	case t.Limit.N == 0:
		return time.Time{}, nil
	case w.Percent > 0:
		return d.ignoreRange(d.cal.Share(t.Limit.Limit, w.Percent, t.Started, t.Pauses))
	}
	base, n := counted(t.Limit.Limit)
	return d.ignoreRange(d.cal.Reach(base, n-w.Limit.N, t.Started, t.Pauses))
}

// pausesAfter are a timer's pauses that end after its due.
func pausesAfter(t *Timer) []calendar.Pause {
	p := t.Pauses
	for len(p) > 0 && !p[0].To.IsZero() && !p[0].To.After(t.Due) {
		p = p[1:]
	}
	return p
}

// moveAlarms offers the automatic moves of the present state, and the one that
// the parent's end asks for.
func (d *decider) moveAlarms(first *alarm, state *procedure.State) error {
	if bidden := d.c.memory.bidden; bidden != "" {
		d.offer(first, alarm{at: d.c.memory.floor, rank: rankMove, name: bidden, move: state.Move(bidden), bidden: true})
	}
	for _, m := range state.Moves {
		if !m.Automatic() {
			continue
		}
		a := alarm{rank: rankMove, name: m.Event, move: m}
		var err error
		switch m.After.Kind {
		case procedure.TriggerAnyChild:
			a.at, a.child = d.anyChild(m.Event)
		case procedure.TriggerAllChildren:
			a.at = d.allChildren(m.Event)
		case procedure.TriggerLimit:
			a.at, err = d.afterLimit(m)
		default:
			a.at = d.afterExpiry(m)
		}
		if err != nil {
			return err
		}
		if !a.at.IsZero() {
			d.offer(first, a)
		}
	}
	return nil
}

// used reports whether an automatic move was used up in this visit: for this
// child, if it is offered children, or for this due.
func (d *decider) used(event, child string, due time.Time) bool {
	for _, f := range d.c.memory.fired {
		if f.event == event && f.child == child && f.due.Equal(due) {
			return true
		}
	}
	return false
}

// anyChild finds the first child whose end reached this visit and that a move
// was not yet offered, and when it ended.
func (d *decider) anyChild(event string) (time.Time, *Child) {
	for i := range d.c.Children {
		ch := &d.c.Children[i]
		if ch.EndedSeq > d.c.memory.visit && !d.used(event, ch.ID, time.Time{}) {
			return ch.EndedAt, ch
		}
	}
	return time.Time{}, nil
}

// allChildren is when the last child ended, once none is open.
func (d *decider) allChildren(event string) time.Time {
	last := d.c.memory.floor
	for i := range d.c.Children {
		ch := &d.c.Children[i]
		if ch.Open() {
			return time.Time{}
		}
		if ch.EndedAt.After(last) {
			last = ch.EndedAt
		}
	}
	if d.used(event, "", time.Time{}) {
		return time.Time{}
	}
	return last
}

// afterExpiry is 1 microsecond after the due in force of the visit or of a
// clock that is on; once for each due.
func (d *decider) afterExpiry(m *procedure.Move) time.Time {
	t := &d.c.Visit
	if m.After.Kind == procedure.TriggerExpiryOf {
		t = d.c.Clock(m.After.Clock)
	}
	if t == nil || !t.On || t.Due.IsZero() || d.used(m.Event, "", t.Due) {
		return time.Time{}
	}
	return t.Due.Add(calendar.Tick)
}

// afterLimit is 1 microsecond after a limit counted like the visit's is full.
func (d *decider) afterLimit(m *procedure.Move) (time.Time, error) {
	if d.used(m.Event, "", time.Time{}) {
		return time.Time{}, nil
	}
	due, err := d.fullAt(m.After.Limit, d.c.Visit.Started, d.c.Visit.Pauses)
	if err != nil || due.IsZero() {
		return time.Time{}, err
	}
	return due.Add(calendar.Tick), nil
}
