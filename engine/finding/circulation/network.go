package circulation

import (
	"cmp"
	"maps"
	"slices"
)

// Pair is an ordered pair of units.
type Pair struct{ From, To Unit }

// Edge is a pair and how often work went that way.
type Edge struct {
	Pair
	Count int
}

// Network counts handovers between units. Its memory is bounded by the pairs
// that occur, not by the handovers. The zero value is ready.
type Network struct{ counts map[Pair]int }

// Add counts one handover.
func (n *Network) Add(from, to Unit) {
	if n.counts == nil {
		n.counts = map[Pair]int{}
	}
	n.counts[Pair{from, to}]++
}

// Edges are all pairs that occur, by the numbers of their units.
func (n *Network) Edges() []Edge {
	edges := make([]Edge, 0, len(n.counts))
	for _, p := range slices.SortedFunc(maps.Keys(n.counts), comparePairs) {
		edges = append(edges, Edge{p, n.counts[p]})
	}
	return edges
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}

// Reciprocated counts the ordered pairs whose opposite occurs too, and all.
func (n *Network) Reciprocated() (both, all int) {
	for _, e := range n.Edges() {
		if n.counts[Pair{e.To, e.From}] > 0 {
			both++
		}
	}
	return both, len(n.counts)
}

// Components are the groups of more than one unit within which work can reach
// everyone from everyone, over edges that occur at least so often. Units
// ascend inside; groups come by their first unit.
func (n *Network) Components(least int) [][]Unit {
	t := tarjan{next: map[Unit][]Unit{}, nodes: map[Unit]*node{}}
	var starts []Unit
	for _, e := range n.Edges() {
		if e.Count < least {
			continue
		}
		if t.next[e.From] == nil {
			starts = append(starts, e.From)
		}
		t.next[e.From] = append(t.next[e.From], e.To)
	}
	for _, u := range starts {
		if t.nodes[u] == nil {
			t.search(u)
		}
	}
	slices.SortFunc(t.found, func(a, b []Unit) int { return cmp.Compare(a[0], b[0]) })
	return t.found
}
