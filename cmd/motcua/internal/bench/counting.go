package bench

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// tally is what a store was asked to write.
type tally struct {
	mu            sync.Mutex
	commits, rows int64
	moved         [2]store.Row // the last row with an even and an odd sequence
	entry         store.Record // the last of a move
	docs, entries average
}

type average struct{ sum, n int }

func (a *average) add(v int) { a.sum, a.n = a.sum+v, a.n+1 }

// commit notes a commit. A commit of the ceiling's, two rows, has no changes.
func (t *tally) commit(changes []store.Change, rows int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.commits++
	t.rows += rows
	var last [2]*store.Change
	for i := range changes {
		c := &changes[i]
		if c.Expect == 0 || c.Row.Wake.IsZero() {
			continue
		}
		last[c.Row.Seq%2] = c
		t.docs.add(len(c.Row.Doc))
		for k := range c.Entries {
			t.entries.add(len(c.Entries[k].Bytes))
		}
	}
	for i, c := range last {
		if c != nil { // its bytes are the engine's, which may use them again
			t.moved[i], t.entry = c.Row, c.Entries[0]
			t.moved[i].Doc, t.entry.Bytes = bytes.Clone(c.Row.Doc), bytes.Clone(c.Entries[0].Bytes)
		}
	}
}

// reset begins to count anew.
func (t *tally) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.commits, t.rows = 0, 0
}

// counted is how much was written since.
func (t *tally) counted() (commits, rows int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.commits, t.rows
}

// like is what moved cases looked like since it was last asked: the rows after
// two moves, and an entry, each as long as all were on average. False while
// none moved.
func (t *tally) like() (rows [2]store.Row, entry store.Record, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.moved[0].Seq == 0 || t.moved[1].Seq == 0 {
		return rows, entry, false
	}
	rows, entry = t.moved, t.entry
	for i := range rows {
		rows[i].Doc = stretch(rows[i].Doc, t.docs.sum/t.docs.n)
	}
	entry.Bytes = stretch(entry.Bytes, t.entries.sum/t.entries.n)
	t.moved, t.docs, t.entries = [2]store.Row{}, average{}, average{}
	return rows, entry, true
}

// stretch repeats or cuts b to n bytes.
func stretch(b []byte, n int) []byte {
	out := make([]byte, 0, n+len(b))
	for len(out) < n {
		out = append(out, b...)
	}
	return out[:n]
}

// counting tells a tally of what a store is asked to write.
type counting struct {
	store.Store
	tally *tally
	after func() // each commit
}

// Commit implements [store.Committer].
func (c *counting) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	out, err := c.Store.Commit(ctx, changes)
	c.after()
	c.tally.commit(changes, rowsOf(changes))
	return out, err
}

// rowsOf is how many rows a batch writes: of each change the case, its entries
// and what lies beside them, of each district its place and the instant.
func rowsOf(changes []store.Change) (n int64) {
	districts := map[string]bool{}
	for i := range changes {
		n += int64(1 + len(changes[i].Entries) + len(changes[i].Private))
		districts[changes[i].Row.District] = true
	}
	return n + int64(2*len(districts))
}

// countingWall is a counting whose store has a clock of its own.
type countingWall struct {
	*counting
	wall store.Wall
}

// Wall implements [store.Wall].
func (c countingWall) Wall(ctx context.Context) (time.Time, error) { return c.wall.Wall(ctx) }

// counted wraps a store; after is called after each commit.
func counted(s store.Store, t *tally, after func()) store.Store {
	c := &counting{Store: s, tally: t, after: after}
	if w, ok := s.(store.Wall); ok {
		return countingWall{counting: c, wall: w}
	}
	return c
}
