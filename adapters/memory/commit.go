package memory

import (
	"context"
	"fmt"
	"sort"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Commit implements [store.Committer].
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	unlock, err := s.write(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	now := s.wallNow()
	outcomes := make([]store.Outcome, len(changes))
	for i := range changes {
		outcomes[i] = s.decide(&changes[i], now)
	}
	return outcomes, nil
}

// decide answers one change. Replays come before conflicts: the change of a
// command that won before expects a sequence long gone.
func (s *Store) decide(c *store.Change, now time.Time) store.Outcome {
	if err := c.Check(); err != nil {
		return store.Outcome{Kind: store.Failed, Err: err}
	}
	d := s.districts[c.Row.District]
	if d == nil {
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q: %w", c.Row.District, store.ErrNotFound)}
	}
	if first := d.replay(c); first != nil {
		return store.Outcome{Kind: store.Replayed, First: copyRecord(*first)}
	}
	if c.Fence != 0 && c.Fence != d.lease.fence {
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q, fence %d: %w", c.Row.District, c.Fence, store.ErrFenced)}
	}
	if !d.stands(c) || !d.registered(c) {
		return store.Outcome{Kind: store.Conflict, Seq: d.seq(c.Row.Case), Register: int64(len(d.register))}
	}
	s.lift(c.Row.At)
	return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: d.write(c, now)}
}

// replay returns the entry that the change's command made before, or nil.
func (d *district) replay(c *store.Change) *store.Record {
	for i := range c.Entries {
		if id := c.Entries[i].Command; id != uuid.Nil && d.commands[id] != nil {
			return d.commands[id]
		}
	}
	return nil
}

func (d *district) seq(id uuid.UUID) int64 {
	if f := d.cases[id]; f != nil {
		return f.row.Seq
	}
	return 0
}

func (d *district) stands(c *store.Change) bool { return d.seq(c.Row.Case) == c.Expect }

// registered reports whether each entry names the last record strictly
// before its instant.
func (d *district) registered(c *store.Change) bool {
	for i := range c.Entries {
		e := &c.Entries[i]
		before := sort.Search(len(d.register), func(n int) bool { return !d.register[n].At.Before(e.At) })
		if e.Register != int64(before) {
			return false
		}
	}
	return true
}

// write appends the entries and replaces the row. It returns the position of
// the first entry.
func (d *district) write(c *store.Change, now time.Time) int64 {
	first := int64(len(d.log)) + 1
	f := d.cases[c.Row.Case]
	if f == nil {
		f = &file{}
		d.cases[c.Row.Case] = f
	}
	f.row = copyRow(c.Row)
	for i := range c.Entries {
		e := copyRecord(c.Entries[i])
		e.Case, e.Position = c.Row.Case, first+int64(i)
		f.entries = append(f.entries, &e)
		d.log = append(d.log, &e)
		d.committed = append(d.committed, now)
		if e.Command != uuid.Nil {
			d.commands[e.Command] = &e
		}
	}
	for _, p := range c.Private {
		f.private = append(f.private, copyPrivate(p))
	}
	if c.Row.At.After(d.last) {
		d.last = c.Row.At
	}
	return first
}
