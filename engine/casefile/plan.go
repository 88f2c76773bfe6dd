package casefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// plan is where a move leads: the branch taken and who will hold the case.
type plan struct {
	move   *procedure.Move
	branch *procedure.Branch
	n      int              // place of the branch, from 1; 0 without choose
	to     *procedure.State // nil stays
	holder Holder
	units  []ChildUnit // named for children
	auto   bool        // nobody is there to name a unit
	// refused is a return that the loop policy refuses, to be recorded.
	refused Handover
}

// choose evaluates the move's guard and takes the first branch whose guard is
// true. Each guard sees the destination it leads to as entered.
func (d *decider) choose(mv *procedure.Move, e *Entry, instant time.Time) error {
	d.plan = plan{move: mv, auto: mv.Automatic()}
	to := ""
	if len(mv.Branches) == 1 {
		to = mv.Branches[0].To
	}
	d.see(e, to, instant)
	if ok, err := d.holds(mv.When); err != nil || !ok {
		return d.guarded(mv, err)
	}
	for i := range mv.Branches {
		b := &mv.Branches[i]
		d.facts.to = b.To
		ok, err := d.holds(b.When)
		if err != nil {
			return d.guarded(mv, err)
		}
		if !ok {
			continue
		}
		if !b.Refuse.IsZero() {
			return d.refuse(CodeGuard, b.Refuse)
		}
		d.plan.branch = b
		if len(mv.Branches) > 1 {
			d.plan.n = i + 1
		}
		if b.To != "" {
			d.plan.to = d.m.State(b.To)
		}
		return nil
	}
	return d.guarded(mv, nil)
}

// holds evaluates a guard over the facts; none is true.
func (d *decider) holds(g *procedure.Guard) (bool, error) {
	if g == nil {
		return true, nil
	}
	return g.Eval(&d.facts)
}

// item picks the limit of an allowance that the facts choose.
func (d *decider) item(a *procedure.Allowance) (int, procedure.Limit, error) {
	for i := range a.Limits {
		ok, err := d.holds(a.Limits[i].When)
		if err != nil {
			return 0, procedure.Limit{}, d.guarded(d.plan.move, err)
		}
		if ok {
			return i, a.Limits[i].Limit, nil
		}
	}
	return 0, procedure.Limit{}, nil
}

// guarded turns what a guard answered into the refusal of its move.
func (d *decider) guarded(mv *procedure.Move, err error) error {
	if err != nil {
		return d.refuse(CodeGuardError, wordsGuardError(fmt.Sprint(err)))
	}
	return d.refuse(CodeGuard, wordsGuard(mv))
}

// needs reports whether the planned move, or the branch taken, lists a name.
func (p *plan) needs(name string) bool {
	return listed(p.move.Needs, name) != nil || p.branch != nil && listed(p.branch.Needs, name) != nil
}

// issues reports whether the planned move or the branch taken issues a slip.
func (p *plan) issues(s procedure.Slip) bool {
	return slices.Contains(p.move.Issues, s) || slices.Contains(p.branch.Issues, s)
}

func listed(needs []procedure.Need, name string) *procedure.Need {
	for i := range needs {
		if needs[i].Name == name {
			return &needs[i]
		}
	}
	return nil
}
