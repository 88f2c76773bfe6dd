package calendar_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"pgregory.net/rapid"
)

// Reach of n is where a limit of n would be full, its closed date not moved.
func TestReachAndShareOfDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c := must(t, d)
		for range 8 {
			q := drawQuestion(t, d)
			if q.Limit.Unit == calendar.SameDay {
				continue
			}
			o := newOracle(d)
			o.wrong = "closed end stays"
			less := q.Limit
			less.N = rapid.Int64Range(1, q.Limit.N).Draw(t, "less")
			want, wantErr := o.due(less, q.Start, q.Pauses)
			got, err := c.Reach(q.Limit, less.N, q.Start, q.Pauses)
			if wantErr == nil && (err != nil || !got.Equal(want)) {
				t.Fatalf("reach %d of %v from %v, pauses %v: %v %v, want %v", less.N, q.Limit, q.Start, q.Pauses, got, err, want)
			}
			if u := q.Limit.Unit; u != calendar.WorkingDay && u != calendar.Day {
				continue
			}
			percent := rapid.IntRange(1, 100).Draw(t, "percent")
			share, err := c.Share(q.Limit, percent, q.Start, q.Pauses)
			less.N = q.Limit.N * int64(percent) / 100
			if less.N == 0 {
				if !share.IsZero() || err != nil {
					t.Fatalf("%d%% of %v: %v %v, want none", percent, q.Limit, share, err)
				}
				continue
			}
			want, wantErr = o.due(less, q.Start, q.Pauses)
			if wantErr == nil && (err != nil || !share.Equal(want)) {
				t.Fatalf("%d%% of %v from %v: %v %v, want %v", percent, q.Limit, q.Start, share, err, want)
			}
		}
	})
}

func TestShareRefuses(t *testing.T) {
	c := shipped(t, "weekdays")
	start := at("2026-03-02T08:00")
	for _, l := range []string{"2 months", "1 year", "same day"} {
		if _, err := c.Share(limit(t, l), 50, start, nil); !refused(err) {
			t.Errorf("share of %s: %v", l, err)
		}
	}
	for _, percent := range []int{-1, 0, 101} {
		if _, err := c.Share(limit(t, "2 days"), percent, start, nil); !refused(err) {
			t.Errorf("%d%%: %v", percent, err)
		}
	}
}

// Warnings at stated times: rule 3 and LANGUAGE 2.1, 2.5.
func TestStatedWarnings(t *testing.T) {
	c := shipped(t, "weekdays")
	start := at("2026-03-02T10:00") // Monday
	for _, x := range []struct {
		what string
		got  func() (time.Time, error)
		want string // "" none
	}{
		{"2 of 5 working days", func() (time.Time, error) { return c.Reach(limit(t, "5 working days"), 2, start, nil) }, "2026-03-04T17:00"},
		{"0 of them", func() (time.Time, error) { return c.Reach(limit(t, "5 working days"), 0, start, nil) }, ""},
		{"5 of 30 days ends on a Saturday, not moved", func() (time.Time, error) { return c.Reach(limit(t, "30 days"), 5, start, nil) }, "2026-03-08T00:00"},
		{"1 of 3 months", func() (time.Time, error) { return c.Reach(limit(t, "3 months"), 1, start, nil) }, "2026-04-03T00:00"},
		{"60 of 480 working minutes", func() (time.Time, error) { return c.Reach(limit(t, "8 working hours"), 60, start, nil) }, "2026-03-02T11:00"},
		{"80% of 5 working days", func() (time.Time, error) { return c.Share(limit(t, "5 working days"), 80, start, nil) }, "2026-03-06T17:00"},
		{"79% of them", func() (time.Time, error) { return c.Share(limit(t, "5 working days"), 79, start, nil) }, "2026-03-05T17:00"},
		{"19% of them", func() (time.Time, error) { return c.Share(limit(t, "5 working days"), 19, start, nil) }, ""},
		{"1% of 1 working minute", func() (time.Time, error) { return c.Share(limit(t, "1 working minute"), 1, start, nil) }, "2026-03-02T10:00:00.6"},
		{"75% of 4 hours", func() (time.Time, error) { return c.Share(limit(t, "4 hours"), 75, start, nil) }, "2026-03-02T13:00"},
		{"2 working days after the close", func() (time.Time, error) { return c.After(limit(t, "2 working days"), at("2026-03-06T17:00"), nil) }, "2026-03-10T17:00"},
		{"1 day after 24:00 of Monday", func() (time.Time, error) { return c.After(limit(t, "1 day"), at("2026-03-03T00:00"), nil) }, "2026-03-04T00:00"},
		{"1 month after 24:00 of 31 March", func() (time.Time, error) { return c.After(limit(t, "1 month"), at("2026-04-01T00:00"), nil) }, "2026-05-01T00:00"},
		{"30 working minutes after the close", func() (time.Time, error) { return c.After(limit(t, "30 working minutes"), at("2026-03-06T17:00"), nil) }, "2026-03-09T08:30"},
		{"1 working day before until", func() (time.Time, error) { return c.Before(limit(t, "1 working day"), at("2026-03-09T17:00")) }, "2026-03-06T17:00"},
		{"1 day before until", func() (time.Time, error) { return c.Before(limit(t, "1 day"), at("2026-03-09T17:00")) }, "2026-03-09T00:00"},
		{"1 month before until", func() (time.Time, error) { return c.Before(limit(t, "1 month"), at("2026-03-31T17:00")) }, "2026-03-01T00:00"},
		{"2 hours before until", func() (time.Time, error) { return c.Before(limit(t, "2 hours"), at("2026-03-09T09:00")) }, "2026-03-09T07:00"},
		{"2 working hours before until", func() (time.Time, error) { return c.Before(limit(t, "2 working hours"), at("2026-03-09T09:00")) }, "2026-03-06T16:00"},
		{"until a Saturday", func() (time.Time, error) { return c.CloseOf(2026, 3, 7) }, "2026-03-09T17:00"},
		{"until a Friday", func() (time.Time, error) { return c.CloseOf(2026, 3, 6) }, "2026-03-06T17:00"},
	} {
		got, err := x.got()
		if err != nil {
			t.Errorf("%s: %v", x.what, err)
			continue
		}
		if want := at(x.want); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", x.what, got, want)
		}
	}
}
