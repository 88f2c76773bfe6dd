package procedure

import "slices"

// checkStates checks that each state is open or final (C06), that its owner has
// a limit where it works (C07), and the names it gives.
func (c *compiler) checkStates() {
	for i := range c.def.States {
		s := &c.def.States[i]
		path := "states." + s.Name
		if s.Outcome != "" {
			c.checkFinal(path, s)
		} else {
			c.checkOpen(path, s)
		}
	}
}

func (c *compiler) checkFinal(path string, s *StateDef) {
	if !slices.Contains(outcomes, s.Outcome) {
		c.fault("C04", path+".outcome", string(s.Outcome), list(outcomes))
	}
	more := s.Owner != "" || !s.Duty.IsZero() || s.Within.given() || s.WaitsFor != "" ||
		len(s.ForwardTo)+len(s.WarnAt)+len(s.Opens)+len(s.Moves) > 0
	if more {
		c.fault("C06", path)
	}
	c.checkTitle(path+".title", s.Title)
}

func (c *compiler) checkOpen(path string, s *StateDef) {
	missing := func(key string, given bool) bool { return !given && !c.unread(path+"."+key) }
	waits := s.WaitsFor != "" || c.unread(path+".waits_for")
	whole := true
	if missing("owner", s.Owner != "") || missing("duty", !s.Duty.IsZero()) ||
		missing("moves", len(s.Moves) > 0) || waits && missing("within", s.Within.given()) {
		whole = c.unread(path + ".outcome")
	}
	if !whole {
		c.fault("C06", path)
	}
	if whole && !waits && len(s.Within.Limits) == 0 {
		c.fault("C07", path+".within")
	}
	if s.Owner != "" {
		c.role(path+".owner", s.Owner)
	}
	if s.WaitsFor != "" && !slices.Contains(waitsFor, s.WaitsFor) {
		c.fault("C04", path+".waits_for", string(s.WaitsFor), list(waitsFor))
	}
	c.checkAllowance(path+".within", s.Within)
	c.checkWarnings(path+".warn_at", s.WarnAt, s.Within)
	c.roleSet(path+".forward_to", s.ForwardTo)
}

// given reports whether the key within is there.
func (a AllowanceDef) given() bool { return len(a.Limits) > 0 || !a.Words.IsZero() }
