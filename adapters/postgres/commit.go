package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

// Commit implements [store.Committer].
//
// A change that the server refuses, though the port allows it, is found by
// doing the batch again one by one, in one transaction with a savepoint for
// each: its neighbours are unharmed, and still all of them are durable or none.
func (s *Store) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	if len(changes) == 0 {
		return nil, s.open(ctx)
	}
	outcomes := make([]store.Outcome, len(changes))
	var good []int // the changes that can be stored, by their place
	for i := range changes {
		if err := changes[i].Check(); err != nil {
			outcomes[i] = store.Outcome{Kind: store.Failed, Err: err}
		} else {
			good = append(good, i)
		}
	}
	if len(good) == 0 {
		return outcomes, s.open(ctx)
	}
	now := s.wallNow()
	whole := args(changes, good, now)
	var answers []answer
	err := s.write(ctx, func(ctx context.Context) (err error) {
		answers, err = s.commit(ctx, s.db, whole)
		return err
	})
	if isPoison(err) {
		return s.oneByOne(ctx, changes, good, outcomes, now)
	}
	if err != nil {
		return nil, err
	}
	for i, a := range answers {
		place := good[i]
		if outcomes[place], err = a.outcome(&changes[place]); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// answer is what commit_v1 says of one change.
type answer struct {
	Change   int64          `db:"o_change"`
	Kind     int            `db:"o_kind"`
	Seq      int64          `db:"o_seq"`
	Position int64          `db:"o_position"`
	Register int64          `db:"o_register"`
	Case     uuid.NullUUID  `db:"f_case"`
	First    sql.NullInt64  `db:"f_seq"`
	Place    sql.NullInt64  `db:"f_position"`
	At       moment         `db:"f_at"`
	Entry    sql.NullString `db:"f_kind"`
	Last     sql.NullInt64  `db:"f_register"`
	Command  uuid.NullUUID  `db:"f_command"`
	Digest   []byte         `db:"f_digest"`
	Hash     []byte         `db:"f_hash"`
	Bytes    []byte         `db:"f_bytes"`
}

// Kinds of answers.
const (
	answerWon = iota + 1
	answerReplayed
	answerConflict
	answerUnknown
	answerFenced
)

func (a *answer) outcome(c *store.Change) (store.Outcome, error) {
	switch a.Kind {
	case answerWon:
		return store.Outcome{Kind: store.Won, Seq: a.Seq, Position: a.Position}, nil
	case answerReplayed:
		row := entryRow{CaseID: a.Case.UUID, Seq: a.First.Int64, Position: a.Place.Int64, At: a.At, Kind: a.Entry.String,
			Register: a.Last.Int64, CommandID: a.Command, Digest: a.Digest, Hash: a.Hash, Bytes: a.Bytes}
		first, err := row.record(c.Row.District)
		return store.Outcome{Kind: store.Replayed, First: first}, err
	case answerConflict:
		return store.Outcome{Kind: store.Conflict, Seq: a.Seq, Register: a.Register}, nil
	case answerUnknown:
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q: %w", c.Row.District, store.ErrNotFound)}, nil
	case answerFenced:
		return store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q, fence %d: %w", c.Row.District, c.Fence, store.ErrFenced)}, nil
	}
	return store.Outcome{}, fmt.Errorf("%w: the commit function answers %d", store.ErrCorrupt, a.Kind)
}

// commit calls the function and puts its answers in the order of the changes.
func (s *Store) commit(ctx context.Context, on sqlx.QueryerContext, args []any) ([]answer, error) {
	var answers []answer
	if err := sqlx.SelectContext(ctx, on, &answers, sqlCommit, args...); err != nil {
		return nil, err
	}
	slices.SortFunc(answers, func(a, b answer) int { return int(a.Change - b.Change) })
	for i := range answers {
		if answers[i].Change != int64(i)+1 {
			return nil, fmt.Errorf("%w: the commit function does not answer change %d once", store.ErrCorrupt, i+1)
		}
	}
	return answers, nil
}

// oneByOne commits the changes of a batch in one transaction, each under a
// savepoint. All districts are held first, in the order in which everybody
// takes them.
func (s *Store) oneByOne(ctx context.Context, changes []store.Change, good []int, outcomes []store.Outcome, now time.Time) ([]store.Outcome, error) {
	districts := array{of: oid.T_int8}
	single := make([][]any, len(good))
	for k, i := range good {
		districts.int(number(changes[i].Row.District))
		single[k] = args(changes, good[k:k+1], now)
	}
	answers := make([]answer, len(good))
	refused := make([]error, len(good))
	err := s.write(ctx, func(ctx context.Context) error {
		t, err := s.db.BeginTxx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = t.Rollback() }() // after a commit it does nothing
		if _, err := t.ExecContext(ctx, sqlLock, districts.bytes()); err != nil {
			return err
		}
		for k := range single {
			if answers[k], refused[k], err = s.savepoint(ctx, t, single[k]); err != nil {
				return err
			}
		}
		return t.Commit()
	})
	if err != nil {
		return nil, err
	}
	for k, i := range good {
		if refused[k] != nil {
			outcomes[i] = store.Outcome{Kind: store.Failed, Err: translate(refused[k])}
		} else if outcomes[i], err = answers[k].outcome(&changes[i]); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// savepoint commits one change inside a transaction, or takes it back if the
// server refuses it.
func (s *Store) savepoint(ctx context.Context, t *sqlx.Tx, args []any) (a answer, refused, err error) {
	if _, err := t.ExecContext(ctx, sqlMark); err != nil {
		return a, nil, err
	}
	answers, err := s.commit(ctx, t, args)
	switch {
	case isPoison(err):
		_, back := t.ExecContext(ctx, sqlBackOut)
		return a, err, back
	case err != nil:
		return a, nil, err
	case len(answers) != 1:
		return a, nil, fmt.Errorf("%w: the commit function gives %d answers to one change", store.ErrCorrupt, len(answers))
	}
	_, err = t.ExecContext(ctx, sqlGoOn)
	return answers[0], nil, err
}
