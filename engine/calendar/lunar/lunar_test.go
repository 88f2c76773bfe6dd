package lunar_test

import (
	"testing"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/calendar/lunar"
)

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, ok := calendar.ParseDate(s)
	if !ok {
		t.Fatalf("no date %q", s)
	}
	return d
}

// Tết, the length of the month before it, Giỗ Tổ and the leap month. 1985,
// 2007 and 2030 differ from the Chinese calendar, which is computed at UTC+8.
func TestKnownYears(t *testing.T) {
	for _, y := range []struct {
		year       int
		tet, gioTo string
		last, leap int
	}{
		{1985, "1985-01-21", "1985-04-29", 30, 2},
		{2007, "2007-02-17", "2007-04-26", 29, 0},
		{2020, "2020-01-25", "2020-04-02", 30, 4},
		{2021, "2021-02-12", "2021-04-21", 30, 0},
		{2022, "2022-02-01", "2022-04-10", 29, 0},
		{2023, "2023-01-22", "2023-04-29", 30, 2},
		{2024, "2024-02-10", "2024-04-18", 30, 0},
		{2025, "2025-01-29", "2025-04-07", 29, 6},
		{2026, "2026-02-17", "2026-04-26", 29, 0},
		{2027, "2027-02-06", "2027-04-16", 29, 0},
		{2028, "2028-01-26", "2028-04-04", 29, 5},
		{2029, "2029-02-13", "2029-04-23", 29, 0},
		{2030, "2030-02-02", "2030-04-12", 29, 0},
	} {
		tet, ok1 := lunar.Find(y.year, 1, 1)
		gioTo, ok2 := lunar.Find(y.year, 3, 10)
		if !ok1 || !ok2 || tet.String() != y.tet || gioTo.String() != y.gioTo {
			t.Errorf("%d: Tết %v, Giỗ Tổ %v; want %s, %s", y.year, tet, gioTo, y.tet, y.gioTo)
		}
		if got := lunar.Of(tet - 1); got.Day != y.last || got.Month != 12 || got.Year != y.year-1 {
			t.Errorf("%d: day before Tết is %+v, want day %d of month 12", y.year, got, y.last)
		}
		leap := 0
		for d := tet; lunar.Of(d).Year == y.year; d++ {
			if l := lunar.Of(d); l.Leap {
				leap = l.Month
			}
		}
		if leap != y.leap {
			t.Errorf("%d: leap month %d, want %d", y.year, leap, y.leap)
		}
	}
}

// Every day follows the day before: in the month, into the next, into the
// leap one, into the year.
func TestDaysFollowEachOther(t *testing.T) {
	last := lunar.Of(date(t, "1950-01-01"))
	for d := date(t, "1950-01-02"); d < date(t, "2050-01-01"); d++ {
		now := lunar.Of(d)
		switch {
		case now.Day == last.Day+1 && now.Month == last.Month && now.Leap == last.Leap && now.Year == last.Year:
		case now.Day != 1 || last.Day < 29 || last.Day > 30:
			t.Fatalf("%v is %+v after %+v", d, now, last)
		case now.Leap && now.Month == last.Month && !last.Leap && now.Year == last.Year:
		case now.Month == last.Month+1 && now.Year == last.Year && !now.Leap:
		case now.Month == 1 && last.Month == 12 && now.Year == last.Year+1 && !now.Leap:
		default:
			t.Fatalf("%v is %+v after %+v", d, now, last)
		}
		last = now
	}
}

func TestProposeRefuses(t *testing.T) {
	for _, year := range []int{1899, 2020, 2101} {
		if _, ok := lunar.Propose(year); ok {
			t.Errorf("%d has a proposal", year)
		}
	}
}
