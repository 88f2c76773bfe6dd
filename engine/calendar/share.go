package calendar

import (
	"math/bits"
	"time"
)

// Share gives the instant of a warning at percent of the limit (time rule 3):
// of n counted days the close (24:00 for days and weeks) of day
// floor(percent*n/100); of open or elapsed minutes, exact to the microsecond.
// Zero: that day is 0, or an open pause keeps the count from reaching it. A
// share of months and same day is an *InputError. Pauses are as for Due.
func (c *Calendar) Share(l Limit, percent int, start time.Time, pauses []Pause) (time.Time, error) {
	if err := l.Check(); err != nil {
		return time.Time{}, err
	}
	if l.Unit == Month || l.Unit == SameDay {
		return time.Time{}, inputError("không có tỷ lệ phần trăm của tháng, năm hay «trong ngày»", "there is no share of months, years or same day")
	}
	if percent < 1 || percent > 100 {
		return time.Time{}, inputError("tỷ lệ phải từ 1 đến 100 phần trăm", "a share is from 1 to 100 percent")
	}
	var r result
	var err error
	switch l.Unit {
	case WorkingMinute:
		r, err = c.openTime(min(l.N, capN)*minute/100*int64(percent), c.local(start), pauses)
	case Minute:
		r = c.elapsed(min(l.N, capN)*minute/100*int64(percent), c.local(start), pauses)
	default:
		hi, lo := bits.Mul64(uint64(l.N), uint64(percent))
		n, _ := bits.Div64(hi, lo, 100)
		if n == 0 {
			return time.Time{}, nil
		}
		r, err = c.count(l, int64(n), c.local(start), pauses, false)
	}
	at, _, err := c.answer(r, err)
	return at, err
}

// Before gives where a warning stands that is stated before an `until`
// instant: the close (24:00 for days and months) of the nth counted date
// before due's own; for minutes the latest instant from which that much runs
// until due.
func (c *Calendar) Before(l Limit, due time.Time) (time.Time, error) {
	if err := l.Check(); err != nil {
		return time.Time{}, err
	}
	at, n := c.local(due), min(l.N, capN)
	d := dayOf(at)
	switch l.Unit {
	case Minute:
		at -= n * minute
	case Day, Month:
		if d -= n; l.Unit == Month {
			d = addMonths(d+n, -n)
		}
		at = (max(d, minInstant/day-2) + 1) * day
	case WorkingDay:
		k := int64(c.rankOf(d)) - n
		if !c.within(d) || k < 0 {
			return time.Time{}, c.outside()
		}
		at = c.closeOf(int64(c.open[k]))
	case WorkingMinute:
		target := c.opened(at) - n*minute
		if !c.within(d) || target < 0 {
			return time.Time{}, c.outside()
		}
		at = c.opens(target)
	default:
		return time.Time{}, inputError("không nhắc trước bằng «trong ngày»", "a warning before takes no same day")
	}
	if at-c.offset < minInstant {
		return time.Time{}, c.outside()
	}
	return c.instant(at), nil
}

// minInstant is the beginning of the year 1, plus a day for local time.
const minInstant = -62135596800_000000 + day

// opens gives the latest local instant before which no more than the given
// open time lies, which must be less than the whole of the validity: the
// counterpart of fills.
func (c *Calendar) opens(opened int64) int64 {
	return c.fills(opened+1) - 1 // one microsecond further is inside a session
}
