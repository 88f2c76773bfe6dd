package engine

import (
	"context"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/store"
)

// Engine runs the cases of every district in one store. Safe for concurrent
// use; any number of engines, in any number of processes, may share a store.
type Engine struct {
	config  Config
	store   store.Store
	node    *node.Node
	virtual bool
}

// Open returns an engine over a store. It starts nothing: timers fire and
// children open while Run runs, or when Settle is called.
func Open(ctx context.Context, config Config) (*Engine, error) {
	config = config.withDefaults()
	if err := config.validate(); err != nil {
		return nil, err
	}
	_, virtual, err := config.Store.Now(ctx)
	if err != nil {
		return nil, wrap(err)
	}
	return &Engine{config: config, store: config.Store, virtual: virtual, node: node.New(&node.Node{
		Store: config.Store, Log: config.Log, Local: config.Now, Skew: config.Skew, Virtual: virtual,
		Retries: config.Retries, Batch: config.Batch, Committers: config.Committers, Lease: config.Lease,
	})}, nil
}

// Now is the instant at which a command would be decided: the wall clock, the
// store's if it is on a machine of its own, or the last instant of a store with
// a virtual one. UTC, cut to microseconds. ErrUnavailable when the clocks of
// this machine and of the store's are further apart than Config.Skew.
func (e *Engine) Now(ctx context.Context) (time.Time, error) {
	now, err := e.node.Now(ctx)
	return now, wrap(err)
}

// Virtual reports whether the store has a virtual clock, which moves only by
// Advance and by commands that bear an instant.
func (e *Engine) Virtual() bool { return e.virtual }

// Advance moves a virtual clock to an instant and settles everything due by
// then. On any other store it is an ErrInvalid.
func (e *Engine) Advance(ctx context.Context, to time.Time) error {
	if err := e.store.Advance(ctx, calendar.Cut(to)); err != nil {
		return wrap(err)
	}
	return e.Settle(ctx)
}

// Run does the background work of all districts until ctx ends: it fires
// timers, opens and joins children, and brings corrected calendars to open
// cases. Engines that share a store divide the districts among them by leases;
// what a dead one held is taken over once its lease has run out. It returns nil
// once everything it began has stopped. A fault of one district or case is
// logged and stops no other.
func (e *Engine) Run(ctx context.Context) error {
	return e.node.Loop(ctx, e.config.Poll)
}

// Settle does now, once and to the end, what Run does all the time. Whether,
// and when, it is called makes no difference to what any journal says of
// dues; only to when it is written. It tries everything and returns all that
// failed.
func (e *Engine) Settle(ctx context.Context) error {
	for {
		again, err := e.node.Settle(ctx)
		if !again || err != nil && ctx.Err() != nil {
			return wrap(err)
		}
	}
}

// NewID makes an id for a command: a UUID v7. Make it before the first try and
// keep it over retries.
func (e *Engine) NewID(ctx context.Context) (string, error) {
	now, err := e.Now(ctx)
	if err != nil {
		return "", err
	}
	id, err := node.NewID(now, e.config.Random)
	return id.String(), err
}
