package organisation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/wording"
)

// city is a district of n units with four officers each, and the changes that
// days of leave bring, one after another.
func city(n int) *organisation.File {
	f := &organisation.File{District: "d", Calendar: "c"}
	for i := range n {
		u := organisation.Unit{ID: fmt.Sprintf("unit-%03d", i), Title: wording.Text{VI: "Phòng", EN: "Office"}}
		for k := range 4 {
			u.Officers = append(u.Officers, organisation.Officer{ID: fmt.Sprintf("officer-%03d-%d", i, k), Roles: []string{"clerk", fmt.Sprint("role-", i)}})
		}
		f.Units = append(f.Units, u)
		f.Roles = append(f.Roles, organisation.Binding{Role: fmt.Sprint("role-", i), Units: []string{u.ID}})
	}
	for i := range n {
		f.Procedures = append(f.Procedures, organisation.Procedure{Name: fmt.Sprintf("procedure-%03d", i), Version: 1,
			Roles: []organisation.Binding{{Role: "clerk", Units: []string{f.Units[i].ID}}, {Role: "signer", Units: []string{f.Units[i].ID}}}})
	}
	return f
}

func BenchmarkTimeline(b *testing.B) {
	f := city(80)
	facts := f.Facts()
	var changes [][]organisation.Fact
	for i := range 1000 {
		g := organisation.File{Leave: []organisation.Leave{{Officer: fmt.Sprintf("officer-%03d-1", i%80), Substitute: "officer-000-0",
			From: calendar.DateOf(2026, 1, i), To: calendar.DateOf(2026, 1, i+3)}}}
		changes = append(changes, g.Facts())
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var line *organisation.Timeline
	b.Run("fold 1000 changes of a large district", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var err error
			line, err = (*organisation.Timeline)(nil).With(1, start, vietnam, facts)
			for i := range changes {
				if err != nil {
					b.Fatal(err)
				}
				line, err = line.With(int64(i)+2, start.Add(time.Duration(i+1)*time.Hour), vietnam, changes[i])
			}
		}
	})
	now := start.Add(500 * time.Hour)
	b.Run("at, bound, holds", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			v := line.At(now)
			if !v.Holds("officer-070-2", v.Bound("procedure-070", "clerk")[0], "clerk") {
				b.Fatal("not held")
			}
		}
	})
}

// answers is everything a view says about the names that the tests use.
type answers struct {
	Position int64
	Units    []organisation.Unit
	Bound    map[string][]string
	Versions map[string]int
	Tight    map[string][]organisation.TightItem
	Above    []string
	StandIn  []string
}

func ask(v *organisation.View, now time.Time) answers {
	a := answers{Position: v.Position(), Bound: map[string][]string{}, Versions: map[string]int{}, Tight: map[string][]organisation.TightItem{}}
	a.Units = append(a.Units, v.Units()...)
	for _, p := range []string{"certified-copy", "another"} {
		for _, r := range []string{"one_stop", "justice", "nobody"} {
			a.Bound[p+"/"+r] = v.Bound(p, r)
		}
		a.Versions[p] = v.Version(p)
		a.Tight[p] = v.Tightened(p, "legal")
	}
	for i := range a.Units {
		for k := range a.Units {
			if v.Superior(a.Units[i].ID, a.Units[k].ID) {
				a.Above = append(a.Above, a.Units[i].ID+" > "+a.Units[k].ID)
			}
		}
	}
	for _, o := range []string{"an", "binh", "chi"} {
		a.StandIn = append(a.StandIn, v.Substitutes(o, now)...)
	}
	return a
}

// Whatever files come one after another, each instant's view says what its own
// file says by itself, also after all later ones: views share what did not
// change, and no change reaches back.
func TestEveryViewIsThatOfItsOwnFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := instant("2026-11-30T01:00:00Z")
		var line *organisation.Timeline
		var files []*organisation.File
		for i := range rapid.IntRange(1, 40).Draw(t, "files") {
			f := draw(t, "file")
			var err error
			if line, err = line.With(int64(i)+1, start.Add(time.Duration(i)*time.Hour), vietnam, organisation.Diff(line.Facts(), f.Facts())); err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		for i, f := range files {
			alone, err := new(organisation.Timeline).With(int64(i)+1, start, vietnam, f.Facts())
			if err != nil {
				t.Fatal(err)
			}
			after := start.Add(time.Duration(i)*time.Hour + time.Microsecond)
			for _, at := range []time.Time{after, after.Add(time.Hour - time.Microsecond)} {
				if diff := cmp.Diff(ask(alone.Latest(), at), ask(line.At(at), at)); diff != "" {
					t.Fatalf("view %d at %v: %s", i, at, diff)
				}
			}
		}
		if p := line.At(start).Position(); p != 0 {
			t.Fatalf("position %d before the first record", p)
		}
	})
}

func TestChangesThatCannotBeMadeAreNamed(t *testing.T) {
	line := timeline(t, "2026-03-02T01:00:00Z", ward())
	before := ask(line.Latest(), instant("2026-12-02T01:00:00Z"))
	good := organisation.Fact{Kind: organisation.ProcedureFact, Key: "p", Body: "1"}
	for name, bad := range map[string]organisation.Fact{
		"no such kind":           {Kind: "colour", Key: "x", Body: "1"},
		"no such kind, gone":     {Kind: "colour", Key: "x"},
		"taken back, not there":  {Kind: organisation.UnitFact, Key: "nowhere"},
		"no JSON":                {Kind: organisation.UnitFact, Key: "ubnd", Body: "{"},
		"two values":             {Kind: organisation.ProcedureFact, Key: "p", Body: "1 2"},
		"another type":           {Kind: organisation.BindingFact, Key: "r", Body: `"mot-cua"`},
		"a field nobody knows":   {Kind: organisation.UnitFact, Key: "ubnd", Body: `{"colour":"red"}`},
		"a limit not understood": {Kind: organisation.TighteningFact, Key: "p/legal", Body: `[{"limit":"3 moons"}]`},
	} {
		// A fact put right by a later one of the same instant is still no fact.
		after := organisation.Fact{Kind: bad.Kind, Key: bad.Key, Body: "1"}
		_, err := line.With(4, instant("2026-03-03T00:00:00Z"), vietnam, []organisation.Fact{good, bad, after})
		var change *organisation.ChangeError
		if !errors.As(err, &change) || change.Index != 1 || change.Key != bad.Key {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, ask(line.Latest(), instant("2026-12-02T01:00:00Z"))); diff != "" {
		t.Errorf("the timeline itself has changed: %s", diff)
	}
}
