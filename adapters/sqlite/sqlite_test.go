package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/storetest"
)

var ctx = context.Background()

// create opens a new database of its own for one test.
func create(t testing.TB, virtual bool) *Store {
	t.Helper()
	s, err := Open(ctx, Config{Path: filepath.Join(t.TempDir(), "motcua.db"), Mode: Create, Virtual: virtual})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	open := func(t testing.TB, virtual bool) store.Store { return create(t, virtual) }
	storetest.Run(t, open, storetest.Capabilities{
		Reopen: func(t testing.TB, s store.Store) store.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Open(ctx, Config{Path: s.(*Store).path})
			if err != nil {
				t.Fatal(err)
			}
			return again
		},
		Altered: func(t testing.TB, s store.Store, district string, position int64) {
			_, err := s.(*Store).conn.ExecContext(ctx, `update journal set hash = x'00' where position = ?2
				and district_id = (select district_id from district where name = ?1)`, district, position)
			if err != nil {
				t.Fatal(err)
			}
		},
	})
}
