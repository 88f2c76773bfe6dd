package casefile

import (
	"slices"
	"testing"
)

func TestTheSamePersonDoesNotCheckAndSign(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "hoa checked")
	w.refused(t, "2026-03-02 11:00", "hoa sign proposal=grant", CodeSeparation)
	w.do(t, "2026-03-02 11:00", "le send_back reason=x")
	w.do(t, "2026-03-02 12:00", "han checked")
	w.refused(t, "2026-03-02 13:00", "hoa sign proposal=grant", CodeSeparation)
	w.do(t, "2026-03-02 13:00", "lam sign proposal=grant")
}

func TestNoSubstituteHelpsAroundIt(t *testing.T) {
	f := district
	f.Leave = append(slices.Clone(f.Leave), leave("hoa", "2026-03-02", "2026-03-03", "lam"), leave("lam", "2026-03-09", "2026-03-10", "hoa"))
	w := newWorld(t, "permit")
	w.org = timeline(t, f)
	w.do(t, "2026-03-02 09:00", "applicant open application owner_name=An floors=3 unit=north")
	if e := w.do(t, "2026-03-02 10:00", "lam checked"); e.For != "hoa" {
		t.Fatalf("lam acts for %q", e.For)
	}
	w.refused(t, "2026-03-02 11:00", "lam sign proposal=grant", CodeSeparation)
	w.refused(t, "2026-03-04 11:00", "hoa sign proposal=grant", CodeSeparation)
	w.refused(t, "2026-03-09 11:00", "hoa sign proposal=grant for=lam", CodeSeparation)
	w.do(t, "2026-03-09 11:00", "le sign proposal=grant")
}

func TestASubstituteActsDuringLeaveOnly(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-04 10:00", "han checked")
	w.do(t, "2026-03-06 10:00", "le claim")
	w.refused(t, "2026-03-06 11:00", "duc send_back reason=x", CodeNotYours)
	w.refused(t, "2026-03-09 11:00", "duc send_back reason=x for=lam", CodeNotYours)
	e := w.do(t, "2026-03-09 11:00", "duc send_back reason=x for=le")
	if e.Actor != "duc" || e.For != "le" {
		t.Errorf("%+v", e)
	}
}

func TestClaimReleaseAssign(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-02 09:10", "sinh claim", CodeNotYours) // another unit
	w.refused(t, "2026-03-02 09:10", "hoa release", CodeNoSuchMove)
	w.do(t, "2026-03-02 09:20", "hoa claim")
	w.refused(t, "2026-03-02 09:30", "han claim", CodeNotYours)
	w.refused(t, "2026-03-02 09:30", "han checked", CodeNotYours)
	w.refused(t, "2026-03-02 09:30", "sinh release", CodeNotYours)
	w.do(t, "2026-03-02 09:40", "han release") // the unit's head
	w.refused(t, "2026-03-02 09:50", "hoa assign officer=hoa", CodeNotYours)
	w.refused(t, "2026-03-02 09:50", "han assign officer=sinh", CodeNeeds)
	w.refused(t, "2026-03-02 09:50", "han assign officer=sy", CodeNeeds) // of the unit, without the role
	e := w.do(t, "2026-03-02 09:50", "han assign officer=hoa")
	if e.Kind != Assigned || w.c.Holder.Officer != "hoa" || w.c.Visits != 1 {
		t.Errorf("%+v", w.c.Holder)
	}
	w.due(t, "visit", "2026-03-04 09:00")
	w.do(t, "2026-03-02 10:00", "hoa checked")
	if h := w.c.Holder; h.Unit != "leaders" || h.Officer != "" || h.Role != "signer" {
		t.Errorf("%+v", h)
	}
}

func TestForwardAndHandBackStayInOneVisit(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 09:20", "hoa claim")
	w.refused(t, "2026-03-02 09:30", "hoa forward unit=leaders reason=x", CodeNameTheUnit)
	w.refused(t, "2026-03-02 09:30", "hoa forward unit=north reason=x", CodeNameTheUnit)
	w.refused(t, "2026-03-02 09:30", "hoa forward unit=desk", CodeNeeds)
	w.refused(t, "2026-03-02 09:30", "han forward unit=desk reason=x", CodeNotYours)
	e := w.do(t, "2026-03-02 09:40", "hoa forward unit=desk reason=x")
	if h := w.c.Holder; h.Unit != "desk" || h.Role != "desk" || h.Officer != "" || e.Handover != (Handover{From: "north", To: "desk"}) {
		t.Errorf("%+v", e)
	}
	w.refused(t, "2026-03-02 10:00", "hoa checked", CodeNotYours)
	w.do(t, "2026-03-02 10:00", "duc forward unit=south reason=x")
	if h := w.c.Holder; h.Unit != "south" || h.Role != "expert" || w.c.Visits != 1 {
		t.Errorf("%+v", h)
	}
	w.due(t, "visit", "2026-03-04 09:00")
}

