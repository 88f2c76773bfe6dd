package casefile

import (
	"testing"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
)

// tightWorld is a district that gives itself less time.
func tightWorld(t *testing.T) *world {
	f := district
	f.Procedures = []organisation.Procedure{{Name: "permit", Version: 1, Within: []organisation.Tightening{
		{Name: "check", Items: []organisation.TightItem{{Limit: calendar.Limit{N: 8 * 60, Unit: calendar.WorkingMinute}}}},
		{Name: "legal", Items: []organisation.TightItem{{Limit: calendar.Limit{N: 3, Unit: calendar.WorkingDay}}}},
	}}}
	w := newWorld(t, "permit")
	w.org = timeline(t, f)
	e := w.do(t, "2026-03-02 09:00", "applicant open application owner_name=An unit=north floors=3")
	if len(e.Opening.Tightened) != 2 {
		t.Fatalf("%+v", e.Opening)
	}
	return w
}

func TestATargetIsShownFirstAndMissedApart(t *testing.T) {
	w := tightWorld(t)
	if s := Stand(w.m, w.c); !s.Due.Equal(at("2026-03-03 09:00")) || !s.Limit.Equal(at("2026-03-04 09:00")) {
		t.Errorf("%+v", s)
	}
	w.sweep(t, "2026-03-06 10:00")
	if w.kinds(4) != "target_missed warned expired target_missed" {
		t.Errorf("%s", w.kinds(len(w.journal)))
	}
	w.do(t, "2026-03-06 10:00", "lam extend reason=x") // not overdue by the target
	if legal := w.c.Clock("legal"); !legal.Target.Equal(at("2026-03-05 17:00")) || !legal.Due.Equal(at("2026-03-23 17:00")) {
		t.Errorf("%+v", legal)
	}
}

func TestATargetPausesWithItsClock(t *testing.T) {
	w := tightWorld(t)
	w.do(t, "2026-03-03 10:00", "han request reason=x lacks=drawings")
	if legal := w.c.Clock("legal"); !legal.Target.IsZero() || !legal.Due.IsZero() {
		t.Errorf("%+v", legal)
	}
	w.do(t, "2026-03-05 10:00", "applicant supplied drawings")
	if legal := w.c.Clock("legal"); !legal.Target.Equal(at("2026-03-09 17:00")) {
		t.Errorf("%+v", legal)
	}
}
