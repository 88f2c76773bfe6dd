package casefile

import (
	"slices"
	"testing"

	"github.com/motcua/motcua/engine/procedure"
)

func TestWhatACommandCarries(t *testing.T) {
	w := newWorld(t, "permit")
	r := w.refused(t, "2026-03-02 09:00", "dao open unit=north floors=3", CodeNeeds)
	if !slices.Equal(r.Names, []string{"application", "owner_name"}) {
		t.Errorf("missing: %q", r.Names)
	}
	const all = "dao open unit=north application owner_name=An "
	for _, floors := range []string{"three", "3.5", "+3", "03", ""} {
		w.refused(t, "2026-03-02 09:00", all+"floors="+floors, CodeNeeds)
	}
	w.refused(t, "2026-03-02 09:00", all+"floors=3 drawings", CodeNeeds)
	w.refused(t, "2026-03-02 09:00", all+"floors=3 proposal=grant", CodeNeeds)
	w.refused(t, "2026-03-02 09:00", all+"floors=3 nonsense=1", CodeNeeds)
	w.refused(t, "2026-03-02 09:00", all+"floors=3 floors=4", CodeNeeds)
	e := w.do(t, "2026-03-02 09:00", all+"floors=3")
	if d := datumOf(e.Data, "owner_name"); d == nil || d.Value.Type != "" || d.Commitment.IsZero() {
		t.Errorf("the name is not a commitment: %+v", e.Data)
	}
	if v := w.c.Value("floors"); v.Int != 3 {
		t.Errorf("floors %+v", v)
	}
	w.refused(t, "2026-03-02 09:10", "han request reason=x", CodeNeeds)
	w.refused(t, "2026-03-02 09:10", "han request lacks=drawings", CodeNeeds)
	w.refused(t, "2026-03-02 09:10", "han request reason=x lacks=nothing", CodeNeeds)
	w.refused(t, "2026-03-02 09:10", "han plan inspect_on=2026-02-30", CodeNeeds)
}

func TestABranchHasNeedsOfItsOwn(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "han checked")
	w.refused(t, "2026-03-02 11:00", "lam sign proposal=maybe", CodeNeeds)
	w.refused(t, "2026-03-02 11:00", "lam sign proposal=refuse", CodeNeeds)
	w.refused(t, "2026-03-02 11:00", "lam sign proposal=grant reason=x", CodeNeeds)
	e := w.do(t, "2026-03-02 11:00", "lam sign proposal=refuse reason=x")
	if e.Branch != 2 || e.To != "refused" || !slices.Equal(e.Slips, []procedure.Slip{procedure.Refusal}) {
		t.Errorf("%+v", e)
	}
}

func TestRefusalsNameTheirReason(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-02 10:00", "han give", CodeNoSuchMove)
	r := w.refused(t, "2026-03-02 10:00", "han sing", CodeNoSuchMove)
	if !slices.Contains(r.Allowed, "checked") || slices.Contains(r.Allowed, "give") {
		t.Errorf("allowed %q", r.Allowed)
	}
	w.sweep(t, "2026-03-17 10:00")
	w.refused(t, "2026-03-17 10:00", "lam extend reason=x", CodeGuard)
	w.do(t, "2026-03-17 10:00", "han request reason=x lacks=drawings")
	w.refused(t, "2026-03-17 11:00", "dao lapse", CodeAutomatic)
	w.refused(t, "2026-03-17 11:00", "dao open", CodeNoSuchMove)
}

func TestARefusedCommandKeepsWhatWasSettled(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-05 10:00", "lam checked", CodeNotYours)
	if w.kinds(2) != "warned expired" || w.journal[1].Command != "" || w.journal[1].Actor != Engine {
		t.Errorf("%s", w.kinds(len(w.journal)))
	}
	w.refused(t, "2026-03-05 10:00", "lam checked", CodeNotYours)
	if len(w.journal) != 3 {
		t.Errorf("%d entries", len(w.journal))
	}
}

func TestTimedMovesFireOnceAVisit(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "han checked")
	w.sweep(t, "2026-03-20 10:00")
	n := 0
	for _, e := range w.journal {
		if e.Event == "escalate" {
			n++
			if e.Kind != Stayed || !e.At.Equal(at("2026-03-05 17:00:00.000001")) {
				t.Errorf("%+v", e)
			}
		}
	}
	if n != 1 {
		t.Errorf("escalated %d times", n)
	}
}

func TestTheThirdReturnIsRefusedAndCited(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "han checked")
	for i, hour := range []string{"11", "13"} {
		e := w.do(t, "2026-03-02 "+hour+":00", "lam send_back reason=x")
		if e.Handover.Return != i+1 || e.Handover.Answers != e.Seq-1 {
			t.Errorf("%+v", e.Handover)
		}
		w.do(t, "2026-03-02 "+hour+":10", "han checked")
	}
	before := len(w.journal)
	w.refused(t, "2026-03-02 14:00", "lam send_back reason=x", CodeLoopPolicy)
	e := w.journal[len(w.journal)-1]
	if e.Kind != RefusedByPolicy || e.Handover.Return != 3 || !slices.Equal(e.Cites, []int64{3, 5}) || e.Command == "" {
		t.Errorf("%+v", e)
	}
	w.refused(t, "2026-03-02 14:10", "lam send_back reason=x", CodeLoopPolicy)
	if len(w.journal) != before+1 || w.c.State != "sign" || tally(w.c.Made, "send_back") != 2 {
		t.Errorf("%d entries more", len(w.journal)-before)
	}
	// Another unit is another pair.
	w = opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "han forward unit=south reason=x")
	w.do(t, "2026-03-02 10:10", "sinh checked")
	if e := w.do(t, "2026-03-02 10:20", "lam send_back reason=x unit=north"); e.Handover.Return != 0 {
		t.Errorf("north never handed over to the leaders: %+v", e.Handover)
	}
}
