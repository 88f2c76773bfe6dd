package procedure

import "slices"

// checkMoves checks each move as the file says it: its names, its branches
// (C13), and what an automatic move, an opening and a suspension may not have
// (C14, C27).
func (c *compiler) checkMoves() {
	d := c.def
	if d.Open != nil {
		c.checkMove("open", d.Open)
		c.checkOpening(d.Open)
	}
	for i := range d.Everywhere {
		m := &d.Everywhere[i]
		c.checkMove("everywhere."+m.Event, m)
		c.stateSet("everywhere."+m.Event+".except", m.Except)
	}
	for _, s := range d.States {
		for i := range s.Moves {
			m := &s.Moves[i]
			path := "states." + s.Name + ".moves." + m.Event
			c.checkMove(path, m)
			if len(m.Except) > 0 {
				c.fault("C01", path+".except", "except")
			}
			outside := func(e MoveDef) bool { return e.Event == m.Event && !slices.Contains(e.Except, s.Name) }
			if slices.ContainsFunc(d.Everywhere, outside) {
				c.fault("C12", path)
			}
		}
	}
}

func (c *compiler) checkMove(path string, m *MoveDef) {
	if m.To != "" {
		c.state(path+".to", m.To)
	}
	for i, r := range m.By {
		if r != ByHolder && r != ByApplicant && r != ByParent {
			c.role(item(path+".by", i, len(m.By)), r)
		}
	}
	c.checkSet(path+".by", m.By)
	for i, e := range m.NotBy {
		c.event(item(path+".not_by", i, len(m.NotBy)), e)
	}
	c.checkSet(path+".not_by", m.NotBy)
	c.checkCarried(path, m.Needs, m.Issues)
	if m.AtMost < 0 {
		c.fault("C04", path+".at_most", "at_most", wantCount)
	}
	c.checkChoose(path, m)
	c.checkTrigger(path, m)
	for i, e := range m.Extends {
		at := path + ".extends." + e.Clock
		if e.Clock != VisitClock {
			c.clock(at, e.Clock)
		}
		if e.Limit.Until == "" && !amount(e.Limit) {
			c.fault("C04", at, "extends", wantKind)
		}
		if slices.ContainsFunc(m.Extends[:i], func(o Extension) bool { return o.Clock == e.Clock }) {
			c.fault("C10", at)
		}
	}
	if s := m.Suspends; s != nil {
		switch {
		case zeroLimit(s.Limit) == s.Words.IsZero():
			c.fault("C04", path+".suspends", "suspends", wantLimit)
		case s.Words.IsZero():
			c.checkLimit(path+".suspends", s.Limit)
		}
		if len(m.destinations()) > 0 || m.After != nil {
			c.fault("C27", path)
		}
	}
}

// checkCarried checks the names of needs and issues.
func (c *compiler) checkCarried(path string, needs []Need, issues []Slip) {
	names := make([]string, len(needs))
	for i, n := range needs {
		names[i] = n.Name
		if n.Name != NeedReason && n.Name != NeedLacks && !c.def.known(n.Name) {
			c.fault("C03", item(path+".needs", i, len(needs)), n.Name)
		}
	}
	c.checkSet(path+".needs", names)
	papers := make([]string, len(issues))
	for i, s := range issues {
		papers[i] = string(s)
		if !slices.Contains(slips, s) {
			c.fault("C04", item(path+".issues", i, len(issues)), string(s), list(slips))
		}
	}
	c.checkSet(path+".issues", papers)
}

func (c *compiler) checkChoose(path string, m *MoveDef) {
	n := len(m.Choose)
	wrong := n == 1 || n > 0 && m.To != ""
	for i, b := range m.Choose {
		at := nth(path+".choose", i)
		wrong = wrong || (b.When == "") != (i == n-1)
		if !b.Refuse.IsZero() && (b.To != "" || b.SendsBack || len(b.Needs)+len(b.Issues) > 0) {
			c.fault("C13", at)
		}
		if b.To != "" {
			c.state(at+".to", b.To)
		}
		c.checkCarried(at, b.Needs, b.Issues)
	}
	if wrong {
		c.fault("C13", path+".choose")
	}
	if n > 0 && m.SendsBack && len(m.destinations()) == 0 {
		c.fault("C29", path)
	}
}

func (c *compiler) checkTrigger(path string, m *MoveDef) {
	t := m.After
	if t == nil {
		return
	}
	switch t.Kind {
	case TriggerLimit:
		c.checkLimit(path+".after", t.Limit)
	case TriggerExpiryOf:
		c.clock(path+".after", t.Clock)
	}
	bound := len(m.By)+len(m.NotBy)+len(m.Needs)+len(m.Extends)+m.AtMost > 0 || m.SendsBack
	for _, b := range m.Choose {
		bound = bound || len(b.Needs) > 0 || b.SendsBack || !b.Refuse.IsZero()
	}
	if bound {
		c.fault("C14", path)
	}
}

// checkOpening checks the move from nothing: somebody who holds nothing yet
// makes it, and it leads somewhere.
func (c *compiler) checkOpening(m *MoveDef) {
	if len(m.By) == 0 {
		c.fault("C04", "open.by", "by", wantOpener)
	}
	if i := slices.Index(m.By, ByHolder); i >= 0 {
		c.fault("C04", item("open.by", i, len(m.By)), ByHolder, wantOpener)
	}
	if m.To == "" && len(m.Choose) == 0 {
		c.fault("C04", "open.to", "to", wantMove)
	}
	marked := m.SendsBack
	for i, b := range m.Choose {
		marked = marked || b.SendsBack
		if b.To == "" && b.Refuse.IsZero() {
			c.fault("C04", nth("open.choose", i), "to", wantMove)
		}
	}
	if m.After != nil || len(m.NotBy)+len(m.Extends)+m.AtMost > 0 || marked || m.Suspends != nil {
		c.fault("C14", "open")
	}
}
