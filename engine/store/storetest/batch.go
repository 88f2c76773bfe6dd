package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var batchChecks = []Check{
	{Name: "each change of a batch is answered alone", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		win(t, s, change("d1", id(1), 0, 1, cmd(1)), change("d1", id(2), 0, 1, cmd(2)))
		out := commit(t, s,
			change("d1", id(1), 0, 1, cmd(1)), // replay
			change("d1", id(2), 0, 1, cmd(3)), // stale
			change("d1", id(3), 0, 2, cmd(4)), // wins
			change("nowhere", id(4), 0, 1, cmd(5)),
			change("d2", id(5), 0, 3, cmd(6)), // wins
			change("d1", id(2), 1, 1, cmd(7)), // wins
		)
		for i, want := range []store.OutcomeKind{store.Replayed, store.Conflict, store.Won, store.Failed, store.Won, store.Won} {
			if out[i].Kind != want {
				t.Errorf("change %d: %v, want %v", i, out[i].Kind, want)
			}
		}
		gapless(t, s, "d1", 5)
		gapless(t, s, "d2", 3)
	}},
	{Name: "two changes of one case in a batch: one wins", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		one(t, commit(t, s, change("d1", id(1), 0, 1, cmd(1)), change("d1", id(1), 0, 1, cmd(2))), store.Conflict)
		one(t, commit(t, s, change("d1", id(1), 1, 1, cmd(3)), change("d1", id(1), 1, 2, cmd(4))), store.Conflict)
		gapless(t, s, "d1", int64(len(journal(t, s, "d1", id(1)))))
	}},
	{Name: "one command id twice in a batch: one wins", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		one(t, commit(t, s, change("d1", id(1), 0, 1, cmd(1)), change("d1", id(2), 0, 1, cmd(1))), store.Replayed)
		gapless(t, s, "d1", 1)
	}},
	{Name: "one poison change among 64 harms none of them", Run: poison},
	{Name: "a batch of 300 changes over three districts is one commit", Run: func(t testing.TB, s store.Store) {
		names := []string{"d1", "d2", "d3"}
		enrol(t, s, names...)
		var changes []store.Change
		for i := range 300 {
			changes = append(changes, change(names[i%3], id(i), 0, 2, cmd(i)))
		}
		win(t, s, changes...)
		for _, d := range names {
			gapless(t, s, d, 200)
		}
	}},
}

// one fails unless exactly one outcome won and the rest are of kind other.
func one(t testing.TB, out []store.Outcome, other store.OutcomeKind) {
	t.Helper()
	won := 0
	for _, o := range out {
		if o.Kind == store.Won {
			won++
		} else {
			kind(t, o, other)
		}
	}
	if won != 1 {
		t.Fatalf("%d changes won, want 1", won)
	}
}

// gapless fails unless the district's log is 1..n, each entry of a case after
// the one before.
func gapless(t testing.TB, s store.Store, district string, n int64) {
	t.Helper()
	position, seqs := int64(0), map[uuid.UUID]int64{}
	for r, err := range s.Log(ctx, district, 0) {
		ok(t, err)
		position++
		seqs[r.Case]++
		if r.Position != position || r.Seq != seqs[r.Case] {
			t.Fatalf("log of %s: entry %d of %s at position %d, want %d at %d", district, r.Seq, r.Case, r.Position, seqs[r.Case], position)
		}
	}
	if position != n {
		t.Fatalf("log of %s ends at %d, want %d", district, position, n)
	}
}

// poison puts each kind of malformed change into a batch of good ones.
func poison(t testing.TB, s store.Store) {
	enrol(t, s, "d1")
	breaks := map[string]func(*store.Change){
		"a NUL in a text":                   func(c *store.Change) { c.Row.State = "a\x00b" },
		"text that is not UTF-8":            func(c *store.Change) { c.Row.Unit = "\xff" },
		"a NUL in a kind":                   func(c *store.Change) { c.Entries[0].Kind = "\x00" },
		"no entry":                          func(c *store.Change) { c.Entries, c.Row.Seq = nil, 0 },
		"a gap in the sequence":             func(c *store.Change) { c.Entries[1].Seq = 9 },
		"a row behind its entries":          func(c *store.Change) { c.Row.Seq = 1 },
		"a row of another instant":          func(c *store.Change) { c.Row.At = hour(1) },
		"an instant finer than microsecond": func(c *store.Change) { c.Entries[1].At = hour(2).Add(1); c.Row.At = hour(2).Add(1) },
		"an instant that is not UTC":        func(c *store.Change) { c.Row.Wake = hour(9).In(time.FixedZone("", 7*3600)) },
		"time that runs backwards":          func(c *store.Change) { c.Entries[0].At = hour(3) },
		"an entry without bytes":            func(c *store.Change) { c.Entries[0].Bytes = nil },
		"an identity that is none":          func(c *store.Change) { c.Row.Identity = strings.Repeat("XY", 32) },
		"no case":                           func(c *store.Change) { c.Row.Case = uuid.Nil },
		"two commands":                      func(c *store.Change) { c.Entries[0].Command = cmd(777) },
		"a digest without a command":        func(c *store.Change) { c.Entries[0].Digest = [32]byte{1} },
		"a private value of no entry":       func(c *store.Change) { c.Private = []store.Private{{Seq: 3, Name: "x"}} },
		"a private value twice":             func(c *store.Change) { c.Private = []store.Private{{Seq: 1, Name: "x"}, {Seq: 1, Name: "x"}} },
	}
	n, entries := 0, int64(0)
	for name, spoil := range breaks {
		var batch []store.Change
		for range 64 {
			n++
			batch = append(batch, change("d1", id(n), 0, 2, cmd(n)))
		}
		at := n % 64
		spoil(&batch[at])
		out := commit(t, s, batch...)
		for i, o := range out {
			if i != at && o.Kind != store.Won {
				t.Fatalf("%s: its neighbour %d: %v (%v)", name, i, o.Kind, o.Err)
			}
		}
		kind(t, out[at], store.Failed)
		is(t, out[at].Err, store.ErrInvalid)
		entries += 63 * 2
	}
	gapless(t, s, "d1", entries)
}
