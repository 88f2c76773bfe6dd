package chaos

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
)

// callers are how many put commands to one node at a time, without pause.
const callers = 5

// node is the process that is killed, stopped and lied to.
type node struct {
	engine *engine.Engine
	ready  chan struct{} // closed once there is an engine
	seed   uint64
	doze   atomic.Bool
	// By how much the clocks are wrong.
	clock, machine atomic.Int64
	pool           pool
}

// serve works until its input ends.
func serve() error {
	seed, err := strconv.ParseUint(os.Getenv(nodeSeed), 10, 64)
	if err != nil {
		return err
	}
	lease, err := time.ParseDuration(os.Getenv(nodeLease))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	n := &node{seed: seed, ready: make(chan struct{})}
	var all sync.WaitGroup
	all.Go(func() {
		defer stop()
		n.listen(ctx, &all)
	})
	s, err := n.open(ctx)
	if s == nil || err != nil {
		return err
	}
	var skew time.Duration
	if os.Getenv(nodeBlind) != "" {
		skew = -1
	}
	n.engine, err = engine.Open(ctx, engineOn(engine.Config{
		Store: watched{Store: s, node: n}, Lease: lease, Skew: skew, Poll: 100 * time.Millisecond,
		Now: func() time.Time { return n.machineNow().Add(time.Duration(n.clock.Load()) * time.Microsecond) },
		Log: slog.New(worst{slog.DiscardHandler}),
	}))
	if err != nil {
		return err
	}
	close(n.ready)
	say(line{What: saysUp})
	all.Go(func() { _ = n.engine.Run(ctx) })
	all.Go(func() { n.fill(ctx) })
	for i := range callers {
		all.Go(func() { n.call(ctx, rand.New(rand.NewPCG(seed, uint64(i)))) })
	}
	all.Wait()
	return s.Close()
}

func (n *node) machineNow() time.Time {
	return time.Now().Add(time.Duration(n.machine.Load()) * time.Microsecond)
}

// open tries until the database can be opened: it may be down, or the clock
// wrong. Nil when the node is told to end before.
func (n *node) open(ctx context.Context) (*postgres.Store, error) {
	for ctx.Err() == nil {
		s, err := postgres.Open(ctx, postgres.Config{URL: os.Getenv(nodeURL), Conns: 6, Now: n.machineNow})
		if err == nil {
			return s, nil
		}
		if errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrForeign) || errors.Is(err, store.ErrMissing) {
			say(line{What: saysBad, Text: "the store opens with " + err.Error()})
		}
		pause(ctx, 100*time.Millisecond)
	}
	return nil, nil
}

// listen does what it is told.
func (n *node) listen(ctx context.Context, all *sync.WaitGroup) {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var o order
		if err := json.Unmarshal(in.Bytes(), &o); err != nil {
			return
		}
		switch {
		case o.Clock != nil:
			n.clock.Store(*o.Clock)
		case o.Machine != nil:
			n.machine.Store(*o.Machine)
		case o.Doze:
			n.doze.Store(true)
		case o.Put != nil:
			all.Go(func() {
				select {
				case <-n.ready:
					n.put(ctx, o.Put, rand.New(rand.NewPCG(n.seed, rand.Uint64())))
				case <-ctx.Done():
				}
			})
		}
	}
}

// watched is a store that tells of what was written under leases.
type watched struct {
	*postgres.Store
	node *node
}

// Commit implements [store.Committer].
func (w watched) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	for i := range changes {
		if changes[i].Fence != 0 && w.node.doze.CompareAndSwap(true, false) {
			say(line{What: saysDoze})
			if err := syscall.Kill(os.Getpid(), syscall.SIGSTOP); err != nil {
				return nil, err
			}
		}
	}
	out, err := w.Store.Commit(ctx, changes)
	for i := range out {
		if changes[i].Fence != 0 && out[i].Kind == store.Won {
			say(line{What: saysFence, District: changes[i].Row.District, Fence: changes[i].Fence, Position: out[i].Position})
		}
	}
	return out, err
}

// worst is a log that tells of what must never be met in background work.
type worst struct{ slog.Handler }

// Enabled implements [slog.Handler].
func (worst) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements [slog.Handler].
func (worst) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok && (errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrInvalid)) {
			say(line{What: saysBad, Text: fmt.Sprintf("background work: %s: %s", r.Message, err)})
		}
		return true
	})
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
