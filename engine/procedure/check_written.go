package procedure

import "slices"

// checkWritten checks a move in the state it was written into: what depends on
// the state, and so may differ between copies of a move of everywhere.
func (c *compiler) checkWritten(def *StateDef, s *State, m *Move) {
	for i := range m.Branches {
		b := &m.Branches[i]
		if b.To == s.Name {
			c.fault("C11", b.path+".to")
		}
		if b.SendsBack && b.To == "" && b.Refuse.IsZero() {
			c.fault("C29", b.path)
		}
	}
	if m.After != nil && m.After.Kind == TriggerExpiry && len(s.Within.Limits) == 0 {
		c.fault("C16", m.path)
	}
	c.checkExtensions(def, m)
	c.checkGrounds(m)
}

// checkGrounds asks for what the law wants on a slip (C33): grounds for a
// refusal, a request for supplement and an apology, what is lacking for the
// second, one new date for the third.
func (c *compiler) checkGrounds(m *Move) {
	for i := range m.Branches {
		b := &m.Branches[i]
		if !b.Refuse.IsZero() {
			continue
		}
		issues := append(slices.Clone(m.Issues), b.Issues...)
		needs := append(slices.Clone(m.Needs), b.Needs...)
		has := func(s Slip) bool { return slices.Contains(issues, s) }
		grounds, lacks, dates := false, false, 0
		for _, n := range needs {
			f := c.def.field(n.Name)
			isDate := f != nil && (f.Type == Date || f.Type == Instant)
			switch {
			case isDate && n.Optional:
				dates = 2 // an optional date leaves open which is promised
			case isDate:
				dates++
			case n.Optional:
			case n.Name == NeedLacks:
				lacks = true
			case n.Name == NeedReason, named(c.def.Documents, n.Name) != nil:
				grounds = true
			}
		}
		stated := grounds || !has(Refusal) && !has(SupplementRequest) && !has(Apology)
		if !stated || has(SupplementRequest) && !lacks || has(Apology) && dates != 1 {
			c.fault("C33", b.path)
		}
	}
}

// checkParent holds the moves that the end of a parent case takes to a form
// that always works (C32).
func (c *compiler) checkParent(s *State) {
	n := 0
	for _, m := range s.Moves {
		if !slices.Contains(m.By, ByParent) {
			continue
		}
		n++
		final := slices.ContainsFunc(c.def.States, func(d StateDef) bool {
			return d.Name == m.Branches[0].To && d.Outcome != ""
		})
		if n > 1 || len(m.Branches) > 1 || !final || len(m.Needs)+len(m.NotBy)+m.AtMost > 0 || m.When != nil {
			c.fault("C32", m.path)
		}
	}
}
