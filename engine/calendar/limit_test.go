package calendar_test

import (
	"testing"

	"github.com/motcua/motcua/engine/calendar"
	"pgregory.net/rapid"
)

func TestParseLimit(t *testing.T) {
	for _, x := range []struct {
		in   string
		want calendar.Limit
		out  string
	}{
		{"3 working days", calendar.Limit{N: 3, Unit: calendar.WorkingDay}, "3 working days"},
		{"1 working days", calendar.Limit{N: 1, Unit: calendar.WorkingDay}, "1 working day"},
		{"2 working day", calendar.Limit{N: 2, Unit: calendar.WorkingDay}, "2 working days"},
		{"8 working hours", calendar.Limit{N: 480, Unit: calendar.WorkingMinute}, "480 working minutes"},
		{"90 working minutes", calendar.Limit{N: 90, Unit: calendar.WorkingMinute}, "90 working minutes"},
		{"2 weeks", calendar.Limit{N: 14, Unit: calendar.Day}, "14 days"},
		{"1 year", calendar.Limit{N: 12, Unit: calendar.Month}, "12 months"},
		{"2 hours", calendar.Limit{N: 120, Unit: calendar.Minute}, "120 minutes"},
		{"same day", calendar.Limit{N: 1, Unit: calendar.SameDay}, "same day"},
		{"same day cut-off 15:00", calendar.Limit{N: 1, Unit: calendar.SameDay, Cut: 900}, "same day cut-off 15:00"},
		{"3 working days cut-off 00:00", calendar.Limit{N: 3, Unit: calendar.WorkingDay, Cut: calendar.CutMidnight}, "3 working days cut-off 00:00"},
		{"5 days cut-off 23:59", calendar.Limit{N: 5, Unit: calendar.Day, Cut: 1439}, "5 days cut-off 23:59"},
	} {
		got, err := calendar.ParseLimit(x.in)
		if err != nil || got != x.want || got.String() != x.out {
			t.Errorf("%q: %+v %q %v; want %+v %q", x.in, got, got.String(), err, x.want, x.out)
		}
	}
	for _, bad := range []string{
		"", "3", "days", "0 days", "-1 days", "+3 days", "3.5 days", "3  days", " 3 days", "3 days ", "3 Days", "3 working", "three days",
		"99999999999999999999 days", "9223372036854775807 weeks", "same days", "1 same day", "3 days cut-off 24:00", "3 days cut-off 9:00",
		"3 days cut-off 15:60", "3 hours cut-off 15:00", "3 working hours cut-off 15:00", "3 days cut-off 15:00 cut-off 15:00", "until x",
	} {
		if l, err := calendar.ParseLimit(bad); !refused(err) {
			t.Errorf("%q: %+v %v, want it refused", bad, l, err)
		}
	}
}

func TestLimitTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := calendar.Limit{Unit: rapid.SampledFrom(units).Draw(t, "unit"), N: rapid.Int64Min(1).Draw(t, "n")}
		if l.Unit == calendar.SameDay {
			l.N = 1
		}
		if k := l.Unit.Kind(); k == calendar.OpenDays || k == calendar.Dates || k == calendar.Months {
			l.Cut = rapid.IntRange(-1, 1439).Draw(t, "cut")
		}
		if got, err := calendar.ParseLimit(l.String()); err != nil || got != l {
			t.Fatalf("%q: %+v %v, want %+v", l.String(), got, err, l)
		}
	})
}

func TestLimitForPeople(t *testing.T) {
	for in, want := range map[string]string{
		"8 working hours":              "8 giờ làm việc | 8 working hours",
		"90 working minutes":           "90 phút làm việc | 90 working minutes",
		"1 year":                       "1 năm | 1 year",
		"1 day":                        "1 ngày | 1 day",
		"same day cut-off 15:00":       "trong ngày, giờ chốt 15:00 | same day, cut-off 15:00",
		"2 working days cut-off 00:00": "2 ngày làm việc, giờ chốt 00:00 | 2 working days, cut-off 00:00",
	} {
		if got := limit(t, in).Text().String(); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestKindsAreKeptApart(t *testing.T) {
	want := map[calendar.Unit]calendar.Kind{
		calendar.SameDay: calendar.OpenDays, calendar.WorkingDay: calendar.OpenDays, calendar.WorkingMinute: calendar.OpenMinutes,
		calendar.Day: calendar.Dates, calendar.Month: calendar.Months, calendar.Minute: calendar.Elapsed, 0: 0, 99: 0,
	}
	for u, k := range want {
		if u.Kind() != k {
			t.Errorf("%v is of kind %v, want %v", u, u.Kind(), k)
		}
	}
}

func TestRuleLimit(t *testing.T) {
	for _, x := range []struct {
		rule string
		n    int64
		want string // "" refused
	}{
		{"working_days", 3, "3 working days"}, {"working_hours", 2, "120 working minutes"}, {"working_minutes", 5, "5 working minutes"},
		{"calendar_days", 2, "2 days"}, {"hours", 1, "60 minutes"}, {"minutes", 1, "1 minute"}, {"weeks", 1, "7 days"},
		{"months", 1, "1 month"}, {"years", 2, "24 months"}, {"same_day", 0, "same day"}, {"same_day", 1, "same day"},
		{"same_day", 2, ""}, {"working_days", 0, ""}, {"working_days", -1, ""}, {"days", 1, ""}, {"", 1, ""}, {"hours", 1e18, ""},
	} {
		l, err := calendar.RuleLimit(x.rule, x.n)
		if x.want == "" && !refused(err) || x.want != "" && (err != nil || l.String() != x.want) {
			t.Errorf("%s %d: %v %v, want %q", x.rule, x.n, l, err, x.want)
		}
	}
}
