package casefile

import (
	"slices"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// builtin decides a command that no file declares. All are self-moves: they
// touch no clock, but a resumption lets them run on.
func (d *decider) builtin(now time.Time) error {
	d.plan = plan{}
	who, err := d.mayBuiltin(now)
	if err != nil {
		return err
	}
	if err := d.receiver(); err != nil {
		return err
	}
	e := d.draft(now, Noted)
	d.sign(e, who)
	if err := d.remark(e); err != nil {
		d.drop()
		return err
	}
	switch d.cmd.Event {
	case EventClaim:
		e.Kind, e.Holder.Officer = Claimed, e.Actor
		if who != "" {
			e.Holder.Officer = who
		}
	case EventRelease:
		e.Kind, e.Holder.Officer = Released, ""
	case EventAssign:
		e.Kind, e.Holder.Officer = Assigned, d.cmd.Officer
	case EventForward:
		e.Kind, e.Holder = Forwarded, d.plan.holder
		e.Handover = d.c.handover(e.Holder.Unit, false)
	case EventResume:
		e.Kind = Resumed
		if err := d.resume(e); err != nil {
			d.drop()
			return err
		}
		return nil
	}
	return d.commit(e)
}

// mayBuiltin checks that the actor may give the command as the case is held
// now; it returns for whom they act.
func (d *decider) mayBuiltin(now time.Time) (string, error) {
	h := d.c.Holder
	switch d.cmd.Event {
	case EventClaim:
		if h.Officer != "" {
			return "", d.refuse(CodeNotYours, wordsClaimed(h.Officer))
		}
		return d.entitled(byHolder, now)
	case EventRelease:
		if h.Officer == "" {
			return "", d.refuse(CodeNoSuchMove, wordsUnclaimed)
		}
		return d.acting(now, func(p string) bool { return p == h.Officer || d.heads(p) }, byHolder)
	case EventAssign:
		who, err := d.acting(now, d.heads, byHolder)
		if err != nil {
			err = d.refuse(CodeNotYours, wordsHeadOnly)
		}
		return who, err
	case EventForward:
		return d.entitled(byHolder, now)
	case EventResume:
		return d.entitled(d.m.State(d.c.State).Move(d.c.Suspension.Event).By, now)
	}
	who, err := d.acting(now, d.mayNote, byAnyone)
	if err != nil {
		err = d.refuse(CodeNotYours, wordsNoteBy)
	}
	return who, err
}

// By lists of built-in commands, for the checks and the words of a refusal.
var (
	byHolder = []string{procedure.ByHolder}
	byAnyone = []string{procedure.ByApplicant}
)

// heads reports whether an officer heads the holding unit.
func (d *decider) heads(officer string) bool {
	return d.view.Head(officer, d.c.Holder.Unit)
}

// mayNote reports whether a person is the applicant or has a role of the
// procedure.
func (d *decider) mayNote(person string) bool {
	if person == Applicant || person == Parent {
		return person == Applicant
	}
	for i := range d.m.Roles {
		if d.inRole(person, d.m.Roles[i].Name) {
			return true
		}
	}
	return false
}

// receiver checks who an assign or a forward names: an officer of the holding
// unit in its role; another unit, bound to the owner role or to one in
// forward_to.
func (d *decider) receiver() error {
	h := d.c.Holder
	switch d.cmd.Event {
	case EventAssign:
		if d.cmd.Officer == "" || !d.view.Holds(d.cmd.Officer, h.Unit, h.Role) {
			return d.refuse(CodeNeeds, wordsAssignee(h), "officer")
		}
	case EventForward:
		state, unit := d.m.State(d.c.State), d.cmd.Unit
		for _, role := range append([]string{state.Owner}, state.ForwardTo...) {
			if unit != "" && unit != h.Unit && slices.Contains(d.view.Bound(d.m.Name, role), unit) {
				d.plan.holder = Holder{Unit: unit, Role: role}
				return nil
			}
		}
		return d.refuse(CodeNameTheUnit, wordsForward(unit), d.receivers(state)...)
	}
	return nil
}

// receivers are the units to which the holder may forward.
func (d *decider) receivers(state *procedure.State) []string {
	var units []string
	for _, role := range append([]string{state.Owner}, state.ForwardTo...) {
		for _, unit := range d.view.Bound(d.m.Name, role) {
			if unit != d.c.Holder.Unit && !slices.Contains(units, unit) {
				units = append(units, unit)
			}
		}
	}
	return units
}

// remark takes the reason of a built-in command, which a forward and a note
// must have; it carries nothing else.
func (d *decider) remark(e *Entry) error {
	if err := d.bring(e); err != nil {
		return err
	}
	for _, name := range d.brought(e) {
		if name != procedure.NeedReason {
			return d.refuse(CodeNeeds, wordsNotNeeded(name), name)
		}
	}
	if len(d.cmd.Amounts) > 0 {
		return d.refuse(CodeClock, wordsAmount(d.cmd.Amounts[0].Clock, nil), d.cmd.Amounts[0].Clock)
	}
	if event := d.cmd.Event; e.Reason.IsZero() && (event == EventForward || event == EventNote) {
		return d.refuse(CodeNeeds, wordsMissing([]string{procedure.NeedReason}), procedure.NeedReason)
	}
	return nil
}
