package casefile

import "github.com/motcua/motcua/engine/procedure"

// CommandOf gives the command that an entry records, so that an auditor can put
// it to Decide again at the entry's instant and compare. It is nil for what the
// engine settled by itself: a sweep at the entry's instant makes it again. What
// the journal does not hold is left out: the text of personal values, the
// expected sequence. c is the case before the entry; before an opening give it
// what Entry.Opening says.
func CommandOf(m *procedure.Machine, c *Case, e *Entry) *Command {
	switch e.Kind {
	case ChildEnded:
		return endedAgain(m, c, e)
	case Told:
		return toldAgain(e)
	case Recomputed:
		return &Command{Event: EventRecompute}
	case Observed:
		return nil
	}
	if e.Actor == Engine || e.Actor == Parent && e.Kind != Opened && e.Command == "" {
		return nil // the engine's own, or the move that a Told entry asked for
	}
	cmd := &Command{
		ID: e.Command, Digest: e.Digest, Event: e.Event, Actor: e.Actor, For: e.For,
		Documents: e.Documents, Lacks: e.Lacks, Unit: unitNamed(e), Officer: e.Holder.Officer,
	}
	for i := range e.Data {
		cmd.Given = append(cmd.Given, Given{Name: e.Data[i].Name, Text: textOf(e.Data[i].Value), Commitment: e.Data[i].Commitment})
	}
	if !e.Reason.IsZero() {
		cmd.Given = append(cmd.Given, Given{Name: procedure.NeedReason, Commitment: e.Reason})
	}
	for i := range e.Turns {
		if u := &e.Turns[i]; u.Kind == TurnExtend {
			cmd.Amounts = append(cmd.Amounts, Amount{u.Timer, u.Added})
		}
	}
	for i := range e.Orders {
		cmd.Units = append(cmd.Units, ChildUnit{e.Orders[i].Name, e.Orders[i].bound()})
	}
	return cmd
}

// endedAgain is the delivery that a ChildEnded entry records, what it returned
// under the child's own names again.
func endedAgain(m *procedure.Machine, c *Case, e *Entry) *Command {
	end := &ChildEnd{Case: e.Child.ID, State: e.Child.State, Outcome: e.Child.Outcome, At: e.Child.EndedAt}
	if ch := c.Child(e.Child.ID); ch != nil {
		for _, p := range returns(m, ch) {
			if k := datumOf(e.Data, p.To); k != nil {
				k := *k
				k.Name = p.From
				end.Data = append(end.Data, k)
			}
		}
	}
	return &Command{Event: EventChildEnded, End: end}
}

// toldAgain is the delivery that a Told entry records: with an event of the
// engine's own it says which.
func toldAgain(e *Entry) *Command {
	if e.Event == EventParentEnded {
		return &Command{Event: EventParentEnded}
	}
	return &Command{Event: EventChildTold, Answer: &ChildAnswer{Case: e.Child.ID, Event: e.Child.Event}}
}

// unitNamed is a unit whose naming decides as the command did, whether that
// named it or not.
func unitNamed(e *Entry) string {
	switch {
	case e.Kind == RefusedByPolicy:
		return e.Handover.To
	case e.Kind == Opened, e.Kind == Moved, e.Kind == Forwarded:
		return e.Holder.Unit
	}
	return ""
}

// bound is the unit of an order as the role is bound to it: with its district
// where that is another.
func (o *Order) bound() string {
	if o.Elsewhere {
		return o.District + ":" + o.Unit
	}
	return o.Unit
}
