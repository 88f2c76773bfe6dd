package casefile

import (
	"errors"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// counted splits a limit into one that the calendar takes and how much of it to
// count: an extended "same day" counts several open days from the same base.
func counted(l calendar.Limit) (calendar.Limit, int64) {
	n := max(l.N, 1)
	if l.Unit == calendar.SameDay {
		l.N = 1
	}
	return l, n
}

// ignoreRange turns a calendar's RangeError into no instant: what lies past its
// validity has no due yet.
func (d *decider) ignoreRange(at time.Time, err error) (time.Time, error) {
	if err == nil {
		return at, nil
	}
	if outside := (*calendar.RangeError)(nil); errors.As(err, &outside) {
		return time.Time{}, nil
	}
	return time.Time{}, err
}

// fullAt is the instant at which a limit counted from start is full; zero: an
// open pause, a date not yet known, or the end of the calendar keeps it away.
func (d *decider) fullAt(l procedure.Limit, start time.Time, pauses []calendar.Pause) (time.Time, error) {
	switch {
	case l.Until != "":
		at, err := d.dateOf(d.facts.Value(l.Until))
		if !at.IsZero() && at.Before(start) {
			at = start
		}
		return at, err
	case l.N == 0 && l.Unit == 0:
		return time.Time{}, nil
	}
	base, n := counted(l.Limit)
	if n != base.N && l.Unit == calendar.SameDay {
		return d.ignoreRange(d.cal.Reach(base, n, start, pauses))
	}
	at, _, err := d.cal.Due(l.Limit, start, pauses)
	return d.ignoreRange(at, err)
}

// dateOf is when a value of type date or instant is due: a date at its close,
// or that of the next open day.
func (d *decider) dateOf(v procedure.Value) (time.Time, error) {
	switch v.Type {
	case procedure.Instant:
		return v.Time, nil
	case procedure.Date:
		date, _ := calendar.ParseDate(v.Text)
		return d.ignoreRange(d.cal.CloseOf(date.Civil()))
	}
	return time.Time{}, nil
}

// due derives a timer's due from its facts. An until limit that had passed
// before a suspension stays due then; one that would pass in it is due at the
// resume, at.
func (d *decider) due(t *Timer, at time.Time) (time.Time, error) {
	if t.Limit.Until == "" {
		return d.fullAt(t.Limit, t.Started, t.Pauses)
	}
	if t.Paused() {
		if t.Due.After(at) {
			return time.Time{}, nil
		}
		return t.Due, nil
	}
	if !t.Due.IsZero() && !t.Due.After(at) {
		return t.Due, nil
	}
	return d.fullAt(t.Limit, at, nil)
}

// target derives the due of the district's tighter allowance; zero if the
// district has none. It pauses with its timer and is never extended.
func (d *decider) target(t *Timer, state string) (time.Time, error) {
	name := t.Name
	if name == procedure.VisitClock {
		name = state
	}
	tightened := d.c.Tightened
	if !d.c.Started() {
		tightened = d.tight
	}
	for i := range tightened {
		k := &tightened[i]
		if k.Name == name && k.Item == t.Item && t.Limit.Until == "" {
			return d.fullAt(procedure.Limit{Limit: k.Limit}, t.Started, t.Pauses)
		}
	}
	return time.Time{}, nil
}

// pending is a copy of a timer as it stands after the turns that the entry has
// so far, in the decider's own memory: valid until the next call.
func (d *decider) pending(e *Entry, name string) *Timer {
	t := &d.timer
	pauses := t.Pauses[:0]
	*t = Timer{Name: name}
	if now := d.c.Timer(name); now != nil {
		*t = *now
		pauses = append(pauses, now.Pauses...)
	}
	t.Name, t.Pauses = name, pauses
	for i := range e.Turns {
		if e.Turns[i].Timer == name {
			t.turn(&e.Turns[i], e.effective())
		}
	}
	return t
}
