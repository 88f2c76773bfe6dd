package chaos

import (
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// How long to go on, and which seed to repeat.
const (
	nodesTime = "MOTCUA_NODES_TIME" // a Go duration
	nodesSeed = "MOTCUA_NODES_SEED" // a number
)

// cluster starts a server for one test, or skips the test loudly.
func cluster(t *testing.T) *pgcluster.Cluster {
	t.Helper()
	c, err := pgtest.NewCluster()
	if errors.Is(err, pgcluster.ErrMissing) {
		t.Skipf("SKIPPED: %v; install postgresql and set %s=1", err, pgtest.Switch)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// short is the storm that is run every time.
func short(t *testing.T, c *pgcluster.Cluster, seed uint64) *storm {
	return &storm{cluster: c, seed: seed, lasts: 25 * time.Second, lease: 2 * time.Second, longest: 5 * time.Second, cases: 150, deck: deck, victims: nodes, logf: t.Logf}
}

// long is one of those that are run for an hour: leases as they are by
// default, nodes stopped for up to half a minute.
func long(t *testing.T, c *pgcluster.Cluster, seed uint64) *storm {
	return &storm{cluster: c, seed: seed, lasts: 150 * time.Second, lease: 5 * time.Second, longest: 30 * time.Second, cases: 400, deck: deck, victims: nodes, logf: t.Logf}
}

// seedOr is the seed asked for, or another.
func seedOr(t *testing.T, other uint64) uint64 {
	t.Helper()
	text := os.Getenv(nodesSeed)
	if text == "" {
		return other
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// Three nodes serve one database while everything goes wrong that can: no
// acknowledged command is lost and none is there twice, timers fire once and
// never early, children are opened and joined once, logs have no gaps, and
// every row is what its journal says.
func TestNodesKeepTheirPromises(t *testing.T) {
	c := cluster(t)
	seed := seedOr(t, rand.Uint64N(1_000_000))
	make, end, again := short, time.Now(), ""
	if text := os.Getenv(nodesTime); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		make, end, again = long, end.Add(d), " "+nodesTime+"=1s"
	}
	for n := 1; ; n++ {
		t.Logf("storm %d: %s=%d%s repeats it", n, nodesSeed, seed, again)
		broken, err := make(t, c, seed).run(t.Context())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, b := range broken {
			t.Errorf("seed %d: %s", seed, b)
		}
		if t.Failed() || !time.Now().Before(end) {
			return
		}
		seed++
	}
}

// What a node held that is stopped, killed or not answered any more is taken
// over by the others within seconds.
func TestNodesTakeOver(t *testing.T) {
	seed := seedOr(t, rand.Uint64N(1_000_000))
	t.Logf("%s=%d repeats it", nodesSeed, seed)
	s := short(t, cluster(t), seed)
	s.victims, s.longest, s.late = 1, 20*time.Second, 12*time.Second
	s.lasts, s.deck = 5*time.Second, []string{"cut silently", "kill", "doze long", "cut silently", "stop longest"}
	broken, err := s.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Errorf("seed %d: %s", seed, b)
	}
}
