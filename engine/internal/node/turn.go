package node

import (
	"context"
	"fmt"
	"sync"

	"github.com/motcua/motcua/engine/store"
)

// turns lets one order at a time be decided about a case in this process: a
// second one would be decided on what is about to change, and in vain.
type turns struct {
	mu   sync.Mutex
	held map[store.Key]*turn
}

// turn is a case that somebody works on.
type turn struct {
	wanted int // by how many, the one who has it included
	has    chan struct{}
}

// take waits for the case's turn and returns how to give it up.
func (t *turns) take(ctx context.Context, k store.Key) (give func(), err error) {
	t.mu.Lock()
	it := t.held[k]
	if it == nil {
		it = &turn{has: make(chan struct{}, 1)}
		t.held[k] = it
	}
	it.wanted++
	t.mu.Unlock()
	select {
	case it.has <- struct{}{}:
		return func() {
			<-it.has
			t.drop(k, it)
		}, nil
	case <-ctx.Done():
		t.drop(k, it)
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, ctx.Err())
	}
}

func (t *turns) drop(k store.Key, it *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if it.wanted--; it.wanted == 0 {
		delete(t.held, k)
	}
}
