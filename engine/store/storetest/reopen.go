package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// reopen fills a store, opens it again, and looks at everything.
func reopen(t *testing.T, s store.Store, again func(testing.TB, store.Store) store.Store) {
	ok(t, s.Append(ctx, "d1", 0, []store.RegisterRecord{record(1, start)}))
	c := change("d1", id(1), 0, 2, cmd(1))
	c.Row.Wake, c.Row.Follows = hour(9), id(8)
	c.Private = []store.Private{{Seq: 2, Name: "name", Salt: []byte{1}, Value: []byte("Lan")}}
	win(t, s, c)
	def := store.Definition{Procedure: "copy", Version: "1", Identity: fullHex("a"), Wording: fullHex("w"), Source: []byte("x")}
	ok(t, s.PutDefinition(ctx, def))
	ok(t, s.SetCursor(ctx, "d1", "feed", 0, 1))
	ok(t, s.Advance(ctx, hour(5)))
	fence, err := s.Lease(ctx, "d1", id(1), time.Hour)
	ok(t, err)

	s = again(t, s)
	t.Cleanup(func() { _ = s.Close() })
	row, err := s.Case(ctx, "d1", id(1))
	ok(t, err)
	same(t, "row", row, c.Row)
	same(t, "journal", journal(t, s, "d1", id(1)), as(&c, 1))
	same(t, "log", collect(t, s.Log(ctx, "d1", 0)), as(&c, 1))
	same(t, "register", collect(t, s.Register(ctx, "d1", 0)), []store.RegisterRecord{record(1, start)})
	private, err := s.Private(ctx, "d1", id(1))
	ok(t, err)
	same(t, "private", private, c.Private)
	defs, err := s.ListDefinitions(ctx)
	ok(t, err)
	same(t, "definitions", defs, []store.Definition{def})
	cursor, err := s.Cursor(ctx, "d1", "feed")
	ok(t, err)
	same(t, "cursor", cursor, 1)
	now, virtual, err := s.Now(ctx)
	ok(t, err)
	if !virtual || !now.Equal(hour(5)) {
		t.Errorf("clock %v (virtual %v), want %v", now, virtual, hour(5))
	}
	_, err = s.Lease(ctx, "d1", id(2), time.Hour)
	is(t, err, store.ErrFenced)
	wakes(t, s, hour(9), 1)
	kind(t, commit(t, s, c)[0], store.Replayed)
	next := change("d1", id(1), 2, 1, uuid.Nil)
	next.Fence = fence
	if o := win(t, s, next)[0]; o.Position != 3 {
		t.Errorf("position %d after reopening, want 3", o.Position)
	}
}

// altered damages one entry and reads everything that leads to it.
func altered(t *testing.T, s store.Store, damage func(t testing.TB, s store.Store, district string, position int64)) {
	enrol(t, s, "d1")
	win(t, s, change("d1", id(1), 0, 3, cmd(1)))
	damage(t, s, "d1", 2)
	for name, stream := range map[string]func() error{
		"journal": func() error {
			for _, err := range s.Journal(ctx, "d1", id(1), 0) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"log": func() error {
			for _, err := range s.Log(ctx, "d1", 0) {
				if err != nil {
					return err
				}
			}
			return nil
		},
	} {
		err := stream()
		is(t, err, store.ErrCorrupt)
		var c *store.CorruptError
		if !errors.As(err, &c) || c.Case != id(1) || c.Seq != 2 || c.District != "d1" {
			t.Errorf("%s: error %#v, want one that names entry 2 of case %s", name, err, id(1))
		}
	}
}
