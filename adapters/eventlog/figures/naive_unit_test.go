package figures_test

import (
	"slices"
	"sort"
	"strings"
)

type nVisit struct {
	unit string
	at   *int64
}

// nSequences are the sequences of visits of a case.
func nSequences(events []nEvent, key, missing string) (sequences [][]nVisit, with, without int) {
	sequences = [][]nVisit{nil}
	for _, e := range events {
		unit := strings.TrimSpace(nText(e.Attrs, key))
		gone := slices.Contains(nMissing, unit)
		if gone {
			without++
			switch missing {
			case "skip":
				continue
			case "break":
				sequences = append(sequences, nil)
				continue
			}
			unit = ""
		} else {
			with++
		}
		last := &sequences[len(sequences)-1]
		if n := len(*last); n == 0 || (*last)[n-1].unit != unit {
			*last = append(*last, nVisit{unit, e.at})
		}
	}
	return sequences, with, without
}

// nAlternates says whether v is A, B, A, B ...
func nAlternates(v []nVisit) bool {
	for i := 2; i < len(v); i++ {
		if v[i].unit != v[i-2].unit {
			return false
		}
	}
	return true
}

type nCase struct {
	handovers, returns, windows, disjoint, longest, farthest int
	distances                                                []int
	units                                                    map[string]bool
}

func nCount(sequences [][]nVisit) nCase {
	c := nCase{units: map[string]bool{}}
	for _, v := range sequences {
		for j := range v {
			c.units[v[j].unit] = true
			if j > 0 {
				c.handovers++
			}
			latest := -1
			for i := range j {
				if v[i].unit == v[j].unit {
					latest = i
				}
			}
			if latest >= 0 {
				c.returns++
				c.distances = append(c.distances, j-latest)
				c.farthest = max(c.farthest, j-latest)
			}
			if j >= 2 && v[j].unit == v[j-2].unit {
				c.windows++
			}
			for i := range j + 1 {
				if nAlternates(v[i : j+1]) {
					c.longest = max(c.longest, j+1-i)
				}
			}
		}
		for j := 2; j < len(v); j++ {
			if v[j].unit == v[j-2].unit {
				c.disjoint++
				j++ // the next window begins with this visit, so it ends two later
			}
		}
	}
	return c
}

func naiveUnit(log nLog, sorted [][]nEvent, key string, o nOptions) object {
	with, without, handovers, returning, returns, windowed, windows, disjoint, most, mostCase := 0, 0, 0, 0, 0, 0, 0, 0, -1, ""
	perCase, distances, longest := map[int]int{}, map[int]int{}, map[int]int{}
	pairs, both, units := map[string]int{}, map[string]int{}, map[string]bool{}
	var holding []int64
	for i, t := range log.Traces {
		sequences, w, wo := nSequences(sorted[i], key, o.missing)
		with, without = with+w, without+wo
		c := nCount(sequences)
		handovers, returns, windows, disjoint = handovers+c.handovers, returns+c.returns, windows+c.windows, disjoint+c.disjoint
		perCase[c.handovers]++
		longest[c.longest]++
		if c.returns > 0 {
			returning++
		}
		if c.windows > 0 {
			windowed++
		}
		for _, d := range c.distances {
			distances[d]++
		}
		for u := range c.units {
			units[u] = true
		}
		if c.handovers > most {
			most, mostCase = c.handovers, nName(t, i)
		}
		for _, v := range sequences {
			for j := 0; j+1 < len(v); j++ {
				pairs[v[j].unit+"\x00"+v[j+1].unit]++
				if v[j].at != nil && v[j+1].at != nil {
					holding = append(holding, *v[j+1].at-*v[j].at)
				}
				if j+2 < len(v) && v[j].unit == v[j+2].unit {
					two := []string{v[j].unit, v[j+1].unit}
					sort.Strings(two)
					both[two[0]+"\x00"+two[1]]++
				}
			}
		}
	}
	reciprocal := 0
	for p := range pairs {
		from, to, _ := strings.Cut(p, "\x00")
		if pairs[to+"\x00"+from] > 0 {
			reciprocal++
		}
	}
	fraction := 0.0
	if len(pairs) > 0 {
		fraction = float64(reciprocal) / float64(len(pairs))
	}
	return object{
		"units": len(units), "events_with_unit": with, "events_missing_unit": without, "handovers_total": handovers,
		"max_handovers": max(most, 0), "max_handovers_case": mostCase, "handovers_per_case_histogram": nHistogram(perCase),
		"cases_with_return": returning, "returns_total": returns, "return_distance_histogram": nHistogram(distances),
		"cases_with_strict_pingpong": windowed, "strict_pingpong_windows_total": windows, "strict_pingpong_nonoverlapping_total": disjoint,
		"strict_pingpong_pairs": nListed(both, "a", "b"), "longest_alternation_histogram": nHistogram(longest),
		"handover_pairs": nListed(pairs, "from", "to"), "reciprocated_pairs_fraction": fraction,
		"scc":             object{"min_count": o.least, "components": nGroups(pairs, o.least)},
		"holding_seconds": nSummary(holding, 1e6),
	}
}

func nHistogram(counts map[int]int) object {
	out := object{}
	for k, n := range counts {
		out[itoa(k)] = n
	}
	return out
}

// nGroups puts units together that reach each other, by searching from each.
func nGroups(pairs map[string]int, least int) []any {
	next := map[string][]string{}
	for p, n := range pairs {
		if from, to, _ := strings.Cut(p, "\x00"); n >= least {
			next[from] = append(next[from], to)
		}
	}
	reach := map[string]map[string]bool{}
	for start := range next {
		seen, todo := map[string]bool{}, []string{start}
		for len(todo) > 0 {
			at := todo[0]
			todo = todo[1:]
			for _, to := range next[at] {
				if !seen[to] {
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
		reach[start] = seen
	}
	var groups [][]string
	done := map[string]bool{}
	for u := range next {
		if done[u] || !reach[u][u] {
			continue
		}
		var group []string
		for v := range reach[u] {
			if reach[v][u] {
				group = append(group, v)
				done[v] = true
			}
		}
		sort.Strings(group)
		groups = append(groups, group)
	}
	sort.Slice(groups, func(i, j int) bool {
		if len(groups[i]) != len(groups[j]) {
			return len(groups[i]) > len(groups[j])
		}
		return groups[i][0] < groups[j][0]
	})
	out := []any{}
	for _, g := range groups {
		list := []any{}
		for _, u := range g {
			list = append(list, u)
		}
		out = append(out, list)
	}
	return out
}
