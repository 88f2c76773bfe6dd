package engine

import (
	"context"
	"errors"
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
	e := &Engine{config: config, store: config.Store, virtual: virtual}
	e.node = node.New(&node.Node{
		Store: config.Store, Log: config.Log, Now: e.Now, Virtual: virtual,
		Retries: config.Retries, Batch: config.Batch,
	})
	return e, nil
}

// Now is the instant at which a command would be decided: the wall clock, or
// the last instant of a store with a virtual one. UTC, cut to microseconds.
func (e *Engine) Now(ctx context.Context) (time.Time, error) {
	if !e.virtual {
		return calendar.Cut(e.config.Now()), nil
	}
	now, _, err := e.store.Now(ctx)
	return calendar.Cut(now), wrap(err)
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
// cases. It returns nil once everything it began has stopped. A fault of one
// district or case is logged and stops no other.
func (e *Engine) Run(ctx context.Context) error {
	return e.node.Loop(ctx, e.config.Poll)
}

// Settle does now, once and to the end, what Run does all the time. Whether,
// and when, it is called makes no difference to what any journal says of
// dues; only to when it is written. It tries everything and returns all that
// failed.
func (e *Engine) Settle(ctx context.Context) error {
	districts, err := e.store.Districts(ctx)
	if err != nil {
		return wrap(err)
	}
	for again := true; again; {
		again = false
		var faults []error
		for _, d := range districts {
			did, err := e.node.Work(ctx, d.Name)
			again = again || did
			faults = append(faults, err)
		}
		if err := errors.Join(faults...); err != nil && !again {
			return wrap(err)
		}
	}
	return nil
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
