package sqlite

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// everything is what an audit can read: it must show any change to a row of a
// case or a journal, as another value or as an ErrCorrupt.
type everything struct {
	Rows     []store.Row
	Journals map[uuid.UUID][]store.Record
	Log      []store.Record
}

func readAll(s *Store, cases []uuid.UUID) (e everything, err error) {
	if e.Rows, err = s.List(ctx, store.Query{District: "d1", Limit: 100}); err != nil {
		return e, err
	}
	e.Journals = map[uuid.UUID][]store.Record{}
	for _, id := range cases {
		for r, err := range s.Journal(ctx, "d1", id, 0) {
			if err != nil {
				return e, err
			}
			e.Journals[id] = append(e.Journals[id], r)
		}
	}
	for r, err := range s.Log(ctx, "d1", 0) {
		if err != nil {
			return e, err
		}
		e.Log = append(e.Log, r)
	}
	return e, nil
}

func TestEveryAlteredColumnIsSeen(t *testing.T) {
	alter := map[string]string{ // by type of column
		"INTEGER": "%[1]s = coalesce(%[1]s, 0) + 1000",
		"TEXT":    "%[1]s = %[1]s || 'x'",
		"BLOB":    "%[1]s = cast('x' || coalesce(hex(%[1]s), '') as blob)",
	}
	for _, table := range []string{"cases", "journal"} {
		s := create(t, false)
		var columns []struct{ Name, Type string }
		if err := s.readers.Select(&columns, "select name, type from pragma_table_info(?)", table); err != nil {
			t.Fatal(err)
		}
		s.Close()
		statements := map[string]string{"row deleted": "delete from " + table + " where rowid = 1"}
		for _, c := range columns {
			if c.Name != "sweep_at" { // a lazy bound, which says nothing about a case
				statements[c.Name] = "update " + table + " set " + fmt.Sprintf(alter[c.Type], c.Name) + " where rowid = 1"
			}
		}
		if len(statements) < 10 {
			t.Fatalf("only %d ways to alter %s", len(statements), table)
		}
		for name, statement := range statements {
			t.Run(table+" "+name, func(t *testing.T) {
				s := create(t, false)
				defer s.Close()
				enrol(t, s)
				ids := []uuid.UUID{uuid.New(), uuid.New()}
				for _, id := range ids {
					win(t, s, change(id, 0, uuid.New()))
					win(t, s, change(id, 1, uuid.New()))
				}
				before, err := readAll(s, ids)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.conn.ExecContext(ctx, statement); err != nil {
					t.Fatal(err)
				}
				after, err := readAll(s, ids)
				if err != nil && !errors.Is(err, store.ErrCorrupt) {
					t.Fatalf("error %v, want corrupt", err)
				}
				if err == nil && reflect.DeepEqual(before, after) {
					t.Error("nothing that an audit reads has changed")
				}
			})
		}
	}
}
