package eventlog

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/replay"
)

const catalogue = "../../procedures/catalogue/"

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// receipt loads the procedure of the public log, its mapping and its calendar.
func receipt(t testing.TB) (*procedure.Machine, *Mapping, *calendar.Calendar) {
	t.Helper()
	const name = "environmental-permit-receipt"
	machine, _, f := source.Procedure(name+".yaml", read(t, catalogue+name+".yaml"), nil)
	if machine == nil {
		t.Fatal(f)
	}
	m, err := ParseMapping(name+".mapping.yaml", read(t, catalogue+name+".mapping.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Check(machine); err != nil {
		t.Fatal(err)
	}
	base, err := source.Calendar(m.Calendar, read(t, filepath.Join(catalogue, "..", "calendars", m.Calendar+".yaml")))
	if err != nil {
		t.Fatal(err)
	}
	d := base.Data()
	d.Offset = *m.Offset
	cal, err := calendar.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return machine, m, cal
}

// check runs a log through the checker; change, if any, first alters each
// trace.
func check(t testing.TB, file *os.File, change func(*Trace)) replay.Report {
	t.Helper()
	machine, m, cal := receipt(t)
	checker, err := replay.NewChecker(machine, cal, m.NeedNames())
	if err != nil {
		t.Fatal(err)
	}
	translator := NewTranslator(m, machine)
	for trace, err := range NewReader(file, Options{}).Traces() {
		if err != nil {
			t.Fatal(err)
		}
		if change != nil {
			change(trace)
		}
		if err := checker.Case(trace.ID(), translator.Case(trace)); err != nil {
			t.Fatal(err)
		}
	}
	return checker.Report()
}

func TestReceiptLog(t *testing.T) {
	r := check(t, sharedLog(t, "wabo_receipt.xes.gz"), nil)
	if r.Cases != 1434 || r.Events != 8577 || r.Fitting != 1422 || r.Unchecked != 0 {
		t.Errorf("%d cases, %d events, %d fit, %d not checked", r.Cases, r.Events, r.Fitting, r.Unchecked)
	}
	if len(r.Unmapped) > 0 || r.Outside.Count > 0 || r.Timeless.Count > 0 {
		t.Errorf("set apart: %v %v %v", r.Unmapped, r.Outside, r.Timeless)
	}
	ended, visits := 0, 0
	for _, s := range r.States {
		ended += s.Ended
		visits += s.Visits
		if s.Open > s.Elapsed {
			t.Errorf("%s: %v open of %v", s.State, s.Open, s.Elapsed)
		}
	}
	if ended != r.Cases {
		t.Errorf("%d cases end somewhere, want %d", ended, r.Cases)
	}
	var states, holders, units time.Duration
	for _, s := range r.States {
		states += s.Open
	}
	for _, h := range r.Holders {
		holders += h.Open
	}
	for _, u := range r.Units {
		units += u.Open
	}
	if states != holders || states != units || states == 0 {
		t.Errorf("open time by state %v, by holder %v, by unit %v: they must add up to the same", states, holders, units)
	}
}

// compare fails unless both count the same.
func compare(t *testing.T, got replay.Report, want naiveCount) {
	t.Helper()
	if got.Fitting != want.fitting {
		t.Errorf("%d cases fit, by hand %d", got.Fitting, want.fitting)
	}
	kinds, first := map[string]int{}, map[string]string{}
	for _, d := range got.Deviations {
		kinds[string(d.Kind)], first[string(d.Kind)] = d.Count, d.First.Case
	}
	if diff := cmp.Diff(want.kinds, kinds); diff != "" {
		t.Errorf("by hand, checker:\n%s", diff)
	}
	if diff := cmp.Diff(want.first, first); diff != "" {
		t.Errorf("first cases, by hand, checker:\n%s", diff)
	}
	if got.Late.Count != want.late {
		t.Errorf("%d cases over the limit, by hand %d", got.Late.Count, want.late)
	}
}
