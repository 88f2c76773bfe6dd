package postgres

import (
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// told is what one caller knows: changes that were acknowledged, and the one
// whose outcome is unknown.
type told struct {
	won     []store.Change
	unknown *store.Change
}

// work moves cases of its own until the store fails.
func work(t *testing.T, s *Store, district string) (w told) {
	var c store.Change
	for i := 0; ; i++ {
		if i%5 == 0 {
			c = move(district, uuid.Must(uuid.NewV7()), 0)
		} else {
			c = move(district, c.Row.Case, c.Row.Seq)
		}
		out, err := s.Commit(ctx, []store.Change{c})
		if err != nil {
			if !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("commit: %v", err)
			}
			w.unknown = &c
			return w
		}
		if out[0].Kind != store.Won {
			t.Errorf("commit: %v (%v)", out[0].Kind, out[0].Err)
			return w
		}
		w.won = append(w.won, c)
	}
}

// TestACrashLosesNothingAcknowledged stops the server as a power cut would,
// under load, several times. What was acknowledged is there afterwards, what
// was unknown becomes known by sending it again, the log has no gap, and the
// store that was open goes on working.
func TestACrashLosesNothingAcknowledged(t *testing.T) {
	pgtest.Start(t) // skips where there is no PostgreSQL
	if os.Getenv(pgtest.Variable) != "" {
		t.Skip("SKIPPED: the server is not this test's to crash")
	}
	cluster, err := pgtest.NewCluster()
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	own := reach(t, cluster.Address("postgres"), false)
	districts := []string{"d1", "d2"}
	enrol(t, own, districts...)
	entries := map[string]int{}
	for round := range 3 {
		const callers = 6
		results := make([]told, callers)
		var wg sync.WaitGroup
		for w := range callers {
			wg.Add(1)
			go func() {
				defer wg.Done()

				results[w] = work(t, own, districts[w%2])
			}()
		}
		time.Sleep(time.Duration(400+100*round) * time.Millisecond)
		if err := cluster.Crash(); err != nil {
			t.Fatal(err)
		}
		wg.Wait()
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged, arrived := 0, 0
		for w, r := range results {
			district := districts[w%2]
			for i := range r.won {
				c := &r.won[i]
				e, err := own.Command(ctx, district, c.Entries[0].Command)
				if err != nil || e.Case != c.Row.Case || e.Seq != c.Row.Seq {
					t.Fatalf("round %d: an acknowledged entry is not there: %v", round, err)
				}
			}
			acknowledged += len(r.won)
			entries[district] += len(r.won)
			if r.unknown == nil {
				continue
			}
			out, err := own.Commit(ctx, []store.Change{*r.unknown})
			if err != nil || out[0].Kind != store.Won && out[0].Kind != store.Replayed {
				t.Fatalf("round %d: sent again: %v, %v", round, out, err)
			}
			if out[0].Kind == store.Replayed {
				arrived++
			}
			entries[district]++
		}
		if acknowledged == 0 {
			t.Errorf("round %d: nothing was acknowledged before the crash", round)
		}
		t.Logf("round %d: %d acknowledged, %d of the unknown had arrived", round, acknowledged, arrived)
		for _, d := range districts {
			position := 0
			seqs := map[uuid.UUID]int64{}
			for e, err := range own.Log(ctx, d, 0) {
				if err != nil {
					t.Fatal(err)
				}
				position++
				seqs[e.Case]++
				if e.Position != int64(position) || e.Seq != seqs[e.Case] {
					t.Fatalf("round %d: log of %s: entry %d at position %d, want %d at %d", round, d, e.Seq, e.Position, seqs[e.Case], position)
				}
			}
			if position != entries[d] {
				t.Fatalf("round %d: log of %s has %d entries, want %d", round, d, position, entries[d])
			}
			for id, seq := range seqs {
				if row, err := own.Case(ctx, d, id); err != nil || row.Seq != seq {
					t.Fatalf("round %d: case %s at %d, its journal ends at %d (%v)", round, id, row.Seq, seq, err)
				}
			}
		}
	}
}
