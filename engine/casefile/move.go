package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// command decides the command at now, once all that fell due is settled: one
// entry, or a refusal.
func (d *decider) command(now time.Time) error {
	if done, err := d.delivered(now); done {
		return err
	}
	d.look(now)
	mv, err := d.admit()
	if err != nil {
		return err
	}
	if mv == nil {
		return d.builtin(now)
	}
	who := d.cmd.For
	if d.waive&WaiveBy == 0 {
		if who, err = d.entitled(mv.By, now); err != nil {
			return err
		}
	}
	if err := d.unhindered(mv, who); err != nil {
		return err
	}
	e := d.draft(now, Moved)
	d.sign(e, who)
	refused := d.declared(e, mv)
	if refused == nil {
		return nil
	}
	if d.plan.refused.Return == 0 {
		d.drop()
		return refused
	}
	if err := d.cite(e); err != nil {
		return err
	}
	return refused
}

// sign puts the command's marks on the draft.
func (d *decider) sign(e *Entry, who string) {
	e.Event, e.Actor, e.For = d.cmd.Event, d.cmd.Actor, who
	e.Command, e.Digest = d.cmd.ID, d.cmd.Digest
}

// declared finishes the draft of a move that the file declares: what it
// carries, the branch, the unit, the loop policy, then the effects.
func (d *decider) declared(e *Entry, mv *procedure.Move) error {
	d.plan = plan{}
	if err := d.carry(e, mv); err != nil {
		return err
	}
	if err := d.choose(mv, e, e.At); err != nil {
		return err
	}
	if err := d.branchNeeds(); err != nil {
		return err
	}
	d.plan.units, d.plan.auto = d.cmd.Units, d.cmd.Actor == Parent
	if d.plan.to == nil && (d.cmd.Unit != "" || len(d.cmd.Units) > 0) {
		return d.refuse(CodeNameTheUnit, wordsNoUnit)
	}
	if d.plan.to != nil {
		if err := d.seat(d.cmd.Unit); err != nil {
			return err
		}
		if err := d.police(); err != nil {
			return err
		}
	}
	if !d.c.Started() {
		d.opening(e)
	}
	return d.take(e)
}

// opening turns the draft into the first entry of the journal.
func (d *decider) opening(e *Entry) {
	e.Kind = Opened
	e.Opening = &Opening{
		Case: d.c.ID, District: d.c.District,
		Procedure: d.m.Name, Version: d.m.Version, Identity: d.m.Identity, Wording: d.m.Wording,
		Applicant: d.c.Applicant, Parent: d.c.Parent, Follows: d.c.Follows,
		Tightened: d.tightened(),
	}
	d.tight = e.Opening.Tightened // the first dues read it
}

// take gives the draft the effects of the planned move, in the order of the
// language, and commits it.
func (d *decider) take(e *Entry) error {
	p := &d.plan
	e.Branch = p.n
	e.Slips = append(append(e.Slips, p.move.Issues...), p.branch.Issues...)
	if err := d.followDates(e); err != nil {
		return err
	}
	if err := d.extend(e); err != nil {
		return err
	}
	if err := d.promise(e); err != nil {
		return err
	}
	switch {
	case p.move.Suspends != nil:
		if err := d.suspend(e); err != nil {
			return err
		}
	case p.to == nil:
		e.Kind = Stayed
	default:
		if err := d.arrive(e); err != nil {
			return err
		}
	}
	return d.commit(e)
}
