package calendar_test

import (
	"errors"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// oracle counts as a clerk would with a wall calendar and a pencil: day by day
// and minute by minute, straight from the rules. It shares nothing with the
// package but the data.
type oracle struct {
	data  calendar.Data
	wrong string       // names a rule to break, for the test of the tests
	read  map[int]bool // years in which a date was looked up

	closed map[string]bool      // the closures, by date
	worked map[string]time.Time // of days worked by swap, a date like it
}

func newOracle(d calendar.Data) *oracle {
	o := &oracle{data: d, read: map[int]bool{}, closed: map[string]bool{}, worked: map[string]time.Time{}}
	for _, c := range d.Closures {
		o.closed[c.Date.String()] = true
	}
	for _, w := range d.Worked {
		like, _ := time.Parse(time.DateOnly, w.For.String())
		o.worked[w.Date.String()] = like
	}
	return o
}

var errOutside = errors.New("outside")

// local shows an instant on the wall clock, as if that were UTC.
func (o *oracle) local(t time.Time) time.Time {
	return t.UTC().Add(time.Duration(o.data.Offset) * time.Minute)
}

func (o *oracle) utc(local time.Time) time.Time {
	return local.Add(-time.Duration(o.data.Offset) * time.Minute)
}

func dateOnly(local time.Time) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
}

// sessions looks a date up: its sessions as pairs of local instants.
func (o *oracle) sessions(d time.Time) ([][2]time.Time, error) {
	key := d.Format(time.DateOnly)
	if key < o.data.From.String() || key > o.data.To.String() {
		return nil, errOutside
	}
	o.read[d.Year()] = true
	if o.closed[key] {
		return nil, nil
	}
	weekday := d.Weekday()
	if like, ok := o.worked[key]; ok {
		weekday = like.Weekday()
	}
	for _, s := range o.data.Sessions {
		if !s.Days.Has(weekday) || !inSeason(s.Season.String(), d) {
			continue
		}
		var spans [][2]time.Time
		for _, h := range s.Hours {
			spans = append(spans, [2]time.Time{d.Add(time.Duration(h.From) * time.Minute), d.Add(time.Duration(h.To) * time.Minute)})
		}
		return spans, nil
	}
	return nil, nil
}

func inSeason(season string, d time.Time) bool {
	if season == "" {
		return true
	}
	md, from, to := d.Format("01-02"), season[:5], season[7:]
	if from <= to {
		return from <= md && md <= to
	}
	return md >= from || md <= to
}

// close gives the end of the last session; false on a closed day.
func (o *oracle) close(d time.Time) (time.Time, bool, error) {
	s, err := o.sessions(d)
	if err != nil || len(s) == 0 {
		return time.Time{}, false, err
	}
	return s[len(s)-1][1], true, nil
}

// covered reports whether the clock is paused at a local instant.
func (o *oracle) covered(at time.Time, pauses []calendar.Pause) bool {
	for _, p := range pauses {
		from, to := o.local(p.From), o.local(p.To)
		if at.Before(from) || o.wrong == "pause at the last close counts" && at.Equal(from) {
			continue
		}
		if p.To.IsZero() || at.Before(to) || o.wrong == "pause includes its end" && at.Equal(to) {
			return true
		}
	}
	return false
}

// forever reports whether the clock is paused from a local instant on.
func (o *oracle) forever(at time.Time, pauses []calendar.Pause) bool {
	for _, p := range pauses {
		if p.To.IsZero() && !at.Before(o.local(p.From)) {
			return true
		}
	}
	return false
}

// due answers in UTC; zero: an open pause keeps the count from filling.
func (o *oracle) due(l calendar.Limit, start time.Time, pauses []calendar.Pause) (time.Time, error) {
	at, err := time.Time{}, error(nil)
	switch l.Unit {
	case calendar.WorkingMinute:
		at, err = o.openMinutes(l.N, o.local(start), pauses)
	case calendar.Minute:
		at = o.minutes(l.N, o.local(start), pauses)
	default:
		at, err = o.dates(l, o.local(start), pauses)
	}
	if err != nil || at.IsZero() {
		return time.Time{}, err
	}
	return o.utc(at), nil
}

// uncounted gives the date from which the count goes on.
func (o *oracle) uncounted(l calendar.Limit, start time.Time) (time.Time, error) {
	d := dateOnly(start)
	if o.wrong == "start's date counted" {
		d = d.AddDate(0, 0, -1)
	}
	if l.Cut == 0 && l.Unit != calendar.SameDay {
		return d, nil
	}
	closes, isOpen, err := o.close(d)
	if err != nil {
		return d, err
	}
	cut := d.Add(time.Duration(max(l.Cut, 0)) * time.Minute)
	beforeCut := l.Cut == 0 || start.Before(cut) || o.wrong == "cut-off inclusive" && start.Equal(cut)
	if l.Unit == calendar.SameDay {
		if isOpen && beforeCut && start.Before(closes) {
			return d.AddDate(0, 0, -1), nil
		}
		return d, nil
	}
	if isOpen && beforeCut {
		return d, nil
	}
	for {
		d = d.AddDate(0, 0, 1)
		if _, isOpen, err := o.close(d); err != nil || isOpen {
			return d, err
		}
	}
}

