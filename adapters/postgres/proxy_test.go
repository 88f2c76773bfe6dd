package postgres

import (
	"database/sql/driver"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// startProxy puts a proxy in front of a database until the test ends.
func startProxy(t *testing.T, address string) *pgtest.Proxy {
	t.Helper()
	p, err := pgtest.NewProxy(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// TestACutConnectionExecutesOnce cuts connections after the statement was
// sent. The caller is told that the outcome is unknown, and never a success
// that was a second execution; the same change sent again finds the truth.
func TestACutConnectionExecutesOnce(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p := startProxy(t, address(direct))
	s, err := Open(ctx, Config{URL: p.URL(), Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 24 {
		c := move("d1", uuid.Must(uuid.NewV7()), 0)
		how := []pgtest.Cut{pgtest.Quietly, pgtest.Hard, pgtest.Unsaid}[i%3]
		p.Arm("commit_v1", how, []time.Duration{0, 2 * time.Millisecond, 20 * time.Millisecond}[i/3%3])
		_, err := s.Commit(ctx, []store.Change{c})
		if !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("cut %d: error %v, want unavailable", i, err)
		}
		out, err := s.Commit(ctx, []store.Change{c})
		if err != nil {
			t.Fatalf("cut %d: sent again: %v", i, err)
		}
		if k := out[0].Kind; k != store.Won && k != store.Replayed || how == pgtest.Unsaid && k != store.Won {
			t.Fatalf("cut %d: sent again: %v", i, k)
		}
		if out[0].Kind == store.Replayed && out[0].First.Case != c.Row.Case {
			t.Fatalf("cut %d: another case's answer", i)
		}
		count(t, direct, c.Row.Case, 1)
	}
	if n := p.Cuts(); n != 24 {
		t.Fatalf("%d connections cut", n)
	}
	position := int64(0)
	for e, err := range direct.Log(ctx, "d1", 0) {
		if position++; err != nil || e.Position != position {
			t.Fatalf("position %d after %d (%v)", e.Position, position-1, err)
		}
	}
	if position != 24 {
		t.Fatalf("%d entries, want 24", position)
	}
}

// TestTheDriverAloneExecutesTwice shows what the connector is for. When it
// fails, the driver has changed: read what it does now before it is upgraded.
func TestTheDriverAloneExecutesTwice(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p := startProxy(t, address(direct))
	db, err := sqlx.Open("postgres", p.URL()+"&binary_parameters=yes")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := &Store{db: db, wall: time.Now}
	c := move("d1", uuid.Must(uuid.NewV7()), 0)
	p.Arm("commit_v1", pgtest.Quietly, 50*time.Millisecond)
	out, err := s.Commit(ctx, []store.Change{c})
	if err != nil || out[0].Kind != store.Replayed {
		t.Fatalf("%v, %v; want the replay of a first execution that nobody was told of", out, err)
	}
}

// TestACutDuringCommitIsFoundOut cuts the one explicit transaction there is,
// that of a batch done one by one, in its COMMIT.
func TestACutDuringCommitIsFoundOut(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p := startProxy(t, address(direct))
	s, err := Open(ctx, Config{URL: p.URL(), Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i, how := range []pgtest.Cut{pgtest.Quietly, pgtest.Hard, pgtest.Unsaid, pgtest.Hard, pgtest.Quietly} {
		poison := move("d1", uuid.Must(uuid.NewV7()), 0)
		poison.Row.Codec = 1 << 40
		good := move("d1", uuid.Must(uuid.NewV7()), 0)
		p.Arm("COMMIT", how, 30*time.Millisecond)
		if _, err := s.Commit(ctx, []store.Change{good, poison}); !errors.Is(err, store.ErrUnavailable) {
			t.Fatalf("cut %d: error %v, want unavailable", i, err)
		}
		out, err := s.Commit(ctx, []store.Change{good, poison})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Replayed // the COMMIT arrived
		if how == pgtest.Unsaid {
			want = store.Won // it did not, and all was rolled back
		}
		if out[0].Kind != want || out[1].Kind != store.Failed {
			t.Errorf("cut %d: sent again: %v and %v, want %v and failed", i, out[0].Kind, out[1].Kind, want)
		}
		count(t, direct, good.Row.Case, 1)
		count(t, direct, poison.Row.Case, 0)
	}
}

// A network that swallows packets is not waited for beyond the bound.
func TestASilentNetworkIsNotWaitedFor(t *testing.T) {
	direct := fresh(t, false)
	enrol(t, direct, "d1")
	p := startProxy(t, address(direct))
	conn, err := newConnector(p.URL(), 300*time.Millisecond, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := conn.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	p.Arm("clock_timestamp", pgtest.Unheard, 0)
	began := time.Now()
	_, err = look(ctx, c.(driver.QueryerContext))
	if took := time.Since(began); err == nil || took < 200*time.Millisecond || took > 5*time.Second {
		t.Fatalf("back after %v with error %v", took, err)
	}
}

// count fails unless a case has n entries.
func count(t *testing.T, s *Store, c uuid.UUID, n int) {
	t.Helper()
	got := 0
	for _, err := range s.Journal(ctx, "d1", c, 0) {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != n {
		t.Fatalf("case %s has %d entries, want %d", c, got, n)
	}
}
