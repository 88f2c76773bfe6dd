package node

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// openChild opens an ordered child at the instant of its order. A child that
// cannot be opened ends at once, as cancelled.
func (n *Node) openChild(ctx context.Context, district string, parent uuid.UUID, e *casefile.Entry, o *casefile.Order) error {
	id, err := uuid.Parse(o.ID)
	if err != nil {
		return fmt.Errorf("child id %q: %w", o.ID, err)
	}
	_, err = n.Case(ctx, o.District, id)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return err
	}
	err = n.putChild(ctx, district, parent, e, o, id)
	if err != nil {
		// It may have been opened all the same: by a try whose answer was lost,
		// or by another process.
		if _, look := n.Case(ctx, o.District, id); look == nil || !errors.Is(look, store.ErrNotFound) {
			return look
		}
	}
	var refusal *casefile.Refusal
	if !errors.As(err, &refusal) && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	n.Log.WarnContext(ctx, "a child case could not be opened", "district", district, "case", parent.String(), "child", o.Name, "reason", err)
	end := &casefile.ChildEnd{Case: o.ID, Outcome: procedure.Cancelled, At: e.At}
	return n.send(ctx, district, parent.String(), casefile.Command{Event: casefile.EventChildEnded, Actor: casefile.Engine, End: end}, e, nil)
}

func (n *Node) putChild(ctx context.Context, district string, parent uuid.UUID, e *casefile.Entry, o *casefile.Order, id uuid.UUID) error {
	row, err := n.Case(ctx, district, parent)
	if err != nil {
		return err
	}
	c, _, err := n.Read(ctx, row)
	if err != nil {
		return err
	}
	beside, err := n.Store.Private(ctx, district, parent)
	if err != nil {
		return err
	}
	cmd := casefile.Command{Event: casefile.EventOpen, Actor: casefile.Parent, Unit: o.Unit, Documents: o.Documents}
	for i := range o.Data {
		cmd.Given = append(cmd.Given, given(&o.Data[i]))
	}
	child := &casefile.Case{
		ID: o.ID, District: o.District, Applicant: c.Applicant,
		Parent: casefile.ParentRef{Case: c.ID, District: district},
	}
	res, err := n.Put(ctx, Order{
		District: o.District, Case: id, Now: e.At, Open: child, Procedure: o.Procedure,
		Prepare: fixed(cmd), Keep: handedOn(beside),
	})
	if err == nil && res.Refusal != nil {
		return res.Refusal
	}
	return err
}

// tellChild tells a child that its parent has ended. One that was never opened
// or has ended itself needs no telling.
func (n *Node) tellChild(ctx context.Context, parent uuid.UUID, e *casefile.Entry, t *casefile.Tell) error {
	cmd := casefile.Command{Event: casefile.EventParentEnded, Actor: casefile.Parent}
	err := n.send(ctx, t.District, t.ID, cmd, e, nil)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// endChild tells the parent of an ended case how it ended.
func (n *Node) endChild(ctx context.Context, c *casefile.Case, e *casefile.Entry) error {
	beside, err := n.Store.Private(ctx, c.District, uuid.MustParse(c.ID))
	if err != nil {
		return err
	}
	at := e.At
	if !e.Effective.IsZero() {
		at = e.Effective
	}
	end := &casefile.ChildEnd{Case: c.ID, State: c.State, Outcome: c.Outcome, At: at, Data: c.Data}
	cmd := casefile.Command{Event: casefile.EventChildEnded, Actor: casefile.Engine, End: end}
	return n.send(ctx, c.Parent.District, c.Parent.Case, cmd, e, handedOn(beside))
}

// answerParent reports to an ended parent what its child did when told.
func (n *Node) answerParent(ctx context.Context, c *casefile.Case, e *casefile.Entry) error {
	cmd := casefile.Command{Event: casefile.EventChildTold, Actor: casefile.Engine, Answer: &casefile.ChildAnswer{Case: c.ID, Event: e.Child.Event}}
	return n.send(ctx, c.Parent.District, c.Parent.Case, cmd, e, nil)
}

// given puts a known value into the form of a command.
func given(k *casefile.Datum) casefile.Given {
	g := casefile.Given{Name: k.Name, Commitment: k.Commitment}
	switch k.Value.Type {
	case "":
	case procedure.Integer, procedure.Money:
		g.Text = strconv.FormatInt(k.Value.Int, 10)
	case procedure.Boolean:
		g.Text = strconv.FormatBool(k.Value.Int == 1)
	case procedure.Instant:
		g.Text = k.Value.Time.Format(time.RFC3339Nano)
	default:
		g.Text = k.Value.Text
	}
	return g
}

// handedOn keeps beside an entry the personal values that its commitments
// hide, taken from what lies beside the journal they come from.
func handedOn(beside []store.Private) func(*casefile.Entry) []store.Private {
	return func(e *casefile.Entry) []store.Private {
		var out []store.Private
		for i := range e.Data {
			if e.Data[i].Commitment.IsZero() {
				continue
			}
			for _, p := range beside {
				if record.Commitment(p.Salt, p.Value) == e.Data[i].Commitment {
					out = append(out, store.Private{Name: e.Data[i].Name, Salt: p.Salt, Value: p.Value})
					break
				}
			}
		}
		for i := range e.Documents {
			for _, p := range beside {
				if record.Commitment(p.Salt, p.Value) == e.Documents[i].Commitment {
					out = append(out, store.Private{Name: e.Documents[i].Name, Salt: p.Salt, Value: p.Value})
					break
				}
			}
		}
		return out
	}
}

// fixed is a command that needs nothing prepared.
func fixed(cmd casefile.Command) func(*procedure.Machine, *calendar.Calendar) (*casefile.Command, error) {
	return func(*procedure.Machine, *calendar.Calendar) (*casefile.Command, error) { return &cmd, nil }
}
