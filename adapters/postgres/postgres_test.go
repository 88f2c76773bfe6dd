package postgres

import (
	"context"
	"sync"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/storetest"
)

var ctx = context.Background()

// addresses of the databases behind stores, so that tests can reach around.
var addresses sync.Map

// template is a database with the schema, from which others are copied.
var template struct {
	once    sync.Once
	address string
}

// fresh opens a new database of its own for one test, and says where it is.
func fresh(t testing.TB, virtual bool) *Store {
	t.Helper()
	template.once.Do(func() {
		address := pgtest.Start(t)
		s, err := Open(ctx, Config{URL: address, Mode: Create})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		template.address = address
	})
	if template.address == "" {
		t.Skip("SKIPPED: no PostgreSQL")
	}
	return reach(t, pgtest.Copy(t, template.address), virtual)
}

func reach(t testing.TB, address string, virtual bool) *Store {
	t.Helper()
	s, err := Open(ctx, Config{URL: address, Mode: Create, Virtual: virtual, Conns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	addresses.Store(s, address)
	return s
}

// address is that of the database behind a store, as its owner.
func address(s store.Store) string {
	a, _ := addresses.Load(s)
	return a.(string)
}

// empty removes every row but those the migrations make.
func empty(t testing.TB, address string) {
	t.Helper()
	err := pgtest.Exec(address, `with a as (delete from motcua.district), b as (delete from motcua.register), c as (delete from motcua.reader),
		d as (delete from motcua.cases), e as (delete from motcua.journal), f as (delete from motcua.private),
		g as (delete from motcua.definition), i as (delete from motcua.committed), h as (delete from motcua.clock) update motcua.catalogue set size = 0`)
	if err != nil {
		t.Fatal(err)
	}
}

func TestStore(t *testing.T) {
	one := address(fresh(t, false)) // one database for all checks, emptied before each
	open := func(t testing.TB, virtual bool) store.Store {
		empty(t, one)
		return reach(t, one, virtual)
	}
	storetest.Run(t, open, storetest.Capabilities{
		Reopen: func(t testing.TB, s store.Store) store.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Open(ctx, Config{URL: address(s)})
			if err != nil {
				t.Fatal(err)
			}
			return again
		},
		Altered: func(t testing.TB, s store.Store, district string, position int64) {
			err := pgtest.Exec(address(s), `update motcua.journal set hash = '\x00' where district_id = $1 and position = $2`, number(district), position)
			if err != nil {
				t.Fatal(err)
			}
		},
	})
}
