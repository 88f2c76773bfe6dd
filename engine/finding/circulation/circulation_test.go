package circulation_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/finding/circulation"
)

type unit = circulation.Unit

// gap stands in a random walk for the end of a sequence.
const gap unit = -1

// naive reads a whole case at once, by the words of the definitions.
func naive(events []unit) circulation.Sum {
	var sum circulation.Sum
	var known []unit
	for _, visits := range collapse(events) {
		sum.Visits += len(visits)
		sum.Handovers += max(len(visits)-1, 0)
		for j := range visits {
			if !slices.Contains(known, visits[j]) {
				known = append(known, visits[j])
			}
			for i := j - 1; i >= 0; i-- {
				if visits[i] == visits[j] {
					sum.Returns++
					sum.Farthest = max(sum.Farthest, j-i)
					break
				}
			}
			for k := j; k < len(visits); k++ { // is visits[j..k] one alternation?
				if alternates(visits[j : k+1]) {
					sum.Longest = max(sum.Longest, k-j+1)
				}
			}
		}
		for i := 0; i+2 < len(visits); i++ {
			if visits[i] == visits[i+2] {
				sum.Windows++
			}
		}
		for i := 0; i+2 < len(visits); {
			if visits[i] == visits[i+2] {
				sum.Disjoint++
				i += 2
			} else {
				i++
			}
		}
	}
	sum.Units = len(known)
	return sum
}

// collapse makes sequences of visits of the units of events.
func collapse(events []unit) [][]unit {
	sequences := [][]unit{nil}
	for _, u := range events {
		last := &sequences[len(sequences)-1]
		switch {
		case u == gap:
			sequences = append(sequences, nil)
		case len(*last) == 0 || (*last)[len(*last)-1] != u:
			*last = append(*last, u)
		}
	}
	return sequences
}

func alternates(visits []unit) bool {
	for i := range visits {
		if visits[i] != visits[i%2] {
			return false
		}
	}
	return true
}

// The walk, fed one event at a time and case after case, agrees with the
// quadratic reading of each whole case.
func TestWalkAgreesWithTheDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w circulation.Walk
		for range rapid.IntRange(1, 4).Draw(t, "cases") {
			// Few units make many returns; sometimes there are more.
			most := rapid.SampledFrom([]unit{1, 2, 8}).Draw(t, "most")
			events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) unit {
				return unit(rapid.Int32Range(-1, int32(most)).Draw(t, "unit"))
			}), 0, 40).Draw(t, "events")
			w.Begin()
			for _, u := range events {
				if u == gap {
					w.Break()
				} else {
					w.Enter(u)
				}
			}
			if diff := gocmp.Diff(naive(events), w.Sum()); diff != "" {
				t.Fatalf("%v: %s", events, diff)
			}
		}
	})
}

func TestSteps(t *testing.T) {
	var w circulation.Walk
	w.Enter(3) // of a case before
	w.Begin()
	var got []circulation.Step
	for _, u := range []unit{0, 0, 1, 0, 1, 2, 0} {
		if s, ok := w.Enter(u); ok {
			got = append(got, s)
		}
	}
	want := []circulation.Step{
		{Visit: 1, Run: 1},
		{Visit: 2, Handover: true, From: 0, Run: 2},
		{Visit: 3, Handover: true, From: 1, Distance: 2, Window: true, Disjoint: true, Run: 3},
		{Visit: 4, Handover: true, From: 0, Distance: 2, Window: true, Run: 4},
		{Visit: 5, Handover: true, From: 1, Run: 2},
		{Visit: 6, Handover: true, From: 2, Distance: 3, Run: 2},
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Two units are in one component when each reaches the other: by the closure
// of the relation, in cubic time.
func TestNetworkAgreesWithTheDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 7
		counts := map[[2]unit]int{}
		var n circulation.Network
		for range rapid.IntRange(0, 40).Draw(t, "handovers") {
			from, to := unit(rapid.Int32Range(0, size-1).Draw(t, "from")), unit(rapid.Int32Range(0, size-1).Draw(t, "to"))
			if from != to {
				n.Add(from, to)
				counts[[2]unit{from, to}]++
			}
		}
		least := rapid.IntRange(0, 3).Draw(t, "least")
		var reach [size][size]bool
		both := 0
		for p, c := range counts {
			reach[p[0]][p[1]] = c >= least
			if counts[[2]unit{p[1], p[0]}] > 0 {
				both++
			}
		}
		for k := range size {
			for i := range size {
				for j := range size {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		var want [][]unit
		for i := range size {
			var group []unit
			for j := range size {
				if i == j || reach[i][j] && reach[j][i] {
					group = append(group, unit(j))
				}
			}
			if len(group) > 1 && group[0] == unit(i) {
				want = append(want, group)
			}
		}
		if diff := gocmp.Diff(want, n.Components(least)); diff != "" {
			t.Errorf("%v, least %d: %s", counts, least, diff)
		}
		if b, all := n.Reciprocated(); b != both || all != len(counts) {
			t.Errorf("%d of %d reciprocated, want %d of %d", b, all, both, len(counts))
		}
		edges := n.Edges()
		for _, e := range edges {
			if counts[[2]unit{e.From, e.To}] != e.Count {
				t.Errorf("edge %v, want %d", e, counts[[2]unit{e.From, e.To}])
			}
		}
		if !slices.IsSortedFunc(edges, func(a, b circulation.Edge) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
		}) {
			t.Errorf("not sorted: %v", edges)
		}
	})
}

// A chain of many units, and back, must not exhaust the stack.
func TestLongCircle(t *testing.T) {
	const size = 100_000
	var n circulation.Network
	for u := range unit(size) {
		n.Add(u, (u+1)%size)
	}
	if c := n.Components(1); len(c) != 1 || len(c[0]) != size {
		t.Errorf("%d components", len(c))
	}
	if c := n.Components(2); len(c) != 0 {
		t.Errorf("%d components of edges that do not count", len(c))
	}
}

func TestAVisitAllocatesNothing(t *testing.T) {
	var w circulation.Walk
	var n circulation.Network
	visit := func() {
		w.Begin()
		for i := range unit(64) {
			if s, ok := w.Enter(i * i % 7); ok && s.Handover {
				n.Add(s.From, i*i%7)
			}
		}
	}
	visit()
	if a := testing.AllocsPerRun(100, visit); a != 0 {
		t.Errorf("%v allocations for 64 visits", a)
	}
}

func BenchmarkEnter(b *testing.B) {
	var w circulation.Walk
	b.ReportAllocs()
	w.Begin()
	i := unit(0)
	for b.Loop() {
		w.Enter(i * i % 7)
		i = (i + 1) % 64
	}
}

func ExampleWalk() {
	var w circulation.Walk
	w.Begin()
	for _, u := range []unit{0, 1, 0, 1} {
		w.Enter(u)
	}
	s := w.Sum()
	fmt.Println(s.Handovers, s.Returns, s.Windows, s.Disjoint, s.Longest)
	// Output: 3 2 2 1 4
}
