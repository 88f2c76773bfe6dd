package postgres

import (
	"context"
	"fmt"
	"math"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var _ store.Checker = (*Store)(nil)

// Check implements [store.Checker]: rows of a district that has no row, a
// district that does not stand under the number of its name or whose columns
// for the store's own use do not fit what it holds, sweep bounds behind which a
// wake would be missed, what lies beside an entry that is not there, the
// numbers of definitions, which leave no gap, and a virtual clock that shows
// no instant. What a store could have written as well is not found: the instant
// of a commit, a commit's row but the last, whose lease a district has, and how
// far a reader has come within the log.
//
// It reads the keys of every case and every private value, page by page, so
// that no statement lasts and no snapshot stays open.
func (s *Store) Check(ctx context.Context) error {
	for _, c := range []struct{ statement, what string }{
		{sqlStrayRegister, "a register record stands"},
		{sqlStrayCases, "its case row stands"},
		{sqlStrayJournal, "it stands"},
		{sqlStrayPrivate, "a private value stands"},
		{sqlStrayCommitted, "the instant of a commit stands"},
		{sqlStrayReader, "the cursor of a reader stands"},
	} {
		if err := s.checkStray(ctx, c.statement, c.what); err != nil {
			return err
		}
	}
	var districts []struct {
		ID   int64  `db:"district_id"`
		Name string `db:"name"`
		Why  string `db:"why"`
	}
	if err := s.all(ctx, &districts, sqlOddDistricts); err != nil {
		return err
	}
	for _, d := range districts {
		switch {
		case d.ID != number(d.Name):
			return &store.CorruptError{District: d.Name, Why: fmt.Sprintf("the district stands under district_id %d, not %d", d.ID, number(d.Name))}
		case d.Why != "":
			return &store.CorruptError{District: d.Name, Why: d.Why}
		}
		if err := s.checkKeys(ctx, d.Name, sqlKeysOfCases, "its sweep_at is missing, or later than its wake_at",
			func(k keyRow) []any { return []any{k.CaseID} }); err != nil {
			return err
		}
		if err := s.checkKeys(ctx, d.Name, sqlKeysOfPrivate, "a private value lies beside an entry that is not there",
			func(k keyRow) []any { return []any{k.CaseID, k.Seq, k.Name} }); err != nil {
			return err
		}
	}
	var off int64
	if err := s.get(ctx, &off, sqlOddDefinitions); err != nil {
		return err
	}
	if off != 0 {
		return &store.CorruptError{Why: "definitions are missing or were numbered anew, or the catalogue counts others"}
	}
	_, _, err := s.Now(ctx) // a virtual clock that shows no instant
	return err
}

// checkStray finds the first row of a table under a district without a row.
func (s *Store) checkStray(ctx context.Context, statement, what string) error {
	var rows []struct {
		District int64         `db:"district_id"`
		CaseID   uuid.NullUUID `db:"case_id"`
		Seq      int64         `db:"seq"`
	}
	if err := s.all(ctx, &rows, statement); err != nil {
		return err
	}
	for _, r := range rows {
		return &store.CorruptError{Case: r.CaseID.UUID, Seq: r.Seq, Why: fmt.Sprintf("%s under district_id %d, which has no district", what, r.District)}
	}
	return nil
}

// keyRow is the key of a row, and whether what stands there can be.
type keyRow struct {
	CaseID uuid.UUID `db:"case_id"`
	Seq    int64     `db:"seq"`
	Name   string    `db:"name"`
	Sound  bool      `db:"sound"`
}

// checkKeys pages through the keys of a table in a district; next are the
// parameters that ask for what follows a key.
func (s *Store) checkKeys(ctx context.Context, name, statement, why string, next func(keyRow) []any) error {
	last := keyRow{Seq: math.MinInt64}
	for {
		var rows []keyRow
		if err := s.all(ctx, &rows, statement, append([]any{number(name), page}, next(last)...)...); err != nil {
			return err
		}
		for _, last = range rows {
			if !last.Sound {
				return &store.CorruptError{District: name, Case: last.CaseID, Seq: last.Seq, Why: why}
			}
		}
		if len(rows) < page {
			return nil
		}
	}
}
