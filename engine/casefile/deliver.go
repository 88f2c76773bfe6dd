package casefile

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// ErrNotRelated says that a delivery names a case that is neither child nor
// parent of the one it was put to.
var ErrNotRelated = errors.New("casefile: the delivery is about no child or parent of this case")

// delivered decides what the engine itself puts to a case; done is false for
// every other command. A delivery that comes again finds its entry there and
// makes none.
func (d *decider) delivered(now time.Time) (done bool, err error) {
	switch d.cmd.Event {
	case EventRecompute:
		return true, d.recompute(now)
	case EventChildEnded:
		return true, d.childEnded(now)
	case EventParentEnded:
		return true, d.parentEnded(now)
	case EventChildTold:
		return true, d.childTold(now)
	}
	return false, nil
}

// childEnded records how a child ended, with what it returns.
func (d *decider) childEnded(now time.Time) error {
	end := d.cmd.End
	if end == nil || d.c.Child(end.Case) == nil {
		return fmt.Errorf("%w: %s", ErrNotRelated, EventChildEnded)
	}
	ch := d.c.Child(end.Case)
	if !ch.Open() {
		return nil
	}
	e := d.draft(now, ChildEnded)
	e.Event = EventChildEnded
	e.Child = Answer{ID: ch.ID, State: end.State, Outcome: end.Outcome, EndedAt: end.At}
	for _, p := range returns(d.m, ch) {
		if k := datumOf(end.Data, p.From); k != nil {
			k := *k
			k.Name = p.To
			e.Data = put(e.Data, k.Name, k, nameOfDatum)
		}
	}
	if err := d.followDates(e); err != nil {
		return err
	}
	return d.commit(e)
}

// returns are what the definition takes back from a child.
func returns(m *procedure.Machine, ch *Child) []procedure.Pair {
	state := m.State(ch.State)
	if state == nil {
		return nil
	}
	opens := state.Opens
	for i := range opens {
		if opens[i].Name == ch.Name {
			return opens[i].Returns
		}
	}
	return nil
}

// parentEnded records in a child that its parent has ended, and which move it
// takes: at once, or at its resume.
func (d *decider) parentEnded(now time.Time) error {
	if d.c.Parent.Case == "" {
		return fmt.Errorf("%w: %s", ErrNotRelated, EventParentEnded)
	}
	if d.c.Ended() || d.c.Told {
		return nil
	}
	e := d.draft(now, Told)
	e.Event = EventParentEnded
	e.Child.ID = d.c.Parent.Case
	for _, mv := range d.m.State(d.c.State).Moves {
		if slices.Contains(mv.By, procedure.ByParent) {
			e.Child.Event = mv.Event
		}
	}
	return d.commit(e)
}

// childTold records in the parent which move a child took when told.
func (d *decider) childTold(now time.Time) error {
	answer := d.cmd.Answer
	if answer == nil || d.c.Child(answer.Case) == nil {
		return fmt.Errorf("%w: %s", ErrNotRelated, EventChildTold)
	}
	if d.c.Child(answer.Case).Answered {
		return nil
	}
	e := d.draft(now, Told)
	e.Event = EventChildTold
	e.Child = Answer{ID: answer.Case, Event: answer.Event}
	return d.commit(e)
}
