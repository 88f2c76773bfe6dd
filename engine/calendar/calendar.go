package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
	"time"
)

// Tick is the smallest step of time: a clock expires one Tick after due.
const Tick = time.Microsecond

// Cut brings an instant to the form used everywhere: UTC, whole microseconds,
// digits beyond dropped.
func Cut(t time.Time) time.Time { return t.UTC().Truncate(Tick) }

// Calendar answers questions about working time. It is immutable and safe for
// concurrent use. Make one with New.
type Calendar struct {
	data    Data // normalised: closures and worked days by date
	version string

	offset      int64      // µs
	first, last int64      // validity in days since 1970-01-01, both included
	shape       []uint8    // of each day of the validity: index into hours, 0 closed
	hours       [][]Span   // the different days there are
	rank        []int32    // open days before each day; one more than shape
	minutes     []int32    // open minutes before each day; one more than shape
	open        []int32    // the open days, as days since 1970-01-01
	undecided   [][2]int64 // spans of days of undecided years, ascending
}

// New checks the data and builds the index. The error is an *InputError. The
// data's slices are copied.
func New(d Data) (*Calendar, error) {
	if err := check(&d); err != nil {
		return nil, err
	}
	c := &Calendar{data: normalise(d)}
	canonical, err := json.Marshal(c.data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(canonical)
	c.version = d.Name + "@" + d.Edition + "#" + hex.EncodeToString(sum[:])[:12]
	c.offset = int64(d.Offset) * minute
	c.first, c.last = int64(d.From), int64(d.To)
	if err := c.index(); err != nil {
		return nil, err
	}
	return c, nil
}

// normalise copies the data and puts its lists into the order of dates, so
// that two files that say the same have one version.
func normalise(d Data) Data {
	d.Sessions = append([]Sessions(nil), d.Sessions...)
	d.Closures = append([]Closure(nil), d.Closures...)
	d.Worked = append([]Worked(nil), d.Worked...)
	d.Provisional = append([]int(nil), d.Provisional...)
	sort.Slice(d.Closures, func(i, j int) bool { return d.Closures[i].Date < d.Closures[j].Date })
	sort.Slice(d.Worked, func(i, j int) bool { return d.Worked[i].Date < d.Worked[j].Date })
	sort.Ints(d.Provisional)
	return d
}

// Overlay gives the calendar of a district: the base with the district's
// sessions in place of its own, if the district has any, and its closures
// added (one on a date already closed replaces the words, not the fact). A
// closure also closes a day worked by swap.
func (c *Calendar) Overlay(o Overlay) (*Calendar, error) {
	d := c.data
	d.Name += "+" + o.District
	if len(o.Sessions) > 0 {
		d.Sessions = o.Sessions
	}
	own := map[Date]bool{}
	for _, cl := range o.Closures {
		own[cl.Date] = true
	}
	d.Closures = append([]Closure(nil), o.Closures...)
	for _, cl := range c.data.Closures {
		if !own[cl.Date] {
			d.Closures = append(d.Closures, cl)
		}
	}
	d.Worked = nil
	for _, w := range c.data.Worked {
		if !own[w.Date] {
			d.Worked = append(d.Worked, w)
		}
	}
	return New(d)
}

// Name is the calendar's name, without edition.
func (c *Calendar) Name() string { return c.data.Name }

// Version identifies the calendar in entries: name@edition#, then the first
// 12 hexadecimal digits of the SHA-256 of its data.
func (c *Calendar) Version() string { return c.version }

// Data gives what the calendar was made of, lists by date. Do not change it.
func (c *Calendar) Data() Data { return c.data }

// Offset is the distance of local time from UTC.
func (c *Calendar) Offset() Offset { return c.data.Offset }

// Local gives the instant as the calendar's local wall clock shows it.
func (c *Calendar) Local(t time.Time) time.Time {
	return t.In(time.FixedZone("", int(c.data.Offset)*60))
}

// DateOf gives the local date of an instant.
func (c *Calendar) DateOf(t time.Time) Date { return Date(dayOf(c.local(t))) }

// Valid reports whether the calendar holds for the date.
func (c *Calendar) Valid(d Date) bool { return c.within(int64(d)) }

// Hours gives the sessions of a date; none if it is closed or outside the
// validity. Do not change it.
func (c *Calendar) Hours(d Date) []Span { return c.hoursOf(int64(d)) }

// Provisional reports whether the date is in a year not yet decided.
func (c *Calendar) Provisional(d Date) bool { return c.reads(int64(d), int64(d)) }

// CloseOf gives the close of a date, or of the next open day if it is closed:
// when `until DATE` is due. The error is a *RangeError.
func (c *Calendar) CloseOf(year int, month time.Month, day int) (time.Time, error) {
	d := int64(DateOf(year, month, day))
	if !c.within(d) {
		return time.Time{}, c.outside()
	}
	k := c.rankOf(d)
	if k == len(c.open) {
		return time.Time{}, c.outside()
	}
	return c.instant(c.closeOf(int64(c.open[k]))), nil
}

// Between gives the open time in [from, to), exact to the microsecond; 0 when
// to is not after from. Time outside the validity counts as closed.
func (c *Calendar) Between(from, to time.Time) time.Duration {
	a, b := c.local(from), c.local(to)
	if b <= a {
		return 0
	}
	return time.Duration(c.opened(b)-c.opened(a)) * time.Microsecond
}

// OpenDays counts the open days d with from's local date < d <= to's. The
// error is a *RangeError.
func (c *Calendar) OpenDays(from, to time.Time) (int, error) {
	a, b := dayOf(c.local(from))+1, dayOf(c.local(to))+1
	if a >= b {
		return 0, nil
	}
	if !c.within(a) || !c.within(b-1) {
		return 0, c.outside()
	}
	return c.rankOf(b) - c.rankOf(a), nil
}
