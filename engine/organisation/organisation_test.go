package organisation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/wording"
)

const vietnam = calendar.Offset(7 * 60)

func ward() *organisation.File {
	return &organisation.File{
		District: "xuan-huong",
		Calendar: "vietnam",
		Units: []organisation.Unit{
			{ID: "ubnd", Title: wording.Text{VI: "Uỷ ban", EN: "Committee"}, Level: "commune"},
			{ID: "mot-cua", Parent: "ubnd", Head: "an", Officers: []organisation.Officer{
				{ID: "an", Roles: []string{"one_stop"}}, {ID: "binh", Roles: []string{"one_stop"}}}},
			{ID: "tu-phap", Parent: "ubnd", Division: "justice", Officers: []organisation.Officer{{ID: "chi", Roles: []string{"justice"}}}},
			{ID: "to-1", Parent: "tu-phap", Officers: []organisation.Officer{{ID: "chi", Roles: []string{"clerk"}}}},
		},
		Leave: []organisation.Leave{{
			Officer: "binh", Substitute: "an",
			From: calendar.DateOf(2026, 12, 1), To: calendar.DateOf(2026, 12, 5)}},
		Roles: []organisation.Binding{
			{Role: "one_stop", Units: []string{"mot-cua"}},
			{Role: "justice", Units: []string{"tu-phap", "to-1"}},
		},
		Procedures: []organisation.Procedure{{
			Name: "certified-copy", Version: 1,
			Roles:  []organisation.Binding{{Role: "justice", Units: []string{"to-1"}}},
			Within: []organisation.Tightening{{Name: "legal", Items: []organisation.TightItem{{Limit: calendar.Limit{N: 2, Unit: calendar.WorkingDay}}}}},
		}},
	}
}

