package bench

import (
	"database/sql"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// The ceiling writes what the engine writes: as many bytes, and as many
// columns that an index holds change.
func TestTheCeilingWritesTheSameRows(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			o := tiny.withDefaults()
			dsn := ""
			if name == "postgres" {
				o.URL = pgtest.Start(t)
				dsn = o.URL
			}
			p, err := openPlace(t.Context(), name, o)
			if err != nil {
				t.Fatal(err)
			}
			defer p.close()
			c, err := found(t.Context(), o, p, 2)
			if err != nil {
				t.Fatal(err)
			}
			ceil, err := p.ceiling(t.Context(), c.names())
			if err != nil {
				t.Fatal(err)
			}
			defer ceil.close()
			if _, err := ceil.run(t.Context(), 4, 0, 300*time.Millisecond); err != nil {
				t.Fatal(err)
			}
			cases, journal, copies := "motcua.cases", "motcua.journal", "motcua_ceiling."
			if f, ok := p.(*file); ok {
				cases, journal, copies, dsn = "cases", "journal", "ceiling_", f.path()
			}
			db, err := sql.Open(name, dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			value := func(query string) (v float64) {
				if err := db.QueryRow(query).Scan(&v); err != nil {
					t.Fatal(query, err)
				}
				return v
			}
			real := value(`select avg(length(bytes)) from ` + journal + ` where kind = 'moved'`)
			ours := value(`select avg(length(bytes)) from ` + copies + `journal where kind = 'moved' and position > 1000000000`)
			if ours < real*0.98 || ours > real*1.02 {
				t.Errorf("entries of %.0f bytes, the engine's have %.0f", ours, real)
			}
			doc := value(`select max(length(doc)) from ` + cases)
			if ours := value(`select max(length(doc)) from ` + copies + `cases where seq > 3`); ours < doc*0.85 || ours > doc {
				t.Errorf("documents of %.0f bytes, the engine's have at most %.0f", ours, doc)
			}
			for _, column := range []string{"unit", "state", "role"} {
				if n := value(`select count(distinct ` + column + `) from ` + copies + `cases where seq > 3`); n != 2 {
					t.Errorf("%s: %.0f values", column, n)
				}
			}
		})
	}
}

func TestTallyTellsAverages(t *testing.T) {
	var y tally
	if _, _, ok := y.like(); ok {
		t.Error("it knows rows before any were written")
	}
	wake := time.Now()
	change := func(seq int64, doc, entry int) store.Change {
		return store.Change{Expect: seq - 1, Row: store.Row{District: "d", Case: uuid.Max, Seq: seq, Wake: wake, Doc: make([]byte, doc)},
			Entries: []store.Record{{Seq: seq, Bytes: make([]byte, entry)}}, Private: make([]store.Private, 1)}
	}
	batch := []store.Change{change(1, 9000, 9000), change(2, 100, 10), change(4, 300, 30)} // an opening does not count
	y.commit(batch, rowsOf(batch))
	if _, _, ok := y.like(); ok {
		t.Error("it knows both rows of a move after one")
	}
	batch = []store.Change{change(3, 200, 50)}
	y.commit(batch, rowsOf(batch))
	rows, entry, ok := y.like()
	if !ok || len(rows[0].Doc) != 200 || len(rows[1].Doc) != 200 || rows[0].Seq != 4 || rows[1].Seq != 3 || len(entry.Bytes) != 30 {
		t.Errorf("%v: documents of %d and %d bytes, entries of %d", ok, len(rows[0].Doc), len(rows[1].Doc), len(entry.Bytes))
	}
	if commits, written := y.counted(); commits != 2 || written != 9+2+3+2 {
		t.Errorf("%d commits, %d rows", commits, written)
	}
	y.reset()
	if commits, written := y.counted(); commits != 0 || written != 0 {
		t.Errorf("after a reset %d commits, %d rows", commits, written)
	}
}
