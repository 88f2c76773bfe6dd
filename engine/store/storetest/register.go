package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var registerChecks = []Check{
	{Name: "records are read back in order, from anywhere", Run: func(t testing.TB, s store.Store) {
		var want []store.RegisterRecord
		for i := range int64(300) {
			want = append(want, record(i+1, hour(i/3)))
		}
		ok(t, s.Append(ctx, "d1", 0, want[:1]))
		ok(t, s.Append(ctx, "d1", 1, want[1:]))
		for _, after := range []int64{0, 1, 255, 256, 299, 300, 400} {
			same(t, "register", collect(t, s.Register(ctx, "d1", after)), want[min(after, 300):])
		}
		same(t, "register of an unknown district", collect(t, s.Register(ctx, "nowhere", 0)), nil)
	}},
	{Name: "an append elsewhere than at the end conflicts", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		is(t, s.Append(ctx, "d1", 0, []store.RegisterRecord{record(1, hour(9))}), store.ErrConflict)
		is(t, s.Append(ctx, "d1", 2, []store.RegisterRecord{record(3, hour(9))}), store.ErrConflict)
		is(t, s.Append(ctx, "d2", 1, []store.RegisterRecord{record(2, hour(9))}), store.ErrConflict)
		same(t, "register", collect(t, s.Register(ctx, "d1", 0)), []store.RegisterRecord{record(1, start)})
		got, err := s.Districts(ctx)
		ok(t, err)
		if len(got) != 1 {
			t.Errorf("districts %v, want d1 only", got)
		}
	}},
	{Name: "a record takes no effect before it is recorded", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		win(t, s, change("d1", id(1), 0, 3, cmd(1))) // its last entry is at hour 3
		early := func(at time.Time) {
			t.Helper()
			err := s.Append(ctx, "d1", 1, []store.RegisterRecord{record(2, at)})
			is(t, err, store.ErrPast)
			var past *store.PastError
			if !errors.As(err, &past) || !past.NotBefore.Equal(hour(3)) || past.District != "d1" {
				t.Errorf("error %#v, want a PastError of d1 at %v", err, hour(3))
			}
		}
		early(start)
		early(hour(3).Add(-time.Microsecond))
		ok(t, s.Append(ctx, "d1", 1, []store.RegisterRecord{record(2, hour(3))}))
		ok(t, s.Append(ctx, "d2", 1, []store.RegisterRecord{record(2, start)})) // another district's entries bind nobody
	}},
	{Name: "records that run backwards are refused whole", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		is(t, s.Append(ctx, "d1", 1, []store.RegisterRecord{record(2, hour(5)), record(3, hour(4))}), store.ErrPast)
		is(t, s.Append(ctx, "d1", 1, []store.RegisterRecord{record(2, start.Add(-1*time.Hour))}), store.ErrPast)
		same(t, "register", len(collect(t, s.Register(ctx, "d1", 0))), 1)
		win(t, s, change("d1", id(1), 0, 1, cmd(1)))
	}},
	{Name: "malformed records are invalid", Run: func(t testing.TB, s store.Store) {
		for name, spoil := range map[string]func(*store.RegisterRecord){
			"position": func(r *store.RegisterRecord) { r.Position = 2 },
			"kind":     func(r *store.RegisterRecord) { r.Kind = "\xff" },
			"bytes":    func(r *store.RegisterRecord) { r.Bytes = nil },
			"instant":  func(r *store.RegisterRecord) { r.At = time.Time{} },
		} {
			r := record(1, start)
			spoil(&r)
			if err := s.Append(ctx, "d1", 0, []store.RegisterRecord{r}); !errors.Is(err, store.ErrInvalid) {
				t.Errorf("%s: error %v, want invalid", name, err)
			}
		}
		is(t, s.Append(ctx, "d1", 0, nil), store.ErrInvalid)
		is(t, s.Append(ctx, "", 0, []store.RegisterRecord{record(1, start)}), store.ErrInvalid)
	}},
	{Name: "a record that overtakes a decision makes it conflict", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		decided := change("d1", id(1), 0, 1, cmd(1)) // at hour 1, knowing record 1
		ok(t, s.Append(ctx, "d1", 1, []store.RegisterRecord{record(2, hour(1).Add(-time.Second))}))
		o := commit(t, s, decided)[0]
		kind(t, o, store.Conflict)
		if o.Register != 2 || o.Seq != 0 {
			t.Errorf("conflict at sequence %d, register %d, want 0 and 2", o.Seq, o.Register)
		}
		_, err := s.Case(ctx, "d1", id(1))
		is(t, err, store.ErrNotFound)
	}},
}

