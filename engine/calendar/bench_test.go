package calendar_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// asked are the questions that allocation and speed are measured on.
func asked(t testing.TB) []struct {
	name   string
	limit  calendar.Limit
	pauses []calendar.Pause
} {
	pause := []calendar.Pause{{From: at("2026-03-04T09:00"), To: at("2026-03-10T16:30")}}
	return []struct {
		name   string
		limit  calendar.Limit
		pauses []calendar.Pause
	}{
		{"working_days", limit(t, "15 working days"), nil},
		{"working_days_paused", limit(t, "15 working days"), pause},
		{"cut-off", limit(t, "3 working days cut-off 15:00"), nil},
		{"working_hours", limit(t, "120 working hours"), nil},
		{"working_hours_paused", limit(t, "120 working hours"), pause},
		{"days", limit(t, "30 days"), nil},
		{"days_paused", limit(t, "30 days"), pause},
		{"months", limit(t, "12 months"), nil},
		{"same_day", limit(t, "same day cut-off 15:00"), nil},
		{"hours", limit(t, "72 hours"), nil},
	}
}

func TestNoAllocation(t *testing.T) {
	c := shipped(t, "vietnam")
	start := at("2026-03-02T09:30")
	for _, q := range asked(t) {
		allocs := testing.AllocsPerRun(100, func() {
			if due, _, err := c.Due(q.limit, start, q.pauses); err != nil || due.IsZero() {
				t.Fatal(due, err)
			}
			if _, err := c.Reach(q.limit, 1, start, q.pauses); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations", q.name, allocs)
		}
	}
	end := at("2026-12-20T10:00")
	working := limit(t, "8 working hours")
	if allocs := testing.AllocsPerRun(100, func() {
		if c.Between(start, end) == 0 {
			t.Fatal("nothing open")
		}
		if _, err := c.Share(working, 80, start, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := c.OpenDays(start, end); err != nil {
			t.Fatal(err)
		}
		if _, err := c.CloseOf(2026, time.March, 7); err != nil {
			t.Fatal(err)
		}
	}); allocs != 0 {
		t.Errorf("between: %v allocations", allocs)
	}
}

func BenchmarkDue(b *testing.B) {
	for _, name := range []string{"vietnam", "weekdays"} {
		c := shipped(b, name)
		start := at("2026-03-02T09:30")
		for _, q := range asked(b) {
			b.Run(name+"/"+q.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, _, err := c.Due(q.limit, start, q.pauses); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkBetween(b *testing.B) {
	c := shipped(b, "vietnam")
	from, to := at("2022-03-02T09:30"), at("2029-12-20T16:10")
	b.ReportAllocs()
	for b.Loop() {
		if c.Between(from, to) == 0 {
			b.Fatal("nothing open")
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	d := shipped(b, "vietnam").Data()
	for b.Loop() {
		if _, err := calendar.New(d); err != nil {
			b.Fatal(err)
		}
	}
}
