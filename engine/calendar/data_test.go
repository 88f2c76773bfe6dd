package calendar_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

func TestVersionIsOfTheData(t *testing.T) {
	d := shipped(t, "vietnam").Data()
	version := must(t, d).Version()
	shuffled := d
	shuffled.Closures = slices.Clone(d.Closures)
	slices.Reverse(shuffled.Closures)
	if got := must(t, shuffled).Version(); got != version {
		t.Errorf("another order is another version: %s, %s", got, version)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back calendar.Data
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if got := must(t, back).Version(); got != version {
		t.Errorf("through JSON: %s, %s", got, version)
	}
	for name, change := range map[string]func(*calendar.Data){
		"edition": func(d *calendar.Data) { d.Edition += "x" },
		"closure": func(d *calendar.Data) { d.Closures = d.Closures[1:] },
		"basis":   func(d *calendar.Data) { d.Closures = slices.Clone(d.Closures); d.Closures[0].Basis = nil },
		"hours": func(d *calendar.Data) {
			d.Sessions = slices.Clone(d.Sessions)
			d.Sessions[0].Hours = []calendar.Span{{From: 480, To: 720}}
		},
		"offset": func(d *calendar.Data) { d.Offset = 60 },
	} {
		changed := d
		change(&changed)
		if got := must(t, changed).Version(); got == version {
			t.Errorf("changed %s, same version %s", name, got)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := shipped(t, "weekdays").Data()
	first := good.From
	for name, change := range map[string]func(*calendar.Data){
		"no name":         func(d *calendar.Data) { d.Name = "" },
		"name with #":     func(d *calendar.Data) { d.Name = "a#b" },
		"no edition":      func(d *calendar.Data) { d.Edition = "" },
		"to before from":  func(d *calendar.Data) { d.To = d.From - 1 },
		"too long":        func(d *calendar.Data) { d.To = d.From + 400_000 },
		"offset of a day": func(d *calendar.Data) { d.Offset = 1440 },
		"no days":         func(d *calendar.Data) { d.Sessions = []calendar.Sessions{{Hours: []calendar.Span{{From: 0, To: 1}}}} },
		"session backwards": func(d *calendar.Data) {
			d.Sessions = []calendar.Sessions{{Days: 2, Hours: []calendar.Span{{From: 9, To: 8}}}}
		},
		"session empty": func(d *calendar.Data) {
			d.Sessions = []calendar.Sessions{{Days: 2, Hours: []calendar.Span{{From: 8, To: 8}}}}
		},
		"session past 24:00": func(d *calendar.Data) {
			d.Sessions = []calendar.Sessions{{Days: 2, Hours: []calendar.Span{{From: 8, To: 1441}}}}
		},
		"sessions overlap": func(d *calendar.Data) {
			d.Sessions = []calendar.Sessions{{Days: 2, Hours: []calendar.Span{{From: 8, To: 20}, {From: 19, To: 30}}}}
		},
		"closure outside": func(d *calendar.Data) { d.Closures = []calendar.Closure{{Date: first - 1}} },
		"closure twice":   func(d *calendar.Data) { d.Closures = []calendar.Closure{{Date: first}, {Date: first}} },
		"worked outside":  func(d *calendar.Data) { d.Worked = []calendar.Worked{{Date: first - 1}} },
		"worked and closed": func(d *calendar.Data) {
			d.Worked, d.Closures = []calendar.Worked{{Date: first}}, []calendar.Closure{{Date: first}}
		},
		"provisional outside": func(d *calendar.Data) { d.Provisional = []int{1969} },
		"provisional twice":   func(d *calendar.Data) { d.Provisional = []int{1971, 1971} },
	} {
		d := good
		change(&d)
		if _, err := calendar.New(d); !refused(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOverlay(t *testing.T) {
	base := shipped(t, "vietnam")
	days, _ := calendar.ParseWeekdays("mon-fri")
	hours := []calendar.Span{{From: 450, To: 690}, {From: 810, To: 1020}}
	title := wording.Text{VI: "Mất điện", EN: "Power cut"}
	swap, tet := calendar.DateOf(2026, 8, 22), calendar.DateOf(2026, 2, 16)
	d, err := base.Overlay(calendar.Overlay{
		District: "d1",
		Sessions: []calendar.Sessions{{Days: days, Hours: hours}},
		Closures: []calendar.Closure{{Date: calendar.DateOf(2026, 12, 24), Title: title}, {Date: swap, Title: title}, {Date: tet, Title: title}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Hours(calendar.DateOf(2026, 12, 23)); !reflect.DeepEqual(got, hours) {
		t.Errorf("hours of the district: %v", got)
	}
	for _, closed := range []calendar.Date{calendar.DateOf(2026, 12, 24), swap, tet, calendar.DateOf(2026, 11, 24)} {
		if got := d.Hours(closed); len(got) != 0 {
			t.Errorf("%v is open: %v", closed, got)
		}
	}
	if got := d.Hours(calendar.DateOf(2026, 1, 10)); !reflect.DeepEqual(got, hours) {
		t.Errorf("the other worked Saturday has %v", got)
	}
	if len(base.Hours(swap)) == 0 || d.Version() == base.Version() || d.Name() != "vietnam+d1" {
		t.Errorf("base or version is wrong: %s", d.Version())
	}
	plain, err := base.Overlay(calendar.Overlay{District: "d2"})
	if err != nil || !reflect.DeepEqual(plain.Hours(calendar.DateOf(2026, 12, 23)), base.Hours(calendar.DateOf(2026, 12, 23))) {
		t.Errorf("an empty overlay changes hours: %v", err)
	}
	if _, err := base.Overlay(calendar.Overlay{District: "d3", Closures: []calendar.Closure{{Date: calendar.DateOf(2040, 1, 1)}}}); !refused(err) {
		t.Errorf("closure outside the validity: %v", err)
	}
}

// The first sessions that fit count; a season may run over the new year.
func TestSeasons(t *testing.T) {
	d := shipped(t, "weekdays").Data()
	winter, ok := calendar.ParseSeason("10-16..04-15")
	if !ok {
		t.Fatal("no season")
	}
	days, _ := calendar.ParseWeekdays("mon-fri")
	late := []calendar.Span{{From: 510, To: 1020}}
	d.Sessions = append([]calendar.Sessions{{Days: days, Hours: late, Season: winter}}, d.Sessions...)
	c := must(t, d)
	for date, want := range map[calendar.Date]int{
		calendar.DateOf(2026, 4, 15): 510, calendar.DateOf(2026, 4, 16): 480, calendar.DateOf(2026, 10, 15): 480,
		calendar.DateOf(2026, 10, 16): 510, calendar.DateOf(2026, 12, 31): 510, calendar.DateOf(2027, 1, 1): 510,
	} {
		if got := c.Hours(date); len(got) == 0 || got[0].From != want {
			t.Errorf("%v opens %v, want %d", date, got, want)
		}
	}
}

func TestTextForms(t *testing.T) {
	for in, want := range map[string]string{"mon-fri": "mon-fri", "sat": "sat", "tue, thu": "tue, thu", "sun,mon, tue": "mon-tue, sun", "mon-wed, thu": "mon-thu"} {
		if w, ok := calendar.ParseWeekdays(in); !ok || w.String() != want {
			t.Errorf("%q: %q %v", in, w, ok)
		}
	}
	for _, bad := range []string{"", "fri-mon", "mon-mon", "mon, mon", "mon-fri, wed", "monday", "Mon", "-fri"} {
		if w, ok := calendar.ParseWeekdays(bad); ok {
			t.Errorf("%q is %v", bad, w)
		}
	}
	for _, good := range []string{"00:00-24:00", "08:00-12:00"} {
		if s, ok := calendar.ParseSpan(good); !ok || s.String() != good {
			t.Errorf("%q: %v %v", good, s, ok)
		}
	}
	for _, bad := range []string{"", "08:00", "12:00-08:00", "08:00-08:00", "8:00-12:00", "08:00-24:01", "08:00-12:60", "08:00 - 12:00"} {
		if s, ok := calendar.ParseSpan(bad); ok {
			t.Errorf("%q is %v", bad, s)
		}
	}
	for _, bad := range []string{"04-31..10-15", "4-16..10-15", "04-16", "04-16..10-15 ", "00-01..01-01"} {
		if s, ok := calendar.ParseSeason(bad); ok {
			t.Errorf("%q is %v", bad, s)
		}
	}
	for _, good := range []string{"+07:00", "-03:30", "+00:00"} {
		if o, ok := calendar.ParseOffset(good); !ok || o.String() != good {
			t.Errorf("%q: %v %v", good, o, ok)
		}
	}
}

func TestYearPageData(t *testing.T) {
	c := shipped(t, "vietnam")
	y, err := c.Year(2026)
	if err != nil {
		t.Fatal(err)
	}
	minutes := 0
	for _, m := range y.Months {
		minutes += m.OpenMinutes
	}
	if y.WorkingDays != 249 || minutes != 249*480 || len(y.Worked) != 2 || len(y.Months[1].Days) != 28 || y.Months[1].WorkingDays != 15 {
		t.Errorf("2026: %d days, %d minutes, %v", y.WorkingDays, minutes, y.Worked)
	}
	for _, year := range []int{-1, 0, 2019, 2031, 99999} {
		if _, err := c.Year(year); !outside(err) {
			t.Errorf("%d: %v", year, err)
		}
	}
}
