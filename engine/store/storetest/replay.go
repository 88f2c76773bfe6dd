package storetest

import (
	"testing"

	"github.com/motcua/motcua/engine/store"
)

var replayChecks = []Check{
	{Name: "the same command again gets the first answer", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		first := change("d1", id(1), 0, 2, cmd(1))
		win(t, s, first)
		again := func(c store.Change) {
			t.Helper()
			o := commit(t, s, c)[0]
			kind(t, o, store.Replayed)
			same(t, "first answer", o.First, as(&first, 1)[1])
		}
		again(first)
		win(t, s, change("d1", id(1), 2, 1, cmd(2)))
		again(first)                             // a replay comes before the conflict it would be
		again(change("d1", id(1), 3, 1, cmd(1))) // decided again after a conflict
		if got := journal(t, s, "d1", id(1)); len(got) != 3 {
			t.Errorf("%d entries, want 3", len(got))
		}
	}},
	{Name: "other content under the same command id is shown the first digest", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		first := change("d1", id(1), 0, 1, cmd(1))
		win(t, s, first)
		other := change("d1", id(1), 1, 1, cmd(1))
		other.Entries[0].Digest = [32]byte{1}
		o := commit(t, s, other)[0]
		kind(t, o, store.Replayed)
		if o.First.Digest != first.Entries[0].Digest {
			t.Error("the digest shown is not the first one's")
		}
	}},
	{Name: "a command id belongs to one case of its district", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		first := change("d1", id(1), 0, 1, cmd(1))
		win(t, s, first)
		o := commit(t, s, change("d1", id(2), 0, 1, cmd(1)))[0]
		kind(t, o, store.Replayed)
		if o.First.Case != id(1) {
			t.Errorf("first answer of case %s, want %s", o.First.Case, id(1))
		}
		_, err := s.Case(ctx, "d1", id(2))
		is(t, err, store.ErrNotFound)
		win(t, s, change("d2", id(2), 0, 1, cmd(1)))
	}},
	{Name: "a change without a command never replays", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		c := change("d1", id(1), 0, 1, [16]byte{})
		win(t, s, c)
		kind(t, commit(t, s, c)[0], store.Conflict)
		win(t, s, change("d1", id(2), 0, 1, [16]byte{}))
	}},
	{Name: "the command is found by its id", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		c := change("d1", id(1), 0, 2, cmd(1))
		win(t, s, c)
		got, err := s.Command(ctx, "d1", cmd(1))
		ok(t, err)
		same(t, "entry", got, as(&c, 1)[1])
		_, err = s.Command(ctx, "d1", cmd(2))
		is(t, err, store.ErrNotFound)
		_, err = s.Command(ctx, "d2", cmd(1))
		is(t, err, store.ErrNotFound)
		_, err = s.Command(ctx, "nowhere", cmd(1))
		is(t, err, store.ErrNotFound)
	}},
}
