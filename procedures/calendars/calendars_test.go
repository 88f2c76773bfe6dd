package calendars_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/calendar/lunar"
	"github.com/motcua/motcua/procedures/calendars"
)

func load(t *testing.T, name string) *calendar.Calendar {
	t.Helper()
	c, err := calendars.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// national is the table of the national calendar: weekdays off, Saturdays
// worked, working days of the year.
var national = []struct {
	year        int
	off, worked string
	days        int
}{
	{2020, "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02", "", 252},
	{2021, "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03", "", 250},
	{2022, "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02", "", 249},
	{2023, "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04", "", 249},
	{2024, "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03", "05-04", 251},
	{2025, "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02", "04-26", 250},
	{2026, "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24", "01-10 08-22", 249},
	{2027, "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24", "", 249},
	{2028, "01-03 01-24 01-25 01-26 01-27 01-28 04-04 05-01 05-02 09-01 09-04 11-24", "", 248},
	{2029, "01-01 02-12 02-13 02-14 02-15 02-16 04-23 04-30 05-01 09-03 09-04", "", 250},
	{2030, "01-01 01-31 02-01 02-04 02-05 02-06 04-12 04-30 05-01 09-02 09-03", "", 250},
}

func TestNationalCalendar(t *testing.T) {
	c := load(t, "vietnam")
	for _, n := range national {
		var off, worked []string
		days := 0
		for d := calendar.DateOf(n.year, 1, 1); d.Year() == n.year; d++ {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			open := len(c.Hours(d)) > 0
			switch {
			case open && weekend:
				worked = append(worked, d.String()[5:])
			case !open && !weekend:
				off = append(off, d.String()[5:])
			}
			if open {
				days++
			}
			if c.Provisional(d) != (n.year >= 2027) {
				t.Fatalf("%v: provisional is %v", d, c.Provisional(d))
			}
		}
		if got := strings.Join(off, " "); got != n.off {
			t.Errorf("%d: off %s, want %s", n.year, got, n.off)
		}
		if got := strings.Join(worked, " "); got != n.worked {
			t.Errorf("%d: worked %s, want %s", n.year, got, n.worked)
		}
		if days != n.days {
			t.Errorf("%d: %d working days, want %d", n.year, days, n.days)
		}
		if y, err := c.Year(n.year); err != nil || y.WorkingDays != n.days || y.Provisional != (n.year >= 2027) {
			t.Errorf("%d: the year's page says %d, %v", n.year, y.WorkingDays, err)
		}
	}
}

// The lunar rules give the undecided years exactly, words too, and the decided
// ones but for swapped days.
func TestLunarRulesGiveTheData(t *testing.T) {
	d := load(t, "vietnam").Data()
	swapped := map[calendar.Date]bool{}
	for _, w := range d.Worked {
		swapped[w.For] = true
	}
	for year := 2021; year <= 2030; year++ {
		proposed, ok := lunar.Propose(year)
		if !ok {
			t.Fatalf("no proposal for %d", year)
		}
		var data []calendar.Closure
		for _, c := range d.Closures {
			if c.Date.Year() == year && !swapped[c.Date] {
				data = append(data, calendar.Closure{Date: c.Date, Title: c.Title})
			}
		}
		if diff := cmp.Diff(proposed, data); diff != "" {
			t.Errorf("%d: proposed (-) and data (+) differ:\n%s", year, diff)
		}
		if undecided := slices.Contains(d.Provisional, year); undecided != (year >= 2027) {
			t.Errorf("%d: provisional is %v", year, undecided)
		}
	}
}

// Every closure and swap that is decided names its basis.
func TestDecidedDatesHaveABasis(t *testing.T) {
	for _, name := range []string{"vietnam", "vietnam-2026-swap"} {
		d := load(t, name).Data()
		if len(d.Source) == 0 {
			t.Errorf("%s names no source", name)
		}
		for _, c := range d.Closures {
			if c.Date.Year() < 2027 && len(c.Basis) == 0 {
				t.Errorf("%s: %v has no basis", name, c.Date)
			}
		}
		for _, w := range d.Worked {
			if len(w.Basis) == 0 {
				t.Errorf("%s: %v has no basis", name, w.Date)
			}
		}
	}
}

// The two versions differ by the swap of 23 and 28 November 2026 alone.
func TestSwapVersion(t *testing.T) {
	without, with := load(t, "vietnam"), load(t, "vietnam-2026-swap")
	var differ []string
	for d := calendar.DateOf(2020, 1, 1); d.Year() <= 2030; d++ {
		if !reflect.DeepEqual(without.Hours(d), with.Hours(d)) || without.Provisional(d) != with.Provisional(d) {
			differ = append(differ, d.String())
		}
	}
	if got := strings.Join(differ, " "); got != "2026-11-23 2026-11-28" {
		t.Errorf("the versions differ on %s", got)
	}
	if without.Version() == with.Version() {
		t.Errorf("both are %s", with.Version())
	}
}

func TestWeekdays(t *testing.T) {
	c := load(t, "weekdays")
	for d := calendar.DateOf(1970, 1, 1); d.Year() <= 2100; d++ {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if open := len(c.Hours(d)) > 0; open == weekend || !c.Valid(d) || c.Provisional(d) {
			t.Fatalf("%v is wrong", d)
		}
	}
	if c.Valid(calendar.DateOf(1969, 12, 31)) || c.Valid(calendar.DateOf(2101, 1, 1)) {
		t.Error("holds for more than 1970 to 2100")
	}
}

func TestNames(t *testing.T) {
	if got := strings.Join(calendars.Names(), " "); got != "vietnam vietnam-2026-swap weekdays" {
		t.Errorf("names: %s", got)
	}
	for _, name := range calendars.Names() {
		if got := load(t, name).Name(); got != name {
			t.Errorf("%s calls itself %s", name, got)
		}
	}
	_, err := calendars.Load("nowhere")
	var unknown *calendars.UnknownError
	if !errors.As(err, &unknown) || unknown.Text().VI == "" {
		t.Errorf("unknown: %v", err)
	}
}
