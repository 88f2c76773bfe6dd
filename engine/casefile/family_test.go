package casefile

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/procedure"
)

// child opens the child of that name as the deliverer would, at the instant of
// the entry that orders it.
func (w *world) child(tb testing.TB, name string) *world {
	tb.Helper()
	for i := range w.journal {
		for _, o := range w.journal[i].Orders {
			if o.Name == name {
				return w.openChild(tb, &w.journal[i], o)
			}
		}
	}
	tb.Fatalf("no child %q was ordered", name)
	return nil
}

func (w *world) openChild(tb testing.TB, e *Entry, o Order) *world {
	tb.Helper()
	c := newWorld(tb, o.Procedure)
	c.org = w.org
	c.c = &Case{ID: o.ID, District: o.District, Applicant: w.c.Applicant, Parent: ParentRef{w.c.ID, w.c.District}}
	cmd := &Command{Event: EventOpen, Actor: Parent, Unit: o.Unit, Documents: o.Documents}
	for _, k := range o.Data {
		cmd.Given = append(cmd.Given, Given{Name: k.Name, Text: textOf(k.Value), Commitment: k.Commitment})
	}
	if err := c.put(tb, cmd, e.At); err != nil {
		tb.Fatal(err)
	}
	return c
}

// ended delivers the child's end to its parent.
func (w *world) ended(tb testing.TB, when string, child *world) {
	tb.Helper()
	c := child.c
	last := &child.journal[len(child.journal)-1]
	cmd := &Command{Event: EventChildEnded, End: &ChildEnd{Case: c.ID, State: c.State, Outcome: c.Outcome, At: last.effective(), Data: c.Data}}
	if err := w.put(tb, cmd, at(when)); err != nil {
		tb.Fatal(err)
	}
}

// consulting is a permit that consults fire and water from 10:00 on Monday 2
// March 2026.
func consulting(tb testing.TB) (w, fire, water *world) {
	w = opened(tb, "floors=13")
	e := w.do(tb, "2026-03-02 10:00", "han checked")
	if e.To != "consult" || len(e.Orders) != 2 || e.Wait != procedure.WaitsForChild {
		tb.Fatalf("%+v", e)
	}
	return w, w.child(tb, "fire"), w.child(tb, "water")
}

func TestChildrenAreOrderedAndJoined(t *testing.T) {
	w, fire, water := consulting(t)
	if fire.c.ID == water.c.ID || fire.c.Holder.Unit != "fire" || !fire.c.At.Equal(at("2026-03-02 10:00")) {
		t.Errorf("%+v", fire.c)
	}
	if got := childID("case-1", "fire", 2); fire.c.ID != got || got != "2186d199-4f7d-8090-84c3-7542f9498806" {
		t.Errorf("id %s, derived %s", fire.c.ID, got)
	}
	fire.do(t, "2026-03-03 10:00", "phuc agree finding=safe")
	w.ended(t, "2026-03-03 10:00", fire)
	if w.kinds(1) != "not_taken" || w.c.State != "consult" || w.c.Value("finding").Text != "safe" {
		t.Errorf("%s %s %v", w.kinds(2), w.c.State, w.c.Data)
	}
	water.do(t, "2026-03-04 10:00", "phuc agree finding=wet")
	w.ended(t, "2026-03-04 10:00", water)
	if w.kinds(2) != "child_ended moved" || w.c.State != "sign" || w.c.Value("finding").Text != "safe" {
		t.Errorf("%s %s %v", w.kinds(2), w.c.State, w.c.Data)
	}
	before := len(w.journal)
	w.ended(t, "2026-03-05 10:00", water)
	if len(w.journal) != before {
		t.Errorf("delivered twice: %s", w.kinds(2))
	}
}

func TestTheFirstObjectionIsTaken(t *testing.T) {
	w, fire, water := consulting(t)
	fire.do(t, "2026-03-03 10:00", "phuc object finding=unsafe")
	w.ended(t, "2026-03-03 10:05", fire)
	if w.c.State != "check" || w.journal[len(w.journal)-1].Event != "objection" {
		t.Errorf("%s", w.c.State)
	}
	water.do(t, "2026-03-04 10:00", "phuc agree finding=wet")
	w.ended(t, "2026-03-04 10:00", water)
	if w.kinds(1) != "child_ended" {
		t.Errorf("%s", w.kinds(2))
	}
}

