package figures

import (
	"cmp"
	"slices"
	"strings"
)

// repeats counts the cases in which activities occur again. It remembers only
// activities that do.
type repeats struct {
	cases    int
	repeated map[string]int // cases in which it occurs twice or more
	looped   map[string]int // cases in which it follows itself at once
	names    []string       // of one case, reused
	loops    []string
}

func newRepeats() repeats { return repeats{repeated: map[string]int{}, looped: map[string]int{}} }

// add counts one case, its events in order. With a transition the others are
// taken out before neighbours are compared. An event without an activity
// repeats nothing, and stands between its neighbours.
func (r *repeats) add(moments []moment, transition string) {
	r.names, r.loops = r.names[:0], r.loops[:0]
	before := ""
	for i := range moments {
		m := &moments[i]
		if transition != "" && !strings.EqualFold(m.transition, transition) {
			continue
		}
		if m.activity != "" {
			r.names = append(r.names, m.activity)
			if m.activity == before {
				r.loops = append(r.loops, before)
			}
		}
		before = m.activity
	}
	// Sorted, equal names are neighbours: no map of names must be held.
	slices.Sort(r.names)
	again := false
	for i := 1; i < len(r.names); i++ {
		if r.names[i] == r.names[i-1] && (i == 1 || r.names[i] != r.names[i-2]) {
			r.repeated[r.names[i]]++
			again = true
		}
	}
	if again {
		r.cases++
	}
	slices.Sort(r.loops)
	for _, name := range slices.Compact(r.loops) {
		r.looped[name]++
	}
}

// listed puts the most cases first, then the names by bytes.
func listed(counts map[string]int) []OfCases {
	list := make([]OfCases, 0, len(counts))
	for name, n := range counts {
		list = append(list, OfCases{name, n})
	}
	slices.SortFunc(list, func(a, b OfCases) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Activity, b.Activity))
	})
	return list
}
