package sqlite

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var _ store.Checker = (*Store)(nil)

// strayRow is a row that no read meets.
type strayRow struct {
	District int64  `db:"district_id"`
	CaseID   []byte `db:"case_id"`
	Seq      int64  `db:"seq"`
}

// Check implements [store.Checker]: rows of a district that has no row, what
// lies beside an entry that is not there, the instant that a district repeats
// of its register, and the numbers of definitions, which leave no gap.
func (s *Store) Check(ctx context.Context) error {
	for _, c := range []struct{ statement, why string }{
		{sqlStrayRegister, "a register record stands under district_id %d, which has no district"},
		{sqlStrayCases, "its case row stands under district_id %d, which has no district"},
		{sqlStrayJournal, "it stands under district_id %d, which has no district"},
		{sqlStrayPrivate, "under district_id %d a private value lies beside an entry that is not there"},
		{sqlStrayInstant, "district_id %d: register_at is not the instant of the last record"},
		{sqlStrayDefinition, "definitions are missing or were numbered anew: their numbers are %d off"},
	} {
		var rows []strayRow
		if err := s.all(ctx, &rows, c.statement); err != nil {
			return err
		}
		for _, r := range rows {
			id, _ := uuid.FromBytes(r.CaseID) // one of another length names no case
			return &store.CorruptError{Case: id, Seq: r.Seq, Why: fmt.Sprintf(c.why, r.District)}
		}
	}
	return nil
}
