package figures

import (
	"cmp"
	"slices"

	"github.com/motcua/motcua/engine/finding/circulation"
)

// tell gives the figures of readings, but of some.
func tell(readings []*reading, but []string) Units {
	var units Units
	for _, r := range readings {
		if !slices.Contains(but, r.rule.Name) {
			units = append(units, r.figures())
		}
	}
	return units
}

// figures adds to the counts what is read off the network as a whole.
func (r *reading) figures() *Unit {
	f := r.f
	f.Units = len(r.names)
	f.Pairs = r.pairs()
	f.PingPongs = r.both()
	if both, all := r.network.Reciprocated(); all > 0 {
		f.Reciprocal = Float(both) / Float(all)
	}
	f.SCC = SCC{Least: r.o.MinEdge, Groups: r.groups()}
	f.Holding = r.holding.summary(second)
	if r.o.Calendar != nil {
		working := r.working.summary(second)
		f.Working = &working
	}
	return &f
}

// pairs lists the handovers, the commonest first, then by the names' bytes.
func (r *reading) pairs() []Pair {
	list := []Pair{}
	for _, e := range r.network.Edges() {
		list = append(list, Pair{r.names[e.From], r.names[e.To], e.Count})
	}
	slices.SortFunc(list, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}

// both lists the windows by the two units they are between.
func (r *reading) both() []Both {
	counts := map[Both]int{}
	for _, e := range r.pingpongs.Edges() {
		a, b := r.names[e.From], r.names[e.To]
		counts[Both{A: min(a, b), B: max(a, b)}] += e.Count
	}
	list := make([]Both, 0, len(counts))
	for pair, n := range counts {
		list = append(list, Both{pair.A, pair.B, n})
	}
	slices.SortFunc(list, func(a, b Both) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list
}

// groups names the components: larger first, then by the first name.
func (r *reading) groups() [][]string {
	list := [][]string{}
	for _, units := range r.network.Components(r.o.MinEdge) {
		list = append(list, r.named(units))
	}
	slices.SortFunc(list, func(a, b []string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	return list
}

func (r *reading) named(units []circulation.Unit) []string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = r.names[u]
	}
	slices.Sort(names)
	return names
}
