package calendar

import (
	"math"
	"time"
)

// Due gives the earliest instant at which the limit, counted from start, is
// full (time rules 2 and 4). Pauses are sorted and disjoint; one may begin at
// or before start: the clock starts paused. A zero due with no error means
// that an open pause keeps the count from filling. Provisional says that the
// count read a year not yet decided. The error is an *InputError, or a
// *RangeError when the count reads a date outside the calendar's validity.
func (c *Calendar) Due(l Limit, start time.Time, pauses []Pause) (due time.Time, provisional bool, err error) {
	if err := l.Check(); err != nil {
		return time.Time{}, false, err
	}
	r, err := c.count(l, max(l.N, 1), c.local(start), pauses, true)
	return c.answer(r, err)
}

// Reach gives the instant at which the running count of l reaches n of l's
// unit: where a warning stands that is stated before due. Closed days are not
// moved. Zero: n is below 1, or an open pause keeps the count from reaching n.
// Pauses and errors are as for Due.
func (c *Calendar) Reach(l Limit, n int64, start time.Time, pauses []Pause) (time.Time, error) {
	if err := l.Check(); err != nil || n < 1 {
		return time.Time{}, err
	}
	r, err := c.count(l, n, c.local(start), pauses, false)
	at, _, err := c.answer(r, err)
	return at, err
}

// After gives the instant n of l's unit after a due instant, for reminders
// while still late: the count goes on from due. The date of due, the last one
// of the count even when due is its 24:00, is not counted again; a closed last
// date stays.
func (c *Calendar) After(l Limit, due time.Time, pauses []Pause) (time.Time, error) {
	if l.Cut != 0 || l.Unit == SameDay {
		return time.Time{}, inputError("nhắc sau hạn không dùng giờ chốt hay «trong ngày»", "a reminder after due takes no cut-off and no same day")
	}
	if !l.Unit.duration() {
		due = due.Add(-Tick)
	}
	return c.Reach(l, l.N, due, pauses)
}

func (c *Calendar) answer(r result, err error) (time.Time, bool, error) {
	if err != nil || r.never {
		return time.Time{}, r.provisional, err
	}
	if r.at-c.offset > maxInstant {
		return time.Time{}, false, c.outside()
	}
	return c.instant(r.at), r.provisional, nil
}

// maxInstant is the end of the year 9999, the last that RFC 3339 can write.
const maxInstant = 253402300799_999999

// result is where a count ended, in local time.
type result struct {
	at          int64
	never       bool // an open pause keeps it from filling
	provisional bool
}

// capN bounds n: outside every calendar, and safe to multiply and add.
const capN = 1 << 37

// count counts n of l's unit from the local instant start.
func (c *Calendar) count(l Limit, n, start int64, pauses []Pause, move bool) (result, error) {
	n = min(n, capN)
	switch l.Unit {
	case WorkingMinute:
		return c.openTime(n*minute, start, pauses)
	case Minute:
		return c.elapsed(n*minute, start, pauses), nil
	}
	base, provisional, err := c.base(l, start)
	if err != nil {
		return result{}, err
	}
	var r result
	switch l.Unit {
	case Day:
		r, err = c.dates(base, base+n, pauses, move)
	case Month:
		r, err = c.dates(base, addMonths(base, n), pauses, move)
	default:
		r, err = c.openDays(base, n, pauses)
	}
	r.provisional = r.provisional || provisional
	return r, err
}

// base gives the date that is not counted: the start's own; with a cut-off
// perhaps the next open day; for same day the date before, when the start's
// own still counts.
func (c *Calendar) base(l Limit, start int64) (base int64, provisional bool, err error) {
	base = dayOf(start)
	if l.Cut == 0 && l.Unit != SameDay {
		return base, false, nil
	}
	if !c.within(base) {
		return 0, false, c.outside()
	}
	isOpen := c.shape[base-c.first] != 0
	cut := int64(max(l.Cut, 0)) * minute
	if l.Cut == 0 {
		cut = day
	}
	early := isOpen && start-base*day < cut
	switch {
	case l.Unit == SameDay && early && start < c.closeOf(base):
		return base - 1, c.reads(base, base), nil
	case l.Unit == SameDay || early:
		return base, c.reads(base, base), nil
	}
	k := c.rankOf(base + 1)
	if k == len(c.open) {
		return 0, false, c.outside()
	}
	next := int64(c.open[k])
	return next, c.reads(base, next), nil
}

