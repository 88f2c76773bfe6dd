package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/procedure"
)

// Each law is a function of a history that says how it is broken. Each is run
// on random histories, then on one with a planted fault that it must find.

type fold func(*Case, *Entry) error

// foldsToState: the journal folds to the case that Decide worked on, and the
// case survives its bytes.
func foldsToState(h *history, apply fold) error {
	var c Case
	for i := range h.journal {
		if err := apply(&c, &h.journal[i]); err != nil {
			return err
		}
	}
	want := EncodeCase(nil, h.buf.After())
	if got := EncodeCase(nil, &c); !bytes.Equal(got, want) {
		return fmt.Errorf("the journal folds to %+v, not to %+v", c, *h.buf.After())
	}
	return nil
}

// prefixPlusRest: folding a prefix, keeping the case and folding the rest is
// folding the whole.
func prefixPlusRest(h *history, cut int, keep func(*Case) (*Case, error)) error {
	var whole Case
	prefix := &Case{}
	for i := range h.journal {
		if i == cut {
			kept, err := keep(prefix)
			if err != nil {
				return err
			}
			prefix = kept
		}
		if err := errors.Join(Apply(&whole, &h.journal[i]), Apply(prefix, &h.journal[i])); err != nil {
			return err
		}
	}
	if a, b := EncodeCase(nil, &whole), EncodeCase(nil, prefix); !bytes.Equal(a, b) {
		return fmt.Errorf("kept after %d entries: %+v, whole %+v", cut, *prefix, whole)
	}
	return nil
}

func throughBytes(c *Case) (*Case, error) { return DecodeCase(EncodeCase(nil, c)) }

// oneHolder: after every entry an open case has one unit and role that hold it,
// a duty, and a due instant or a stated wait; an ended one has none.
func oneHolder(h *history) error {
	var c Case
	for i := range h.journal {
		e := &h.journal[i]
		if err := Apply(&c, e); err != nil {
			return err
		}
		s := Stand(h.m, &c)
		held := s.Holder.Unit != "" && s.Holder.Role != ""
		waits := !s.Due.IsZero() || s.Wait == WaitSuspended || !s.Words.IsZero()
		if held == c.Ended() || !c.Ended() && (s.Duty.IsZero() || !waits) || e.Holder.IsZero() != c.Ended() {
			return fmt.Errorf("after entry %d: %+v, the entry names %+v", e.Seq, s, e.Holder)
		}
	}
	return nil
}

// chargeAddsUp: the shares of all holders add up to the whole working time.
func chargeAddsUp(h *history, journal []Entry, until time.Time) error {
	var l Ledger
	for i := range journal {
		l.Step(&journal[i])
	}
	var sum time.Duration
	for _, s := range l.Shares(h.cal, until) {
		if s.Unit == "" || s.Work < 0 {
			return fmt.Errorf("a share of nobody or less than nothing: %+v", s)
		}
		sum += s.Work
	}
	end := until
	for i := range h.journal {
		if h.journal[i].Outcome != "" {
			end = h.journal[i].effective()
		}
	}
	if whole := h.cal.Between(h.c.Opened, end); sum != whole {
		return fmt.Errorf("%v charged of %v", sum, whole)
	}
	return nil
}

// sameWithSweeps: putting the same steps with sweeps between makes the same
// bytes.
func sameWithSweeps(tb testing.TB, h *history, sweeps []time.Time, sweep func(*world, time.Time)) error {
	w := h.fresh()
	all := slices.Clone(h.steps)
	for _, at := range sweeps {
		all = append(all, step{at: at})
	}
	slices.SortStableFunc(all, func(a, b step) int { return a.at.Compare(b.at) })
	for _, s := range all {
		if s.cmd == nil {
			sweep(w, s.at)
			continue
		}
		_ = w.put(tb, s.cmd, s.at)
	}
	last := h.steps[len(h.steps)-1].at
	w.sweep(tb, last.In(local).Format("2006-01-02 15:04:05.999999"))
	if !slices.EqualFunc(h.bytes, w.bytes, bytes.Equal) {
		return fmt.Errorf("%d entries without, %d with sweeps", len(h.bytes), len(w.bytes))
	}
	return nil
}

