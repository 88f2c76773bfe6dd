package circulation

import "slices"

// tarjan finds strongly connected components by Tarjan's algorithm of 1972,
// with a path of its own in place of recursion: a chain of a million units
// must not exhaust the stack.
type tarjan struct {
	next  map[Unit][]Unit
	nodes map[Unit]*node
	stack []*node // visited, not yet in a component
	found [][]Unit
}

type node struct {
	unit    Unit
	index   int // order of discovery, from 1
	low     int // the earliest node it reaches
	edge    int // of its edges, the next to follow
	waiting bool
}

func (t *tarjan) discover(u Unit) *node {
	n := &node{unit: u, index: len(t.nodes) + 1, low: len(t.nodes) + 1, waiting: true}
	t.nodes[u] = n
	t.stack = append(t.stack, n)
	return n
}

// search finds all components that can be reached from u.
func (t *tarjan) search(u Unit) {
	path := []*node{t.discover(u)}
	for len(path) > 0 {
		n := path[len(path)-1]
		if n.edge < len(t.next[n.unit]) {
			to := t.next[n.unit][n.edge]
			n.edge++
			if m := t.nodes[to]; m == nil {
				path = append(path, t.discover(to))
			} else if m.waiting {
				n.low = min(n.low, m.index)
			}
			continue
		}
		path = path[:len(path)-1]
		if len(path) > 0 {
			above := path[len(path)-1]
			above.low = min(above.low, n.low)
		}
		if n.low == n.index {
			t.close(n)
		}
	}
}

// close takes the component whose first node is n off the stack.
func (t *tarjan) close(n *node) {
	from := len(t.stack) - 1
	for t.stack[from] != n {
		from--
	}
	var units []Unit
	for _, m := range t.stack[from:] {
		m.waiting = false
		units = append(units, m.unit)
	}
	t.stack = t.stack[:from]
	if len(units) > 1 {
		slices.Sort(units)
		t.found = append(t.found, units)
	}
}
