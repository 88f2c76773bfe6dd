package city

import (
	"slices"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// choose picks one of the moves among some options, the usual more often than
// the rare, for the applicant or for the office; -1 when there is none.
func (c *City) choose(x *dossier, v *engine.Case, options []casefile.Option, applicant bool) int {
	whole := 0
	weights := make([]int, len(options))
	nearest := c.nearest(x, v, options)
	for i := range options {
		weights[i] = c.weigh(x, v, &options[i], nearest, applicant)
		whole += weights[i]
	}
	if whole == 0 {
		return -1
	}
	n := c.rng.IntN(whole)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return -1
}

// nearest is the first state, in the order of the file, to which an option
// leads on without a reason having to be given.
func (c *City) nearest(x *dossier, v *engine.Case, options []casefile.Option) string {
	best := ""
	for i := range options {
		if !c.onward(x, v, &options[i]) || excuses(options[i].Move) {
			continue
		}
		to := x.book.target(options[i].Move, v.State)
		if best == "" || x.book.order[to] < x.book.order[best] {
			best = to
		}
	}
	return best
}

// excuses reports whether a move must say why: it is not the usual way.
func excuses(mv *procedure.Move) bool {
	return slices.Contains(mv.Needs, procedure.Need{Name: procedure.NeedReason})
}

// weigh says how likely an option is taken, by what the procedure says of it.
func (c *City) weigh(x *dossier, v *engine.Case, o *casefile.Option, nearest string, applicant bool) int {
	mv := o.Move
	if mv == nil || mv.Automatic() {
		return 0
	}
	late := v.Overdue || !v.Due.IsZero() && c.now.After(v.Due)
	to := x.book.target(mv, v.State)
	switch {
	case mv.Suspends != nil:
		return 30
	case slices.Contains(mv.Issues, procedure.Apology), len(mv.Extends) > 0:
		if late {
			return 120
		}
		return 6
	case slices.ContainsFunc(mv.Branches, func(b procedure.Branch) bool { return b.SendsBack }):
		if x.round[v.Holder.Unit] {
			return 400 / (1 + x.returned)
		}
		return 12
	case to == "":
		return 3
	case slices.Contains(mv.Issues, procedure.SupplementRequest):
		return 18
	case x.book.State(to).Outcome == procedure.Withdrawn && !applicant:
		return 0
	case x.book.ahead(to, v.State) == 1:
		return 3
	case x.book.ahead(to, v.State) == 2:
		if v.WaitsFor != "" {
			return 100 // what was waited for has come
		}
		return 5
	case excuses(mv) && to != nearest:
		return 8
	case to == nearest:
		return 100
	}
	return 10
}
