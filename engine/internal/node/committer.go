package node

import (
	"context"
	"errors"
	"fmt"

	"github.com/motcua/motcua/engine/store"
)

// resend is how often a change whose outcome is unknown is sent again before
// the caller is told so.
const resend = 3

// Committer is the one place through which changes of cases reach the store.
// It sends each change as it comes.
type Committer struct {
	store store.Committer
}

// Commit makes a change durable, or says why not. When the store's answer is
// lost it sends the very same change again: what had won is then a replay, or
// a conflict if no command made it, so nothing is done twice. An error is
// store.ErrUnavailable (the outcome is unknown), or says that this change can
// never win.
func (c *Committer) Commit(ctx context.Context, change store.Change) (store.Outcome, error) {
	var last error
	for range 1 + resend {
		out, err := c.store.Commit(ctx, []store.Change{change})
		if err == nil && len(out) != 1 {
			return store.Outcome{}, fmt.Errorf("%w: %d answers to one change", store.ErrUnavailable, len(out))
		}
		if err == nil {
			return out[0], out[0].Err
		}
		if last = err; ctx.Err() != nil || !errors.Is(err, store.ErrUnavailable) {
			break
		}
	}
	return store.Outcome{}, last
}
