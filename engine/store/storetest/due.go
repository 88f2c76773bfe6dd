package storetest

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var dueChecks = []Check{
	{Name: "what falls due is found at its instant and not before", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		for i, wake := range []time.Time{hour(10), hour(20), {}, hour(10), hour(30)} {
			sleeper(t, s, "d1", i, 0, wake)
		}
		sleeper(t, s, "d2", 9, 0, hour(10))
		wakes(t, s, hour(10).Add(-time.Microsecond))
		wakes(t, s, hour(10), 0, 3)
		wakes(t, s, hour(25), 0, 1, 3)
		wakes(t, s, hour(99), 0, 1, 3, 4)
		due, _, more, err := s.Due(ctx, "nowhere", store.Mark{}, hour(99), 5)
		ok(t, err)
		if len(due) != 0 || more {
			t.Errorf("%v due in an unknown district", due)
		}
		_, _, _, err = s.Due(ctx, "d1", store.Mark{}, hour(99), 0)
		is(t, err, store.ErrInvalid)
	}},
	{Name: "a wake that moves is found where it is", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		sleeper(t, s, "d1", 1, 0, hour(10))
		sleeper(t, s, "d1", 1, 1, hour(20)) // later
		wakes(t, s, hour(15))
		wakes(t, s, hour(20), 1)
		sleeper(t, s, "d1", 1, 2, hour(12)) // nearer
		wakes(t, s, hour(11))
		wakes(t, s, hour(12), 1)
		sleeper(t, s, "d1", 1, 3, time.Time{}) // none
		wakes(t, s, hour(99))
		sleeper(t, s, "d1", 1, 4, hour(40)) // again
		wakes(t, s, hour(39))
		wakes(t, s, hour(40), 1)
	}},
	{Name: "a sweep with a lower mark misses nothing that falls due after it", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		for i := range 6 {
			sleeper(t, s, "d1", i, 0, hour(int64(10*(i+1))))
		}
		due, _, _, err := s.Due(ctx, "d1", store.Mark{At: hour(20), Case: id(999)}, hour(45), 100)
		ok(t, err)
		same(t, "due", ids(due), []uuid.UUID{id(2), id(3)})
		fired := change("d1", id(0), 1, 11, uuid.Nil) // its last entry at hour 12, past the wake it had
		fired.Row.Wake = hour(50)
		win(t, s, fired)
		due, _, _, err = s.Due(ctx, "d1", store.Mark{At: hour(40), Case: id(999)}, hour(50), 100)
		ok(t, err)
		same(t, "due", ids(due), []uuid.UUID{id(0), id(4)})
	}},
	{Name: "the next bound is never after what falls due, and catches up", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		next := func(want time.Time) {
			t.Helper()
			for range 10 { // a stale bound is corrected by sweeping at it
				at := soonest(t, s, "d1", store.Mark{})
				if at.Equal(want) {
					return
				}
				if want.IsZero() && at.IsZero() || !want.IsZero() && (at.IsZero() || at.After(want)) {
					t.Fatalf("next bound %v, want at or before %v", at, want)
				}
				wakes(t, s, at)
			}
			t.Fatalf("the next bound never comes to %v", want)
		}
		next(time.Time{})
		sleeper(t, s, "d1", 1, 0, hour(10))
		sleeper(t, s, "d1", 2, 0, hour(30))
		next(hour(10))
		sleeper(t, s, "d1", 1, 1, hour(20))
		next(hour(20))
		sleeper(t, s, "d1", 1, 2, time.Time{})
		next(hour(30))
		sleeper(t, s, "d1", 2, 1, time.Time{})
		next(time.Time{})
		if at := soonest(t, s, "nowhere", store.Mark{}); !at.IsZero() {
			t.Errorf("next bound %v of an unknown district", at)
		}
	}},
	{Name: "the next bounds of several districts come in the order asked, each after its mark", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2", "d3")
		for i, d := range []string{"d1", "d2"} {
			sleeper(t, s, d, 1, 0, hour(int64(10+i)))
			sleeper(t, s, d, 2, 0, hour(int64(20+i)))
		}
		next, err := s.Next(ctx, []store.Sweep{
			{District: "d2", After: store.Mark{At: hour(11), Case: id(1)}}, {District: "nowhere"}, {District: "d1"},
			{District: "d3"}, {District: "d1", After: store.Mark{At: hour(10), Case: id(0)}}, {District: "d1", After: store.Mark{At: hour(20), Case: id(2)}},
		})
		ok(t, err)
		same(t, "next bounds", next, []time.Time{hour(21), {}, hour(10), {}, hour(10), {}})
		none, err := s.Next(ctx, nil)
		ok(t, err)
		same(t, "next bounds", len(none), 0)
	}},
	{Name: "a wake at or before its own entry is due at once", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		sleeper(t, s, "d1", 1, 0, start.Add(-time.Hour))
		wakes(t, s, hour(1), 1)
	}},
}

// soonest is the next bound of one district.
func soonest(t testing.TB, s store.Store, district string, after store.Mark) time.Time {
	t.Helper()
	next, err := s.Next(ctx, []store.Sweep{{District: district, After: after}})
	ok(t, err)
	if len(next) != 1 {
		t.Fatalf("%d answers about one sweep", len(next))
	}
	return next[0]
}

// sleeper commits one entry on case n, whose next wake is then at.
func sleeper(t testing.TB, s store.Store, district string, n int, expect int64, at time.Time) {
	t.Helper()
	c := change(district, id(n), expect, 1, uuid.Nil)
	c.Row.Wake = at
	win(t, s, c)
}

// wakes fails unless exactly these cases of d1 are due at now, whatever the
// size of the pages, each with its sequence and wake.
func wakes(t testing.TB, s store.Store, now time.Time, cases ...int) {
	t.Helper()
	var want []uuid.UUID
	for _, n := range cases {
		want = append(want, id(n))
	}
	for _, limit := range []int{1, 2, 100} {
		all := sweep(t, s, "d1", now, limit)
		same(t, "due at "+now.String(), ids(all), want)
		for _, w := range all {
			row, err := s.Case(ctx, "d1", w.Case)
			ok(t, err)
			same(t, "wake", w, store.Wake{Case: row.Case, Seq: row.Seq, At: row.Wake})
		}
	}
}

// sweep reads all that is due, page by page.
func sweep(t testing.TB, s store.Store, district string, now time.Time, limit int) []store.Wake {
	t.Helper()
	var all []store.Wake
	mark := store.Mark{}
	for {
		due, next, more, err := s.Due(ctx, district, mark, now, limit)
		ok(t, err)
		if len(due) > limit {
			t.Fatalf("a page of %d, limit %d", len(due), limit)
		}
		all = append(all, due...)
		if !more {
			return all
		}
		if next == mark {
			t.Fatal("there is more, and the mark stands still")
		}
		mark = next
	}
}

// ids returns the cases of wakes, sorted.
func ids(due []store.Wake) []uuid.UUID {
	var all []uuid.UUID
	for _, w := range due {
		all = append(all, w.Case)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return all
}
