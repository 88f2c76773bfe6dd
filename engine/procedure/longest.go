package procedure

import (
	"slices"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// maxSteps is how many steps of designed paths are looked at for one clock.
const maxSteps = 100_000

// Across kinds, 5 working days are 7 days, 8 working hours are 1 working day,
// 30 days are 1 month. These are the units in the largest measure that divides
// them all: a fifth of a minute of elapsed time.
var measures = map[calendar.Unit]int64{
	calendar.SameDay:       10080,
	calendar.WorkingDay:    10080,
	calendar.WorkingMinute: 21,
	calendar.Day:           7200,
	calendar.Month:         216000,
	calendar.Minute:        5,
}

// measure is the length of a limit. Beyond a thousand million units it grows no
// further, so that sums stay inside 64 bits.
func measure(l calendar.Limit) int64 { return min(l.N, 1<<30) * measures[l.Unit] }

// checkLongest compares the allowances along every designed path with those of
// the clocks that run there (C35): the longest path that visits no state twice,
// without returns and moves of everywhere, each state at its full allowance.
// Inside one kind of limit more than the clock allows is a fault. Across kinds,
// or with what an agency, a child or a date takes, it is a warning.
func (c *compiler) checkLongest(p *paths, runs []run) {
	for i, k := range c.m.Clocks {
		for item, l := range k.Within.Limits {
			if l.Limit.Until != "" || l.Limit.Check() != nil {
				continue
			}
			w := walk{p: p, k: k, runs: runs[i], item: item, limit: l.Limit.Limit}
			if !c.tooLong(&w, true) && !c.tooLong(&w, false) && w.steps > maxSteps {
				c.warn("C35", "clocks."+k.Name+".within", k.Name)
			}
		}
	}
}

// tooLong looks for a path longer than the limit and reports the longest.
func (c *compiler) tooLong(w *walk, strict bool) bool {
	w.strict, w.steps, w.longest, w.best = strict, 0, 0, nil
	for _, s := range w.starts() {
		w.visit(s, 0)
	}
	if w.steps > maxSteps || w.longest <= measure(w.limit) {
		return false
	}
	f := Fault{
		Code: "C35", Path: "clocks." + w.k.Name + ".within", Warning: !strict,
		Args: []string{w.bestText(), w.lengthText(), w.k.Name, w.limit.Text().String()},
	}
	c.add(f)
	return true
}

// walk is a search for the longest path under one clock and one of its limits.
type walk struct {
	p      *paths
	k      *Clock
	runs   run
	item   int // which of the clock's limits
	limit  calendar.Limit
	strict bool // only what is surely the office's, in the clock's kind

	steps   int
	trail   []int
	longest int64
	best    []int
}

// starts are the states whose entry starts the clock.
func (w *walk) starts() []int {
	var s []int
	for i := range w.p.states {
		if w.p.reached[i] && w.runs.on[i] && w.k.startsIn(w.p, i) {
			s = append(s, i)
		}
	}
	return s
}

func (w *walk) visit(s int, length int64) {
	if w.steps++; w.steps > maxSteps {
		return
	}
	w.trail = append(w.trail, s)
	if length += w.takes(s); length > w.longest {
		w.longest, w.best = length, slices.Clone(w.trail)
	}
	for _, e := range w.p.out[s] {
		on := w.k.after(w.p.states[e.to], true)
		if on && !e.branch.SendsBack && !e.move.everywhere && !slices.Contains(w.trail, e.to) {
			w.visit(e.to, length)
		}
	}
	w.trail = w.trail[:len(w.trail)-1]
}

// takes is the allowance of a state, in measures: none while the clock is
// paused, none for an until or a stated wait.
func (w *walk) takes(s int) int64 {
	state := w.p.states[s]
	if slices.Contains(w.k.PausedIn, state.Name) {
		return 0
	}
	if w.strict && state.WaitsFor != "" && state.WaitsFor != WaitsForApplicant {
		return 0
	}
	var most int64
	for _, l := range w.items(state.Within.Limits) {
		if l.Until == "" && (!w.strict || l.Unit.Kind() == w.limit.Unit.Kind()) {
			most = max(most, measure(l.Limit))
		}
	}
	return most
}

// items are the limits of a state that may hold together with the clock's: the
// one with the same guard text when there is one, else all whose guards are not
// known to be false because the clock passed them over.
func (w *walk) items(limits []GuardedLimit) []Limit {
	text := func(l GuardedLimit) string {
		if l.When == nil {
			return ""
		}
		return l.When.Source
	}
	mine := text(w.k.Within.Limits[w.item])
	var all []Limit
	for _, l := range limits {
		guard := text(l)
		if guard == mine && guard != "" {
			return []Limit{l.Limit}
		}
		passed := slices.ContainsFunc(w.k.Within.Limits[:w.item], func(k GuardedLimit) bool { return text(k) == guard })
		if !passed {
			all = append(all, l.Limit)
		}
	}
	return all
}

// bestText writes the longest path and names the dates in it that are not
// counted.
func (w *walk) bestText() string {
	var t wording.Text
	for i, s := range w.best {
		if i > 0 {
			t.VI, t.EN = t.VI+" → ", t.EN+" → "
		}
		state := w.p.states[s]
		t.VI, t.EN = t.VI+state.Name, t.EN+state.Name
		for _, l := range state.Within.Limits {
			if l.Limit.Until != "" {
				t.VI, t.EN = t.VI+" (không kể đến "+l.Limit.Until+")", t.EN+" (not counting until "+l.Limit.Until+")"
				break
			}
		}
	}
	return t.String()
}

// lengthText writes the longest length in the clock's unit, rounded up.
func (w *walk) lengthText() string {
	unit := w.limit.Unit
	if unit == calendar.SameDay {
		unit = calendar.WorkingDay
	}
	n := (w.longest + measures[unit] - 1) / measures[unit]
	t := calendar.Limit{N: n, Unit: unit}.Text()
	if !w.strict {
		t.VI, t.EN = "khoảng "+t.VI, "about "+t.EN
	}
	return t.String()
}
