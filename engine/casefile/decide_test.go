package casefile

import "testing"

func TestACaseRunsFromOpeningToEnd(t *testing.T) {
	w := newWorld(t, "permit")
	e := w.do(t, "2026-03-02 09:00", "applicant open application owner_name=An floors=3 unit=north")
	if e.Kind != Opened || w.c.State != "check" || w.c.Holder.Unit != "north" || w.c.Holder.Division != "works" || e.Register != 7 {
		t.Fatalf("%+v", e)
	}
	w.due(t, "legal", "2026-03-16 17:00")
	w.due(t, "visit", "2026-03-04 09:00")
	if got := w.buf.Wake; !got.Equal(at("2026-03-03 16:00")) {
		t.Errorf("wake %v", got.In(local))
	}
	w.do(t, "2026-03-02 10:00", "han claim")
	w.refused(t, "2026-03-02 10:00", "hoa checked", CodeNotYours)
	w.do(t, "2026-03-03 10:00", "han checked")
	w.refused(t, "2026-03-03 11:00", "han sign proposal=grant", CodeNotYours)
	w.do(t, "2026-03-03 11:00", "lam sign proposal=grant")
	w.do(t, "2026-03-05 11:00", "dao give")
	if w.c.Outcome != "done" || !w.c.Holder.IsZero() || !w.buf.Wake.IsZero() {
		t.Fatalf("%+v", w.c)
	}
	w.refused(t, "2026-03-05 11:00", "dao note reason=x", CodeClosed)
}
