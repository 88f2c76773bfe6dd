package node

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// SettleKin lets happen what is due by an instant in a case and in its open
// children, and theirs, and delivers it: on a virtual clock that a command
// moves forward nobody else does so before the command is decided. A case that
// is not there has no kin.
func (n *Node) SettleKin(ctx context.Context, district string, id uuid.UUID, now time.Time) error {
	row, err := n.Case(ctx, district, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c, _, err := n.Read(ctx, row)
	if err != nil {
		return err
	}
	for i := range c.Children {
		ch := &c.Children[i]
		if !ch.Open() {
			continue
		}
		child, err := uuid.Parse(ch.ID)
		if err != nil {
			return corrupt(row, "child id "+ch.ID)
		}
		if err := n.SettleKin(ctx, ch.District, child, now); err != nil {
			return err
		}
		if _, err := n.settle(ctx, ch.District, child, now, 0); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if _, err := n.Deliver(ctx, ch.District); err != nil {
			return err
		}
	}
	return nil
}
