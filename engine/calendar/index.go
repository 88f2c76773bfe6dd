package calendar

import (
	"slices"
	"time"
)

// Microseconds, the unit of all instants inside the package. Local instants
// are microseconds since 1970-01-01T00:00 local.
const (
	minute = int64(60_000_000)
	day    = minutesPerDay * minute
)

// maxDays bounds a validity, so that open minutes fit an int32.
const maxDays = 366 * 1000

// index computes shape, hours, rank, minutes, open and undecided.
func (c *Calendar) index() error {
	n := int(c.last - c.first + 1)
	c.shape, c.rank, c.minutes = make([]uint8, n), make([]int32, n+1), make([]int32, n+1)
	c.hours = [][]Span{nil}
	closures, worked := c.data.Closures, c.data.Worked
	for i := range n {
		d := Date(c.first) + Date(i)
		weekday := d.Weekday()
		for len(worked) > 0 && worked[0].Date < d {
			worked = worked[1:]
		}
		for len(closures) > 0 && closures[0].Date < d {
			closures = closures[1:]
		}
		if len(worked) > 0 && worked[0].Date == d {
			weekday = worked[0].For.Weekday()
		}
		var spans []Span
		if len(closures) == 0 || closures[0].Date != d {
			spans = c.data.sessions(d, weekday)
		}
		s, err := c.shapeOf(spans)
		if err != nil {
			return err
		}
		c.shape[i] = s
		c.rank[i+1], c.minutes[i+1] = c.rank[i], c.minutes[i]+int32(total(spans))
		if s != 0 {
			c.rank[i+1]++
			c.open = append(c.open, int32(d))
		}
	}
	for _, year := range c.data.Provisional {
		a := max(int64(DateOf(year, time.January, 1)), c.first)
		b := min(int64(DateOf(year, time.December, 31)), c.last)
		c.undecided = append(c.undecided, [2]int64{a, b})
	}
	return nil
}

// sessions finds the hours of a date as if it were on the given weekday.
func (d *Data) sessions(date Date, weekday time.Weekday) []Span {
	_, m, day := date.Civil()
	for _, s := range d.Sessions {
		if s.Days.Has(weekday) && s.Season.has(monthDay(m, day)) {
			return s.Hours
		}
	}
	return nil
}

// shapeOf numbers the different days.
func (c *Calendar) shapeOf(spans []Span) (uint8, error) {
	for i, known := range c.hours {
		if slices.Equal(known, spans) {
			return uint8(i), nil
		}
	}
	if len(c.hours) > 255 {
		return 0, inputError("lịch có quá nhiều loại ngày làm việc", "the calendar has too many different working days")
	}
	c.hours = append(c.hours, slices.Clone(spans))
	return uint8(len(c.hours) - 1), nil
}

func total(spans []Span) int {
	sum := 0
	for _, s := range spans {
		sum += s.To - s.From
	}
	return sum
}

func (c *Calendar) local(t time.Time) int64       { return t.UnixMicro() + c.offset }
func (c *Calendar) instant(local int64) time.Time { return time.UnixMicro(local - c.offset).UTC() }
func (c *Calendar) within(d int64) bool           { return c.first <= d && d <= c.last }

// outside is the error of a count that leaves the validity.
func (c *Calendar) outside() error {
	return &RangeError{Calendar: c.data.Name, From: c.data.From, To: c.data.To}
}

// dayOf gives the day of a local instant.
func dayOf(local int64) int64 { return floorDiv(local, day) }

func (c *Calendar) hoursOf(d int64) []Span {
	if !c.within(d) {
		return nil
	}
	return c.hours[c.shape[d-c.first]]
}

// closeOf gives the local instant at which an open day ends.
func (c *Calendar) closeOf(d int64) int64 {
	spans := c.hoursOf(d)
	return d*day + int64(spans[len(spans)-1].To)*minute
}

// rankOf gives the number of open days before d, which is also the place in
// open of the first open day at or after d.
func (c *Calendar) rankOf(d int64) int {
	return int(c.rank[min(max(d-c.first, 0), int64(len(c.shape)))])
}

// closing gives the place in open of the first open day whose close is at or
// after the local instant.
func (c *Calendar) closing(local int64) int {
	d := dayOf(local)
	k := c.rankOf(d)
	if c.within(d) && c.shape[d-c.first] != 0 && c.closeOf(d) < local {
		k++
	}
	return k
}

// opened gives the open time before a local instant, from the start of the
// validity.
func (c *Calendar) opened(local int64) int64 {
	d := dayOf(local)
	switch {
	case d < c.first:
		return 0
	case d > c.last:
		return int64(c.minutes[len(c.shape)]) * minute
	}
	sum, in := int64(c.minutes[d-c.first])*minute, local-d*day
	for _, s := range c.hours[c.shape[d-c.first]] {
		from, to := int64(s.From)*minute, int64(s.To)*minute
		if in <= from {
			break
		}
		sum += min(in, to) - from
	}
	return sum
}

// fills gives the earliest local instant before which the given open time
// lies; it must be above 0 and at most the whole of the validity.
func (c *Calendar) fills(opened int64) int64 {
	lo, hi := 0, len(c.open) // the last open day that begins with less
	for hi-lo > 1 {
		mid := int(uint(lo+hi) >> 1)
		if int64(c.minutes[int64(c.open[mid])-c.first])*minute < opened {
			lo = mid
		} else {
			hi = mid
		}
	}
	d := int64(c.open[lo])
	left := opened - int64(c.minutes[d-c.first])*minute
	for _, s := range c.hours[c.shape[d-c.first]] {
		length := int64(s.To-s.From) * minute
		if left <= length {
			return d*day + int64(s.From)*minute + left
		}
		left -= length
	}
	return c.closeOf(d)
}

// reads reports whether one of the days a to b is in an undecided year.
func (c *Calendar) reads(a, b int64) bool {
	for _, u := range c.undecided {
		if a <= b && u[0] <= b && a <= u[1] {
			return true
		}
	}
	return false
}
