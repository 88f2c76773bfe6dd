package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// effective is the instant from which an entry holds.
func (e *Entry) effective() time.Time {
	if e.Effective.IsZero() {
		return e.At
	}
	return e.Effective
}

// turn applies what an entry does to timers; it says what does not fit.
func (c *Case) turn(e *Entry) string {
	for i := range e.Turns {
		u := &e.Turns[i]
		t := c.Timer(u.Timer)
		if t == nil {
			if u.Kind != TurnStart {
				return "turns a timer that never started"
			}
			c.Clocks = put(c.Clocks, u.Timer, Timer{Name: u.Timer}, func(t *Timer) string { return t.Name })
			t = c.Clock(u.Timer)
		}
		if u.Kind != TurnStart && !t.On {
			return "turns a timer that is not on"
		}
		if t.Expired && u.Kind != TurnStart && !u.Armed {
			c.memory.follow(t, u.Due)
		}
		t.turn(u, e.effective())
	}
	return ""
}

// follow keeps the automatic moves of an expired timer used up when its due
// moves to an instant that has passed as well.
func (m *memory) follow(t *Timer, due time.Time) {
	for i := range m.fired {
		if m.fired[i].timer == t.Name && m.fired[i].due.Equal(t.Due) {
			m.fired[i].due = due
		}
	}
}

// turn applies one turn that takes effect at an instant.
func (t *Timer) turn(u *Turn, at time.Time) {
	switch u.Kind {
	case TurnStart:
		t.start(u, at)
		return
	case TurnStop:
		t.run(at)
		t.On, t.Stopped = false, at
		return
	case TurnPromise:
		t.Promised = u.Promised
		return
	case TurnPause:
		t.pause(at)
	case TurnResume:
		t.run(at)
	case TurnExtend:
		t.Limit = u.Limit
	case TurnRecompute:
		if t.Run == 1 {
			t.First = u.First
		}
	}
	t.Due, t.Target = u.Due, u.Target
	if u.Armed {
		t.Expired, t.Reminded = false, 0
	}
}

// start begins a run; the promise and the first due of run 1 stay.
func (t *Timer) start(u *Turn, at time.Time) {
	pauses := t.Pauses[:0]
	if cap(pauses) == 0 {
		pauses = make([]calendar.Pause, 0, spare)
	}
	since, first := t.Since, t.First
	if u.Run == 1 || u.Timer == procedure.VisitClock {
		since, first = at, u.First
	}
	*t = Timer{
		Name: u.Timer, On: true, Run: u.Run, Limit: u.Limit, Item: u.Item, Started: at, Since: since,
		Pauses: pauses, First: first, Due: u.Due, Target: u.Target, Promised: t.Promised,
	}
}

// pause opens a pause, or goes on with one that ended at this instant.
func (t *Timer) pause(at time.Time) {
	if n := len(t.Pauses); n > 0 && t.Pauses[n-1].To.Equal(at) {
		t.Pauses[n-1].To = time.Time{}
		return
	}
	t.Pauses = append(t.Pauses, calendar.Pause{From: at})
}

// run ends an open pause; one that covers nothing never was.
func (t *Timer) run(at time.Time) {
	n := len(t.Pauses)
	if n == 0 || !t.Pauses[n-1].To.IsZero() {
		return
	}
	if t.Pauses[n-1].From.Equal(at) {
		t.Pauses = t.Pauses[:n-1]
		return
	}
	t.Pauses[n-1].To = at
}
