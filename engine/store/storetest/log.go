package storetest

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var logChecks = []Check{
	{Name: "the log of a district has every entry once, in commit order", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		var want []store.Record
		for i := range 200 {
			c := change("d1", id(i%7), 0, 1+i%3, cmd(i))
			if row, err := s.Case(ctx, "d1", id(i%7)); err == nil {
				c = change("d1", id(i%7), row.Seq, 1+i%3, cmd(i))
			}
			o := win(t, s, c, change("d2", id(i), 0, 1, uuid.Nil))
			if o[0].Position != int64(len(want))+1 {
				t.Fatalf("change %d at position %d, want %d", i, o[0].Position, len(want)+1)
			}
			want = append(want, as(&c, o[0].Position)...)
		}
		for _, after := range []int64{0, 1, 256, int64(len(want)), int64(len(want)) + 5} {
			same(t, "log", collect(t, s.Log(ctx, "d1", after)), want[min(after, int64(len(want))):])
		}
		same(t, "log of an unknown district", collect(t, s.Log(ctx, "nowhere", 0)), nil)
	}},
	{Name: "a conflict, a replay and a failure leave no gap", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		bad := change("d1", id(8), 0, 1, cmd(8))
		bad.Row.State = "\x00"
		for i := range 20 {
			commit(t, s, change("d1", id(1), 0, 3, cmd(1)), change("d1", id(1), 77, 1, cmd(2)), bad, change("d1", id(10+i), 0, 1, cmd(10+i)))
		}
		gapless(t, s, "d1", 23)
	}},
	{Name: "every position has the instant of its commit", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		before := time.Now().UTC().Truncate(time.Microsecond)
		win(t, s, change("d1", id(1), 0, 3, cmd(1)), change("d1", id(2), 0, 1, cmd(2)))
		win(t, s, change("d1", id(1), 3, 1, cmd(3)))
		after := time.Now().UTC()
		last := before
		for position := int64(1); position <= 5; position++ {
			at, err := s.Committed(ctx, "d1", position)
			ok(t, err)
			if at.Before(last) || at.After(after) {
				t.Errorf("position %d committed at %v, want between %v and %v", position, at, last, after)
			}
			last = at
		}
		for _, position := range []int64{-1, 0, 6} {
			_, err := s.Committed(ctx, "d1", position)
			is(t, err, store.ErrNotFound)
		}
		_, err := s.Committed(ctx, "nowhere", 1)
		is(t, err, store.ErrNotFound)
	}},
}
