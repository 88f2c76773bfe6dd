package node

import (
	"context"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
)

// InForce returns the version of a procedure that a case opened at an instant
// in a district runs. It fails with ErrNoDistrict, or store.ErrNotFound when
// the district did not run the procedure then.
func (n *Node) InForce(ctx context.Context, district, name string, at time.Time) (*procedure.Machine, error) {
	state, err := n.Districts.Get(ctx, district)
	if err != nil {
		return nil, err
	}
	version := state.Timeline.At(lift(state, at)).Version(name)
	if version == 0 { // perhaps it was recorded since
		if state, err = n.Districts.Refresh(ctx, district); err != nil {
			return nil, err
		}
		version = state.Timeline.At(lift(state, at)).Version(name)
	}
	if version == 0 {
		return nil, fmt.Errorf("%q does not run %q: %w", district, name, store.ErrNotFound)
	}
	return n.Machines.Find(ctx, name, version)
}