var cursorChecks = []Check{
	{Name: "a cursor moves forward from where it stands", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		at := func(district, reader string, want int64) {
			t.Helper()
			got, err := s.Cursor(ctx, district, reader)
			ok(t, err)
			same(t, "cursor", got, want)
		}
		at("d1", "deliverer", 0)
		ok(t, s.SetCursor(ctx, "d1", "deliverer", 0, 5))
		ok(t, s.SetCursor(ctx, "d1", "deliverer", 5, 6))
		is(t, s.SetCursor(ctx, "d1", "deliverer", 5, 7), store.ErrConflict)
		is(t, s.SetCursor(ctx, "d1", "deliverer", 0, 7), store.ErrConflict)
		is(t, s.SetCursor(ctx, "d1", "deliverer", 6, 6), store.ErrInvalid)
		is(t, s.SetCursor(ctx, "d1", "deliverer", 6, 5), store.ErrInvalid)
		is(t, s.SetCursor(ctx, "d1", "feed", 3, 5), store.ErrConflict)
		is(t, s.SetCursor(ctx, "nowhere", "feed", 0, 5), store.ErrNotFound)
		at("d1", "deliverer", 6)
		at("d1", "feed", 0)
		at("d2", "deliverer", 0)
		at("nowhere", "deliverer", 0)
	}},
}

var leaseChecks = []Check{
	{Name: "a lease belongs to one owner and fences the one before", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		lease := func(owner int, life time.Duration) int64 {
			t.Helper()
			f, err := s.Lease(ctx, "d1", id(owner), life)
			ok(t, err)
			return f
		}
		first := lease(1, time.Hour)
		if first < 1 || lease(1, time.Hour) != first {
			t.Fatalf("a renewed lease keeps its fence, at least 1; got %d", first)
		}
		_, err := s.Lease(ctx, "d1", id(2), time.Hour)
		is(t, err, store.ErrFenced)
		fenced := func(n int, fence int64) store.Change {
			c := change("d1", id(n), 0, 1, cmd(n))
			c.Fence = fence
			return c
		}
		win(t, s, fenced(10, first), fenced(11, 0))
		lease(1, 0) // given up
		second := lease(2, time.Hour)
		if second <= first {
			t.Fatalf("fence %d after %d, want more", second, first)
		}
		out := commit(t, s, fenced(12, first), fenced(13, second), fenced(14, 0), fenced(15, second+1))
		for i, want := range []store.OutcomeKind{store.Failed, store.Won, store.Won, store.Failed} {
			if out[i].Kind != want {
				t.Errorf("change %d: %v, want %v", i, out[i].Kind, want)
			}
		}
		is(t, out[0].Err, store.ErrFenced)
		gapless(t, s, "d1", 4)
		if _, err := s.Lease(ctx, "d2", id(1), time.Hour); err != nil {
			t.Errorf("the lease of another district: %v", err)
		}
		_, err = s.Lease(ctx, "nowhere", id(1), time.Hour)
		is(t, err, store.ErrNotFound)
		_, err = s.Lease(ctx, "d1", uuid.Nil, time.Hour)
		is(t, err, store.ErrInvalid)
		_, err = s.Lease(ctx, "d1", id(1), -1)
		is(t, err, store.ErrInvalid)
	}},
}
