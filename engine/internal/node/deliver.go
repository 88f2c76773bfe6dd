package node

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// reader is the name of the cursor up to which a district's log is delivered.
const reader = "deliver"

// posts remembers, for each district, what of its log was delivered beyond
// the cursor that the store keeps: after a restart that is delivered again,
// with no effect.
type posts struct {
	mu   sync.Mutex
	seen map[string]*post
}

// post is the delivery of one district.
type post struct {
	mu     sync.Mutex
	loaded bool
	cursor int64   // as the store has it
	read   int64   // how far the log was read
	failed []int64 // positions up to read that could not be delivered, ascending
}

func (p *posts) of(district string) *post {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen[district] == nil {
		p.seen[district] = &post{}
	}
	return p.seen[district]
}

// Deliver acts on what the log of a district orders: opens children, tells
// parents how children ended, and children that their parent has. Each is once
// in effect, however often it is delivered: children's ids are derived, and a
// case remembers what reached it. It reports whether anything was delivered.
//
// What fails is kept and tried again; it never holds back what comes after.
func (n *Node) Deliver(ctx context.Context, district string) (acted bool, err error) {
	p := n.posts.of(district)
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.loaded {
		if p.cursor, err = n.Store.Cursor(ctx, district, reader); err != nil {
			return false, err
		}
		p.read, p.failed, p.loaded = p.cursor, nil, true
	}
	var faults []error
	again := p.failed
	p.failed = nil
	for _, pos := range again {
		for rec, err := range n.Store.Log(ctx, district, pos-1) {
			did, err := n.deliverRecord(ctx, district, rec, err)
			acted = acted || did && err == nil // what fails alike gives nobody more to do
			if err != nil {
				p.failed = append(p.failed, pos)
				faults = append(faults, err)
			}
			break
		}
	}
	for rec, err := range n.Store.Log(ctx, district, p.read) {
		if err != nil {
			faults = append(faults, err)
			break
		}
		did, err := n.deliverRecord(ctx, district, rec, nil)
		acted = acted || did && err == nil
		if err != nil {
			p.failed = append(p.failed, rec.Position)
			faults = append(faults, fmt.Errorf("position %d: %w", rec.Position, err))
		}
		p.read = rec.Position
		if ctx.Err() != nil {
			break
		}
	}
	faults = append(faults, n.settlePost(ctx, district, p))
	return acted, errors.Join(faults...)
}

// settlePost moves the store's cursor to just before the first failure.
func (n *Node) settlePost(ctx context.Context, district string, p *post) error {
	to := p.read
	if len(p.failed) > 0 {
		to = p.failed[0] - 1
	}
	if to <= p.cursor {
		return nil
	}
	err := n.Store.SetCursor(ctx, district, reader, p.cursor, to)
	if errors.Is(err, store.ErrConflict) {
		// Another process delivers this log, too: go on from where it stands.
		p.loaded = false
		return nil
	}
	if err != nil {
		p.loaded = false
		return err
	}
	p.cursor = to
	return nil
}

// deliverRecord does what one entry of a log orders of other cases.
func (n *Node) deliverRecord(ctx context.Context, district string, rec store.Record, err error) (acted bool, _ error) {
	if err != nil {
		return false, err
	}
	e, err := record.Entry(rec)
	if err != nil {
		return false, err
	}
	for i := range e.Orders {
		if err := n.openChild(ctx, district, rec.Case, &e, &e.Orders[i]); err != nil {
			return acted, err
		}
		acted = true
	}
	for i := range e.Tells {
		if err := n.tellChild(ctx, rec.Case, &e, &e.Tells[i]); err != nil {
			return acted, err
		}
		acted = true
	}
	if e.Outcome == "" && e.Kind != casefile.Told {
		return acted, nil
	}
	row, err := n.Store.Case(ctx, district, rec.Case)
	if err != nil {
		return acted, err
	}
	c, _, err := n.Read(ctx, row)
	if err != nil || c.Parent.Case == "" {
		return acted, err
	}
	switch {
	case e.Outcome != "":
		return true, n.endChild(ctx, c, &e)
	case e.Child.ID == c.Parent.Case:
		return true, n.answerParent(ctx, c, &e)
	}
	return acted, nil
}

// send puts a message between cases to one of them. A refusal means that it
// has no place there any more, or has reached it before: that is its end.
func (n *Node) send(ctx context.Context, district, id string, cmd casefile.Command, at *casefile.Entry, keep func(*casefile.Entry) []store.Private) error {
	caseID, err := uuid.Parse(id)
	if err != nil {
		return fmt.Errorf("case id %q: %w", id, err)
	}
	now, err := n.Now(ctx)
	if err != nil {
		return err
	}
	if now.Before(at.At) {
		now = at.At
	}
	_, err = n.Put(ctx, Order{District: district, Case: caseID, Now: now, Keep: keep, Prepare: fixed(cmd)})
	if errors.Is(err, casefile.ErrNotRelated) {
		n.Log.ErrorContext(ctx, "a message between cases that are not related", "district", district, "case", id, "error", err)
		return nil
	}
	return err
}