// joined is the outcome of a consultation: its children ended at given
// instants, delivered at others, with sweeps between.
func joined(tb testing.TB, ended, delivered [2]time.Time, sweeps []time.Time) *world {
	w, fire, water := consulting(tb)
	steps := []step{{at: at("2026-03-12 15:00")}}
	for i, c := range []*world{fire, water} {
		steps = append(steps, step{delivered[i], &Command{Event: EventChildEnded, End: &ChildEnd{
			Case: c.c.ID, State: "agreed", Outcome: procedure.Done, At: ended[i],
		}}})
	}
	for _, s := range sweeps {
		steps = append(steps, step{at: s})
	}
	slices.SortStableFunc(steps, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range steps {
		if err := w.put(tb, s.cmd, s.at); err != nil {
			tb.Fatal(err)
		}
	}
	return w
}

// sameJoin says in what two cases differ that the delivery of their children's
// ends may not touch: state, dues, what passed, and who is charged.
func sameJoin(prompt, late *world) error {
	if prompt.c.State != late.c.State {
		return fmt.Errorf("prompt in %s, late in %s", prompt.c.State, late.c.State)
	}
	for _, name := range []string{"visit", "legal", "total"} {
		x, y := prompt.c.Timer(name), late.c.Timer(name)
		if !x.Due.Equal(y.Due) || !x.Started.Equal(y.Started) || x.Expired != y.Expired {
			return fmt.Errorf("%s: prompt %v %v, late %v %v", name, x.Started, x.Due, y.Started, y.Due)
		}
	}
	if x, y := unlifted(prompt.journal), unlifted(late.journal); !slices.Equal(x, y) {
		return fmt.Errorf("prompt %q, late %q", x, y)
	}
	until := at("2026-03-12 15:00")
	if x, y := ledger(prompt.journal).Shares(prompt.cal, until), ledger(late.journal).Shares(late.cal, until); !slices.Equal(x, y) {
		return fmt.Errorf("prompt %v, late %v", x, y)
	}
	return nil
}

func TestADelayedDeliveryMovesNoDue(t *testing.T) {
	ended := [2]time.Time{at("2026-03-03 10:00"), at("2026-03-04 10:00")}
	late := joined(t, ended, [2]time.Time{at("2026-03-10 15:00"), at("2026-03-10 14:00")}, []time.Time{at("2026-03-09 18:00")})
	e := late.journal[slices.IndexFunc(late.journal, func(e Entry) bool { return e.To == "sign" })]
	if !e.Effective.Equal(at("2026-03-04 10:00")) || !e.At.Equal(at("2026-03-10 15:00")) {
		t.Errorf("%+v", e)
	}
	if err := sameJoin(joined(t, ended, ended, nil), late); err != nil {
		t.Error(err)
	}
	// The comparison finds a child that ended later.
	other := joined(t, [2]time.Time{ended[0], at("2026-03-05 10:00")}, ended, nil)
	if sameJoin(other, late) == nil {
		t.Error("a difference is not found")
	}
}

func TestNoDeliveryMovesADue(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		instant := func(name string, from time.Time) time.Time {
			last := at("2026-03-10 17:00") // when the wait is over
			return from.Add(time.Duration(rapid.Int64Range(0, int64(last.Sub(from)/time.Second)).Draw(r, name)) * time.Second)
		}
		var ended, delivered [2]time.Time
		for i := range ended {
			ended[i] = instant("ended", at("2026-03-02 10:00"))
			delivered[i] = instant("delivered", ended[i])
		}
		sweeps := make([]time.Time, rapid.IntRange(0, 4).Draw(r, "sweeps"))
		for i := range sweeps {
			sweeps[i] = instant("sweep", at("2026-03-02 10:00"))
		}
		if err := sameJoin(joined(t, ended, ended, nil), joined(t, ended, delivered, sweeps)); err != nil {
			r.Error(err)
		}
	})
}

// unlifted says what passed when, as far as it still stands, in order.
func unlifted(journal []Entry) []string {
	lifted := map[int64]bool{}
	for _, e := range journal {
		if e.Kind == Lifted {
			lifted[e.Mark.Lifts] = true
		}
	}
	var out []string
	for _, e := range journal {
		if (e.Kind == Expired || e.Kind == Warned) && !lifted[e.Seq] {
			out = append(out, e.effective().In(local).Format("01-02 15:04:05.000000")+" "+string(e.Kind)+" "+e.Mark.Timer+" "+e.Holder.Unit)
		}
	}
	slices.Sort(out)
	return out
}

