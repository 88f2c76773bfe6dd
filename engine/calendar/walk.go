package calendar

import (
	"fmt"
	"strings"
	"time"
)

// walk writes down, date by date, what a run counted.
type walk struct {
	c     *Calendar
	l     Limit
	run   run
	steps []Step
	soFar int64
	past  int // pauses that ended before where the walk is
}

// longDays is from how many dates on counted days are written by the month.
const longDays = 100

// proof gives the run's record.
func (w *walk) proof() RunProof {
	p := RunProof{Start: w.run.start, Full: some(w.run.full)}
	start := w.c.local(w.run.start)
	if w.l.Unit.duration() {
		w.durations(start)
		p.Steps = w.steps
		return p
	}
	base, _, err := w.c.base(w.l, start)
	if err != nil { // the count itself would have failed
		return p
	}
	if w.l.Unit != SameDay {
		d := Date(base)
		p.NotCounted, p.Moved = &d, base != dayOf(start)
	}
	last := w.last()
	w.dates(base, last)
	if n := len(w.steps); n > 0 && w.steps[n-1].What == Onward {
		d := w.steps[n-1].From - 1
		p.LastCounted = &d
	}
	p.Steps = w.steps
	return p
}

// last gives the date on which the walk ends: due's, or that on which the
// clock stopped for good.
func (w *walk) last() int64 {
	if !w.run.full.IsZero() {
		return dayOf(w.c.local(w.run.full) - 1)
	}
	if n := len(w.run.pauses); n > 0 {
		return dayOf(w.c.local(w.run.pauses[n-1].From))
	}
	return dayOf(w.c.local(w.run.start))
}

// ahead gives the pauses that are not over at the local instant; the walk
// never turns back.
func (w *walk) ahead(local int64) []Pause {
	for w.past < len(w.run.pauses) {
		if p := w.run.pauses[w.past]; p.Open() || w.c.local(p.To) > local {
			break
		}
		w.past++
	}
	return w.run.pauses[w.past:]
}

// covered reports whether the clock is paused at the local instant.
func (w *walk) covered(local int64) bool {
	ahead := w.ahead(local)
	return len(ahead) > 0 && w.c.local(ahead[0].From) <= local
}

// dates writes the dates after base up to last.
func (w *walk) dates(base, last int64) {
	long := last-base > longDays
	need := w.need(base)
	for d := base + 1; d <= last; d++ {
		s := w.date(d, need)
		n := len(w.steps)
		if n == 0 || !w.joins(w.steps[n-1], s, long) {
			w.steps = append(w.steps, s)
			continue
		}
		prev := &w.steps[n-1]
		prev.To, prev.Days, prev.SoFar = s.To, prev.Days+s.Days, s.SoFar
		if s.What == Counted && w.l.Unit.Kind() == OpenDays {
			prev.Hours = nil
		}
	}
}

// need gives how many dates a count of dates needs; no bound for open days,
// whose count ends with the walk.
func (w *walk) need(base int64) int64 {
	switch w.l.Unit {
	case Day:
		return w.l.N
	case Month:
		return addMonths(base, min(w.l.N, capN)) - base
	}
	return 1 << 62
}

// date says how one date is treated.
func (w *walk) date(d, need int64) Step {
	s := Step{From: Date(d), To: Date(d)}
	if w.soFar == need {
		s.What = Onward
		return s
	}
	if w.l.Unit.Kind() != OpenDays {
		if s.What = Paused; !w.covered((d + 1) * day) {
			w.soFar++
			s.What, s.Days, s.SoFar = Counted, 1, w.soFar
		}
		return s
	}
	hours := w.c.hoursOf(d)
	switch {
	case len(hours) == 0:
		w.closed(&s)
	case w.covered(w.c.closeOf(d)):
		s.What = Paused
	default:
		w.soFar++
		s.What, s.Days, s.SoFar = Counted, 1, w.soFar
		for _, h := range hours {
			s.Hours = append(s.Hours, h.String())
		}
		if x, ok := w.c.workedOn(s.From); ok {
			s.Title, s.Basis = x.Title, x.Basis
		}
	}
	return s
}

