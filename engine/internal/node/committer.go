package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// resends are the pauses after which a batch whose outcome is unknown is sent
// again before its callers are told so.
var resends = []time.Duration{0, 50 * time.Millisecond, 500 * time.Millisecond}

// Bounds of a batch. Beyond them a batch takes longer and gains nothing.
const (
	mostChanges = 256
	mostRows    = 256
	// backlog is how many must wait before a second call is worth its commit.
	backlog = 48
)

// committer is the one way in which changes of cases reach the store: those of
// all callers who are there at the time in one transaction.
type committer struct {
	store store.Committer
	gather[store.Change, store.Outcome]
}

func newCommitter(s store.Committer, workers int) *committer {
	c := &committer{store: s}
	c.gather = gather[store.Change, store.Outcome]{
		most: mostChanges, workers: workers, backlog: backlog, keys: changeKeys, call: c.send,
	}
	return c
}

// changeKeys hold back a second change of a case, or under a command id, until
// the first is durable: in one batch with it it could only conflict.
func changeKeys(c *store.Change) []key {
	keys := []key{{district: c.Row.District, id: c.Row.Case}}
	for i := range c.Entries {
		if id := c.Entries[i].Command; id != uuid.Nil {
			keys = append(keys, key{district: c.Row.District, id: id, command: true})
		}
	}
	return keys
}

// Commit makes a change durable, or says why not. An error is
// store.ErrUnavailable (the outcome is unknown), or says that this change can
// never win. When ctx ends the change may still be made.
func (c *committer) Commit(ctx context.Context, change store.Change) (store.Outcome, error) {
	out, err := c.ask(ctx, change)
	if err == nil {
		err = out.Err
	}
	return out, err
}

// send commits a batch. When the store says that it cannot take the batch, and
// not because it is away, one change may be to blame: each is sent alone.
func (c *committer) send(ctx context.Context, asked []*ask[store.Change, store.Outcome]) {
	changes := make([]store.Change, len(asked))
	for i, a := range asked {
		changes[i] = a.q
	}
	outs, err := c.resend(ctx, changes)
	if err != nil && len(asked) > 1 && !errors.Is(err, store.ErrUnavailable) {
		for i := range asked {
			c.send(ctx, asked[i:i+1])
		}
		return
	}
	for i, a := range asked {
		if a.err = err; err == nil {
			a.a = outs[i]
		}
	}
}

// resend commits, and when the store's answer is lost sends the very same
// batch again, as long as somebody waits: what had won is then a replay, or a
// conflict if no command made it, so nothing is done twice.
func (c *committer) resend(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	for try := 0; ; try++ {
		// Whoever gives up ends the waiting, not what was begun.
		one, cancel := context.WithTimeout(context.WithoutCancel(ctx), callBound)
		outs, err := c.store.Commit(one, changes)
		cancel()
		if err == nil && len(outs) != len(changes) {
			return nil, fmt.Errorf("%w: %d answers to %d changes", store.ErrUnavailable, len(outs), len(changes))
		}
		if err == nil || !errors.Is(err, store.ErrUnavailable) || try == len(resends) || !sleep(ctx, resends[try]) {
			return outs, err
		}
	}
}

// sleep waits, and reports whether it could to the end.
func sleep(ctx context.Context, pause time.Duration) bool {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return ctx.Err() == nil
	}
}
