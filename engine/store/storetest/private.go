package storetest

import (
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var privateChecks = []Check{
	{Name: "private values come and go beside the journal", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1", "d2")
		a := change("d1", id(1), 0, 2, cmd(1))
		name := store.Private{Seq: 1, Name: "name", Salt: []byte{0, 1}, Value: []byte("Nguyễn Thị Lan")}
		salt := store.Private{Seq: 2, Name: "command", Salt: []byte{9}}
		a.Private = []store.Private{salt, name}
		b := change("d1", id(1), 2, 1, cmd(2))
		renamed := store.Private{Seq: 3, Name: "name", Salt: []byte{2}, Value: []byte("Lan")}
		b.Private = []store.Private{renamed}
		other := change("d2", id(1), 0, 1, cmd(3))
		other.Private = []store.Private{name}
		win(t, s, a, other)
		win(t, s, b)
		left := func(district string, want ...store.Private) {
			t.Helper()
			got, err := s.Private(ctx, district, id(1))
			ok(t, err)
			same(t, "private values", got, want)
		}
		erase := func(want int, names ...string) {
			t.Helper()
			n, err := s.Erase(ctx, "d1", id(1), names...)
			ok(t, err)
			same(t, "erased", n, want)
		}
		entries := journal(t, s, "d1", id(1))
		left("d1", name, salt, renamed)
		erase(0, "address")
		erase(2, "name", "address")
		left("d1", salt)
		erase(1)
		erase(0)
		left("d1")
		left("d2", name)
		same(t, "journal after erasure", journal(t, s, "d1", id(1)), entries)
		kind(t, commit(t, s, a)[0], store.Replayed) // a replay brings nothing back
		left("d1")
	}},
	{Name: "a change that did not win leaves no private value", Run: func(t testing.TB, s store.Store) {
		enrol(t, s, "d1")
		win(t, s, change("d1", id(1), 0, 1, cmd(1)))
		stale := change("d1", id(1), 0, 1, cmd(2))
		stale.Private = []store.Private{{Seq: 1, Name: "name", Value: []byte("x")}}
		kind(t, commit(t, s, stale)[0], store.Conflict)
		for _, district := range []string{"d1", "nowhere"} {
			got, err := s.Private(ctx, district, id(1))
			ok(t, err)
			same(t, "private values", got, nil)
			n, err := s.Erase(ctx, district, uuid.New())
			ok(t, err)
			same(t, "erased", n, 0)
		}
	}},
}

var definitionChecks = []Check{
	{Name: "a definition is put once by identity and wording", Run: func(t testing.TB, s store.Store) {
		def := func(name, identity, wording, source string) store.Definition {
			return store.Definition{Procedure: name, Version: "2026.1", Identity: fullHex(identity), Wording: fullHex(wording), Source: []byte(source)}
		}
		a, b := def("copy", "a", "w", "first"), def("birth", "b", "w", "second")
		corrected := def("copy", "a", "w2", "first, typo corrected")
		for _, d := range []store.Definition{a, b, corrected} {
			ok(t, s.PutDefinition(ctx, d))
		}
		again := a
		again.Source = []byte("something else")
		ok(t, s.PutDefinition(ctx, again))
		got, err := s.ListDefinitions(ctx)
		ok(t, err)
		same(t, "definitions", got, []store.Definition{a, b, corrected})
		one, err := s.Definition(ctx, a.Identity)
		ok(t, err)
		same(t, "definition", one, corrected)
		for _, identity := range []string{fullHex("c"), "", "zz"} {
			_, err = s.Definition(ctx, identity)
			is(t, err, store.ErrNotFound)
		}
	}},
	{Name: "a malformed definition is invalid", Run: func(t testing.TB, s store.Store) {
		good := store.Definition{Procedure: "copy", Version: "1", Identity: fullHex("a"), Wording: fullHex("w"), Source: []byte("x")}
		for _, spoil := range []func(*store.Definition){
			func(d *store.Definition) { d.Procedure = "" },
			func(d *store.Definition) { d.Version = "\x00" },
			func(d *store.Definition) { d.Identity = "ab" },
			func(d *store.Definition) { d.Wording = fullHex("w")[:63] + "Z" },
			func(d *store.Definition) { d.Source = nil },
		} {
			d := good
			spoil(&d)
			is(t, s.PutDefinition(ctx, d), store.ErrInvalid)
		}
		got, err := s.ListDefinitions(ctx)
		ok(t, err)
		same(t, "definitions", got, nil)
	}},
}
