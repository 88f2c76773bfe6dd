package calendar_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"pgregory.net/rapid"
)

func TestParseInstant(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-02T08:30":                         "2026-03-02T01:30:00Z",
		"2026-03-02 08:30":                         "2026-03-02T01:30:00Z",
		"2026-03-02T08:30:15":                      "2026-03-02T01:30:15Z",
		"2026-03-02T08:30Z":                        "2026-03-02T08:30:00Z",
		"2026-03-02t08:30z":                        "2026-03-02T08:30:00Z",
		"2026-03-02T08:30+01:00":                   "2026-03-02T07:30:00Z",
		"2026-03-02T08:30:00.5-03:30":              "2026-03-02T12:00:00.5Z",
		"2026-03-02T08:30:00.1234567899999999999Z": "2026-03-02T08:30:00.123456Z",
		"1969-12-31T23:59:59.9999999Z":             "1969-12-31T23:59:59.999999Z",
		"2024-02-29T00:00":                         "2024-02-28T17:00:00Z",
	} {
		got, ok := calendar.ParseInstant(in, 7*60)
		if !ok || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%q: %v %v, want %s", in, got, ok, want)
		}
	}
	for _, bad := range []string{
		"", "2026-03-02", "2026-03-02T", "2026-03-02T08", "2026-03-02T8:30", "2026-03-02T08:30:", "2026-03-02T08:30:1", "2026-03-02T08:30:60",
		"2026-03-02T08:30:00.", "2026-03-02T08:30.5", "2026-03-02T24:00", "2026-03-02T08:60", "2026-02-29T08:00", "2026-13-01T08:00", "2026-00-01T08:00",
		"2026-03-02T08:30+7", "2026-03-02T08:30+0700", "2026-03-02T08:30+24:00", "2026-03-02T08:30 Z", "2026-03-02T08:30ZZ", "2026-03-02X08:30",
		"0000-12-31T08:00Z", "0001-01-01T00:00Z", "10000-01-01T00:00Z", "2026-03-02T08:30\n", "٢٠٢٦-03-02T08:30", "2026-03-02T08:30 Asia/Saigon", "now",
	} {
		if got, ok := calendar.ParseInstant(bad, 7*60); ok {
			t.Errorf("%q is %v, want it refused", bad, got)
		}
	}
}

func TestInstantsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.UnixMicro(rapid.Int64Range(-60e15, 250e15).Draw(t, "µs")).UTC()
		o := rapid.IntRange(-14*60, 14*60).Draw(t, "offset")
		zone := time.FixedZone("", o*60)
		if got, ok := calendar.ParseInstant(want.In(zone).Format(time.RFC3339Nano), 0); !ok || got != want {
			t.Fatalf("%v with offset: %v %v", want, got, ok)
		}
		if got, ok := calendar.ParseInstant(want.In(zone).Format("2006-01-02T15:04:05.999999"), calendar.Offset(o)); !ok || got != want {
			t.Fatalf("%v, local at %d: %v %v", want, o, got, ok)
		}
		if got := calendar.Cut(want.Add(999 * time.Nanosecond)); got != want {
			t.Fatalf("cut of %v: %v", want, got)
		}
	})
}

func TestDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Int32Range(-700_000, 2_900_000).Draw(t, "days")
		want := time.Unix(int64(days)*86400, 0).UTC()
		d := calendar.Date(days)
		y, m, day := d.Civil()
		if y != want.Year() || m != want.Month() || day != want.Day() || d.Weekday() != want.Weekday() || d.Year() != y {
			t.Fatalf("%d is %v, want %v", days, d, want)
		}
		if calendar.DateOf(y, m, day) != d {
			t.Fatalf("%v does not come back", d)
		}
		if got, ok := calendar.ParseDate(d.String()); !ok || got != d {
			t.Fatalf("%v reads as %v", d, got)
		}
	})
}
