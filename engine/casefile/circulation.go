package casefile

// pairOf is the unordered pair of two units.
func pairOf(a, b string) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

// last is the last handover between two units, or nil.
func (m *memory) last(p pair) *path {
	for i := range m.paths {
		if m.paths[i].pair == p {
			return &m.paths[i]
		}
	}
	return nil
}

// returns is how many returns two units have made.
func (m *memory) returns(p pair) int {
	n := 0
	for i := range m.backs {
		if m.backs[i].pair == p {
			n++
		}
	}
	return n
}

// pass keeps a handover: the last direction of its pair, and the returns.
func (m *memory) pass(h Handover, seq int64) {
	p := pairOf(h.From, h.To)
	if h.Return > 0 {
		m.backs = append(m.backs, back{p, seq})
	}
	if l := m.last(p); l != nil {
		l.from, l.seq = h.From, seq
		return
	}
	m.paths = append(m.paths, path{p, h.From, seq})
}

// handover is the change of unit from the present holder to another. It is a
// return when the move is marked as one and the last handover between the two
// units, of any kind, went the other way.
func (c *Case) handover(to string, sendsBack bool) Handover {
	from := c.Holder.Unit
	if from == "" || to == "" || from == to {
		return Handover{}
	}
	h := Handover{From: from, To: to}
	p := pairOf(from, to)
	if l := c.memory.last(p); sendsBack && l != nil && l.from == to {
		h.Return, h.Answers = c.memory.returns(p)+1, l.seq
	}
	return h
}
