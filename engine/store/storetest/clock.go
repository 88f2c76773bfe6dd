package storetest

import (
	"testing"
	"time"

	"github.com/motcua/motcua/engine/store"
)

var clockChecks = []Check{
	{Name: "a real clock runs and cannot be moved", Run: func(t testing.TB, s store.Store) {
		before := time.Now().Truncate(time.Microsecond)
		now, virtual, err := s.Now(ctx)
		ok(t, err)
		if virtual || now.Before(before) || now.After(time.Now()) || now.Location() != time.UTC {
			t.Errorf("clock %v (virtual %v), want between %v and now, in UTC", now, virtual, before)
		}
		is(t, s.Advance(ctx, hour(1)), store.ErrNotVirtual)
	}},
	{Name: "a virtual clock stands at the last instant and never goes back", Virtual: true, Run: func(t testing.TB, s store.Store) {
		at := func(want time.Time) {
			t.Helper()
			now, virtual, err := s.Now(ctx)
			ok(t, err)
			if !virtual || !now.Equal(want) {
				t.Fatalf("clock %v (virtual %v), want %v", now, virtual, want)
			}
		}
		at(time.Time{})
		enrol(t, s, "d1")
		at(start)
		win(t, s, change("d1", id(1), 0, 3, cmd(1)))
		at(hour(3))
		win(t, s, change("d1", id(2), 0, 1, cmd(2)))
		at(hour(3))
		ok(t, s.Advance(ctx, hour(7)))
		at(hour(7))
		ok(t, s.Advance(ctx, hour(5)))
		at(hour(7))
		kind(t, commit(t, s, change("d1", id(1), 0, 9, cmd(3)))[0], store.Conflict)
		at(hour(7))
	}},
}
