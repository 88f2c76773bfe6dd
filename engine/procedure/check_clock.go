package procedure

import (
	"slices"

	"github.com/motcua/motcua/engine/calendar"
)

// checkClocks checks what each clock says by itself: its limit, its states,
// and that it does not start where it stops or pauses (C24) and pauses only
// where nobody works (C25).
func (c *compiler) checkClocks() {
	for _, k := range c.def.Clocks {
		path := "clocks." + k.Name
		c.checkTitle(path+".title", k.Title)
		if len(k.Basis) == 0 {
			c.fault("C04", path+".basis", "basis", wantBasis)
		}
		if len(k.Within.Limits) == 0 {
			c.fault("C04", path+".within", "within", wantLimit)
		} else {
			c.checkAllowance(path+".within", k.Within)
		}
		c.stateSet(path+".starts", k.Starts)
		c.stateSet(path+".stops", k.Stops)
		c.stateSet(path+".paused_in", k.PausedIn)
		c.checkWarnings(path+".warn_at", k.WarnAt, k.Within)
		starts := k.Starts
		if len(starts) == 0 && c.def.Open != nil {
			starts = c.def.Open.destinations()
		}
		for _, s := range starts {
			if slices.Contains(k.Stops, s) || slices.Contains(k.PausedIn, s) {
				c.fault("C24", path)
				break
			}
		}
		c.checkPauses(path+".paused_in", k)
	}
}

func (c *compiler) checkPauses(path string, k ClockDef) {
	until := slices.ContainsFunc(k.Within.Limits, func(l LimitDef) bool { return l.Limit.Until != "" })
	for i, name := range k.PausedIn {
		waits := func(s StateDef) bool { return s.Name == name && s.WaitsFor != "" }
		declared := func(s StateDef) bool { return s.Name == name }
		if until || slices.ContainsFunc(c.def.States, declared) && !slices.ContainsFunc(c.def.States, waits) {
			c.fault("C25", item(path, i, len(k.PausedIn)), name)
		}
	}
}

// destinations returns where a move may lead.
func (m *MoveDef) destinations() []string {
	var to []string
	if m.To != "" {
		to = append(to, m.To)
	}
	for _, b := range m.Choose {
		if b.To != "" {
			to = append(to, b.To)
		}
	}
	return to
}

// checkExtensions holds what each move adds to the kind of what it adds to
// (C26).
func (c *compiler) checkExtensions(s *StateDef, m *Move) {
	for _, e := range m.Extends {
		within := s.Within
		if e.Clock != VisitClock {
			i := slices.IndexFunc(c.def.Clocks, func(k ClockDef) bool { return k.Name == e.Clock })
			if i < 0 {
				continue // C03
			}
			within = c.def.Clocks[i].Within
		}
		if within.unread() {
			continue // C04
		}
		if e.Limit.Until != "" || len(within.Limits) == 0 || !sameKind(e.Limit, within.Limits) {
			c.fault("C26", m.path+".extends."+e.Clock)
		}
	}
}

// zeroLimit reports whether no limit is said.
func zeroLimit(l Limit) bool { return l.Until == "" && l.Limit == calendar.Limit{} }
