package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Sweep fires what is due in a district at or before now, case by case, as a
// decision without a command. It returns how many cases it changed. A case
// that cannot be decided is named in the error and does not hold back others.
func (n *Node) Sweep(ctx context.Context, district string, now time.Time) (fired int, err error) {
	var faults []error
	var mark store.Mark
	for {
		due, next, more, err := n.Store.Due(ctx, district, mark, now, n.Batch)
		if err != nil {
			return fired, errors.Join(append(faults, err)...)
		}
		for _, w := range due {
			changed, err := n.settle(ctx, district, w.Case, now)
			if changed {
				fired++
			}
			if ctx.Err() != nil {
				return fired, errors.Join(append(faults, err)...)
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("case %s: %w", w.Case, err))
			}
		}
		if !more {
			return fired, errors.Join(faults...)
		}
		mark = next
	}
}

// settle lets happen in one case what is due at or before now.
func (n *Node) settle(ctx context.Context, district string, id uuid.UUID, now time.Time) (changed bool, err error) {
	res, err := n.Put(ctx, Order{District: district, Case: id, Now: now})
	return len(res.Entries) > 0, err
}
