package sqlite

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Commit implements [store.Committer].
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if len(changes) == 0 {
		return nil, translate(ctx.Err())
	}
	outcomes := make([]store.Outcome, len(changes))
	err := s.write(ctx, func(t *tx) error {
		b := batch{tx: t, districts: map[string]*districtRow{}}
		for i := range changes {
			var err error
			if outcomes[i], err = b.decide(&changes[i]); err != nil {
				return err
			}
		}
		return b.finish(s.wallNow())
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// batch is a commit under way. It reads each district's row once, numbers the
// entries from there, and writes the row back once.
type batch struct {
	*tx
	districts map[string]*districtRow
	grown     []*districtRow // those whose log grew, in order of their first change
	latest    time.Time
}

// decide answers one change and writes it if it wins. Replays come before
// conflicts: the change of a command that won before expects a sequence long
// gone. An error is the store's and fails the batch.
func (b *batch) decide(c *store.Change) (store.Outcome, error) {
	if err := c.Check(); err != nil {
		return store.Outcome{Kind: store.Failed, Err: err}, nil
	}
	d, err := b.row(c.Row.District)
	if err != nil {
		return store.Outcome{}, err
	}
	if d == nil {
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q: %w", c.Row.District, store.ErrNotFound)}, nil
	}
	if first, err := b.replay(c, d); first != nil || err != nil {
		if err != nil {
			return store.Outcome{}, err
		}
		return store.Outcome{Kind: store.Replayed, First: *first}, nil
	}
	if c.Fence != 0 && c.Fence != d.Fence {
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q, fence %d: %w", d.Name, c.Fence, store.ErrFenced)}, nil
	}
	registered, err := b.registered(c, d)
	if err != nil {
		return store.Outcome{}, err
	}
	stands := false
	if registered {
		if stands, err = b.put(c, d); err != nil {
			return store.Outcome{}, err
		}
	}
	if !stands {
		var seq int64
		_, err := b.get(&seq, sqlSeq, d.ID, c.Row.Case[:])
		return store.Outcome{Kind: store.Conflict, Seq: seq, Register: d.RegisterSize}, err
	}
	first := d.LogSize + 1
	return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: first}, b.append(c, d)
}

// row returns the district as this batch has left it; nil when unknown.
func (b *batch) row(name string) (*districtRow, error) {
	if d, ok := b.districts[name]; ok {
		return d, nil
	}
	var d districtRow
	found, err := b.get(&d, sqlDistrict, name)
	if err != nil || !found {
		return nil, err
	}
	b.districts[name] = &d
	return &d, nil
}

// replay returns the entry that the change's command made before, or nil.
func (b *batch) replay(c *store.Change, d *districtRow) (*store.Record, error) {
	for i := range c.Entries {
		id := c.Entries[i].Command
		if id == uuid.Nil {
			continue
		}
		var r entryRow
		found, err := b.get(&r, sqlCommand, d.ID, id[:])
		if err != nil || !found {
			return nil, err
		}
		first, err := r.record(d.Name)
		return &first, err
	}
	return nil, nil
}

// registered reports whether each entry names the last register record
// strictly before its instant. Most are later than the last one.
func (b *batch) registered(c *store.Change, d *districtRow) (bool, error) {
	for i := range c.Entries {
		e := &c.Entries[i]
		before := d.RegisterSize
		if d.RegisterAt.Valid && e.At.UnixMicro() <= d.RegisterAt.Int64 {
			before = 0
			if _, err := b.get(&before, sqlRegisterBefore, d.ID, e.At.UnixMicro()); err != nil {
				return false, err
			}
		}
		if e.Register != before {
			return false, nil
		}
	}
	return true, nil
}

// put writes the case row if the case stands at the expected sequence, and
// reports whether it did.
func (b *batch) put(c *store.Change, d *districtRow) (bool, error) {
	r := &c.Row
	sweep := micros(r.Wake)
	if sweep.Valid {
		sweep.Int64 = max(sweep.Int64, r.At.UnixMicro())
	}
	args := []any{
		d.ID, r.Case[:], r.Seq, r.At.UnixMicro(), r.Procedure, digits(r.Identity), r.State, r.Outcome,
		r.Unit, r.Role, r.Officer, blob(r.Follows), micros(r.Wake), sweep, r.Codec, bytesOf(r.Doc),
	}
	statement := sqlNewCase
	if c.Expect > 0 {
		statement = sqlUpdateCase
		args = append(args, c.Expect)
	}
	n, err := b.exec(statement, args...)
	return n == 1, err
}

// append writes the entries of a change that won, and what lies beside them.
func (b *batch) append(c *store.Change, d *districtRow) error {
	if !slices.Contains(b.grown, d) {
		b.grown = append(b.grown, d)
	}
	for i := range c.Entries {
		e := &c.Entries[i]
		d.LogSize++
		if _, err := b.exec(sqlNewEntry, d.ID, c.Row.Case[:], e.Seq, d.LogSize, e.At.UnixMicro(), e.Kind, e.Register,
			blob(e.Command), digest(e.Digest), e.Hash[:], e.Bytes); err != nil {
			return err
		}
	}
	for _, p := range c.Private {
		if _, err := b.exec(sqlNewPrivate, d.ID, c.Row.Case[:], p.Seq, p.Name, bytesOf(p.Salt), bytesOf(p.Value)); err != nil {
			return err
		}
	}
	if c.Row.At.After(instant(d.LastAt)) {
		d.LastAt = micros(c.Row.At)
	}
	if c.Row.At.After(b.latest) {
		b.latest = c.Row.At
	}
	return nil
}

// finish writes the districts back, with the instant of this commit beside
// the last position it gave in each.
func (b *batch) finish(now time.Time) error {
	for _, d := range b.grown {
		if _, err := b.exec(sqlGrowLog, d.ID, d.LogSize, d.LastAt); err != nil {
			return err
		}
		if _, err := b.exec(sqlNewCommitted, d.ID, d.LogSize, now.UnixMicro()); err != nil {
			return err
		}
	}
	return b.lift(b.latest)
}
