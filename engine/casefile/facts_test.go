package casefile

import "testing"

// factsWorld is the procedure facts, opened on Monday 2 March 2026 at 09:00.
func factsWorld(tb testing.TB, more string) *world {
	w := newWorld(tb, "facts")
	w.do(tb, "2026-03-02 09:00", "dao open question "+more)
	return w
}

func TestGuardsReadRecordedFacts(t *testing.T) {
	w := factsWorld(t, "secret=x")
	w.do(t, "2026-03-02 10:00", "dao come meets_at=2026-03-20T09:00:00+07:00")
	child := w.child(t, "opinion")
	w.do(t, "2026-03-02 10:01", "dao known")
	w.do(t, "2026-03-02 10:02", "dao once")
	w.refused(t, "2026-03-02 10:03", "dao once", CodeGuard)
	w.refused(t, "2026-03-02 10:04", "dao rich", CodeGuard)
	w.refused(t, "2026-03-02 10:05", "dao thrice", CodeGuard)
	w.refused(t, "2026-03-02 10:06", "dao asked", CodeGuard)
	w.do(t, "2026-03-02 10:07", "dao again paid=1000001")
	w.do(t, "2026-03-02 10:08", "dao come meets_at=2026-03-20T02:00:00Z")
	if n := len(w.c.Children); n != 1 {
		t.Errorf("%d children", n)
	}
	w.do(t, "2026-03-02 10:09", "dao again")
	w.do(t, "2026-03-02 10:10", "dao come meets_at=2026-03-20T02:00:00Z")
	w.do(t, "2026-03-02 10:11", "dao rich")
	w.do(t, "2026-03-02 10:12", "dao thrice")
	w.do(t, "2026-03-02 10:13", "dao early")
	child.do(t, "2026-03-02 10:14", "phuc agree finding=x")
	w.ended(t, "2026-03-02 10:14", child)
	w.do(t, "2026-03-02 10:15", "dao asked")
	if err := decidedAgain(&history{world: w}, w.journal); err != nil {
		t.Error(err)
	}

	w = factsWorld(t, "")
	w.do(t, "2026-03-02 10:00", "dao come meets_at=2026-03-20T09:00:00+07:00")
	w.refused(t, "2026-03-02 10:01", "dao known", CodeGuard)
}

func TestAnUntilClockFollowsItsField(t *testing.T) {
	w := factsWorld(t, "")
	w.do(t, "2026-03-02 10:00", "dao come meets_at=2026-03-20T09:30:00+07:00")
	w.due(t, "meeting", "2026-03-20 09:30")
	w.do(t, "2026-03-03 10:00", "dao promise reason=x meets_at=2026-03-06T09:30:00+07:00")
	w.due(t, "meeting", "2026-03-06 09:30")
	if p := w.c.Clock("meeting").Promised; !p.Equal(at("2026-03-06 09:30")) {
		t.Errorf("promised %v", p)
	}
	w.refused(t, "2026-03-03 11:00", "dao promise reason=x meets_at=2026-03-03T11:00:00+07:00", CodePastDate)
	w.sweep(t, "2026-03-05 18:00")
	if e := w.journal[len(w.journal)-1]; e.Kind != Warned || e.Mark.Timer != "meeting" || !e.At.Equal(at("2026-03-05 17:00")) {
		t.Errorf("%+v", e)
	}
}

func TestASuspensionUntilADate(t *testing.T) {
	w := factsWorld(t, "")
	w.do(t, "2026-03-02 10:00", "dao come meets_at=2026-03-20T09:30:00+07:00")
	w.refused(t, "2026-03-02 11:00", "dao hold meets_at=2026-03-02T10:00:00+07:00", CodePastDate)
	w.do(t, "2026-03-02 11:00", "dao hold meets_at=2026-03-03T09:30:00+07:00")
	w.due(t, "meeting", "")
	w.correct(t, "2026-03-02 12:00", "2026-03-04")
	w.due(t, "legal", "")
	w.sweep(t, "2026-03-03 10:00")
	if w.kinds(4) != "resumed warned expired" && w.c.Suspended() {
		t.Errorf("%s", w.kinds(4))
	}
	w.due(t, "visit", "2026-03-05 17:00") // the 3rd and, the 4th closed, the 5th
	w.due(t, "meeting", "2026-03-03 09:30:00.000001")
}
