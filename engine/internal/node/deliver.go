package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

const (
	// reader is the name of the cursor up to which a district's log is delivered.
	reader = "deliver"
	// deliveries is how many entries with messages are delivered at a time.
	deliveries = 256
	// noting is how long the cursor in the store may lag behind. After a
	// restart what lies between is delivered again, with no effect.
	noting = time.Second
)

// post is the delivery of one district's log.
type post struct {
	loaded bool
	cursor int64     // as the store has it
	noted  time.Time // when it was written there
	read   int64     // how far the log was read
	failed []int64   // positions up to read that could not be delivered, ascending
}

// letter is an entry that orders something of other cases.
type letter struct {
	position int64
	from     uuid.UUID
	entry    casefile.Entry
}

// Deliver acts on what the log of a district orders: opens children, tells
// parents how children ended, and children that their parent has. Each is once
// in effect, however often and by whomever it is delivered: children's ids are
// derived, and a case remembers what reached it. It reports whether anything
// was delivered.
func (n *Node) Deliver(ctx context.Context, district string) (acted bool, err error) {
	d := n.duties.of(district)
	d.working.Lock()
	defer d.working.Unlock()
	return n.deliver(ctx, d)
}

// deliver delivers what was recorded since the last time. What fails is kept
// and tried again; it never holds back what comes after.
func (n *Node) deliver(ctx context.Context, d *duty) (acted bool, err error) {
	p := &d.post
	if !p.loaded {
		cursor, err := n.Store.Cursor(ctx, d.district, reader)
		if err != nil {
			return false, err
		}
		*p = post{loaded: true, cursor: cursor, read: cursor}
	}
	var faults []error
	again := p.failed
	p.failed = nil
	for _, pos := range again {
		for rec, err := range n.Store.Log(ctx, d.district, pos-1) {
			letters := d.open(rec, err, &faults)
			acted = n.post(ctx, d, letters, &faults) || acted
			break
		}
	}
	var letters []letter
	for rec, err := range n.Store.Log(ctx, d.district, p.read) {
		if err != nil {
			faults = append(faults, err)
			break
		}
		letters = append(letters, d.open(rec, nil, &faults)...)
		p.read = rec.Position
		if len(letters) == deliveries {
			acted = n.post(ctx, d, letters, &faults) || acted
			letters = nil
		}
		if ctx.Err() != nil {
			break
		}
	}
	acted = n.post(ctx, d, letters, &faults) || acted
	if len(p.failed) == 0 {
		d.delivered(p.read)
	}
	if d.fence == 0 || time.Since(p.noted) >= noting {
		faults = append(faults, n.noteCursor(ctx, d))
	}
	return acted, errors.Join(faults...)
}

// isLetter reports whether an entry may order something of other cases.
func isLetter(e *casefile.Entry) bool {
	return len(e.Orders) > 0 || len(e.Tells) > 0 || e.Outcome != "" || e.Kind == casefile.Told
}

// open reads a record; it is a letter if it orders something.
func (d *duty) open(rec store.Record, err error, faults *[]error) []letter {
	var e casefile.Entry
	if err == nil {
		e, err = record.Entry(rec)
	}
	if err != nil {
		d.post.failed = append(d.post.failed, rec.Position)
		*faults = append(*faults, fmt.Errorf("position %d: %w", rec.Position, err))
		return nil
	}
	if !isLetter(&e) {
		return nil
	}
	return []letter{{position: rec.Position, from: rec.Case, entry: e}}
}

// post delivers letters: those of one case in their order, those of different
// cases at a time. It reports whether one arrived: what fails alike gives
// nobody more to do.
func (n *Node) post(ctx context.Context, d *duty, letters []letter, faults *[]error) (acted bool) {
	var order []uuid.UUID
	byCase := map[uuid.UUID][]letter{}
	for _, l := range letters {
		if byCase[l.from] == nil {
			order = append(order, l.from)
		}
		byCase[l.from] = append(byCase[l.from], l)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	places := n.places(deliveries)
	for _, from := range order {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			for _, l := range byCase[from] {
				did, err := n.deliverLetter(ctx, d.district, &l)
				mu.Lock()
				acted = acted || did && err == nil
				if err != nil {
					d.post.failed = append(d.post.failed, l.position)
				}
				if err != nil && len(*faults) < mostFaults {
					*faults = append(*faults, fmt.Errorf("position %d: %w", l.position, err))
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	slices.Sort(d.post.failed)
	return acted
}

// noteCursor moves the store's cursor to just before the first failure.
func (n *Node) noteCursor(ctx context.Context, d *duty) error {
	p := &d.post
	to := p.read
	if len(p.failed) > 0 {
		to = p.failed[0] - 1
	}
	if to <= p.cursor {
		return nil
	}
	err := n.Store.SetCursor(ctx, d.district, reader, p.cursor, to)
	if errors.Is(err, store.ErrConflict) {
		p.loaded = false // another process delivers this log, too: go on from where it stands
		return nil
	}
	if err != nil {
		p.loaded = false
		return err
	}
	p.cursor, p.noted = to, time.Now()
	return nil
}

// deliverLetter does what one entry of a log orders of other cases.
func (n *Node) deliverLetter(ctx context.Context, district string, l *letter) (acted bool, _ error) {
	e := &l.entry
	for i := range e.Orders {
		if err := n.openChild(ctx, district, l.from, e, &e.Orders[i]); err != nil {
			return acted, err
		}
		acted = true
	}
	for i := range e.Tells {
		if err := n.tellChild(ctx, l.from, e, &e.Tells[i]); err != nil {
			return acted, err
		}
		acted = true
	}
	if e.Outcome == "" && e.Kind != casefile.Told {
		return acted, nil
	}
	row, err := n.Case(ctx, district, l.from)
	if err != nil {
		return acted, err
	}
	c, _, err := n.Read(ctx, row)
	if err != nil || c.Parent.Case == "" {
		return acted, err
	}
	switch {
	case e.Outcome != "":
		return true, n.endChild(ctx, c, e)
	case e.Child.ID == c.Parent.Case:
		return true, n.answerParent(ctx, c, e)
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
