package calendar

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// Limit is an allowance of time: N of a unit, at least 1 (of SameDay 0 or 1,
// which mean the same). Cut is the cut-off in minutes after local midnight, 0 for none and
// CutMidnight for 00:00; only counts of dates may have one.
type Limit struct {
	N    int64
	Unit Unit
	Cut  int
}

// CutMidnight is the Cut of a cut-off at 00:00: every start is at or after it.
const CutMidnight = -1

// words are the units a limit may be written in, singular first.
var words = []struct {
	one, many string
	unit      Unit
	times     int64
}{
	{"working day", "working days", WorkingDay, 1},
	{"working hour", "working hours", WorkingMinute, 60},
	{"working minute", "working minutes", WorkingMinute, 1},
	{"day", "days", Day, 1},
	{"week", "weeks", Day, 7},
	{"month", "months", Month, 1},
	{"year", "years", Month, 12},
	{"hour", "hours", Minute, 60},
	{"minute", "minutes", Minute, 1},
}

// ParseLimit reads "3 working days", "same day cut-off 15:00" and the like.
// The error is an *InputError.
func ParseLimit(s string) (Limit, error) {
	body, cut, hasCut := strings.Cut(s, " cut-off ")
	l := Limit{N: 1, Unit: SameDay}
	if body != "same day" {
		digits, word, _ := strings.Cut(body, " ")
		var ok bool
		if l, ok = limitOf(digits, word); !ok {
			return Limit{}, inputError(
				"thời hạn "+strconv.Quote(s)+" không đọc được; viết như «3 working days», «8 working hours», «same day cut-off 15:00»",
				"limit "+strconv.Quote(s)+" is not understood; write as in «3 working days», «8 working hours», «same day cut-off 15:00»")
		}
	}
	if hasCut {
		var ok bool
		if l.Cut, ok = ParseCut(cut); !ok {
			return Limit{}, badCut(cut)
		}
	}
	return l, l.Check()
}

func limitOf(digits, word string) (Limit, bool) {
	for _, r := range digits {
		if r < '0' || r > '9' {
			return Limit{}, false
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Limit{}, false
	}
	for _, w := range words {
		if (word == w.one || word == w.many) && n <= math.MaxInt64/w.times {
			return Limit{N: n * w.times, Unit: w.unit}, true
		}
	}
	return Limit{}, false
}

// ParseCut reads a cut-off, "00:00" to "23:59", into the form of Limit.Cut.
func ParseCut(s string) (int, bool) {
	m, ok := parseClock(s)
	if !ok || m == minutesPerDay {
		return 0, false
	}
	if m == 0 {
		return CutMidnight, true
	}
	return m, true
}

// Check reports what is wrong with a limit that no text was parsed for, as an
// *InputError.
func (l Limit) Check() error {
	switch {
	case l.Unit.Kind() == 0:
		return inputError("thời hạn không có đơn vị", "the limit has no unit")
	case l.Unit == SameDay && (l.N < 0 || l.N > 1):
		return inputError("«trong ngày» không đi với số khác 1", "same day takes no number but 1")
	case l.Unit != SameDay && l.N < 1:
		return inputError("số lượng phải là số nguyên từ 1 trở lên", "the number must be a whole number of at least 1")
	case l.Cut != 0 && l.Unit.duration():
		return inputError("giờ chốt chỉ dùng cho thời hạn đếm ngày, không dùng cho giờ hay phút", "a cut-off goes with a count of dates, not with hours or minutes")
	case l.Cut < CutMidnight || l.Cut >= minutesPerDay:
		return inputError("giờ chốt phải từ 00:00 đến 23:59", "the cut-off must be from 00:00 to 23:59")
	}
	return nil
}

// String writes the limit in its canonical form, which ParseLimit reads:
// "3 working days", "same day cut-off 15:00", "90 working minutes".
func (l Limit) String() string {
	s := "same day"
	if l.Unit != SameDay {
		s = fmt.Sprintf("%d %s", l.N, strings.ReplaceAll(l.Unit.String(), "_", " "))
		if l.N != 1 {
			s += "s"
		}
	}
	if l.Cut != 0 {
		s += " cut-off " + l.cutText()
	}
	return s
}

// Text writes the limit for people, hours where they are whole.
func (l Limit) Text() wording.Text {
	n, vi, en := l.N, "", ""
	switch l.Unit {
	case SameDay:
		vi, en = "trong ngày", "same day"
	case WorkingDay:
		vi, en = "ngày làm việc", "working day"
	case WorkingMinute:
		vi, en = "phút làm việc", "working minute"
		if n%60 == 0 {
			n, vi, en = n/60, "giờ làm việc", "working hour"
		}
	case Day:
		vi, en = "ngày", "day"
	case Month:
		vi, en = "tháng", "month"
		if n%12 == 0 {
			n, vi, en = n/12, "năm", "year"
		}
	case Minute:
		vi, en = "phút", "minute"
		if n%60 == 0 {
			n, vi, en = n/60, "giờ", "hour"
		}
	}
	if l.Unit != SameDay {
		if n != 1 {
			en += "s"
		}
		vi, en = fmt.Sprintf("%d %s", n, vi), fmt.Sprintf("%d %s", n, en)
	}
	if l.Cut != 0 {
		vi, en = vi+", giờ chốt "+l.cutText(), en+", cut-off "+l.cutText()
	}
	return wording.Text{VI: vi, EN: en}
}

func (l Limit) cutText() string { return clockText(max(l.Cut, 0)) }

// Rule is the name of a way of counting on the command line and in JSON.
// Times is how many of the Unit one of it makes.
type Rule struct {
	Name  string
	Unit  Unit
	Times int64
}

// Rules are all ways of counting, in the order of help.
var Rules = []Rule{
	{"working_days", WorkingDay, 1}, {"working_hours", WorkingMinute, 60}, {"working_minutes", WorkingMinute, 1},
	{"calendar_days", Day, 1}, {"hours", Minute, 60}, {"minutes", Minute, 1},
	{"weeks", Day, 7}, {"months", Month, 1}, {"years", Month, 12}, {"same_day", SameDay, 1},
}

// RuleLimit gives the limit of n by the rule of that name. An n so large that
// it overflows is refused as any count outside every calendar is.
func RuleLimit(name string, n int64) (Limit, error) {
	for _, r := range Rules {
		if r.Name != name {
			continue
		}
		if n > math.MaxInt64/r.Times {
			return Limit{}, inputError("số lượng quá lớn, vượt mọi lịch", "the number is too large for any calendar")
		}
		l := Limit{N: n * r.Times, Unit: r.Unit}
		return l, l.Check()
	}
	return Limit{}, inputError("không có cách tính "+strconv.Quote(name), "no rule "+strconv.Quote(name))
}
