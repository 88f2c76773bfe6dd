package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgcluster"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// storm is one run of the harness, over a database of its own.
type storm struct {
	cluster *pgcluster.Cluster
	seed    uint64
	lasts   time.Duration
	lease   time.Duration
	longest time.Duration // a node is stopped
	cases   int           // there are at the beginning
	deck    []string      // what is done
	victims int           // to how many of the nodes
	late    time.Duration // a timer may fire at most; 0: nobody says
	blind   bool          // nodes do not look at the store's clock
	mutate  func(address string) error
	logf    func(format string, args ...any)

	address string
	ledger  *ledger
	nodes   []*process
	r       *rand.Rand
	lives   uint64
	began   time.Time
	done    map[string]int // what was done to the nodes, by name
	later   sync.WaitGroup // what is still to be done

	server sync.Mutex // whoever crashes it, or must not meet it down
}

// nodes are so many.
const nodes = 3

// run makes a city, lets the storm loose on it, and returns which promises
// were broken. The error is the harness's own.
func (s *storm) run(ctx context.Context) (broken []string, err error) {
	name := fmt.Sprintf("storm_%d_%d", s.seed, time.Now().UnixNano())
	if err := pgtest.Exec(s.cluster.Address("postgres"), "create database "+name); err != nil {
		return nil, err
	}
	s.address = s.cluster.Address(name)
	if err := found(ctx, s.address, s.cases); err != nil {
		return nil, fmt.Errorf("the city: %w", err)
	}
	if s.mutate != nil {
		if err := s.mutate(s.address); err != nil {
			return nil, err
		}
	}
	log, err := s.logSize()
	if err != nil {
		return nil, err
	}
	s.ledger, s.done, s.began = newLedger(), map[string]int{}, time.Now()
	s.r = rand.New(rand.NewPCG(s.seed, 0))
	defer s.close()
	for i := range nodes {
		proxy, err := pgtest.NewProxy(s.address)
		if err != nil {
			return nil, err
		}
		p := &process{name: fmt.Sprint("n", i), proxy: proxy, ledger: s.ledger, lease: s.lease, blind: s.blind}
		s.nodes = append(s.nodes, p)
		if err := s.live(p); err != nil {
			return nil, err
		}
	}
	if err := s.rage(ctx); err != nil {
		return nil, err
	}
	s.calm(ctx)
	s.logf("seed %d: %v; said %v; %d connections cut", s.seed, s.done, s.ledger.said, s.cuts())
	if faults := s.ledger.broken(); len(faults) > 0 {
		return faults, nil
	}
	if err := s.crash(0); err != nil {
		return nil, err
	}
	if err := s.check(ctx); err != nil {
		return nil, err
	}
	if err := s.refusals(log); err != nil {
		return nil, err
	}
	return s.ledger.broken(), nil
}

// live starts a node, once more with other dice.
func (s *storm) live(p *process) error {
	s.lives++
	return p.start(s.seed*1000 + s.lives)
}

// close leaves nothing behind.
func (s *storm) close() {
	for _, p := range s.nodes {
		p.kill()
		_ = p.proxy.Close()
	}
	u, err := url.Parse(s.address)
	if err == nil {
		err = pgtest.Exec(s.cluster.Address("postgres"), "drop database "+u.Path[1:]+" with (force)")
	}
	if err != nil {
		s.logf("drop: %v", err)
	}
}

func (s *storm) cuts() (n int) {
	for _, p := range s.nodes {
		n += p.proxy.Cuts()
	}
	return n
}

// crash stops the server with immediate, and starts it again a while later.
func (s *storm) crash(down time.Duration) error {
	s.server.Lock()
	defer s.server.Unlock()
	if err := s.cluster.Crash(); err != nil {
		return err
	}
	time.Sleep(down)
	return s.cluster.Start()
}

// direct opens the store past all proxies, once the server is up.
func (s *storm) direct(ctx context.Context) (*postgres.Store, error) {
	s.server.Lock()
	defer s.server.Unlock()
	return postgres.Open(ctx, postgres.Config{URL: s.address, Conns: 4})
}

// rob ends the leases of all districts before their owners expect it, as if
// those had been stopped for long just now, takes the leases as another node
// would, and does nothing with them for a while. What an old owner still writes
// under its fence is a fault.
func (s *storm) rob(ctx context.Context, keep time.Duration) error {
	st, err := s.direct(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	s.server.Lock()
	defer s.server.Unlock()
	me := uuid.New()
	got := map[string]int64{}
	for _, d := range districts { // one by one: who locks many does so in order
		if err := pgtest.Exec(s.address, `update motcua.district set lease_until = clock_timestamp() where name = $1`, d); err != nil {
			return err
		}
		if fence, err := st.Lease(ctx, d, me, keep); err == nil { // else its owner was faster
			got[d] = fence
		}
	}
	all, err := st.Districts(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		if fence := got[d.Name]; fence != 0 {
			s.ledger.granted(grant{district: d.Name, fence: fence, log: d.Log})
		}
	}
	return nil
}

var _ store.Wall = (*postgres.Store)(nil) // nodes go by the server's clock
