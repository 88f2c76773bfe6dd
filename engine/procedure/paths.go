package procedure

import (
	"slices"
	"strings"
)

// edge is a branch that leads on: from one state to another, by number in
// Machine.States; from is opening at the start.
type edge struct {
	from, to int
	move     *Move
	branch   *Branch
}

// opening stands for the state before the first.
const opening = -1

// paths is the graph of all moves that change the state, guards ignored.
type paths struct {
	states  []*State
	first   []edge   // out of nothing
	out     [][]edge // by state, in order of event, then branch
	reached []bool   // by some path from the opening
}

func newPaths(m *Machine) *paths {
	p := &paths{states: m.States, out: make([][]edge, len(m.States))}
	number := func(name string) int {
		return slices.IndexFunc(m.States, func(s *State) bool { return s.Name == name })
	}
	add := func(list []edge, from int, move *Move) []edge {
		for i := range move.Branches {
			b := &move.Branches[i]
			if to := number(b.To); to >= 0 && to != from {
				list = append(list, edge{from, to, move, b})
			}
		}
		return list
	}
	if m.Open != nil {
		p.first = add(nil, opening, m.Open)
	}
	for i, s := range m.States {
		for _, move := range s.Moves {
			p.out[i] = add(p.out[i], i, move)
		}
	}
	p.reached = p.reach(p.starts(), nil)
	return p
}

// starts are the states that the opening may lead to.
func (p *paths) starts() []int {
	var s []int
	for _, e := range p.first {
		s = append(s, e.to)
	}
	return s
}

// reach marks the states to which edges that use allows lead from the given
// ones, these included. A nil use allows all.
func (p *paths) reach(from []int, use func(edge) bool) []bool {
	seen := make([]bool, len(p.states))
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if seen[s] {
			continue
		}
		seen[s] = true
		for _, e := range p.out[s] {
			if use == nil || use(e) {
				queue = append(queue, e.to)
			}
		}
	}
	return seen
}

// reachBack marks the states from which edges that use allows lead to one of
// the given ones, these included.
func (p *paths) reachBack(to []bool, use func(edge) bool) []bool {
	seen := slices.Clone(to)
	for again := true; again; {
		again = false
		for s := range p.states {
			for _, e := range p.out[s] {
				if !seen[s] && seen[e.to] && use(e) {
					seen[s], again = true, true
				}
			}
		}
	}
	return seen
}

// way returns the states on a shortest path from the opening to the target over
// edges that use allows, or nil.
func (p *paths) way(target int, use func(edge) bool) []int {
	var queue [][]int
	for _, e := range p.first {
		if use(e) {
			queue = append(queue, []int{e.to})
		}
	}
	seen := make([]bool, len(p.states))
	for ; len(queue) > 0; queue = queue[1:] {
		last := queue[0][len(queue[0])-1]
		if last == target {
			return queue[0]
		}
		if seen[last] {
			continue
		}
		seen[last] = true
		for _, e := range p.out[last] {
			if use(e) {
				queue = append(queue, append(slices.Clone(queue[0]), e.to))
			}
		}
	}
	return nil
}

// circle is a circle of edges; closing is the one that leads back to its start.
type circle struct {
	states  []int // the first repeated at the end
	closing edge
}

// circles finds a circle through every edge that closes one when the states
// are visited depth first from the opening, so there is none exactly when the
// answer is empty.
func (p *paths) circles(use func(edge) bool) []circle {
	var found []circle
	var trail []int
	done := make([]bool, len(p.states))
	var visit func(s int)
	visit = func(s int) {
		trail = append(trail, s)
		for _, e := range p.out[s] {
			if !use(e) {
				continue
			}
			if i := slices.Index(trail, e.to); i >= 0 {
				found = append(found, circle{append(slices.Clone(trail[i:]), e.to), e})
			} else if !done[e.to] {
				visit(e.to)
			}
		}
		trail = trail[:len(trail)-1]
		done[s] = true
	}
	order := p.starts()
	for s := range p.states {
		order = append(order, s)
	}
	for _, s := range order {
		if p.reached[s] && !done[s] {
			visit(s)
		}
	}
	return found
}

// names writes a path: "draft → sign → draft".
func (p *paths) names(states []int) string {
	s := make([]string, len(states))
	for i, n := range states {
		s[i] = p.states[n].Name
	}
	return strings.Join(s, " → ")
}
