// Package node is what runs behind the door of package engine: it loads a
// case, has it decided, and makes the result durable; it fires timers and
// delivers what cases order of each other.
//
// What many callers ask of the store at a time goes there in one call
// (gather). The background work of a district has a lease, so that of several
// nodes over one store one does it (duty); all go by the store's clock.
//
// It holds no rules: those stand in casefile. It knows no words for people,
// no files and no command line.
package node

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/store"
)

// Node is one process's share of the engine over a store. Safe for concurrent
// use.
type Node struct {
	Store     store.Store
	Machines  *Machines
	Districts *Districts
	Log       *slog.Logger
	// Local is this machine's clock; Skew is by how much the store's may
	// differ from it, negative for whatever it does.
	Local func() time.Time
	Skew  time.Duration
	// Virtual: the store's clock is the clock, and never moves by itself.
	Virtual bool
	// Retries is how often an overtaken command is decided again, Batch how
	// many due cases are read at a time.
	Retries int
	Batch   int
	// Committers is how many batches are committed at a time.
	Committers int
	// Lease is how long a district's lease lasts.
	Lease time.Duration

	id        uuid.UUID // of this node, as owner of leases
	clock     *clock
	committer *committer
	rows      *rows
	turns     turns
	duties    duties
	kick      chan struct{}
	wakes     atomic.Int64 // when the loop wakes by itself, in microseconds
}

// New completes a node whose exported fields are set.
func New(n *Node) *Node {
	n.Machines = NewMachines(n.Store)
	n.Districts = NewDistricts(n.Store)
	n.id = uuid.New()
	n.clock = newClock(n.Store, n.Local, n.Skew)
	n.committer = newCommitter(n.Store, n.Committers)
	n.rows = newRows(n.Store)
	n.turns.held = map[store.Key]*turn{}
	n.duties.known = map[string]*duty{}
	n.kick = make(chan struct{}, 1)
	return n
}

// Now is the instant at which an order put now is decided: UTC, cut to
// microseconds.
func (n *Node) Now(ctx context.Context) (time.Time, error) {
	if !n.Virtual {
		return n.clock.now(ctx)
	}
	now, _, err := n.Store.Now(ctx)
	return calendar.Cut(now), err
}
