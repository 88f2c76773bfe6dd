package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
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
		f.Units = append(f.Units, organisation.Unit{ID: fmt.Sprint("unit-", i), Head: "an", Officers: []organisation.Officer{{ID: "an"}}})
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

func TestWhatCannotBeLoadedIsRefused(t *testing.T) {
	s, _ := load(t, &register.State{District: "d"}, file(1, 1), plain(t, "1"), start)
	if _, err := s.Load(file(2, 1), plain(t, "1"), start.Add(-1)); !errors.Is(err, register.ErrPast) {
		t.Errorf("in the past: %v", err)
	}
	other, twice := file(2, 1), file(2, 1)
	other.District = "e"
	twice.Units = append(twice.Units, twice.Units[0])
	for name, f := range map[string]*organisation.File{"another district": other, "a unit twice": twice} {
		if _, err := s.Load(f, plain(t, "1"), start.Add(time.Hour)); !errors.Is(err, register.ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	records, err := s.Load(file(2, 1), plain(t, "1"), start.Add(1999*time.Nanosecond))
	if err != nil || len(records) != 1 || !records[0].At.Equal(start.Add(time.Microsecond)) {
		t.Errorf("an instant is cut to microseconds: %v, %v", records, err)
	}
}

// register of two loads: a calendar, two units and a procedure; then the
// procedure's new version and a third unit.
func twoLoads(t *testing.T) []register.Record {
	s, a := load(t, &register.State{District: "d"}, file(2, 1), plain(t, "1"), start)
	_, b := load(t, s, file(3, 2), plain(t, "1"), start.Add(time.Hour))
	return append(a, b...)
}

func named(t *testing.T, what string, records []register.Record, seq int64) {
	t.Helper()
	var bad *journal.ChainError
	if _, err := register.Fold("d", records); !errors.As(err, &bad) || bad.Seq != seq {
		t.Errorf("%s: %v, want record %d named", what, err, seq)
	}
}

// Each way to alter a kept record is named at the record where it is.
func TestAlteredRegistersAreNamed(t *testing.T) {
	for name, alter := range map[string]func([]register.Record) ([]register.Record, int64){
		"dropped":          func(r []register.Record) ([]register.Record, int64) { return append(r[:1:1], r[2:]...), 2 },
		"swapped":          func(r []register.Record) ([]register.Record, int64) { r[1], r[2] = r[2], r[1]; return r, 2 },
		"other district":   func(r []register.Record) ([]register.Record, int64) { r[2].District = "e"; return r, 3 },
		"other instant":    func(r []register.Record) ([]register.Record, int64) { r[4].At = start; return r, 5 },
		"other key":        func(r []register.Record) ([]register.Record, int64) { r[1].Key = "unit-9"; return r, 2 },
		"other last body":  func(r []register.Record) ([]register.Record, int64) { r[5].Body = "{}"; return r, 6 },
		"other last hash":  func(r []register.Record) ([]register.Record, int64) { r[5].Hash[0] ^= 1; return r, 6 },
		"other last bytes": func(r []register.Record) ([]register.Record, int64) { r[5].Bytes[40] ^= 1; return r, 6 },
	} {
		records, seq := alter(twoLoads(t))
		named(t, name, records, seq)
	}
	// Each bit of each record, as a store would give it back beside its hash.
	whole := twoLoads(t)
	for i, r := range whole {
		for bit := range len(r.Bytes) * 8 {
			b := bytes.Clone(r.Bytes)
			b[bit/8] ^= 1 << (bit % 8)
			got, err := register.Decode(b)
			if err != nil {
				continue
			}
			got.Hash = r.Hash
			records := slices.Clone(whole)
			records[i] = got
			var bad *journal.ChainError
			if _, err := register.Fold("d", records); !errors.As(err, &bad) || bad.Seq != int64(i)+1 {
				t.Fatalf("bit %d of record %d: %v", bit, i+1, err)
			}
		}
	}
}

// A record with right bytes and a right hash that says what cannot be is named,
// also when a later one of the same instant puts it right.
func TestSealedNonsenseIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		seq   int64
		alter func(*register.Record)
	}{
		"back in time":          {5, func(r *register.Record) { r.At = start.Add(-1000) }},
		"another district":      {3, func(r *register.Record) { r.District = "e" }},
		"another calendar's":    {1, func(r *register.Record) { r.Key = "plain@2" }},
		"no calendar":           {1, func(r *register.Record) { r.Body = "{" }},
		"a calendar taken back": {1, func(r *register.Record) { r.Body = "" }},
		"no such kind":          {2, func(r *register.Record) { r.Kind = "colour" }},
		"no JSON":               {3, func(r *register.Record) { r.Body = "{" }},
		"taken back, not there": {6, func(r *register.Record) { r.Body = "" }},
		"put right later":       {3, func(r *register.Record) { r.Kind, r.Key, r.Body = "procedure", "p", `"one"` }},
	} {
		records := twoLoads(t)
		for i := range records {
			if r := &records[i]; r.Position == c.seq {
				c.alter(r)
			}
			if i > 0 {
				records[i].Prev = records[i-1].Hash
			}
			records[i].Seal()
		}
		named(t, name, records, c.seq)
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
		r, err := register.Decode(b)
		if err != nil {
			return
		}
		again := r
		again.Seal()
		if !bytes.Equal(again.Bytes, b) || again.Hash != r.Hash {
			t.Errorf("%x decodes, and is %x again", b, again.Bytes)
		}
		if s, err := register.Fold("d", []register.Record{r}); err == nil && s.Head != r.Hash {
			t.Error("folded under another hash")
		}
	})
}
