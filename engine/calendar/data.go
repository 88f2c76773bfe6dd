package calendar

import (
	"fmt"
	"strconv"
	"time"

	"github.com/motcua/motcua/engine/wording"
)

// Data is a calendar as its file says it: a plain value, without an index.
type Data struct {
	Name        string       `json:"name"`    // "vietnam"
	Edition     string       `json:"edition"` // of the data: "2026-09"
	Title       wording.Text `json:"title"`
	Offset      Offset       `json:"offset"`
	From        Date         `json:"from"` // first date it holds for
	To          Date         `json:"to"`   // last date it holds for
	Sessions    []Sessions   `json:"sessions"`
	Closures    []Closure    `json:"closures,omitempty"`
	Worked      []Worked     `json:"worked,omitempty"`
	Provisional []int        `json:"provisional,omitempty"` // years not yet decided
	Source      []string     `json:"source,omitempty"`
}

// Sessions says when an office is open on some days of the week, in a season
// or the whole year. Of several that fit a date the first counts; Hours may be
// empty, which closes those days.
type Sessions struct {
	Days   Weekdays `json:"days"`
	Hours  []Span   `json:"hours"`           // ascending, disjoint
	Season Season   `json:"season,omitzero"` // the whole year if zero
}

// Closure is a date without sessions: a holiday, its compensation, the off
// half of a swap, or a district's own.
type Closure struct {
	Date  Date         `json:"date"`
	Title wording.Text `json:"title"`
	Basis []string     `json:"basis,omitempty"`
}

// Worked is a day of rest worked by swap (làm bù) for the closed day For; it
// has the sessions of For's day of the week.
type Worked struct {
	Date  Date         `json:"date"`
	For   Date         `json:"for"`
	Title wording.Text `json:"title"`
	Basis []string     `json:"basis,omitempty"`
}

// Overlay is what a district lays over its base calendar. Sessions, if any,
// stand in place of all of the base's; closures are added.
type Overlay struct {
	District string     `json:"district"`
	Sessions []Sessions `json:"sessions,omitempty"`
	Closures []Closure  `json:"closures,omitempty"`
}

// Offset is the fixed distance of local time from UTC, in minutes. In text it
// is "+07:00".
type Offset int

// ParseOffset reads "+07:00", "-03:30".
func ParseOffset(s string) (Offset, bool) {
	if len(s) != 6 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	m, ok := parseClock(s[1:])
	if !ok || m == minutesPerDay {
		return 0, false
	}
	if s[0] == '-' {
		m = -m
	}
	return Offset(m), true
}

// String writes the offset as "+07:00".
func (o Offset) String() string {
	if o < 0 {
		return "-" + clockText(int(-o))
	}
	return "+" + clockText(int(o))
}

// MarshalText writes the offset as String does.
func (o Offset) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what ParseOffset reads.
func (o *Offset) UnmarshalText(b []byte) error {
	v, ok := ParseOffset(string(b))
	if !ok {
		return inputError("độ lệch múi giờ "+strconv.Quote(string(b))+" không đọc được; viết như +07:00",
			"offset "+strconv.Quote(string(b))+" is not understood; write as in +07:00")
	}
	*o = v
	return nil
}

// Season is a part of every year, both days included: "04-16..10-15". It may
// run over the new year. The zero Season is the whole year.
type Season struct{ From, To MonthDay }

// MonthDay is a day of any year, month*100 + day: 416 is 16 April.
type MonthDay int

// ParseSeason reads "04-16..10-15".
func ParseSeason(s string) (Season, bool) {
	if len(s) != 12 || s[5:7] != ".." {
		return Season{}, false
	}
	from, ok1 := parseMonthDay(s[:5])
	to, ok2 := parseMonthDay(s[7:])
	return Season{from, to}, ok1 && ok2
}

// parseMonthDay takes a leap year for granted, so that 02-29 exists.
func parseMonthDay(s string) (MonthDay, bool) {
	t, err := time.Parse(time.DateOnly, "2024-"+s)
	return monthDay(t.Month(), t.Day()), err == nil
}

func monthDay(m time.Month, d int) MonthDay { return MonthDay(int(m)*100 + d) }

// has reports whether the day of the year is in the season.
func (s Season) has(md MonthDay) bool {
	switch {
	case s == Season{}:
		return true
	case s.From <= s.To:
		return s.From <= md && md <= s.To
	default:
		return md >= s.From || md <= s.To
	}
}

// String writes the season as ParseSeason reads it; "" for the whole year.
func (s Season) String() string {
	if s == (Season{}) {
		return ""
	}
	return fmt.Sprintf("%02d-%02d..%02d-%02d", s.From/100, s.From%100, s.To/100, s.To%100)
}

// MarshalText writes the season as String does.
func (s Season) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseSeason reads, and "" as the whole year.
func (s *Season) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*s = Season{}
		return nil
	}
	v, ok := ParseSeason(string(b))
	if !ok {
		return inputError("mùa "+strconv.Quote(string(b))+" không đọc được; viết như 04-16..10-15",
			"season "+strconv.Quote(string(b))+" is not understood; write as in 04-16..10-15")
	}
	*s = v
	return nil
}
