package replay

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
)

func TestReport(t *testing.T) {
	k := checker(t, machine(t, permit), nil)
	by := func(s Sighting, unit string) Sighting { s.Unit = unit; return s }
	for _, c := range []struct {
		id     string
		events []Sighting
	}{
		{"A", []Sighting{
			did("open", on(2, 9)).floors("3"), by(did("pass", on(2, 11)), "u1"),
			{Activity: "coffee", At: on(2, 12)}, by(did("sign", on(3, 9)), "u2"),
		}},
		{"B", []Sighting{
			did("open", on(2, 9)).floors("3"), by(did("ask", on(2, 10)), "u1"), by(did("supplied", on(3, 10)), "u2"),
			did("pass", on(24, 9)), did("give", on(25, 9)), did("give", on(25, 10)),
		}},
		{"C", []Sighting{{Activity: "coffee", At: on(2, 12)}, {Activity: "tea", At: on(2, 12)}}},
		{"D", []Sighting{
			did("open", on(2, 9)), did("pass", time.Time{}),
			did("pass", time.Date(2200, 1, 1, 9, 0, 0, 0, time.UTC)), did("pass", on(2, 8)),
		}},
		{"E", nil},
	} {
		if err := k.Case(c.id, c.events); err != nil {
			t.Fatal(err)
		}
	}
	r := k.Report()
	if r.Cases != 5 || r.Events != 16 || r.Fitting != 2 || r.Unchecked != 2 {
		t.Errorf("%d cases, %d events, %d fit, %d not checked", r.Cases, r.Events, r.Fitting, r.Unchecked)
	}
	if diff := cmp.Diff([]Unmapped{{"coffee", 2, "A"}, {"tea", 1, "C"}}, r.Unmapped); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Apart{{1, "D"}, {1, "D"}}, []Apart{r.Outside, r.Timeless}); diff != "" {
		t.Error(diff)
	}
	// B: the visit to check from the 3rd 10:00 outlasts two days (the 5th) and
	// the clock, less the pause, ten: the 17th. Its nudge was missed.
	kinds := map[Kind]int{}
	for _, d := range r.Deviations {
		kinds[d.Kind] = d.Count
		if d.First.Case != "B" || d.Cases != 1 {
			t.Errorf("%+v", d)
		}
	}
	if diff := cmp.Diff(map[Kind]int{NoSuchMove: 1, Closed: 1, TimedMoveMissed: 1}, kinds); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]OverLimit{{"legal", 1, "B"}}, r.OverLimit); diff != "" {
		t.Error(diff)
	}
	state := func(name string) StateTime {
		i := slices.IndexFunc(r.States, func(s StateTime) bool { return s.State == name })
		return r.States[i]
	}
	// check: A 2 h; B 1 h, then from Tuesday the 3rd 10:00 to Tuesday the 24th
	// 9:00, 6 h that day, 14 days of 8 h, 1 h; D nothing, as 8:00 is lifted.
	want := StateTime{State: "check", Cases: 3, Visits: 4, Elapsed: (2 + 1 + 21*24 - 1) * time.Hour, Open: (2 + 1 + 6 + 14*8 + 1) * time.Hour, Overdue: 1}
	if diff := cmp.Diff(want, state("check")); diff != "" {
		t.Error(diff)
	}
	if s := state("supplement"); s.Open != 8*time.Hour || s.Overdue != 0 {
		t.Errorf("%+v", s)
	}
	if s := state("done"); s.Cases != 1 || s.Ended != 1 {
		t.Errorf("%+v", s)
	}
	held := []HeldTime{
		{"desk", procedure.WaitsFor("applicant"), 8 * time.Hour},
		{"expert", "", 122 * time.Hour},
		{"head", "", (5 + 1 + 8) * time.Hour},
	}
	if diff := cmp.Diff(held, r.Holders); diff != "" {
		t.Error(diff)
	}
	units := []UnitTime{{"", (119 + 8) * time.Hour}, {"u1", 3 * time.Hour}, {"u2", (8 + 6) * time.Hour}}
	if diff := cmp.Diff(units, r.Units); diff != "" {
		t.Error(diff)
	}
}