func TestSeveralUnitsMustBeNamedOnce(t *testing.T) {
	w := newWorld(t, "permit")
	r := w.refused(t, "2026-03-02 09:00", "dao open application owner_name=An floors=3", CodeNameTheUnit)
	if !slices.Equal(r.Names, []string{"north", "south"}) || !slices.Equal(r.Allowed, []string{"open"}) {
		t.Errorf("%+v", r)
	}
	w.refused(t, "2026-03-02 09:00", "dao open application owner_name=An floors=3 unit=leaders", CodeNameTheUnit)
	w.do(t, "2026-03-02 09:00", "dao open application owner_name=An floors=3 unit=south")
	w.refused(t, "2026-03-02 10:00", "sinh checked unit=desk", CodeNameTheUnit)
	w.do(t, "2026-03-02 10:00", "sinh checked")
	w.do(t, "2026-03-02 11:00", "le send_back reason=x")
	if w.c.Holder.Unit != "south" {
		t.Errorf("back to %q, which never had it", w.c.Holder.Unit)
	}
}

func TestAnOfficerActsForTheApplicantWhereListed(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-02 10:00", "han withdraw for=applicant", CodeNotYours)
	w.refused(t, "2026-03-02 10:00", "han note reason=x for=applicant", CodeNotYours)
	e := w.do(t, "2026-03-02 10:00", "duc withdraw for=applicant")
	if e.For != Applicant || w.c.Outcome != "withdrawn" {
		t.Errorf("%+v", e)
	}
}

func TestAStrangerMayNotEvenNote(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-02 10:00", "nobody note reason=x", CodeNotYours)
	w.refused(t, "2026-03-02 10:00", "parent note reason=x", CodeNotYours)
	w.refused(t, "2026-03-02 10:00", "han note", CodeNeeds)
	w.refused(t, "2026-03-02 10:00", "han note reason=x floors=4", CodeNeeds)
	w.do(t, "2026-03-02 10:00", "phuc note reason=x")
}

func TestACallerIsStaleWhenSomebodyWasFaster(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "hoa claim expect=1")
	w.refused(t, "2026-03-02 10:00", "hoa checked expect=1", CodeStale)
	w.refused(t, "2026-03-02 10:00", "hoa checked expect=3", CodeStale)
	w.do(t, "2026-03-05 10:00", "hoa checked expect=2") // warned and expired since
	if w.kinds(3) != "warned expired moved" {
		t.Errorf("%s", w.kinds(3))
	}
	w.refused(t, "2026-03-05 10:00", "applicant note reason=x expect=2", CodeStale)
}

func TestAllowedIsWhatWouldNotBeRefused(t *testing.T) {
	w := opened(t, "floors=3")
	events := func(actor, now string) (list []string) {
		for _, o := range Allowed(w.m, w.org, w.c, actor, "", at(now)) {
			list = append(list, o.Event)
		}
		return list
	}
	for _, x := range []struct {
		actor string
		want  []string
	}{
		{"applicant", []string{"note", "withdraw"}},
		{"hoa", []string{"checked", "claim", "extend", "forward", "note", "plan", "request", "suspend"}},
		{"han", []string{"assign", "checked", "claim", "forward", "note", "plan", "request"}},
		{"phuc", []string{"note"}},
		{"nobody", nil},
	} {
		if got := events(x.actor, "2026-03-02 10:00"); !slices.Equal(got, x.want) {
			t.Errorf("%s may %q, want %q", x.actor, got, x.want)
		}
	}
	w.do(t, "2026-03-02 10:00", "lam suspend reason=x")
	if got := events("lam", "2026-03-02 10:00"); !slices.Equal(got, []string{"note", "resume"}) {
		t.Errorf("suspended: %q", got)
	}
	if s := Stand(w.m, w.c); s.Wait != WaitSuspended || !s.Due.IsZero() || s.Holder.Unit != "north" {
		t.Errorf("%+v", s)
	}
}
