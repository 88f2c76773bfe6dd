package bench

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine"
)

// tiny is a measurement that is over at once.
var tiny = Options{Districts: []int{2}, Callers: []int{1, 4}, Time: 400 * time.Millisecond, Rounds: 3, Cases: 600, Pending: 200, Storm: 100}

func TestRun(t *testing.T) {
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			o := tiny
			o.Stores = []string{name}
			if name == "postgres" {
				o.URL = pgtest.Start(t)
			}
			last, all := 0, 0
			o.Progress = func(done, of int) { last, all = done, of }
			r, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if last != all || all == 0 {
				t.Errorf("%d of %d steps told", last, all)
			}
			if len(r.Rows) != 3 || len(r.Machine.Stores) != 1 {
				t.Fatalf("%+v", r)
			}
			for i, row := range r.Rows {
				ceiling := i == 0
				if row.Store != name || row.Districts != 2 || row.Callers != []int{16, 1, 4}[i] || (row.Contender == "ceiling") != ceiling {
					t.Errorf("row %d: %+v", i, row)
				}
				if row.PerSecond <= 0 || row.Lowest > row.PerSecond || row.Highest < row.PerSecond || row.P50 > row.P99 || row.P50 <= 0 {
					t.Errorf("row %d: %+v", i, row)
				}
				if ceiling && (row.Ratio != 1 || *row.Rows < 1.9 || *row.Rows > 2.2 || *row.Commits < 0.9) {
					t.Errorf("ceiling: %+v, %v rows", row, *row.Rows)
				}
				if !ceiling && *row.Rows < 3 { // the case, the entry, the salt beside it
					t.Errorf("engine: %v rows", *row.Rows)
				}
				if row.WAL == nil || *row.WAL < 500 || row.CPU == nil || *row.CPU <= 0 {
					t.Errorf("row %d: %v WAL, %v CPU", i, row.WAL, row.CPU)
				}
			}
			if len(r.Timers) != 1 || r.Timers[0].Seconds <= 0 || r.Timers[0].EmptyAfter <= 0 || r.Timers[0].Round <= r.Timers[0].EmptyAfter || (r.Timers[0].EmptyHeld != nil) != (name == "postgres") {
				t.Errorf("timers: %+v", r.Timers)
			}
			if name == "postgres" {
				if _, err := Run(t.Context(), o); !InUse(err) {
					t.Errorf("a database with data: %v", err)
				}
			}
		})
	}
}

// What a storm is made of are cases like any other: they fire, once each, and
// an audit finds nothing.
func TestACopyIsACase(t *testing.T) {
	p, err := openPlace(t.Context(), "sqlite", tiny)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	if _, err := timers(t.Context(), tiny, p, &steps{tell: func(int, int) {}}); err != nil {
		t.Fatal(err)
	}
	s, err := p.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v, err := engine.Audit(t.Context(), s)
	if err != nil || !v.OK || v.Cases != 320 || v.Entries != 320+120 {
		t.Errorf("audit: %+v, %v", v, err)
	}
}

func TestQuantileByNearestRank(t *testing.T) {
	var l load
	for i := range 10 {
		l.waits = append(l.waits, time.Duration(10-i)*time.Millisecond)
	}
	for p, want := range map[int]float64{1: 1, 10: 1, 11: 2, 50: 5, 99: 10, 100: 10} {
		if got := l.quantile(p); got != want {
			t.Errorf("p%d is %v, want %v", p, got, want)
		}
	}
}

func TestAFaultEndsTheLoad(t *testing.T) {
	wrong := errors.New("wrong")
	from := time.Now()
	_, err := drive(context.Background(), 4, time.Minute, time.Minute, func(int) error { return wrong })
	if !errors.Is(err, wrong) || time.Since(from) > 30*time.Second {
		t.Errorf("%v after %s", err, time.Since(from))
	}
}
