package procedure

import "slices"

// checkGraph proves what holds on every path, guards ignored. It runs on the
// compiled form, with all names known.
func (c *compiler) checkGraph() {
	p := newPaths(c.m)
	c.checkReached(p)
	c.checkEnds(p)
	c.checkCircles(p)
	c.checkReturns(p)
	c.checkNotBy(p)
	c.checkJoins(p)
	runs := c.checkRuns(p)
	c.checkKnown(p)
	c.checkLongest(p, runs)
	c.checkUsed()
}

// checkReached finds states to which nothing leads (C08).
func (c *compiler) checkReached(p *paths) {
	for i, s := range p.states {
		if !p.reached[i] {
			c.fault("C08", "states."+s.Name)
		}
	}
}

// checkEnds finds states from which no sure way leads to an end other than
// withdrawn or cancelled (C09).
func (c *compiler) checkEnds(p *paths) {
	ends := make([]bool, len(p.states))
	for i, s := range p.states {
		ends[i] = s.Final() && s.Outcome != Withdrawn && s.Outcome != Cancelled
	}
	sure := p.reachBack(ends, c.sure)
	for i, s := range p.states {
		if p.reached[i] && !s.Final() && !sure[i] {
			c.fault("C09", "states."+s.Name)
		}
	}
}

// sure reports whether the move can still be made when every bound is used up.
// Whichever branch of a choose it takes counts.
func (c *compiler) sure(e edge) bool {
	m := e.move
	if m.AtMost > 0 || m.When != nil || slices.Equal(m.By, []string{ByParent}) {
		return false
	}
	if m.After != nil && (m.After.Kind == TriggerAnyChild || m.After.Kind == TriggerExpiryOf) {
		return false
	}
	return !e.branch.SendsBack || c.m.LoopPolicy == nil
}

// checkCircles finds circles in which nobody moves (C17), and circles in which
// nothing is marked, bounded or waited for (C28).
func (c *compiler) checkCircles(p *paths) {
	for _, o := range p.circles(func(e edge) bool { return e.move.Automatic() }) {
		c.fault("C17", o.closing.move.path, p.names(o.states))
	}
	progress := func(e edge) bool {
		return !e.branch.SendsBack && e.move.AtMost == 0 && p.states[e.from].WaitsFor == ""
	}
	for _, o := range p.circles(progress) {
		c.fault("C28", o.closing.move.path, p.names(o.states))
	}
}

// checkReturns finds moves marked as returns that cannot be one: the case
// cannot come back, or nothing else leads to where they return (C29).
func (c *compiler) checkReturns(p *paths) {
	for i := range p.states {
		for _, e := range p.out[i] {
			if !e.branch.SendsBack || !p.reached[i] {
				continue
			}
			back := p.reach([]int{e.to}, nil)[e.from]
			other := func(o edge) bool { return o.move != e.move || o.to != e.to }
			if !back || !p.reach(p.starts(), other)[e.to] {
				c.fault("C29", e.branch.path)
			}
		}
	}
}

// checkNotBy finds events in not_by that nobody can have made before (C23). A
// move of everywhere is right when it is so in one of its states.
func (c *compiler) checkNotBy(p *paths) {
	possible := map[string]bool{}
	for i, s := range p.states {
		for _, m := range s.Moves {
			for _, e := range m.NotBy {
				if p.before(i, e) {
					possible[m.path+" "+e] = true
				}
			}
		}
	}
	for _, s := range p.states {
		for _, m := range s.Moves {
			for _, e := range m.NotBy {
				if !possible[m.path+" "+e] {
					c.fault("C23", m.path+".not_by", e)
				}
			}
		}
	}
}

// before reports whether a person can have made the event by the time the case
// is in state s.
func (p *paths) before(s int, event string) bool {
	if event == OpenEvent {
		return p.reached[s]
	}
	for t, from := range p.states {
		m := from.Move(event)
		if m == nil || m.Automatic() || !p.reached[t] {
			continue
		}
		var after []int
		for _, e := range p.out[t] {
			if e.move == m {
				after = append(after, e.to)
			}
		}
		if slices.ContainsFunc(m.Branches, func(b Branch) bool { return b.Stays() }) {
			after = append(after, t)
		}
		if p.reach(after, nil)[s] {
			return true
		}
	}
	return false
}

// checkJoins holds children and the moves that wait for them together: no join
// without a child before it (C16), no child without a join after it (C31).
func (c *compiler) checkJoins(p *paths) {
	joins := func(m *Move) bool {
		return m.After != nil && (m.After.Kind == TriggerAllChildren || m.After.Kind == TriggerAnyChild)
	}
	opened := make([]bool, len(p.states))
	for i, s := range p.states {
		if len(s.Opens) == 0 {
			continue
		}
		later := p.reach([]int{i}, nil)
		joined := false
		for t, on := range later {
			opened[t] = opened[t] || on && p.reached[i]
			joined = joined || on && slices.ContainsFunc(p.states[t].Moves, joins)
		}
		if !joined {
			c.fault("C31", "states."+s.Name+".opens")
		}
	}
	for i, s := range p.states {
		for _, m := range s.Moves {
			if joins(m) && !opened[i] && p.reached[i] {
				c.fault("C16", m.path)
			}
		}
	}
}
