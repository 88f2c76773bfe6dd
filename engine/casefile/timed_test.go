package casefile

import (
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/organisation"
)

// timedWorld is the procedure timed; above its expert stands boss, bound to
// the leaders, or as told.
func timedWorld(tb testing.TB, more string, boss ...string) *world {
	f := district
	if boss == nil {
		boss = []string{"leaders"}
	}
	f.Roles = append(slices.Clone(f.Roles), organisation.Binding{Role: "boss", Units: boss})
	w := newWorld(tb, "timed")
	w.org = timeline(tb, f)
	w.do(tb, "2026-03-02 09:00", "dao open question "+more)
	return w
}

func TestOneMoveEndsAClockAndStartsAnother(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	e := w.do(t, "2026-03-03 10:00", "dao take unit=north")
	first, reply := w.c.Clock("first"), w.c.Clock("reply")
	if first.On || !reply.On || !first.Stopped.Equal(reply.Started) || len(e.Turns) != 3 {
		t.Errorf("%+v", e.Turns)
	}
	w.due(t, "reply", "2026-03-09 17:00")
}

func TestAGuardedLimitIsFixedAtItsStart(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north remote=true") // what the command brings counts
	w.due(t, "reply", "2026-03-10 17:00")
	if w.c.Clock("reply").Item != 0 {
		t.Errorf("%+v", w.c.Clock("reply"))
	}
}

func TestASupplementRestartsTheClock(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.due(t, "reply", "2026-03-06 17:00")
	w.do(t, "2026-03-03 10:00", "han ask")
	if reply := w.c.Clock("reply"); reply.On {
		t.Errorf("%+v", reply)
	}
	w.do(t, "2026-03-05 10:00", "dao supplied")
	w.due(t, "reply", "2026-03-11 17:00")
	reply := w.c.Clock("reply")
	if reply.Run != 2 || !reply.First.Equal(at("2026-03-06 17:00")) || !reply.Since.Equal(at("2026-03-02 10:00")) {
		t.Errorf("%+v", reply)
	}
}

func TestAnExpiryEscalatesAndStaysWithTheFirstHolder(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-20 10:00")
	i := slices.IndexFunc(w.journal, func(e Entry) bool { return e.Event == "escalate" })
	late, up := w.journal[i-1], w.journal[i]
	if late.Kind != Expired || late.Holder.Unit != "north" || up.Holder.Unit != "leaders" || !late.At.Equal(up.At) {
		t.Errorf("%+v then %+v", late, up)
	}
}

func TestTheExpiryOfAClockMovesOnce(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.c.Visit.Due = time.Time{} // as if the visit had no end, to stay past the clock's
	w.sweep(t, "2026-03-10 10:00")
	if n := tally(w.c.Made, "late"); n != 1 {
		t.Errorf("%d times", n)
	}
}

func TestNoChildWasNeeded(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.do(t, "2026-03-02 11:00", "han consult unit=south")
	if w.kinds(2) != "moved moved" || w.c.State != "above" || !w.c.At.Equal(at("2026-03-02 11:00")) || w.c.Visits != 4 {
		t.Errorf("%s in %s", w.kinds(3), w.c.State)
	}
}

func TestAGuardThatCannotBeEvaluatedUsesAMoveUp(t *testing.T) {
	w := timedWorld(t, "remote=false parts=0")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-04 08:00")
	e := w.journal[len(w.journal)-1]
	if e.Kind != NotTaken || e.Event != "divide" || e.Mark.Reason != GuardFailed {
		t.Errorf("%+v", e)
	}
	w = timedWorld(t, "remote=false parts=3")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-04 08:00")
	if e := w.journal[len(w.journal)-1]; e.Kind != NotTaken || e.Mark.Reason != GuardFalse {
		t.Errorf("%+v", e)
	}
	w = timedWorld(t, "remote=false parts=2")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-04 08:00")
	if e := w.journal[len(w.journal)-1]; e.Kind != Stayed || !e.At.Equal(at("2026-03-03 17:00:00.000001")) {
		t.Errorf("%+v", e)
	}
}

func TestARoleBoundToNobodyStopsNothing(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	w.org = timeline(t, district) // no unit for boss
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-20 10:00")
	i := slices.IndexFunc(w.journal, func(e Entry) bool { return e.Event == "escalate" })
	if e := w.journal[i]; e.Kind != NotTaken || e.Mark.Reason != Unbound || w.c.Holder.Unit != "north" {
		t.Errorf("%+v", e)
	}
}

func TestTheOrganisationIsReadAtEachInstant(t *testing.T) {
	w := timedWorld(t, "remote=false parts=2")
	f := district
	f.Roles = append(slices.Clone(f.Roles), organisation.Binding{Role: "boss", Units: []string{"board"}})
	changes := organisation.Diff(w.org.Facts(), f.Facts())
	var err error
	if w.org, err = w.org.With(9, at("2026-03-04 17:00:00.000001"), 420, changes); err != nil {
		t.Fatal(err)
	}
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.sweep(t, "2026-03-20 10:00")
	i := slices.IndexFunc(w.journal, func(e Entry) bool { return e.Event == "escalate" })
	// Recorded at the very instant of the escalation: not yet in force.
	if e := w.journal[i]; e.Holder.Unit != "leaders" || e.Register != 7 {
		t.Errorf("%+v", e)
	}
	if e := w.journal[i+1]; e.Register != 9 {
		t.Errorf("%+v", e)
	}
}

func TestAChildMayBeAnotherDistricts(t *testing.T) {
	w := timedWorld(t, "remote=false parts=101", "leaders", "d2:works")
	w.do(t, "2026-03-02 10:00", "dao take unit=north")
	w.refused(t, "2026-03-02 11:00", "han consult", CodeNameTheUnit)
	w.refused(t, "2026-03-02 11:00", "han consult unit.opinion=works", CodeNameTheUnit)
	w.refused(t, "2026-03-02 11:00", "han consult unit.nobody=leaders", CodeNameTheUnit)
	e := w.do(t, "2026-03-02 11:00", "han consult unit.opinion=d2:works")
	if o := e.Orders[0]; o.District != "d2" || o.Unit != "works" || !o.Elsewhere {
		t.Errorf("%+v", o)
	}
	if cmd := CommandOf(w.m, w.c, e); len(cmd.Units) != 1 || cmd.Units[0].Unit != "d2:works" {
		t.Errorf("%+v", cmd)
	}
}
