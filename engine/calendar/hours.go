package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const minutesPerDay = 24 * 60

// Span is one session of a day, in minutes after local midnight, [From, To).
// In text it is "08:00-12:00"; the last may end at 24:00.
type Span struct{ From, To int }

// ParseSpan reads "08:00-12:00".
func ParseSpan(s string) (Span, bool) {
	a, b, found := strings.Cut(s, "-")
	from, ok1 := parseClock(a)
	to, ok2 := parseClock(b)
	return Span{from, to}, found && ok1 && ok2 && from < to
}

// String writes the span as "08:00-12:00".
func (s Span) String() string { return clockText(s.From) + "-" + clockText(s.To) }

// MarshalText writes the span as String does.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseSpan reads.
func (s *Span) UnmarshalText(b []byte) error {
	v, ok := ParseSpan(string(b))
	if !ok {
		return inputError("buổi làm việc "+strconv.Quote(string(b))+" không đọc được; viết như 08:00-12:00",
			"session "+strconv.Quote(string(b))+" is not understood; write as in 08:00-12:00")
	}
	*s = v
	return nil
}

// parseClock reads "00:00" to "24:00" into minutes.
func parseClock(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	for _, i := range []int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	h, m := int(s[0]-'0')*10+int(s[1]-'0'), int(s[3]-'0')*10+int(s[4]-'0')
	return h*60 + m, m < 60 && (h < 24 || h == 24 && m == 0)
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Weekdays is a set of days of the week, bit time.Weekday. In text it is a
// list of days and ranges: "mon-fri", "tue, thu".
type Weekdays uint8

// weekdayNames are in the order of the working week.
var weekdayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Has reports whether the set holds the day.
func (w Weekdays) Has(d time.Weekday) bool { return w&(1<<d) != 0 }

// weekdayAt gives the day at place i of weekdayNames.
func weekdayAt(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

// ParseWeekdays reads "mon-fri", "sat", "tue, thu". Days are named once.
func ParseWeekdays(s string) (Weekdays, bool) {
	var set Weekdays
	for part := range strings.SplitSeq(s, ",") {
		a, b, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			b = a
		}
		from, to := weekdayPlace(a), weekdayPlace(b)
		if from < 0 || to < from || isRange && from == to {
			return 0, false
		}
		for i := from; i <= to; i++ {
			bit := Weekdays(1) << weekdayAt(i)
			if set&bit != 0 {
				return 0, false
			}
			set |= bit
		}
	}
	return set, true
}

func weekdayPlace(name string) int {
	for i, n := range weekdayNames {
		if n == name {
			return i
		}
	}
	return -1
}

// String writes the set in the shortest form ParseWeekdays reads.
func (w Weekdays) String() string {
	var parts []string
	for i := 0; i < 7; i++ {
		if !w.Has(weekdayAt(i)) {
			continue
		}
		j := i
		for j+1 < 7 && w.Has(weekdayAt(j+1)) {
			j++
		}
		if j > i {
			parts = append(parts, weekdayNames[i]+"-"+weekdayNames[j])
		} else {
			parts = append(parts, weekdayNames[i])
		}
		i = j
	}
	return strings.Join(parts, ", ")
}

// MarshalText writes the set as String does.
func (w Weekdays) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what ParseWeekdays reads.
func (w *Weekdays) UnmarshalText(b []byte) error {
	v, ok := ParseWeekdays(string(b))
	if !ok {
		return inputError("các thứ "+strconv.Quote(string(b))+" không đọc được; viết như mon-fri hoặc «tue, thu»",
			"weekdays "+strconv.Quote(string(b))+" are not understood; write as in mon-fri or «tue, thu»")
	}
	*w = v
	return nil
}