func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func timeline(t *testing.T, at string, f *organisation.File) *organisation.Timeline {
	t.Helper()
	line, err := new(organisation.Timeline).With(3, instant(at), vietnam, f.Facts())
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestAViewHoldsFromAfterItsRecord(t *testing.T) {
	at := instant("2026-03-02T01:00:00Z")
	line := timeline(t, "2026-03-02T01:00:00Z", ward())
	for _, c := range []struct {
		when time.Time
		want int64
	}{{at.Add(-time.Hour), 0}, {at, 0}, {at.Add(time.Microsecond), 3}} {
		if got := line.At(c.when).Position(); got != c.want {
			t.Errorf("position at %v: %d, want %d", c.when, got, c.want)
		}
	}
	var none *organisation.Timeline
	if none.At(at).Bound("p", "r") != nil || none.Latest().Unit("x") != nil {
		t.Error("an organisation before any record is not empty")
	}
}

func TestBindingsRolesAndDivisions(t *testing.T) {
	v := timeline(t, "2026-03-02T01:00:00Z", ward()).Latest()
	if got := v.Bound("certified-copy", "justice"); !cmp.Equal(got, []string{"to-1"}) {
		t.Errorf("own binding: %v", got)
	}
	if got := v.Bound("another", "justice"); !cmp.Equal(got, []string{"tu-phap", "to-1"}) {
		t.Errorf("district's binding: %v", got)
	}
	if v.Bound("another", "nobody") != nil {
		t.Error("a role that nothing binds has units")
	}
	for _, c := range []struct {
		officer, unit, role string
		want                bool
	}{
		{"chi", "tu-phap", "justice", true}, {"chi", "to-1", "justice", false}, {"chi", "to-1", "clerk", true},
		{"an", "mot-cua", "one_stop", true}, {"an", "nowhere", "one_stop", false},
	} {
		if got := v.Holds(c.officer, c.unit, c.role); got != c.want {
			t.Errorf("Holds%v = %v", c, got)
		}
	}
	for unit, want := range map[string]string{"ubnd": "ubnd", "mot-cua": "ubnd", "tu-phap": "justice", "to-1": "justice"} {
		if got := v.Unit(unit).Division; got != want {
			t.Errorf("division of %s: %q, want %q", unit, got, want)
		}
	}
	if !v.Superior("ubnd", "to-1") || v.Superior("to-1", "ubnd") || v.Superior("mot-cua", "to-1") {
		t.Error("superiors")
	}
	if !v.Head("an", "mot-cua") || v.Head("binh", "mot-cua") || v.Head("", "ubnd") {
		t.Error("heads")
	}
	if v.Version("certified-copy") != 1 || v.Version("another") != 0 || !cmp.Equal(v.Procedures(), []string{"certified-copy"}) {
		t.Error("versions")
	}
	if got := v.Tightened("certified-copy", "legal"); len(got) != 1 || got[0].Limit.N != 2 || v.Tightened("certified-copy", "check") != nil {
		t.Errorf("tightened: %v", got)
	}
}

// Leave begins and ends with local dates: at 17:00 UTC the date in Vietnam is
// the next one.
func TestLeaveFollowsLocalDates(t *testing.T) {
	v := timeline(t, "2026-03-02T01:00:00Z", ward()).Latest()
	for _, c := range []struct {
		at   string
		want bool
	}{
		{"2026-11-30T16:59:59.999999Z", false}, {"2026-11-30T17:00:00Z", true},
		{"2026-12-05T16:59:59.999999Z", true}, {"2026-12-05T17:00:00Z", false},
	} {
		now := instant(c.at)
		if got := v.ActsFor("an", "binh", now); got != c.want {
			t.Errorf("ActsFor at %s: %v", c.at, got)
		}
		if got := len(v.Substitutes("an", now)) == 1; got != c.want {
			t.Errorf("Substitutes at %s: %v", c.at, got)
		}
	}
	if v.ActsFor("binh", "an", instant("2026-12-02T03:00:00Z")) {
		t.Error("the officer on leave stands in for the substitute")
	}
}

func TestChangesComeInOrder(t *testing.T) {
	line := timeline(t, "2026-03-02T01:00:00Z", ward())
	if _, err := line.With(4, instant("2026-03-02T00:59:59Z"), vietnam, nil); !errors.Is(err, organisation.ErrOrder) {
		t.Errorf("earlier instant: %v", err)
	}
	if _, err := line.With(3, instant("2026-03-03T00:00:00Z"), vietnam, nil); !errors.Is(err, organisation.ErrOrder) {
		t.Errorf("same position: %v", err)
	}
}

// A binding of a file drawn at random, and of another: the differences lead
// from the facts of one to those of the other, and are empty only for the same.
func TestDiffLeadsFromOneFileToTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a").Facts(), draw(t, "b").Facts()
		changes := organisation.Diff(a, b)
		if diff := cmp.Diff(b, organisation.Apply(a, changes), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("applied: %s", diff)
		}
		if (len(changes) == 0) != cmp.Equal(a, b, cmpopts.EquateEmpty()) {
			t.Fatalf("%d changes between %v and %v", len(changes), a, b)
		}
		if len(changes) > 0 && cmp.Equal(organisation.Apply(a, changes[:len(changes)-1]), b, cmpopts.EquateEmpty()) {
			t.Fatal("a change that changes nothing")
		}
	})
}

