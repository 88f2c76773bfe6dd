package node

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// callBound is how long one call of the store is waited for. Stores give up
// sooner; this is for one that does not.
const callBound = 30 * time.Second

// gather has one call of the store answer what many callers ask at the same
// time. It takes what has queued and never waits for more: alone, a caller
// pays nothing for the others who might have come.
type gather[Q, A any] struct {
	most    int // asks in one call
	workers int // calls under way; more than one only while a backlog waits
	backlog int // asks waiting that are worth a further call
	// keys are what an ask has to itself while it is under way: of two asks of
	// one key the second waits for the first. Nil: they do not mind each other.
	keys func(*Q) []key
	// call answers every ask. Its context ends when nobody waits any more.
	call func(ctx context.Context, asked []*ask[Q, A])

	mu      sync.Mutex
	queue   []*ask[Q, A]
	running int
	busy    map[key]struct{}
}

// key names a case, or a command, of a district.
type key struct {
	district string
	id       uuid.UUID
	command  bool
}

// ask is one caller's question and, once done is closed, its answer.
type ask[Q, A any] struct {
	q      Q
	a      A
	err    error
	done   chan struct{}
	flight *flight // the call it is part of; nil while it is queued
	left   bool    // its caller has given up
}

// flight is a call under way.
type flight struct {
	keys    []key
	waiting int // callers
	over    bool
	cancel  context.CancelFunc
}

// ask puts a question and waits for its answer. When ctx ends it stops the
// waiting, not the call: the outcome is then unknown.
func (g *gather[Q, A]) ask(ctx context.Context, q Q) (A, error) {
	a := &ask[Q, A]{q: q, done: make(chan struct{})}
	g.mu.Lock()
	g.queue = append(g.queue, a)
	g.staff()
	g.mu.Unlock()
	select {
	case <-a.done:
		return a.a, a.err
	case <-ctx.Done():
		g.leave(a)
		var none A
		return none, fmt.Errorf("%w: %w", store.ErrUnavailable, ctx.Err())
	}
}

// staff starts a worker if there is one to be had and enough to do.
func (g *gather[Q, A]) staff() {
	if len(g.queue) > 0 && (g.running == 0 || g.running < g.workers && len(g.queue) >= g.backlog) {
		g.running++
		go g.work()
	}
}

// leave takes a caller away. A call that nobody waits for any more counts as
// over, so that one which hangs holds up nobody.
func (g *gather[Q, A]) leave(a *ask[Q, A]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	a.left = true
	if f := a.flight; f != nil {
		if f.waiting--; f.waiting == 0 {
			g.land(f)
			g.staff()
		}
	}
}

// land ends a call's hold on its keys and its place among the workers, once.
func (g *gather[Q, A]) land(f *flight) {
	if f.over {
		return
	}
	f.over = true
	g.running--
	for _, k := range f.keys {
		delete(g.busy, k)
	}
	f.cancel()
}

// work makes calls as long as there is something to ask.
func (g *gather[Q, A]) work() {
	for {
		runtime.Gosched() // whoever is about to ask comes along
		g.mu.Lock()
		ctx, f, asked := g.take()
		if f == nil {
			g.running--
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		g.call(ctx, asked)
		g.mu.Lock()
		given := f.over // another has taken this worker's place
		g.land(f)
		if !given {
			g.running++
		}
		g.mu.Unlock()
		for _, a := range asked {
			close(a.done)
		}
		if given {
			return
		}
	}
}

// take takes from the queue what may go now, in order.
func (g *gather[Q, A]) take() (context.Context, *flight, []*ask[Q, A]) {
	f := &flight{}
	var asked []*ask[Q, A]
	rest := g.queue[:0]
	for i, a := range g.queue {
		if len(asked) == g.most {
			rest = append(rest, g.queue[i:]...)
			break
		}
		if !g.claim(f, &a.q) {
			rest = append(rest, a)
			continue
		}
		a.flight = f
		if !a.left {
			f.waiting++
		}
		asked = append(asked, a)
	}
	clear(g.queue[len(rest):])
	g.queue = rest
	if len(asked) == 0 {
		return nil, nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), callBound)
	f.cancel = cancel
	return ctx, f, asked
}

// claim takes the keys of an ask, all or none.
func (g *gather[Q, A]) claim(f *flight, q *Q) bool {
	if g.keys == nil {
		return true
	}
	keys := g.keys(q)
	for _, k := range keys {
		if _, taken := g.busy[k]; taken {
			return false
		}
	}
	if g.busy == nil {
		g.busy = map[key]struct{}{}
	}
	for _, k := range keys {
		g.busy[k] = struct{}{}
	}
	f.keys = append(f.keys, keys...)
	return true
}
