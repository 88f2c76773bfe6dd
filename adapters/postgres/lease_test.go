package postgres

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// A node that asks for a lease another one holds is answered though the
// district's row is locked: it only looks.
func TestLookingAtALeaseWaitsForNobody(t *testing.T) {
	s := fresh(t, false)
	enrol(t, s, "d1")
	if _, err := s.Lease(ctx, "d1", uuid.New(), time.Minute); err != nil {
		t.Fatal(err)
	}
	tx := s.db.MustBegin()
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Exec("select motcua.lock_v1(array[$1::bigint])", number("d1")); err != nil {
		t.Fatal(err)
	}
	from := time.Now()
	if _, err := s.Lease(ctx, "d1", uuid.New(), time.Minute); !errors.Is(err, store.ErrFenced) {
		t.Errorf("the lease of another: %v", err)
	}
	if waited := time.Since(from); waited > lockTimeout {
		t.Errorf("it waited %v for the row", waited)
	}
}
