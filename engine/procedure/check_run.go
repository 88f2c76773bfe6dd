package procedure

import "slices"

// run says where a clock may be on, and where it may be running.
type run struct {
	on      []bool // running or paused, by state
	running []bool
}

// checkRuns follows each clock over all paths. It finds clocks that never start
// (C24), states without a limit in which one runs (C37), triggers on a clock
// that is never on there (C16), and offices left without any clock (C41).
func (c *compiler) checkRuns(p *paths) []run {
	runs := make([]run, len(c.m.Clocks))
	for i, k := range c.m.Clocks {
		runs[i] = p.follow(k)
		if !slices.Contains(runs[i].on, true) && slices.Contains(p.reached, true) {
			c.fault("C24", "clocks."+k.Name)
		}
	}
	for s, state := range p.states {
		for i, k := range c.m.Clocks {
			if runs[i].running[s] && len(state.Within.Limits) == 0 && !state.Works() { // else C07
				c.fault("C37", "states."+state.Name+".within", k.Name, state.Name)
			}
		}
		for _, m := range state.Moves {
			if m.After != nil && m.After.Kind == TriggerExpiryOf && p.reached[s] {
				i := slices.IndexFunc(c.m.Clocks, func(k *Clock) bool { return k.Name == m.After.Clock })
				if !runs[i].on[s] && slices.Contains(runs[i].on, true) { // else C24
					c.fault("C16", m.path)
				}
			}
		}
	}
	c.checkIdle(p, runs)
	return runs
}

// follow marks where a clock may be on. A state is entered with the clock off
// or on; both are followed.
func (p *paths) follow(k *Clock) run {
	r := run{make([]bool, len(p.states)), make([]bool, len(p.states))}
	off := make([]bool, len(p.states))
	var enter func(s int, on bool)
	enter = func(s int, on bool) {
		on = k.after(p.states[s], on)
		seen := off
		if on {
			seen = r.on
		}
		if seen[s] {
			return
		}
		seen[s] = true
		r.running[s] = r.on[s] && !slices.Contains(k.PausedIn, p.states[s].Name)
		for _, e := range p.out[s] {
			enter(e.to, on)
		}
	}
	for _, e := range p.first {
		enter(e.to, len(k.Starts) == 0)
	}
	return r
}

// after reports whether the clock is on once the state has been entered: stop
// beats pause beats start.
func (k *Clock) after(s *State, on bool) bool {
	switch {
	case s.Final() || slices.Contains(k.Stops, s.Name):
		return false
	case slices.Contains(k.PausedIn, s.Name):
		return on
	default:
		return on || slices.Contains(k.Starts, s.Name)
	}
}

// checkIdle warns of a clock that ends where an office works and no other clock
// runs (C41).
func (c *compiler) checkIdle(p *paths, runs []run) {
	for i, k := range c.m.Clocks {
		for s, state := range p.states {
			if !slices.Contains(k.Stops, state.Name) || !state.Works() {
				continue
			}
			ends, timed := false, false
			for from := range p.states {
				for _, e := range p.out[from] {
					ends = ends || e.to == s && runs[i].on[from]
				}
			}
			for _, r := range runs {
				timed = timed || r.running[s]
			}
			if ends && !timed {
				c.warn("C41", "clocks."+k.Name+".stops", k.Name, state.Name)
			}
		}
	}
}
