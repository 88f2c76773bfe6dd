package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

type dueRow struct {
	CaseID  uuid.UUID `db:"case_id"`
	Seq     int64     `db:"seq"`
	WakeAt  moment    `db:"wake_at"`
	SweepAt moment    `db:"sweep_at"`
}

// Due implements [store.Timers]. What the sweep passes without anything being
// due gets its bound moved, by one short call under the district's row: a case
// row moved beside it would make a commit see a conflict where there is none.
func (s *Store) Due(ctx context.Context, name string, after store.Mark, now time.Time, limit int) ([]store.Wake, store.Mark, bool, error) {
	if limit < 1 {
		return nil, after, false, fmt.Errorf("%w: limit %d", store.ErrInvalid, limit)
	}
	var from any = "-infinity"
	if !after.At.IsZero() {
		from = after.At
	}
	var rows []dueRow
	if err := s.all(ctx, &rows, sqlDue, number(name), from, after.Case, now, limit); err != nil {
		return nil, after, false, err
	}
	var due []store.Wake
	passed, seqs := array{of: oid.T_uuid}, array{of: oid.T_int8}
	for _, r := range rows {
		if r.WakeAt.Wrong || r.SweepAt.Wrong {
			return nil, after, false, &store.CorruptError{District: name, Case: r.CaseID, Why: "the case row's wake_at or sweep_at is no instant"}
		}
		after = store.Mark{At: r.SweepAt.Time, Case: r.CaseID}
		if r.WakeAt.There && !r.WakeAt.After(now) {
			due = append(due, store.Wake{Case: r.CaseID, Seq: r.Seq, At: r.WakeAt.Time})
		} else {
			passed.id(r.CaseID)
			seqs.int(r.Seq)
		}
	}
	if passed.n > 0 && !s.readOnly {
		if _, err := call[string](ctx, s, sqlMoveSweep, number(name), passed.bytes(), seqs.bytes()); err != nil {
			return nil, after, false, err
		}
	}
	return due, after, len(rows) == limit, nil
}

// Next implements [store.Timers].
func (s *Store) Next(ctx context.Context, sweeps []store.Sweep) ([]time.Time, error) {
	if len(sweeps) == 0 {
		return nil, s.open(ctx)
	}
	districts, marks, cases := array{of: oid.T_int8}, array{of: oid.T_timestamptz}, array{of: oid.T_uuid}
	for _, w := range sweeps {
		districts.int(number(w.District))
		marks.bound(w.After.At)
		cases.blob(w.After.Case[:])
	}
	var found []struct {
		N       int64  `db:"n"`
		SweepAt moment `db:"sweep_at"`
	}
	if err := s.all(ctx, &found, sqlNextSweep, districts.bytes(), marks.bytes(), cases.bytes()); err != nil {
		return nil, err
	}
	next := make([]time.Time, len(sweeps))
	for _, f := range found {
		if f.SweepAt.Wrong {
			return nil, &store.CorruptError{District: sweeps[f.N-1].District, Why: "a case row's sweep_at is no instant"}
		}
		next[f.N-1] = f.SweepAt.Time
	}
	return next, nil
}
