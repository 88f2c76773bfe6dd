package register_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/register"
)

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func file(units, version int) *organisation.File {
	f := &organisation.File{District: "d", Calendar: "plain"}
	for i := range units {
		f.Units = append(f.Units, organisation.Unit{ID: fmt.Sprint("unit-", i), Head: "an"})
	}
	f.Procedures = []organisation.Procedure{{Name: "p", Version: version}}
	return f
}

func plain(t interface{ Fatal(...any) }, edition string, closed ...calendar.Date) *calendar.Calendar {
	days, _ := calendar.ParseWeekdays("mon-fri")
	d := calendar.Data{
		Name: "plain", Edition: edition, Offset: 7 * 60,
		From: calendar.DateOf(2026, 1, 1), To: calendar.DateOf(2026, 12, 31),
		Sessions: []calendar.Sessions{{Days: days, Hours: []calendar.Span{{From: 8 * 60, To: 12 * 60}}}},
	}
	for _, c := range closed {
		d.Closures = append(d.Closures, calendar.Closure{Date: c})
	}
	c, err := calendar.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// load makes the state what the file says and returns it with all records.
func load(t interface{ Fatal(...any) }, s *register.State, f *organisation.File, c *calendar.Calendar, at time.Time) (*register.State, []register.Record) {
	records, err := s.Load(f, c, at)
	if err != nil {
		t.Fatal(err)
	}
	next, err := s.With(records)
	if err != nil {
		t.Fatal(err)
	}
	return next, records
}

func TestLoadingTwiceWritesNothing(t *testing.T) {
	cal := plain(t, "1")
	s, first := load(t, &register.State{District: "d"}, file(3, 1), cal, start)
	if len(first) != 1+3+1 {
		t.Errorf("%d records, want a calendar, three units and a procedure", len(first))
	}
	_, second := load(t, s, file(3, 1), cal, start.Add(time.Hour))
	if len(second) != 0 {
		t.Errorf("loaded again: %d records", len(second))
	}
}

// Whatever files are loaded one after another, the fold of all records gives
// what the last file says, in steps or at once, and names every instant's own.
func TestFoldGivesTheLastFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &register.State{District: "d"}
		var all []register.Record
		var last *organisation.File
		var cal *calendar.Calendar
		for i := range rapid.IntRange(1, 5).Draw(t, "loads") {
			last = file(rapid.IntRange(0, 4).Draw(t, "units"), rapid.IntRange(1, 3).Draw(t, "version"))
			cal = plain(t, rapid.SampledFrom([]string{"1", "2"}).Draw(t, "edition"))
			before := all
			var more []register.Record
			s, more = load(t, s, last, cal, start.Add(time.Duration(i)*time.Hour))
			all = append(before, more...)
		}
		whole, err := register.Fold("d", all)
		if err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]*register.State{"in steps": s, "at once": whole} {
			if diff := cmp.Diff(last.Facts(), got.Timeline.Facts()); diff != "" {
				t.Fatalf("%s: %s", name, diff)
			}
			if got.LatestCalendar().Version() != cal.Version() || got.Position != int64(len(all)) || got.Head != s.Head {
				t.Fatalf("%s: calendar %s, position %d", name, got.LatestCalendar().Version(), got.Position)
			}
		}
	})
}

func TestACalendarHoldsFromAfterItsRecord(t *testing.T) {
	one, two := plain(t, "1"), plain(t, "2", calendar.DateOf(2026, 5, 4))
	s, _ := load(t, &register.State{District: "d"}, file(1, 1), one, start)
	s, _ = load(t, s, file(1, 1), two, start.Add(time.Hour))
	for _, c := range []struct {
		at   time.Time
		want *calendar.Calendar
	}{{start, nil}, {start.Add(1), one}, {start.Add(time.Hour), one}, {start.Add(time.Hour + 1), two}} {
		if got := s.CalendarAt(c.at); (got == nil) != (c.want == nil) || got != nil && got.Version() != c.want.Version() {
			t.Errorf("calendar at %v: %v", c.at, got)
		}
	}
	if s.Calendar(one.Version()) == nil || s.Calendar("gone") != nil {
		t.Error("calendars by version")
	}
	if v := s.Timeline.At(start.Add(time.Hour + 1)); v.Position() != s.Position {
		t.Errorf("a calendar does not move the position: %d", v.Position())
	}
}

func TestNothingIsRecordedInThePast(t *testing.T) {
	s, _ := load(t, &register.State{District: "d"}, file(1, 1), plain(t, "1"), start)
	if _, err := s.Load(file(2, 1), plain(t, "1"), start.Add(-1)); !errors.Is(err, register.ErrPast) {
		t.Errorf("load in the past: %v", err)
	}
}

// Each way to alter a register is named at the record where it is.
func TestAlteredRegistersAreNamed(t *testing.T) {
	whole := func() []register.Record {
		s, a := load(t, &register.State{District: "d"}, file(2, 1), plain(t, "1"), start)
		_, b := load(t, s, file(3, 2), plain(t, "1"), start.Add(time.Hour))
		return append(a, b...)
	}
	if _, err := register.Fold("d", whole()); err != nil {
		t.Fatal(err)
	}
	for name, alter := range map[string]func([]register.Record) ([]register.Record, int64){
		"dropped":        func(r []register.Record) ([]register.Record, int64) { return append(r[:1:1], r[2:]...), 2 },
		"swapped":        func(r []register.Record) ([]register.Record, int64) { r[1], r[2] = r[2], r[1]; return r, 2 },
		"other district": func(r []register.Record) ([]register.Record, int64) { r[2].District = "e"; return r, 3 },
		"back in time":   func(r []register.Record) ([]register.Record, int64) { r[4].At = start.Add(-1); return r, 5 },
		"other calendar": func(r []register.Record) ([]register.Record, int64) { r[0].Key = "plain@2"; return r, 1 },
		"no calendar":    func(r []register.Record) ([]register.Record, int64) { r[0].Body = "{"; return r, 1 },
	} {
		records, seq := alter(whole())
		var bad *journal.ChainError
		if _, err := register.Fold("d", records); !errors.As(err, &bad) || bad.Seq != seq {
			t.Errorf("%s: %v, want record %d named", name, err, seq)
		}
	}
}

func TestDecodeGivesWhatWasSealed(t *testing.T) {
	_, records := load(t, &register.State{District: "d"}, file(2, 1), plain(t, "1"), start)
	for _, r := range records {
		got, err := register.Decode(r.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := register.Decode([]byte{1, 99, 1, 1}); !errors.Is(err, journal.ErrBytes) {
		t.Errorf("bytes of nothing: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	s := &register.State{District: "d"}
	records, _ := s.Load(file(1, 1), plain(f, "1"), start)
	for _, r := range records {
		f.Add(r.Bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := register.Decode(b); err == nil && r.Hash != journal.Hash(b) {
			t.Error("another hash")
		}
	})
}
