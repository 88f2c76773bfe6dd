package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var commitChecks = []Check{
	{Name: "a change that wins is read back byte for byte", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		c := change("d1", id(1), 0, 3, cmd(1))
		c.Row.Wake, c.Row.Follows, c.Row.Outcome = hour(9).Add(time.Microsecond), id(7), "granted"
		c.Entries[1].Bytes = []byte{0, 1, 0xff, 0}
		o := win(t, s, c)[0]
		if o.Position != 1 {
			t.Errorf("first position %d, want 1", o.Position)
		}
		row, err := s.Case(ctx, "d1", id(1))
		ok(t, err)
		same(t, "case row", row, c.Row)
		same(t, "journal", journal(t, s, "d1", id(1)), as(&c, 1))
	}},
	{Name: "the row is replaced whole", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		a := change("d1", id(1), 0, 1, cmd(1))
		a.Row.Wake, a.Row.Follows = hour(9), id(7)
		b := change("d1", id(1), 1, 2, cmd(2))
		b.Row.Procedure, b.Row.Identity, b.Row.Codec = "khai-sinh", strings.Repeat("cd", 32), 2
		b.Row.Unit, b.Row.Role, b.Row.Officer, b.Row.Outcome = "", "", "", "refused"
		win(t, s, a)
		win(t, s, b)
		row, err := s.Case(ctx, "d1", id(1))
		ok(t, err)
		same(t, "case row", row, b.Row)
		same(t, "journal", journal(t, s, "d1", id(1)), append(as(&a, 1), as(&b, 2)...))
	}},
	{Name: "a stale expectation conflicts and writes nothing", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		win(t, s, change("d1", id(1), 0, 2, cmd(1)))
		for _, expect := range []int64{0, 1, 3} {
			o := commit(t, s, change("d1", id(1), expect, 1, cmd(9)))[0]
			kind(t, o, store.Conflict)
			if o.Seq != 2 || o.Register != 1 {
				t.Errorf("conflict at sequence %d, register %d, want 2 and 1", o.Seq, o.Register)
			}
		}
		if got := journal(t, s, "d1", id(1)); len(got) != 2 {
			t.Errorf("%d entries after conflicts, want 2", len(got))
		}
		_, err := s.Command(ctx, "d1", cmd(9))
		is(t, err, store.ErrNotFound)
		win(t, s, change("d1", id(1), 2, 1, cmd(9))) // an id whose change conflicted may win later
	}},
	{Name: "a change of a case that is not there conflicts at 0", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		o := commit(t, s, change("d1", id(1), 4, 1, cmd(1)))[0]
		kind(t, o, store.Conflict)
		if o.Seq != 0 {
			t.Errorf("conflict at sequence %d, want 0", o.Seq)
		}
	}},
	{Name: "one case id in two districts is two cases", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		a, b := change("d1", id(1), 0, 1, cmd(1)), change("d2", id(1), 0, 2, cmd(1))
		win(t, s, a, b)
		same(t, "journal of d1", journal(t, s, "d1", id(1)), as(&a, 1))
		same(t, "journal of d2", journal(t, s, "d2", id(1)), as(&b, 1))
	}},
	{Name: "a change of an unknown district fails", Run: func(t testing.TB, s store.Store) {
		o := commit(t, s, change("nowhere", id(1), 0, 1, cmd(1)))[0]
		kind(t, o, store.Failed)
		is(t, o.Err, store.ErrNotFound)
	}},
	{Name: "an entry names the last record strictly before its instant", Run: commitAgainstRegister},
	{Name: "the bytes given stay the caller's", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		c := change("d1", id(1), 0, 1, cmd(1))
		win(t, s, c)
		want := as(&c, 1)[0]
		want.Bytes = append([]byte(nil), c.Entries[0].Bytes...)
		clear(c.Entries[0].Bytes)
		got := journal(t, s, "d1", id(1))
		same(t, "journal", got, []store.Record{want})
		clear(got[0].Bytes)
		same(t, "journal", journal(t, s, "d1", id(1)), []store.Record{want})
	}},
	{Name: "a caller who gave up gets unavailable", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		gone, cancel := context.WithCancel(ctx)
		cancel()
		_, err := s.Commit(gone, []store.Change{change("d1", id(1), 0, 1, cmd(1))})
		is(t, err, store.ErrUnavailable)
	}},
	{Name: "a closed store is unavailable", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		ok(t, s.Close())
		_, err := s.Commit(ctx, []store.Change{change("d1", id(1), 0, 1, cmd(1))})
		is(t, err, store.ErrUnavailable)
		_, err = s.Case(ctx, "d1", id(1))
		is(t, err, store.ErrUnavailable)
		ok(t, s.Close())
	}},
	{Name: "no change at all is answered by nothing", Run: func(t testing.TB, s store.Store) { commit(t, s) }},
}

func commitAgainstRegister(t testing.TB, s store.Store) {
	ok(t, s.Append(ctx, "d1", 0, []store.RegisterRecord{record(1, hour(1)), record(2, hour(2)), record(3, hour(2)), record(4, hour(4))}))
	for _, c := range []struct {
		name     string
		at       time.Time
		register int64
		want     store.OutcomeKind
	}{
		{"before the first", hour(1), 0, store.Won},
		{"before the first, naming it", hour(1), 1, store.Conflict},
		{"a tick after the first", hour(1).Add(time.Microsecond), 1, store.Won},
		{"at two records of one instant", hour(2), 1, store.Won},
		{"at two records of one instant, naming them", hour(2), 3, store.Conflict},
		{"after both", hour(3), 3, store.Won},
		{"after both, naming the first of them", hour(3), 2, store.Conflict},
		{"at the last", hour(4), 3, store.Won},
		{"after the last", hour(5), 4, store.Won},
		{"after the last, behind", hour(5), 3, store.Conflict},
		{"a record that is not there", hour(5), 5, store.Conflict},
	} {
		ch := change("d1", uuid.New(), 0, 1, uuid.Nil)
		ch.Entries[0].At, ch.Row.At, ch.Entries[0].Register = c.at, c.at, c.register
		o := commit(t, s, ch)[0]
		if o.Kind != c.want {
			t.Errorf("%s: %v, want %v", c.name, o.Kind, c.want)
		}
		if o.Kind == store.Conflict && o.Register != 4 {
			t.Errorf("%s: conflict names register position %d, want 4", c.name, o.Register)
		}
	}
	// Each entry of a change is held to its own instant.
	ch := change("d1", id(50), 0, 2, uuid.Nil)
	ch.Entries[0].At, ch.Entries[0].Register = hour(3), 3
	ch.Entries[1].At, ch.Entries[1].Register = hour(6), 3
	ch.Row.At = hour(6)
	kind(t, commit(t, s, ch)[0], store.Conflict)
	ch.Entries[1].Register = 4
	kind(t, commit(t, s, ch)[0], store.Won)
}
