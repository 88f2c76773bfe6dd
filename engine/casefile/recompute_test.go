package casefile

import (
	"errors"
	"testing"
)

// correct puts a corrected calendar to the case, as the engine does: a sweep
// with the old one, then the command with the new.
func (w *world) correct(tb testing.TB, when string, closed ...string) {
	tb.Helper()
	w.sweep(tb, when)
	w.cal = weekdays(tb, closed...)
	if err := w.put(tb, &Command{Event: EventRecompute}, at(when)); err != nil {
		tb.Fatal(err)
	}
}

func TestACorrectedCalendarMovesOpenDues(t *testing.T) {
	w := opened(t, "floors=3")
	w.correct(t, "2026-03-02 12:00", "2026-03-03")
	e := w.journal[len(w.journal)-1]
	if e.Kind != Recomputed || e.Calendar != w.cal.Version() || w.c.Calendar != w.cal.Version() {
		t.Fatalf("%+v", e)
	}
	w.due(t, "legal", "2026-03-17 17:00")
	w.due(t, "visit", "2026-03-05 09:00")
	for _, u := range e.Turns {
		if u.Timer == "legal" && (!u.Old.Equal(at("2026-03-16 17:00")) || !u.First.Equal(at("2026-03-17 17:00"))) {
			t.Errorf("%+v", u)
		}
	}
	if !w.buf.Wake.Equal(at("2026-03-04 16:00")) {
		t.Errorf("wakes at %v", w.buf.Wake.In(local))
	}
	before := len(w.journal)
	w.correct(t, "2026-03-02 12:00", "2026-03-03")
	if len(w.journal) != before {
		t.Error("the same calendar is recomputed twice")
	}
	if !w.buf.Wake.Equal(at("2026-03-04 16:00")) {
		t.Errorf("wakes at %v", w.buf.Wake.In(local))
	}
	// An ended case has no dues left to recompute, and hears its children still.
	w.do(t, "2026-03-02 13:00", "applicant withdraw")
	w.cal = weekdays(t)
	w.refused(t, "2026-03-02 14:00", "han checked", CodeClosed)
}

func TestACorrectionLiftsTheOverdueItUndoes(t *testing.T) {
	w := opened(t, "floors=3")
	w.correct(t, "2026-03-04 12:00", "2026-03-03")
	if w.kinds(3) != "expired recomputed lifted" || w.c.Visit.Expired {
		t.Fatalf("%s", w.kinds(3))
	}
	w.due(t, "visit", "2026-03-05 09:00")
	w.sweep(t, "2026-03-05 12:00")
	if w.kinds(1) != "expired" {
		t.Errorf("%s", w.kinds(2))
	}
}

func TestWhatIsLateAllTheSameIsSaidAgain(t *testing.T) {
	w := opened(t, "floors=3")
	w.correct(t, "2026-03-05 12:00", "2026-03-03")
	e := w.journal[len(w.journal)-1]
	if w.kinds(3) != "recomputed lifted expired" || !e.Mark.Due.Equal(at("2026-03-05 09:00")) || !e.At.Equal(at("2026-03-05 12:00")) {
		t.Errorf("%s %+v", w.kinds(3), e)
	}
}

func TestACorrectionTheOtherWayKeepsTheOverdue(t *testing.T) {
	w := newWorld(t, "permit")
	w.cal = weekdays(t, "2026-03-03")
	w.do(t, "2026-03-02 09:00", "applicant open application owner_name=An unit=north floors=3")
	w.correct(t, "2026-03-05 12:00")
	if w.kinds(2) != "expired recomputed" || !w.c.Visit.Expired {
		t.Errorf("%s", w.kinds(2))
	}
	w.due(t, "visit", "2026-03-04 09:00")
}

func TestNobodyElseBringsAnotherCalendar(t *testing.T) {
	w := opened(t, "floors=3")
	w.cal = weekdays(t, "2026-03-03")
	if err := w.put(t, w.cmd("han checked"), at("2026-03-02 10:00")); !errors.Is(err, ErrCalendar) {
		t.Errorf("%v", err)
	}
	// A correction that comes before the sweep would hide an expiry.
	if err := w.put(t, &Command{Event: EventRecompute}, at("2026-03-05 10:00")); !errors.Is(err, ErrCalendar) {
		t.Errorf("%v", err)
	}
}
