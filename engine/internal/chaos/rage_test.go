package chaos

import (
	"context"
	"syscall"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// deck is what is done to a city, each as often as it stands here before any
// of it comes again, in an order that the seed shuffles.
var deck = []string{
	"kill", "kill", "stop short", "stop long", "doze short", "doze long",
	"wrong clock", "wrong clock", "wrong machine", "crash",
	"cut one", "cut one", "cut silently", "cut all", "cut mid-commit", "cut mid-commit", "cut mid-commit", "cut mid-commit",
	"rob", "rob", "rob",
}

// rage does its worst until time is over or a promise is broken.
func (s *storm) rage(ctx context.Context) error {
	var cards []string
	end := time.Now().Add(s.lasts)
	said := time.Now()
	for time.Now().Before(end) && ctx.Err() == nil && len(s.ledger.broken()) == 0 {
		if time.Since(said) > 15*time.Second {
			said = time.Now()
			s.logf("seed %d: %d acknowledged, %d refused, %d written under leases; %v to go", s.seed,
				s.ledger.count(saysDone), s.ledger.count(saysNo), s.ledger.count(saysFence), time.Until(end).Round(time.Second))
		}
		if len(cards) == 0 {
			cards = append(cards, s.deck...)
			s.r.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
		}
		pause(ctx, time.Duration(200+s.r.IntN(900))*time.Millisecond)
		if err := s.play(ctx, cards[0], s.nodes[s.r.IntN(s.victims)]); err != nil {
			return err
		}
		s.done[cards[0]]++
		cards = cards[1:]
	}
	return nil
}

// play does one thing, to a node if it is one of those.
func (s *storm) play(ctx context.Context, card string, p *process) error {
	cuts := []pgtest.Cut{pgtest.Quietly, pgtest.Hard}
	how := cuts[s.r.IntN(len(cuts))]
	switch card {
	case "kill":
		wait := time.Duration(s.r.IntN(2000)) * time.Millisecond
		return s.murder(p, wait)
	case "stop short", "stop long":
		p.signal(syscall.SIGSTOP)
		s.after(s.length(card == "stop long"), p.wake)
	case "stop longest":
		p.signal(syscall.SIGSTOP)
		s.after(s.longest, p.wake)
	case "doze short", "doze long":
		p.mu.Lock()
		p.nap = s.length(card == "doze long")
		p.mu.Unlock()
		p.tell(order{Doze: true})
	case "wrong clock":
		p.lie(s.wrong(), 0)
		s.after(s.spell(), func() { p.lie(0, 0) })
	case "fast clock":
		p.lie(s.wrong().Abs(), 0)
		s.after(s.spell(), func() { p.lie(0, 0) })
	case "wrong machine":
		p.lie(0, s.wrong())
		s.after(s.spell(), func() { p.lie(0, 0) })
	case "crash":
		return s.crash(time.Duration(s.r.IntN(1500)) * time.Millisecond)
	case "cut one":
		p.proxy.CutOne(how, s.r.IntN)
	case "cut silently":
		p.proxy.CutOne(pgtest.Unheard, s.r.IntN)
	case "cut all":
		p.proxy.CutAll(how)
	case "cut mid-commit":
		how = []pgtest.Cut{pgtest.Quietly, pgtest.Hard, pgtest.Unsaid}[s.r.IntN(3)]
		p.proxy.Arm("commit_v1", how, time.Duration(s.r.IntN(20))*time.Millisecond)
	case "rob":
		return s.rob(ctx, s.spell())
	}
	return nil
}

// after does something later, if the storm has not closed by then.
func (s *storm) after(d time.Duration, do func()) {
	s.later.Go(func() {
		time.Sleep(d)
		do()
	})
}

// length is how long a node is stopped: well below, or beyond, its leases.
func (s *storm) length(long bool) time.Duration {
	if !long {
		return s.lease/10 + time.Duration(s.r.Int64N(int64(s.lease/2)))
	}
	return s.lease + time.Second + time.Duration(s.r.Int64N(int64(s.longest-s.lease-time.Second)))
}

// spell is how long a passing evil lasts.
func (s *storm) spell() time.Duration {
	return time.Second + time.Duration(s.r.IntN(2000))*time.Millisecond
}

// wrong is by how much a clock is: minutes or hours, fast or slow.
func (s *storm) wrong() time.Duration {
	d := time.Duration(1+s.r.IntN(50)) * time.Minute
	if s.r.IntN(2) == 0 {
		d *= 10
	}
	if s.r.IntN(2) == 0 {
		d = -d
	}
	return d
}

// murder kills a node, hands what it leaves unanswered to another, and starts
// it again.
func (s *storm) murder(p *process, wait time.Duration) error {
	if !p.kill() {
		s.ledger.fault("node %s survives a kill", p.name)
	}
	heir := s.nodes[s.r.IntN(nodes)]
	for _, o := range s.ledger.left(p.name) {
		heir.tell(order{Put: o})
	}
	time.Sleep(wait)
	return s.live(p)
}

// calm makes everything well again and looks whether the nodes then do what is
// due, wherever their leases are. Then they end.
func (s *storm) calm(ctx context.Context) {
	s.later.Wait()
	for _, p := range s.nodes {
		p.wake()
		p.lie(0, 0)
		p.proxy.Arm("", 0, 0)
	}
	if len(s.ledger.broken()) > 0 {
		return // there is enough to say already
	}
	s.recover(ctx)
	for _, p := range s.nodes {
		if !p.end(45 * time.Second) {
			s.ledger.fault("node %s does not end when told to", p.name)
		}
	}
}

// recover waits until nothing is long overdue and every node has worked.
func (s *storm) recover(ctx context.Context) {
	const late = 3 * time.Second
	began := time.Now()
	for ctx.Err() == nil {
		n, err := s.number(ctx, `select count(*) from motcua.cases where wake_at < clock_timestamp() - $1 * interval '1 microsecond'`, late.Microseconds())
		up := 0
		for _, p := range s.nodes {
			p.wake() // one that dozed off meanwhile
			if p.isUp() {
				up++
			}
		}
		if err == nil && n == 0 && up == nodes {
			s.logf("seed %d: all is done %v after all is well", s.seed, time.Since(began).Round(time.Millisecond))
			return
		}
		if time.Since(began) > s.lease+30*time.Second {
			s.ledger.fault("all has been well for %v, and %d of %d nodes work, %d cases are overdue (%v)", time.Since(began), up, nodes, n, err)
			return
		}
		pause(ctx, 100*time.Millisecond)
	}
}