// fourEyes: no person who checked or inspected also signed.
func fourEyes(journal []Entry) error {
	persons := map[string]bool{}
	for _, e := range journal {
		if e.Kind != Moved {
			continue
		}
		for _, p := range []string{e.Actor, e.For} {
			switch e.Event {
			case "checked", "inspected":
				persons[p] = p != ""
			case "sign":
				if persons[p] {
					return fmt.Errorf("entry %d: %s checked and signs", e.Seq, p)
				}
			}
		}
	}
	return nil
}

// decidedAgain: an auditor who puts each recorded command again, at its
// instant, gets the recorded bytes.
func decidedAgain(h *history, journal []Entry) error {
	o := journal[0].Opening
	c := &Case{ID: o.Case, District: o.District, Applicant: o.Applicant, Parent: o.Parent, Follows: o.Follows}
	var buf Decision
	for i := 0; i < len(journal); {
		err := Decide(h.m, h.cal, h.org, c, CommandOf(h.m, c, &journal[i]), journal[i].At, &buf)
		if r := (*Refusal)(nil); err != nil && !errors.As(err, &r) {
			return err
		}
		if len(buf.Entries) == 0 {
			return fmt.Errorf("entry %d is not decided again: %v", journal[i].Seq, err)
		}
		for k := range buf.Entries {
			if i == len(journal) {
				break
			}
			if a, b := EncodeEntry(nil, [32]byte{}, &buf.Entries[k]), EncodeEntry(nil, [32]byte{}, &journal[i]); !bytes.Equal(a, b) {
				return fmt.Errorf("entry %d reads %+v, decided again %+v", journal[i].Seq, journal[i], buf.Entries[k])
			}
			if err := Apply(c, &journal[i]); err != nil {
				return err
			}
			i++
		}
	}
	return nil
}

// hold runs all laws on a drawn history.
func (h *history) hold(r *rapid.T, tb testing.TB) {
	until := h.c.At.Add(gap(r))
	first, last := h.steps[0].at, h.steps[len(h.steps)-1].at
	sweeps := make([]time.Time, rapid.IntRange(0, 8).Draw(r, "sweeps"))
	for i := range sweeps {
		sweeps[i] = first.Add(time.Duration(rapid.Int64Range(0, int64(last.Sub(first)/time.Microsecond)).Draw(r, "sweep")) * time.Microsecond)
	}
	h.sweep(tb, last.In(local).Format("2006-01-02 15:04:05.999999"))
	for _, law := range []struct {
		name string
		err  error
	}{
		{"fold", foldsToState(h, Apply)},
		{"prefix", prefixPlusRest(h, rapid.IntRange(0, len(h.journal)-1).Draw(r, "cut"), throughBytes)},
		{"holder", oneHolder(h)},
		{"charge", chargeAddsUp(h, h.journal, until)},
		{"sweeps", sameWithSweeps(tb, h, sweeps, func(w *world, at time.Time) { _ = w.put(tb, nil, at) })},
		{"eyes", fourEyes(h.journal)},
		{"again", decidedAgain(h, h.journal)},
	} {
		if law.err != nil {
			r.Errorf("%s: %v", law.name, law.err)
		}
	}
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { walk(r, t).hold(r, t) })
}

