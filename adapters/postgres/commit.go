package postgres

import (
	"context"
	"fmt"

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
	whole := args(changes, good, s.wallNow())
	var said answers
	err := s.write(ctx, func(ctx context.Context) (err error) {
		said, err = s.commit(ctx, s.db, whole, len(good))
		return err
	})
	if isPoison(err) {
		return s.oneByOne(ctx, changes, good, outcomes)
	}
	if err != nil {
		return nil, err
	}
	return outcomes, s.outcomes(ctx, changes, good, said, outcomes)
}

// answers are what commit_v1 says, one element of each for each change. The
// sequence is that of the case as it stood.
type answers struct{ kind, seq, position, register []int64 }

// Kinds of answers.
const (
	answerWon = iota + 1
	answerReplayed
	answerConflict
	answerUnknown
	answerFenced
)

// outcomes writes the answers down in the places of their changes. The first
// answers to commands that were sent again are read apart: they are in the
// journal for ever, and are seldom asked for.
func (s *Store) outcomes(ctx context.Context, changes []store.Change, good []int, said answers, outcomes []store.Outcome) error {
	districts, commands := array{of: oid.T_int8}, array{of: oid.T_uuid}
	var replays []int
	for k, i := range good {
		c := &changes[i]
		switch said.kind[k] {
		case answerWon:
			outcomes[i] = store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: said.position[k]}
		case answerReplayed:
			districts.int(number(c.Row.District))
			commands.id(commandOf(c))
			replays = append(replays, i)
		case answerConflict:
			outcomes[i] = store.Outcome{Kind: store.Conflict, Seq: said.seq[k], Register: said.register[k]}
		case answerUnknown:
			outcomes[i] = store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q: %w", c.Row.District, store.ErrNotFound)}
		case answerFenced:
			outcomes[i] = store.Outcome{Kind: store.Failed, Err: fmt.Errorf("district %q, fence %d: %w", c.Row.District, c.Fence, store.ErrFenced)}
		default:
			return fmt.Errorf("%w: the commit function answers %d", store.ErrCorrupt, said.kind[k])
		}
	}
	if len(replays) == 0 {
		return nil
	}
	var found []struct {
		N int64 `db:"n"`
		entryRow
	}
	if err := s.all(ctx, &found, sqlReplays, districts.bytes(), commands.bytes()); err != nil {
		return err
	}
	if len(found) != len(replays) {
		return fmt.Errorf("%w: %d of %d entries of commands that were just seen", store.ErrCorrupt, len(found), len(replays))
	}
	for k := range found {
		i := replays[found[k].N-1]
		first, err := found[k].record(changes[i].Row.District)
		if err != nil {
			return err
		}
		outcomes[i] = store.Outcome{Kind: store.Replayed, First: first}
	}
	return nil
}

// commit calls the function.
func (s *Store) commit(ctx context.Context, on sqlx.QueryerContext, args []any, changes int) (said answers, err error) {
	var kind, seq, position, register ints
	row := on.QueryRowxContext(ctx, sqlCommit, args...)
	if err := row.Scan(&kind, &seq, &position, &register); err != nil {
		return said, err
	}
	if len(kind) != changes || len(seq) != changes || len(position) != changes || len(register) != changes {
		return said, fmt.Errorf("%w: the commit function gives %d answers to %d changes", store.ErrCorrupt, len(kind), changes)
	}
	return answers{kind, seq, position, register}, nil
}

// oneByOne commits the changes of a batch in one transaction, each under a
// savepoint. All districts are held first, in the order in which everybody
// takes them.
func (s *Store) oneByOne(ctx context.Context, changes []store.Change, good []int, outcomes []store.Outcome) ([]store.Outcome, error) {
	now := s.wallNow()
	districts := array{of: oid.T_int8}
	single := make([][]any, len(good))
	for k, i := range good {
		districts.int(number(changes[i].Row.District))
		single[k] = args(changes, good[k:k+1], now)
	}
	said := make([]answers, len(good))
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
			if said[k], refused[k], err = s.savepoint(ctx, t, single[k]); err != nil {
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
		} else if err := s.outcomes(ctx, changes, good[k:k+1], said[k], outcomes); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// savepoint commits one change inside a transaction, or takes it back if the
// server refuses it.
func (s *Store) savepoint(ctx context.Context, t *sqlx.Tx, args []any) (said answers, refused, err error) {
	if _, err := t.ExecContext(ctx, sqlMark); err != nil {
		return said, nil, err
	}
	said, err = s.commit(ctx, t, args, 1)
	switch {
	case isPoison(err):
		_, back := t.ExecContext(ctx, sqlBackOut)
		return said, err, back
	case err != nil:
		return said, nil, err
	}
	_, err = t.ExecContext(ctx, sqlGoOn)
	return said, nil, err
}