// closed names why a date has no sessions.
func (w *walk) closed(s *Step) {
	s.What = Rest
	if x, ok := w.c.closureOn(s.From); ok {
		s.What, s.Title, s.Basis = Closed, x.Title, x.Basis
	}
}

// joins reports whether a date continues the step before it.
func (w *walk) joins(prev, next Step, long bool) bool {
	if prev.What != next.What || prev.Title != next.Title || strings.Join(prev.Basis, "\n") != strings.Join(next.Basis, "\n") {
		return false
	}
	if next.What != Counted || w.l.Unit.Kind() != OpenDays && !w.l.Unit.duration() {
		return true
	}
	y1, m1, _ := prev.From.Civil()
	y2, m2, _ := next.From.Civil()
	return long && y1 == y2 && m1 == m2
}

// durations writes, date by date, the parts of a duration that count.
func (w *walk) durations(start int64) {
	end := w.c.local(w.run.full)
	if w.run.full.IsZero() {
		end = w.c.local(w.run.pauses[len(w.run.pauses)-1].From)
	}
	if w.l.Unit == Minute {
		w.stretch(Date(dayOf(start)), Date(dayOf(end)), start, end)
		return
	}
	long := dayOf(end)-dayOf(start) > longDays
	for d := dayOf(start); d <= dayOf(end-1); d++ {
		s := Step{From: Date(d), To: Date(d), What: Counted}
		hours := w.c.hoursOf(d)
		for _, h := range hours {
			from, to := d*day+int64(h.From)*minute, d*day+int64(h.To)*minute
			w.parts(&s, max(from, start), min(to, end))
		}
		switch x, ok := w.c.workedOn(s.From); {
		case len(hours) == 0:
			w.closed(&s)
		case s.Microseconds == 0:
			s.What = Paused
			if d == dayOf(start) && w.c.closeOf(d) <= start {
				continue // after hours: nothing of the day was left
			}
		case ok:
			s.Title, s.Basis = x.Title, x.Basis
		}
		if n := len(w.steps); n > 0 && w.joins(w.steps[n-1], s, long) {
			prev := &w.steps[n-1]
			prev.To, prev.Microseconds, prev.Hours = s.To, prev.Microseconds+s.Microseconds, nil
			continue
		}
		w.steps = append(w.steps, s)
	}
}

// stretch writes elapsed time as one step, with its parts between pauses.
func (w *walk) stretch(from, to Date, start, end int64) {
	s := Step{From: from, To: to, What: Counted}
	w.parts(&s, start, end)
	w.steps = append(w.steps, s)
}

// parts adds to a step what of [from, to) lies outside the pauses.
func (w *walk) parts(s *Step, from, to int64) {
	for _, p := range w.ahead(from) {
		a := w.c.local(p.From)
		if a >= to {
			break
		}
		w.part(s, from, a)
		if p.Open() {
			return
		}
		from = max(from, w.c.local(p.To))
	}
	w.part(s, from, to)
}

func (w *walk) part(s *Step, from, to int64) {
	if from >= to {
		return
	}
	s.Microseconds += to - from
	s.Hours = append(s.Hours, w.wall(from, s)+"-"+w.wall(to, s))
}

// wall shows a local instant as wall-clock time, with its date where the step
// has several; the end of a day is 24:00.
func (w *walk) wall(local int64, s *Step) string {
	d := dayOf(local)
	if s.From == s.To {
		d = int64(s.From)
	}
	in := local - d*day
	text := clockText(int(in / minute))
	if rest := in % minute; rest != 0 {
		text += time.UnixMicro(rest).UTC().Format(":05.999999")
	}
	if s.From != s.To {
		text = fmt.Sprintf("%s %s", Date(d), text)
	}
	return text
}