const parent = `
language: 1
procedure: parent
version: 1
title: Mẹ | Parent
legal: {basis: [Thử]}
roles: {desk: Quầy | Desk, other: Nơi khác | Elsewhere}
documents: {question: Câu hỏi | Question}
data: {ask: {type: boolean, title: Có hỏi | Ask}}
open: {title: Mở | Open, by: desk, needs: [question, ask], to: wait}
states:
  wait:
    owner: desk
    duty: Chờ | Wait
    waits_for: child
    within: 5 working days
    opens: {one: {procedure: child, at: other, when: data.ask, with: {question: question}}}
    moves:
      answered: {title: Đã trả lời | Answered, after: all children, to: work}
  work:
    owner: desk
    duty: Làm | Work
    within: 5 working days
    moves:
      finish: {title: Xong | Finish, to: done}
  done: {title: Xong | Done, outcome: done}
`

const child = `
language: 1
procedure: child
version: 1
title: Con | Child
legal: {basis: [Thử]}
roles: {other: Nơi khác | Elsewhere}
documents: {question: Câu hỏi | Question}
open: {title: Hỏi | Ask, by: parent, needs: [question], to: asked}
states:
  asked:
    owner: other
    duty: Trả lời | Answer
    within: 3 working days
    moves:
      answer: {title: Trả lời | Answer, to: answered}
  answered: {title: Đã trả lời | Answered, outcome: done}
`

// A log knows nothing of child cases but that they have ended, which the move
// that waits for them says. Where none was ordered the case goes on by itself.
func TestChildren(t *testing.T) {
	m, _, faults := source.Procedure("parent.yaml", []byte(parent), func(string) ([]byte, error) { return []byte(child), nil })
	if m == nil {
		t.Fatal(faults)
	}
	given := func(v string, s Sighting) Sighting {
		s.Given = append(s.Given, casefile.Given{Name: "ask", Text: v})
		return s
	}
	for _, c := range []struct {
		name   string
		events []Sighting
		want   []Kind
	}{
		{"a child that ended", []Sighting{given("true", did("open", on(2, 9))), did("answered", on(3, 9)), did("finish", on(4, 9))}, nil},
		{"its end is not in the log", []Sighting{given("true", did("open", on(2, 9))), did("finish", on(4, 9))}, []Kind{NoSuchMove}},
		{"no child", []Sighting{given("false", did("open", on(2, 9))), did("finish", on(4, 9))}, nil},
	} {
		k := checker(t, m, nil)
		if err := k.Case("A", c.events); err != nil {
			t.Fatal(err)
		}
		var got []Kind
		for _, d := range k.Report().Deviations {
			got = append(got, d.Kind)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || k.c.State != "done" {
			t.Errorf("%s: ends in %q %s", c.name, k.c.State, diff)
		}
	}
}

func TestUnknownNeed(t *testing.T) {
	if _, err := NewChecker(machine(t, permit), weekdays(t), []string{"passport"}); err == nil {
		t.Error("a need that the procedure does not have was taken")
	}
}

// One case after the other costs memory once.
func TestCheckerMemory(t *testing.T) {
	k := checker(t, machine(t, permit), nil)
	events := []Sighting{did("open", on(2, 9)).floors("3"), did("pass", on(2, 10)), did("sign", on(3, 9)), did("give", on(4, 9))}
	n := testing.AllocsPerRun(200, func() {
		if err := k.Case("A", events); err != nil {
			t.Fatal(err)
		}
	})
	if n > 120 {
		t.Errorf("%.0f allocations a case of four events", n)
	}
}

func BenchmarkCase(b *testing.B) {
	k := checker(b, machine(b, permit), nil)
	events := []Sighting{did("open", on(2, 9)).floors("3"), did("pass", on(2, 10)), did("sign", on(3, 9)), did("give", on(4, 9))}
	b.ReportAllocs()
	for b.Loop() {
		if err := k.Case("A", events); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(events))/b.Elapsed().Seconds(), "events/s")
}