func draw(t *rapid.T, label string) *organisation.File {
	f := ward()
	n := rapid.IntRange(0, 4).Draw(t, label+" units")
	f.Units = f.Units[:n]
	for i := range rapid.IntRange(0, 3).Draw(t, label+" more") {
		f.Units = append(f.Units, organisation.Unit{
			ID:     fmt.Sprint("more-", i),
			Level:  rapid.SampledFrom([]string{"", "commune"}).Draw(t, "level"),
			Parent: rapid.SampledFrom([]string{"", "ubnd", "to-1"}).Draw(t, "parent"),
		})
	}
	if rapid.Bool().Draw(t, label+" no leave") {
		f.Leave = nil
	} else {
		f.Leave[0].To += calendar.Date(rapid.IntRange(0, 2).Draw(t, label+" longer"))
	}
	p := &f.Procedures[0]
	p.Version = rapid.IntRange(1, 2).Draw(t, label+" version")
	p.Roles = p.Roles[:rapid.IntRange(0, 1).Draw(t, label+" own roles")]
	if len(p.Roles) > 0 && rapid.Bool().Draw(t, label+" other desk") {
		p.Roles[0].Units = []string{"mot-cua", "to-1"}
	}
	p.Within = p.Within[:rapid.IntRange(0, 1).Draw(t, label+" within")]
	f.Roles = f.Roles[:rapid.IntRange(0, 2).Draw(t, label+" roles")]
	if rapid.IntRange(0, 5).Draw(t, label+" empty") == 0 {
		return &organisation.File{District: f.District, Calendar: f.Calendar}
	}
	return f
}

func TestCheckNamesEveryFault(t *testing.T) {
	if faults := ward().Check(); len(faults) > 0 {
		t.Fatalf("the sample is faulty: %v", faults)
	}
	f := ward()
	f.Units[0].Parent = "to-1" // ubnd above tu-phap above to-1 above ubnd
	f.Units[1].Head = "nobody"
	f.Units[1].Officers = append(f.Units[1].Officers, organisation.Officer{ID: "an"})
	f.Units[2].Officers[0].ID, f.Units[3].Officers[0].ID = "applicant", "parent"
	f.Leave[0].To = f.Leave[0].From - 1
	f.Leave = append(f.Leave, organisation.Leave{Officer: "an", Substitute: "an"}, organisation.Leave{Officer: "x", Substitute: "y"})
	f.Roles[0].Units = []string{"nowhere", "other:unit"}
	f.Procedures[0].Roles[0].Units = []string{"gone"}
	f.Units = append(f.Units, f.Units[1], organisation.Unit{ID: "a:b"})
	f.Leave = append(f.Leave, organisation.Leave{Officer: "binh", Substitute: "an", From: f.Leave[0].From, To: f.Leave[0].From})
	f.Roles = append(f.Roles, f.Roles[1], organisation.Binding{Role: "certified-copy/justice"}, organisation.Binding{})
	f.Procedures[0].Within = append(f.Procedures[0].Within, f.Procedures[0].Within[0])
	f.Procedures = append(f.Procedures, organisation.Procedure{Name: "certified-copy"})
	var got []string
	for _, fault := range f.Check() {
		got = append(got, fault.Path)
		if fault.Text.VI == "" || fault.Text.EN == "" {
			t.Errorf("%s is not said in both languages", fault.Path)
		}
	}
	want := []string{
		"units.mot-cua", "units.a:b",
		"units.ubnd.parent", "units.mot-cua.head", "units.mot-cua.officers.an",
		"units.tu-phap.parent", "units.tu-phap.officers.applicant", "units.to-1.parent", "units.to-1.officers.parent",
		"units.mot-cua.head", "units.mot-cua.officers.an",
		"leave.0.to", "leave.1.substitute", "leave.2.officer", "leave.2.substitute", "leave.3.from",
		"roles.justice", "roles.certified-copy/justice", "roles.", "roles.one_stop",
		"procedures.certified-copy",
		"procedures.certified-copy.roles.justice", "procedures.certified-copy.within.legal",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAskingAllocatesNothing(t *testing.T) {
	line := timeline(t, "2026-03-02T01:00:00Z", ward())
	now := instant("2026-03-02T09:00:00Z")
	if n := testing.AllocsPerRun(100, func() {
		v := line.At(now)
		_ = v.Holds("an", v.Bound("certified-copy", "one_stop")[0], "one_stop")
		_ = v.ActsFor("an", "binh", now)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
