package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var readChecks = []Check{
	{Name: "what is not there is not found", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		_, err := s.Case(ctx, "d1", id(1))
		is(t, err, store.ErrNotFound)
		_, err = s.Case(ctx, "nowhere", id(1))
		is(t, err, store.ErrNotFound)
		same(t, "journal", journal(t, s, "d1", id(1)), nil)
		same(t, "journal", journal(t, s, "nowhere", id(1)), nil)
	}},
	{Name: "several rows come in the order asked", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		var keys []store.Key
		var want []store.Row
		for i := range 300 {
			c := change([]string{"d1", "d2"}[i%2], id(i), 0, 1, uuid.Nil)
			win(t, s, c)
			keys, want = append(keys, store.Key{District: c.Row.District, Case: c.Row.Case}), append(want, c.Row)
		}
		for _, k := range []store.Key{{District: "d1", Case: id(1)}, {District: "nowhere", Case: id(0)}, {}} {
			keys, want = append(keys, k), append(want, store.Row{})
		}
		keys, want = append(keys, keys[7]), append(want, want[7])
		slices.Reverse(keys)
		slices.Reverse(want)
		got, err := s.Rows(ctx, keys)
		ok(t, err)
		same(t, "rows", got, want)
		none, err := s.Rows(ctx, nil)
		ok(t, err)
		same(t, "rows", len(none), 0)
	}},
	{Name: "a long journal streams in order, from anywhere, and stops when asked", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		const n = 700
		for seq := int64(0); seq < n; seq += 100 {
			win(t, s, change("d1", id(1), seq, 100, uuid.Nil), change("d1", id(int(seq)+2), 0, 1, uuid.Nil))
		}
		for _, after := range []int64{0, 1, 255, 256, 257, 699, 700, 900} {
			seq := after
			for r, err := range s.Journal(ctx, "d1", id(1), after) {
				ok(t, err)
				seq++
				if r.Seq != seq || r.Case != id(1) {
					t.Fatalf("after %d: entry %d of %s, want %d", after, r.Seq, r.Case, seq)
				}
			}
			if seq != max(n, after) {
				t.Fatalf("after %d the stream ends at %d", after, seq)
			}
		}
		for r, err := range s.Journal(ctx, "d1", id(1), 0) {
			ok(t, err)
			if r.Seq == 3 {
				break
			}
		}
		win(t, s, change("d1", id(1), n, 1, uuid.Nil)) // no stream left open stands in the way
	}},
	{Name: "a caller may write while a stream is open", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		win(t, s, change("d1", id(1), 0, 2, uuid.Nil))
		for r, err := range s.Journal(ctx, "d1", id(1), 0) {
			ok(t, err)
			if r.Seq == 1 {
				win(t, s, change("d1", id(1), 2, 1, uuid.Nil))
			}
		}
	}},
	{Name: "followers are listed in order", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		for i, follows := range []int{9, 3, 9, 0, 9} {
			c := change("d1", id(20-i), 0, 1, uuid.Nil)
			if follows != 0 {
				c.Row.Follows = id(follows)
			}
			win(t, s, c)
		}
		got, err := s.Followers(ctx, "d1", id(9))
		ok(t, err)
		same(t, "followers", got, []uuid.UUID{id(16), id(18), id(20)})
		for _, none := range []struct {
			district string
			id       uuid.UUID
		}{{"d1", id(4)}, {"d2", id(9)}, {"nowhere", id(9)}, {"d1", uuid.Nil}} {
			got, err := s.Followers(ctx, none.district, none.id)
			ok(t, err)
			same(t, "followers", got, nil)
		}
	}},
	{Name: "districts are listed with how far they have come", Run: func(t testing.TB, s store.Store) {
		got, err := s.Districts(ctx)
		ok(t, err)
		same(t, "districts", got, nil)
		enrol(t, s, "quận-ba", "quận-hai")
		win(t, s, change("quận-hai", id(1), 0, 3, uuid.Nil))
		got, err = s.Districts(ctx)
		ok(t, err)
		same(t, "districts", got, []store.District{
			{Name: "quận-ba", Register: 1, Last: start},
			{Name: "quận-hai", Log: 3, Register: 1, Last: hour(3)},
		})
	}},
}

var listChecks = []Check{
	{Name: "cases are listed by id, page by page, filtered", Run: list},
}

func list(t testing.TB, s store.Store) {
	enrol(t, s, "d1", "d2")
	var rows []store.Row
	for i := range 40 {
		c := change("d1", id(i), 0, 1, uuid.Nil)
		c.Row.Procedure = fmt.Sprintf("p%d", i%2)
		c.Row.State = fmt.Sprintf("s%d", i%3)
		c.Row.Unit = fmt.Sprintf("u%d", i%5)
		c.Row.Officer = []string{"", "lan", "minh"}[i%3]
		if i%4 == 0 {
			c.Row.Outcome = "granted"
		}
		rows = append(rows, c.Row)
		win(t, s, c)
	}
	win(t, s, change("d2", id(5), 0, 1, uuid.Nil))
	for name, c := range map[string]struct {
		q    store.Query
		keep func(r store.Row) bool
	}{
		"all":                {store.Query{}, func(store.Row) bool { return true }},
		"procedure":          {store.Query{Procedure: "p1"}, func(r store.Row) bool { return r.Procedure == "p1" }},
		"state":              {store.Query{State: "s2"}, func(r store.Row) bool { return r.State == "s2" }},
		"unit":               {store.Query{Unit: "u3"}, func(r store.Row) bool { return r.Unit == "u3" }},
		"officer":            {store.Query{Officer: "lan"}, func(r store.Row) bool { return r.Officer == "lan" }},
		"open":               {store.Query{Status: store.Open}, func(r store.Row) bool { return r.Outcome == "" }},
		"ended":              {store.Query{Status: store.Ended}, func(r store.Row) bool { return r.Outcome != "" }},
		"ended of a unit":    {store.Query{Status: store.Ended, Unit: "u0"}, func(r store.Row) bool { return r.Outcome != "" && r.Unit == "u0" }},
		"open of an officer": {store.Query{Status: store.Open, Officer: "minh"}, func(r store.Row) bool { return r.Outcome == "" && r.Officer == "minh" }},
		"nothing":            {store.Query{State: "none"}, func(store.Row) bool { return false }},
	} {
		var want []store.Row
		for _, r := range rows {
			if c.keep(r) {
				want = append(want, r)
			}
		}
		for _, limit := range []int{1, 7, 1000} {
			q := c.q
			q.District, q.Limit = "d1", limit
			var got []store.Row
			for {
				page, err := s.List(ctx, q)
				ok(t, err)
				if len(page) > limit {
					t.Fatalf("%s: a page of %d, limit %d", name, len(page), limit)
				}
				if len(page) == 0 {
					break
				}
				got = append(got, page...)
				q.After = page[len(page)-1].Case
			}
			same(t, name, got, want)
		}
	}
	none, err := s.List(ctx, store.Query{District: "nowhere", Limit: 5})
	ok(t, err)
	same(t, "cases of an unknown district", none, nil)
	_, err = s.List(ctx, store.Query{District: "d1"})
	is(t, err, store.ErrInvalid)
}
