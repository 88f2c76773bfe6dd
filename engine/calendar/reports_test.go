package calendar_test

import (
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// Faults that users of other systems reported, with the right value. March
// 2026, calendar weekdays.
func TestReportedFaults(t *testing.T) {
	check(t, shipped(t, "weekdays"), []row{
		{"a day taken as 24 open hours", "1 working day", "2026-03-02T09:00", "", "2026-03-03T17:00"},
		{"24 open hours", "24 working hours", "2026-03-02T09:00", "", "2026-03-05T09:00"},
		{"many hours come out short", "108 working hours", "2026-03-02T08:00", "", "2026-03-19T12:00"},
		{"lunch entered as a holiday", "8 working hours", "2026-03-02T11:30", "", "2026-03-03T11:30"},
		{"start before hours", "2 working hours", "2026-03-02T06:15", "", "2026-03-02T10:00"},
		{"start after hours", "2 working hours", "2026-03-06T18:40", "", "2026-03-09T10:00"},
		{"the server's zone", "4 working hours", "2026-03-02T08:05", "", "2026-03-02T13:05"},
		{"a night's hold", "8 working hours", "2026-03-02T09:00", "2026-03-02T17:00..2026-03-03T08:00", "2026-03-03T09:00"},
		{"due after a pause outside hours", "8 working hours", "2026-03-02T08:00", "2026-03-02T10:00..2026-03-02T14:30", "2026-03-03T11:30"},
		{"breached while pending", "2 working days", "2026-03-02T09:00", "2026-03-04T09:00..", "-"},
	})
}

// Right only when Monday and Thursday are open, it was reported.
func TestOfficeOpenTuesdayAndThursday(t *testing.T) {
	days, _ := calendar.ParseWeekdays("tue, thu")
	base := shipped(t, "weekdays")
	c, err := base.Overlay(calendar.Overlay{District: "d1", Sessions: []calendar.Sessions{{Days: days, Hours: base.Hours(calendar.DateOf(2026, 3, 2))}}})
	if err != nil {
		t.Fatal(err)
	}
	check(t, c, []row{{"2 working days", "2 working days", "2026-03-03T10:00", "", "2026-03-10T17:00"}})
}

// Hours in fields shared by all tenants, it was reported.
func TestDistrictsInParallel(t *testing.T) {
	base := shipped(t, "weekdays")
	days, _ := calendar.ParseWeekdays("mon-fri")
	early, err := base.Overlay(calendar.Overlay{District: "d1", Sessions: []calendar.Sessions{{Days: days, Hours: []calendar.Span{{From: 450, To: 990}}}}})
	if err != nil {
		t.Fatal(err)
	}
	l := limit(t, "9 working hours")
	start := at("2026-03-02T08:00")
	var wg sync.WaitGroup
	for _, x := range []struct {
		c    *calendar.Calendar
		want time.Time
	}{{early, at("2026-03-03T08:00")}, {base, at("2026-03-03T09:00")}} {
		wg.Go(func() {
			for range 10_000 {
				if due, _, err := x.c.Due(l, start, nil); err != nil || !due.Equal(x.want) {
					t.Errorf("%s: %v %v, want %v", x.c.Name(), due, err, x.want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// An offset relabelled instead of converted, it was reported.
func TestOffsetsAreConverted(t *testing.T) {
	c := shipped(t, "weekdays")
	if got := c.Between(at("2026-03-02T08:30:00+07:00"), at("2026-03-02T02:00:00Z")); got != 30*time.Minute {
		t.Errorf("between: %v", got)
	}
}