func TestASuspendedParentMovesAtItsResume(t *testing.T) {
	w, fire, water := consulting(t)
	w.do(t, "2026-03-03 09:00", "lam suspend reason=x")
	fire.do(t, "2026-03-03 10:00", "phuc agree finding=safe")
	water.do(t, "2026-03-03 11:00", "phuc agree finding=wet")
	w.ended(t, "2026-03-03 10:00", fire)
	w.ended(t, "2026-03-03 11:00", water)
	if w.kinds(2) != "child_ended child_ended" || w.c.State != "consult" {
		t.Fatalf("%s", w.kinds(3))
	}
	w.do(t, "2026-03-05 09:00", "lam resume")
	last := w.journal[len(w.journal)-1]
	if w.c.State != "sign" || !last.effective().Equal(at("2026-03-05 09:00")) {
		t.Errorf("%s: %s", w.c.State, w.kinds(4))
	}
}

func TestChildrenAreToldOfTheEnd(t *testing.T) {
	w, fire, water := consulting(t)
	water.do(t, "2026-03-03 09:00", "phuc hold reason=x")
	e := w.do(t, "2026-03-03 10:00", "applicant withdraw")
	if len(e.Tells) != 2 || e.Outcome != "withdrawn" {
		t.Fatalf("%+v", e)
	}
	tell := &Command{Event: EventParentEnded}
	for range 2 {
		if err := fire.put(t, tell, at("2026-03-03 10:00")); err != nil {
			t.Fatal(err)
		}
	}
	if fire.c.State != "recalled" || fire.kinds(2) != "told moved" || fire.journal[2].Actor != Parent {
		t.Errorf("%s %s", fire.c.State, fire.kinds(2))
	}
	for range 2 {
		if err := water.put(t, tell, at("2026-03-03 10:00")); err != nil {
			t.Fatal(err)
		}
	}
	if water.kinds(2) != "suspended told" || water.c.State != "asked" {
		t.Errorf("%s %s", water.c.State, water.kinds(2))
	}
	water.sweep(t, "2026-03-20 10:00")
	if water.c.State != "recalled" || water.kinds(2) != "resumed moved" {
		t.Errorf("%s %s", water.c.State, water.kinds(2))
	}
	for range 2 {
		answer := &Command{Event: EventChildTold, Answer: &ChildAnswer{Case: fire.c.ID, Event: "recall"}}
		if err := w.put(t, answer, at("2026-03-03 10:00")); err != nil {
			t.Fatal(err)
		}
	}
	w.ended(t, "2026-03-03 10:01", fire)
	if w.kinds(2) != "told child_ended" || w.c.Outcome != "withdrawn" {
		t.Errorf("%s", w.kinds(3))
	}
	for _, x := range []*world{w, fire, water} {
		if err := decidedAgain(&history{world: x}, x.journal); err != nil {
			t.Error(err)
		}
	}
}

func TestSilenceOfAChildCounts(t *testing.T) {
	w, fire, water := consulting(t)
	fire.sweep(t, "2026-03-20 10:00")
	water.sweep(t, "2026-03-20 10:00")
	if fire.c.State != "silent" || !fire.c.At.Equal(at("2026-03-09 17:00:00.000001")) {
		t.Fatalf("%s at %v", fire.c.State, fire.c.At.In(local))
	}
	w.ended(t, "2026-03-10 08:00", fire)
	w.ended(t, "2026-03-10 08:00", water)
	if w.c.State != "sign" {
		t.Errorf("%s", w.c.State)
	}
}

func TestADeliveryAboutAStrangerIsAFault(t *testing.T) {
	w := opened(t, "floors=3")
	for _, cmd := range []*Command{
		{Event: EventChildEnded, End: &ChildEnd{Case: "x"}}, {Event: EventChildEnded},
		{Event: EventParentEnded}, {Event: EventChildTold, Answer: &ChildAnswer{Case: "x"}}, {Event: EventChildTold},
	} {
		if err := w.put(t, cmd, at("2026-03-03 10:00")); err == nil {
			t.Errorf("%s is taken", cmd.Event)
		}
	}
}