// openDays finds the close of the nth open day after base at whose close the
// clock runs.
func (c *Calendar) openDays(base, n int64, pauses []Pause) (result, error) {
	if base+1 < c.first {
		if c.frozen(pauses, (base+1)*day) {
			return result{never: true}, nil
		}
		return result{}, c.outside()
	}
	first := c.rankOf(base + 1)
	target := int64(first) + n - 1
	for i := range pauses {
		from := c.local(pauses[i].From)
		lo := max(c.closing(from), first)
		if int64(lo) > target {
			break
		}
		if pauses[i].Open() {
			if from > (c.last+1)*day {
				return result{}, c.outside()
			}
			return result{never: true, provisional: c.reads(base+1, dayOf(from))}, nil
		}
		target += int64(max(c.closing(c.local(pauses[i].To)), lo) - lo)
	}
	if target >= int64(len(c.open)) {
		return result{}, c.outside()
	}
	d := int64(c.open[target])
	return result{at: c.closeOf(d), provisional: c.reads(base+1, d)}, nil
}

// dates finds the end of the date that is last counted, target if no pause
// covers the 24:00 of a date after base, and moves it off closed dates.
func (c *Calendar) dates(base, target int64, pauses []Pause, move bool) (result, error) {
	for i := range pauses {
		lo := max(ending(c.local(pauses[i].From)), base+1)
		if lo > target {
			break
		}
		if pauses[i].Open() {
			return result{never: true}, nil
		}
		target += max(ending(c.local(pauses[i].To))-lo, 0)
	}
	if !move && target <= maxInstant/day {
		return result{at: (target + 1) * day}, nil
	}
	if !c.within(target) {
		return result{}, c.outside()
	}
	d := target
	if c.shape[d-c.first] == 0 {
		var never bool
		if d, never = c.nextRunning(d, pauses); never {
			return result{never: true, provisional: c.reads(target, target)}, nil
		}
		if d > c.last {
			return result{}, c.outside()
		}
	}
	return result{at: (d + 1) * day, provisional: c.reads(target, d)}, nil
}

// nextRunning gives the first open day after d at whose 24:00 the clock runs;
// a day after the validity if there is none, never if an open pause is why.
func (c *Calendar) nextRunning(d int64, pauses []Pause) (next int64, never bool) {
	k := c.rankOf(d + 1)
	for i := range pauses {
		if k == len(c.open) || ending(c.local(pauses[i].From)) > int64(c.open[k]) {
			break
		}
		if pauses[i].Open() {
			return 0, true
		}
		k = max(k, c.rankOf(ending(c.local(pauses[i].To))))
	}
	if k < len(c.open) {
		return int64(c.open[k]), false
	}
	return math.MaxInt64, c.frozen(pauses, (c.last+1)*day)
}

// frozen reports whether an open pause holds the clock from the local instant
// on, so that no date from there is ever read.
func (c *Calendar) frozen(pauses []Pause, from int64) bool {
	n := len(pauses)
	return n > 0 && pauses[n-1].Open() && c.local(pauses[n-1].From) <= from
}

// ending gives the first date whose 24:00 is at or after the local instant.
func ending(local int64) int64 { return floorDiv(local+day-1, day) - 1 }

// openTime finds the instant at which the given open time after start has run.
func (c *Calendar) openTime(need, start int64, pauses []Pause) (result, error) {
	if !c.within(dayOf(start)) {
		return result{}, c.outside()
	}
	whole := int64(c.minutes[len(c.shape)]) * minute
	begin := c.opened(start)
	target := begin + need
	for i := range pauses {
		from := c.local(pauses[i].From)
		at := max(c.opened(from), begin)
		if at >= target {
			break
		}
		if pauses[i].Open() {
			if from > (c.last+1)*day {
				return result{}, c.outside()
			}
			return result{never: true, provisional: c.reads(dayOf(start), dayOf(from))}, nil
		}
		target += max(c.opened(c.local(pauses[i].To)), at) - at
	}
	if target > whole {
		return result{}, c.outside()
	}
	at := c.fills(target)
	return result{at: at, provisional: c.reads(dayOf(start), dayOf(at))}, nil
}

// elapsed finds the instant at which the given time after start has run,
// without a calendar.
func (c *Calendar) elapsed(need, start int64, pauses []Pause) result {
	due := start + need
	for i := range pauses {
		from := max(c.local(pauses[i].From), start)
		if from >= due {
			break
		}
		if pauses[i].Open() {
			return result{never: true}
		}
		due += max(c.local(pauses[i].To), from) - from
	}
	return result{at: due}
}
