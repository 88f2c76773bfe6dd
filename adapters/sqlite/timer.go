package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

type dueRow struct {
	CaseID  []byte        `db:"case_id"`
	Seq     int64         `db:"seq"`
	At      int64         `db:"at"`
	WakeAt  sql.NullInt64 `db:"wake_at"`
	SweepAt int64         `db:"sweep_at"`
}

// Due implements [store.Timers]. What the sweep passes without anything being
// due gets its bound moved, in one short transaction of the writer.
func (s *Store) Due(ctx context.Context, name string, after store.Mark, now time.Time, limit int) ([]store.Wake, store.Mark, bool, error) {
	if limit < 1 {
		return nil, after, false, fmt.Errorf("%w: limit %d", store.ErrInvalid, limit)
	}
	district, err := s.id(ctx, name)
	if err != nil {
		return nil, after, false, ignore(err)
	}
	var rows []dueRow
	if err := s.all(ctx, &rows, sqlDue, district, from(after), after.Case[:], now.UnixMicro(), limit); err != nil {
		return nil, after, false, err
	}
	var due []store.Wake
	var passed []dueRow
	for _, r := range rows {
		id, err := uuid.FromBytes(r.CaseID)
		if err != nil {
			return nil, after, false, &store.CorruptError{District: name, Why: err.Error()}
		}
		after = store.Mark{At: time.UnixMicro(r.SweepAt).UTC(), Case: id}
		if wake := instant(r.WakeAt); r.WakeAt.Valid && !wake.After(now) {
			due = append(due, store.Wake{Case: id, Seq: r.Seq, At: wake})
		} else {
			passed = append(passed, r)
		}
	}
	if err := s.moveSweeps(ctx, district, passed); err != nil {
		return nil, after, false, err
	}
	return due, after, len(rows) == limit, nil
}

// moveSweeps sets the bounds of rows to their wakes, unless a row has changed.
func (s *Store) moveSweeps(ctx context.Context, district int64, rows []dueRow) error {
	if len(rows) == 0 || s.conn == nil {
		return nil
	}
	return s.write(ctx, func(t *tx) error {
		for _, r := range rows {
			if _, err := t.exec(sqlMoveSweep, district, r.CaseID, r.Seq); err != nil {
				return err
			}
		}
		return nil
	})
}

// Next implements [store.Timers].
func (s *Store) Next(ctx context.Context, sweeps []store.Sweep) ([]time.Time, error) {
	next := make([]time.Time, len(sweeps))
	for i, w := range sweeps {
		district, err := s.id(ctx, w.District)
		if ignore(err) != nil {
			return nil, err
		}
		if err != nil {
			continue // an unknown district
		}
		var at int64
		err = s.get(ctx, &at, sqlNextSweep, district, from(w.After), w.After.Case[:])
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		next[i] = time.UnixMicro(at).UTC()
	}
	return next, nil
}

// from is the sweep bound at which a sweep begins.
func from(after store.Mark) int64 {
	if after.At.IsZero() {
		return math.MinInt64
	}
	return after.At.UnixMicro()
}
