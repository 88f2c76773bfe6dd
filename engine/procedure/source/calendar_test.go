package source_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure/source"
)

const goodCalendar = `language: 1
calendar: office
edition: "1"
title: Lịch cơ quan | Office calendar
offset: "+01:00"
from: "2026-01-01"
to: "2026-12-31"
sessions:
  - {days: mon-fri, hours: ["08:30-12:00"], season: "06-01..08-31"}
  - days: mon-fri
    hours: ["08:00-12:00", "13:00-17:00"]
closures:
  - {date: "2026-02-16", to: "2026-02-18", title: Tết | Lunar New Year, basis: [12/TB]}
worked:
  - {date: "2026-02-21", for: "2026-02-16", title: Làm bù | Worked instead}
provisional: [2026]
source: [Thông báo 12]
`

func TestCalendar(t *testing.T) {
	c, err := source.Calendar("office.yaml", []byte(goodCalendar))
	if err != nil {
		t.Fatal(err)
	}
	if c.Name() != "office" || c.Offset() != 60 || !strings.HasPrefix(c.Version(), "office@1#") || len(c.Data().Source) != 1 {
		t.Errorf("%s, offset %v", c.Version(), c.Offset())
	}
	for date, hours := range map[string]string{
		"2026-02-13": "08:00-12:00 13:00-17:00", "2026-02-16": "", "2026-02-18": "", "2026-02-19": "08:00-12:00 13:00-17:00",
		"2026-02-21": "08:00-12:00 13:00-17:00", "2026-02-28": "", "2026-07-01": "08:30-12:00",
	} {
		d, _ := calendar.ParseDate(date)
		var got []string
		for _, h := range c.Hours(d) {
			got = append(got, h.String())
		}
		if strings.Join(got, " ") != hours {
			t.Errorf("%s: %v, want %q", date, got, hours)
		}
	}
}

// Each fault is named with its line, in both languages, and all at once.
func TestCalendarFaults(t *testing.T) {
	for _, x := range []struct{ old, new, en, vi string }{
		{"language: 1", "language: 2", "office.yaml:1:1 language: C01 ", "office.yaml:1:1 language: C01 "},
		{"calendar: office\n", "", "office.yaml:1:1 calendar: C04 ", ""},
		{"calendar: office", "calendar: a b", "office.yaml:2:1 calendar: C04 a calendar has a name without", "office.yaml:2:1 calendar: C04 lịch phải có tên"},
		{"calendar: office", "calendar:", "office.yaml:2:1 calendar: C04 ", ""},
		{"offset:", "ofset:", "office.yaml:5:1 ofset: C01 ", ""},
		{"offset:", "colour:", "office.yaml:5:1 colour: C01 ", ""},
		{"from: \"2026-01-01\"", "edition: \"2\"", "office.yaml:1:1 from: C04 ", ""},
		{"\"+01:00\"", "\"1\"", "office.yaml:5:1 offset: C04 «1» is missing or not a valid value here; expected the distance from UTC", "office.yaml:5:1 offset: C04 «1» không hợp lệ ở đây; cần độ lệch với UTC"},
		{"\"2026-12-31\"", "\"2026-02-30\"", "office.yaml:7:1 to: C04 «2026-02-30»", ""},
		{"days: mon-fri\n", "days: mo-fr\n", "office.yaml:10:5 sessions.2.days: C04 «mo-fr»", ""},
		{"13:00-17:00", "13:00-12:00", "office.yaml:11:28 sessions.2.hours.2: C04 «13:00-12:00»", ""},
		{"\"13:00-17:00\"", "\"11:00-17:00\"", "office.yaml:2:1 calendar: C04 session 11:00-17:00 is wrong or out of order", ""},
		{"Tết | Lunar New Year", "Tết", "office.yaml:13:44 closures.1.title: C05 ", ""},
		{"to: \"2026-02-18\"", "to: \"2026-02-15\"", "office.yaml:13:26 closures.1.to: C04 ", ""},
		{"for: \"2026-02-16\", ", "", "office.yaml:15:5 worked.1.for: C04 ", ""},
		{"\"2026-02-21\"", "\"2026-02-17\"", "office.yaml:2:1 calendar: C04 date 2026-02-17 stands there twice", ""},
		{"[2026]", "[next]", "office.yaml:16:15 provisional.1: C04 «next»", ""},
		{"[2026]", "[2027]", "office.yaml:2:1 calendar: C04 provisional year 2027 is outside", ""},
		{"[Thông báo 12]", "Thông báo 12", "office.yaml:17:1 source: C04 ", ""},
		{"[Thông báo 12]", "[x", "office.yaml:17:", ""},
		{"language: 1", "---\nlanguage: 1\n---\nx: 1", "office.yaml:", ""},
		{"language: 1", "- 1", "office.yaml:", ""},
	} {
		text := strings.Replace(goodCalendar, x.old, x.new, 1)
		if text == goodCalendar {
			t.Fatalf("%q is not in the file", x.old)
		}
		_, err := source.Calendar("office.yaml", []byte(text))
		var e *source.Error
		if !errors.As(err, &e) {
			t.Errorf("%q for %q: %v", x.new, x.old, err)
			continue
		}
		if said := "\n" + e.Text().EN; !strings.Contains(said, "\n"+x.en) {
			t.Errorf("%q for %q:%s\nwant %s", x.new, x.old, said, x.en)
		}
		if said := "\n" + e.Text().VI; !strings.Contains(said, "\n"+x.vi) {
			t.Errorf("%q for %q:%s\nwant %s", x.new, x.old, said, x.vi)
		}
	}
	two := strings.Replace(strings.Replace(goodCalendar, "\"+01:00\"", "\"1\"", 1), "[2026]", "[next]", 1)
	var e *source.Error
	if _, err := source.Calendar("office.yaml", []byte(two)); !errors.As(err, &e) || len(e.Faults) != 2 {
		t.Errorf("two faults: %v", err)
	}
}

// Hostile files give an error, soon, and never a crash.
func TestCalendarHostileFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty":      "",
		"blank":      "\n\n",
		"a comment":  "# nothing\n",
		"brackets":   strings.Repeat("[", 20_000),
		"braces":     "x: " + strings.Repeat("{a: ", 20_000),
		"not UTF-8":  "language: \xff\xfe",
		"binary":     "\x00\x01\x02",
		"large":      "source: [" + strings.Repeat("x, ", 1<<20) + "]",
		"anchors":    "a: &a [x]\nb: [*a, *a]\n",
		"a scalar":   "calendar",
		"long block": "source:\n" + strings.Repeat("  - x\n", 20_000),
	} {
		start := time.Now()
		_, err := source.Calendar("hostile.yaml", []byte(text))
		var e *source.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func FuzzCalendar(f *testing.F) {
	f.Add([]byte(goodCalendar))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := source.Calendar("fuzz.yaml", b)
		if (c == nil) == (err == nil) {
			t.Fatalf("%v, %v", c, err)
		}
	})
}
