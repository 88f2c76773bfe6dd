package main

import (
	"fmt"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// The functions below write parts of a compiled procedure as the file has
// them, for JSON and for the page.

func showLimits(a procedure.Allowance) []shownLimit {
	var list []shownLimit
	for _, l := range a.Limits {
		list = append(list, shownLimit{guardOf(l.When), l.Limit.String()})
	}
	return list
}

func showWarnings(warnings []procedure.Warning) []string {
	list := []string{}
	for _, w := range warnings {
		switch {
		case w.Percent > 0:
			list = append(list, fmt.Sprintf("%d%%", w.Percent))
		case w.After:
			list = append(list, w.Limit.String()+" after")
		default:
			list = append(list, w.Limit.String()+" before")
		}
	}
	return list
}

func showNeeds(needs []procedure.Need) []string {
	var list []string
	for _, n := range needs {
		if n.Optional {
			list = append(list, n.Name+"?")
		} else {
			list = append(list, n.Name)
		}
	}
	return list
}

func wordsOf[T ~string](words []T) []string {
	var list []string
	for _, w := range words {
		list = append(list, string(w))
	}
	return list
}

func guardOf(g *procedure.Guard) string {
	if g == nil {
		return ""
	}
	return g.Source
}

func pairsOf(pairs []procedure.Pair) map[string]string {
	m := map[string]string{}
	for _, p := range pairs {
		m[p.To] = p.From
	}
	return m
}

func textOf(t wording.Text) *wording.Text {
	if t.IsZero() {
		return nil
	}
	return &t
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