// told is a history in which everything that the planted faults touch happens.
func told(t *testing.T) *history {
	h := permitHistory(t)
	for _, s := range []struct{ at, line string }{
		{"2026-03-02 09:00", "dao open application owner_name=An floors=9 unit=north"},
		{"2026-03-02 10:00", "hoa claim"},
		{"2026-03-02 11:00", "hoa forward unit=desk reason=x"},
		{"2026-03-02 13:00", "dao forward unit=north reason=x"},
		{"2026-03-06 10:00", "hoa checked"},
	} {
		h.step(t, step{at(s.at), h.cmd(s.line)})
	}
	h.step(t, step{at("2026-03-09 10:00"), &Command{Event: EventChildEnded, End: &ChildEnd{
		Case: h.c.Children[0].ID, State: "agreed", Outcome: procedure.Done, At: at("2026-03-06 15:00"),
	}}})
	h.step(t, step{at("2026-03-10 10:00"), h.cmd("lam sign proposal=grant")})
	return h
}

func TestLawsFindPlantedFaults(t *testing.T) {
	h := told(t)
	if h.c.State != "collect" {
		t.Fatalf("%s: %s", h.c.State, h.kinds(len(h.journal)))
	}
	forgetful := func(c *Case, e *Entry) error {
		err := Apply(c, e)
		if e.Kind == Forwarded {
			c.memory.paths = c.memory.paths[:0]
		}
		return err
	}
	lossy := func(c *Case) (*Case, error) {
		c, err := throughBytes(c)
		c.memory.deeds = nil
		return c, err
	}
	headless, shortened, altered := slices.Clone(h.journal), slices.Clone(h.journal), slices.Clone(h.journal)
	headless[1].Holder = Holder{}
	shortened = slices.DeleteFunc(shortened, func(e Entry) bool { return e.Kind == Opened })
	altered[4].Mark.Due = altered[4].Mark.Due.Add(time.Hour)
	lazy := func(w *world, at time.Time) { // settles at the sweep, not at its own instant
		_ = w.put(t, nil, at)
		if n := len(w.bytes); n > 0 && w.journal[n-1].Kind == Expired {
			e := w.journal[n-1]
			e.At = at
			w.bytes[n-1] = EncodeEntry(nil, [32]byte{}, &e)
		}
	}
	lenient := newWorld(t, "permit")
	for _, s := range []struct{ at, line string }{
		{"2026-03-02 09:00", "dao open application owner_name=An floors=3 unit=north"},
		{"2026-03-02 10:00", "hoa checked"}, {"2026-03-02 11:00", "hoa sign proposal=grant"},
	} {
		if err := Observe(lenient.m, lenient.cal, lenient.org, lenient.c, lenient.cmd(s.line), at(s.at), WaiveNotBy, &lenient.buf); err != nil {
			t.Fatal(err)
		}
		lenient.take(t)
	}
	headlessWorld := *h.world
	headlessWorld.journal = headless
	for name, err := range map[string]error{
		"fold":   foldsToState(h, forgetful),
		"prefix": prefixPlusRest(h, len(h.journal)-1, lossy),
		"holder": oneHolder(&history{world: &headlessWorld}),
		"charge": chargeAddsUp(h, shortened, at("2026-03-20 10:00")),
		"sweeps": sameWithSweeps(t, h, []time.Time{at("2026-03-05 12:00")}, lazy),
		"eyes":   fourEyes(lenient.journal),
		"again":  decidedAgain(h, altered),
	} {
		if err == nil {
			t.Errorf("%s: the planted fault is not found", name)
		}
	}
	for name, err := range map[string]error{
		"fold":   foldsToState(h, Apply),
		"prefix": prefixPlusRest(h, len(h.journal)-1, throughBytes),
		"holder": oneHolder(h),
		"charge": chargeAddsUp(h, h.journal, at("2026-03-20 10:00")),
		"sweeps": sameWithSweeps(t, h, []time.Time{at("2026-03-05 12:00")}, func(w *world, at time.Time) { _ = w.put(t, nil, at) }),
		"eyes":   fourEyes(h.journal),
		"again":  decidedAgain(h, h.journal),
	} {
		if err != nil {
			t.Errorf("%s without a fault: %v", name, err)
		}
	}
}
