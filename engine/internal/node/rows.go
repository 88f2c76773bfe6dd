package node

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// rows reads the rows of cases, those that several callers want at a time in
// one call.
type rows struct {
	store store.Cases
	gather[store.Key, store.Row]
}

func newRows(s store.Cases) *rows {
	r := &rows{store: s}
	r.gather = gather[store.Key, store.Row]{most: mostRows, workers: 2, backlog: backlog, call: r.read}
	return r
}

func (r *rows) read(ctx context.Context, asked []*ask[store.Key, store.Row]) {
	keys := make([]store.Key, len(asked))
	for i, a := range asked {
		keys[i] = a.q
	}
	found, err := r.store.Rows(ctx, keys)
	if err == nil && len(found) != len(keys) {
		err = fmt.Errorf("%w: %d rows for %d cases", store.ErrUnavailable, len(found), len(keys))
	}
	for i, a := range asked {
		if a.err = err; err == nil {
			a.a = found[i]
		}
	}
}

// Case returns the row of a case; store.ErrNotFound if there is none.
func (n *Node) Case(ctx context.Context, district string, id uuid.UUID) (store.Row, error) {
	row, err := n.rows.ask(ctx, store.Key{District: district, Case: id})
	if err == nil && row.Seq == 0 {
		err = fmt.Errorf("case %s of district %q: %w", id, district, store.ErrNotFound)
	}
	return row, err
}
