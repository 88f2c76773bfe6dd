package casefile

import (
	"slices"
	"testing"
)

func TestAForeignLogIsReplayedWithChecksWaived(t *testing.T) {
	w := newWorld(t, "permit")
	observe := func(line, when string, waive Waiver) error {
		err := Observe(w.m, w.cal, w.org, w.c, w.cmd(line), at(when), waive, &w.buf)
		w.take(t)
		return err
	}
	all := WaiveBy | WaiveNotBy | WaiveNeeds | WaiveTimed
	if err := observe("somebody open floors=3 unit=north", "2026-03-02 09:00", all); err != nil {
		t.Fatal(err)
	}
	if err := observe("somebody request", "2026-03-02 10:00", all); err != nil {
		t.Fatal(err)
	}
	if err := observe("somebody request", "2026-04-20 10:00", all); err.(*Refusal).Code != CodeNoSuchMove {
		t.Error(err)
	}
	missed := slices.IndexFunc(w.journal, func(e Entry) bool { return e.Kind == NotTaken })
	if e := w.journal[missed]; e.Mark.Reason != Unobserved || e.Event != "lapse" || w.c.State != "supplement" {
		t.Errorf("%+v", e)
	}
	place := func(to, when string) {
		cmd := &Command{Event: "unknown", Actor: "somebody", Unit: "south"}
		if to != "check" {
			cmd.Unit = ""
		}
		if err := Place(w.m, w.cal, w.org, w.c, cmd, to, at(when), &w.buf); err != nil {
			t.Fatal(err)
		}
		w.take(t)
	}
	place("check", "2026-04-20 10:00")
	if e := w.journal[len(w.journal)-1]; e.Kind != Observed || w.c.State != "check" || w.c.Holder.Unit != "south" || w.c.Visit.Due.IsZero() {
		t.Errorf("%+v", e)
	}
	place("granted", "2026-04-21 10:00")
	place("check", "2026-04-22 10:00") // the log goes on after an end
	if w.c.Ended() || w.c.Holder.Unit != "south" {
		t.Errorf("%+v", w.c)
	}
	place("supplement", "2026-04-23 10:00")
	if w.c.Holder.Unit != "desk" {
		t.Errorf("%+v", w.c.Holder)
	}
	if err := Place(w.m, w.cal, w.org, w.c, &Command{}, "nowhere", at("2026-04-24 10:00"), &w.buf); err == nil {
		t.Error("placed nowhere")
	}
}