func (o *oracle) dates(l calendar.Limit, start time.Time, pauses []calendar.Pause) (time.Time, error) {
	d, err := o.uncounted(l, start)
	if err != nil {
		return d, err
	}
	switch l.Unit {
	case calendar.Day:
		for n := int64(0); n < l.N; {
			d = d.AddDate(0, 0, 1)
			if o.forever(d, pauses) {
				return time.Time{}, nil
			}
			if !o.covered(d.AddDate(0, 0, 1), pauses) {
				n++
			}
		}
		return o.offClosed(d, pauses)
	case calendar.Month:
		end, ok := o.months(d, int(l.N), pauses)
		if !ok {
			return time.Time{}, nil
		}
		return o.offClosed(end, pauses)
	}
	for n := int64(0); ; {
		d = d.AddDate(0, 0, 1)
		if o.forever(d, pauses) {
			return time.Time{}, nil
		}
		closes, isOpen, err := o.close(d)
		if err != nil {
			return d, err
		}
		if isOpen && !o.covered(closes, pauses) {
			n++
		}
		if n == max(l.N, 1) {
			return closes, nil
		}
	}
}

// months adds months, then the pause's dates in days, until there are no more.
func (o *oracle) months(from time.Time, n int, pauses []calendar.Pause) (time.Time, bool) {
	first := time.Date(from.Year(), from.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	end := first.AddDate(0, 1, -1)
	if from.Day() < end.Day() {
		end = first.AddDate(0, 0, from.Day()-1)
	}
	for added := 0; ; {
		k := 0
		for d := from.AddDate(0, 0, 1); !d.After(end.AddDate(0, 0, added)); d = d.AddDate(0, 0, 1) {
			if o.covered(d.AddDate(0, 0, 1), pauses) {
				k++
			}
		}
		if k == added {
			return end.AddDate(0, 0, added), true
		}
		if added = k; o.forever(end.AddDate(0, 0, added), pauses) {
			return end, false // each day added is paused too
		}
	}
}

// offClosed moves an end off a closed date and gives its 24:00.
func (o *oracle) offClosed(d time.Time, pauses []calendar.Pause) (time.Time, error) {
	_, isOpen, err := o.close(d)
	if err != nil || isOpen || o.wrong == "closed end stays" {
		return d.AddDate(0, 0, 1), err
	}
	for {
		d = d.AddDate(0, 0, 1)
		if o.forever(d, pauses) {
			return time.Time{}, nil
		}
		_, isOpen, err := o.close(d)
		if err != nil {
			return d, err
		}
		if isOpen && !o.covered(d.AddDate(0, 0, 1), pauses) {
			return d.AddDate(0, 0, 1), nil
		}
	}
}

// step is how finely the oracle walks through durations.
const step = time.Minute

// openMinutes walks minute by minute, session by session. Instants are whole
// minutes; see TestMicroseconds for the rest.
func (o *oracle) openMinutes(n int64, start time.Time, pauses []calendar.Pause) (time.Time, error) {
	var spans [][2]time.Time
	var today time.Time
	for at := start; ; at = at.Add(step) {
		if o.forever(at, pauses) {
			return time.Time{}, nil
		}
		if d := dateOnly(at); !d.Equal(today) {
			var err error
			if spans, err = o.sessions(d); err != nil {
				return at, err
			}
			today = d
		}
		for _, s := range spans {
			if !at.Before(s[0]) && at.Before(s[1]) && !o.covered(at, pauses) {
				n--
			}
		}
		if n == 0 && o.wrong != "due at the next opening" {
			return at.Add(step), nil
		}
		if n < 0 {
			return at, nil
		}
	}
}

func (o *oracle) minutes(n int64, start time.Time, pauses []calendar.Pause) time.Time {
	for at := start; ; at = at.Add(step) {
		if o.forever(at, pauses) {
			return time.Time{}
		}
		if !o.covered(at, pauses) {
			n--
		}
		if n == 0 {
			return at.Add(step)
		}
	}
}

// answer counts a question with its runs.
func (o *oracle) answer(q calendar.Question) (time.Time, error) {
	if !q.Restart {
		return o.due(q.Limit, q.Start, q.Pauses)
	}
	start := q.Start
	for _, p := range q.Pauses {
		full, err := o.due(q.Limit, start, nil)
		outside := errors.Is(err, errOutside)
		if err != nil && !outside {
			return time.Time{}, err
		}
		duration := q.Limit.Unit.Kind() == calendar.OpenMinutes || q.Limit.Unit.Kind() == calendar.Elapsed
		if !outside && (full.Before(p.From) || duration && full.Equal(p.From)) {
			return full, nil
		}
		if outside { // it may have ended before it left the calendar
			if _, err := o.due(q.Limit, start, []calendar.Pause{{From: p.From}}); err != nil {
				return time.Time{}, err
			}
		}
		if p.To.IsZero() {
			return time.Time{}, nil
		}
		start = p.To
	}
	return o.due(q.Limit, start, nil)
}

func (o *oracle) provisional() bool {
	for _, y := range o.data.Provisional {
		if o.read[y] {
			return true
		}
	}
	return false
}
