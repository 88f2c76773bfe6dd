// Package sqlite keeps cases in one SQLite file: the store of a single
// machine. What it has acknowledged survives kill -9 and power loss (WAL,
// synchronous FULL), and several processes may share the file.
//
// One connection writes, in transactions begun as writers (_txlock=immediate:
// a transaction that begins as a reader and turns writer fails in spite of
// the busy timeout), some others read. A backup is VACUUM INTO, never a copy
// of the file without its WAL.
//
//	s, err := sqlite.Open(ctx, sqlite.Config{Path: "motcua.db", Mode: sqlite.Create})
//	if err != nil { … }
//	defer s.Close()
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/motcua/motcua/engine/store"
)

var _ store.Store = (*Store)(nil)

// Store is an open database file, safe for concurrent use.
type Store struct {
	path    string
	writer  *sqlx.DB   // nil when opened for reading
	conn    *sqlx.Conn // its one connection, on which everything is written
	readers *sqlx.DB
	virtual bool
	wall    func() time.Time

	ids   sync.Map      // district name to number
	token chan struct{} // holds one element while somebody writes

	mu       sync.Mutex
	prepared map[string]*sqlx.Stmt // by "r " or "w " and statement
	closed   bool
}

// Close waits for the write under way, then frees the file.
func (s *Store) Close() error {
	s.token <- struct{}{}
	defer func() { <-s.token }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var errs []error
	for _, st := range s.prepared {
		errs = append(errs, st.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	for _, db := range []*sqlx.DB{s.readers, s.writer} { // the writer last: it empties the WAL
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return translate(errors.Join(errs...))
}

// write runs do in one durable transaction. The context ends the waiting for
// the writer's turn; a transaction once begun runs to its end, so that a
// caller who gives up does not tear a batch of others.
func (s *Store) write(ctx context.Context, do func(*tx) error) error {
	release, err := s.turn(ctx)
	if err != nil {
		return err
	}
	defer release()
	ctx = context.WithoutCancel(ctx)
	t, err := s.conn.BeginTxx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	if err := do(&tx{ctx: ctx, s: s}); err != nil {
		_ = t.Rollback() // what made do fail says more
		return translate(err)
	}
	return translate(t.Commit())
}

// turn waits until nobody else writes.
func (s *Store) turn(ctx context.Context) (release func(), err error) {
	if s.conn == nil {
		return nil, store.ErrReadOnly
	}
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	select {
	case s.token <- struct{}{}:
		return func() { <-s.token }, nil
	case <-ctx.Done():
		return nil, translate(ctx.Err())
	}
}

// tx is a write transaction. Its statements are prepared on the connection,
// which is inside the transaction while there is one.
type tx struct {
	ctx context.Context
	s   *Store
}

func (t *tx) exec(statement string, args ...any) (int64, error) {
	st, err := t.s.statement(t.ctx, "w ", t.s.conn, statement)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// get reads one row, and reports false when there is none.
func (t *tx) get(dest any, statement string, args ...any) (bool, error) {
	st, err := t.s.statement(t.ctx, "w ", t.s.conn, statement)
	if err != nil {
		return false, err
	}
	err = st.GetContext(t.ctx, dest, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// get reads one row outside a transaction; ErrNotFound when there is none.
func (s *Store) get(ctx context.Context, dest any, statement string, args ...any) error {
	st, err := s.statement(ctx, "r ", s.readers, statement)
	if err != nil {
		return translate(err)
	}
	return translate(st.GetContext(ctx, dest, args...))
}

// all reads rows outside a transaction into the slice at dest.
func (s *Store) all(ctx context.Context, dest any, statement string, args ...any) error {
	st, err := s.statement(ctx, "r ", s.readers, statement)
	if err != nil {
		return translate(err)
	}
	return translate(st.SelectContext(ctx, dest, args...))
}

// statement prepares a statement once for the readers ("r ") and once for the
// writer ("w ").
func (s *Store) statement(ctx context.Context, whose string, on sqlx.PreparerContext, statement string) (*sqlx.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("%w: closed", store.ErrUnavailable)
	}
	if st := s.prepared[whose+statement]; st != nil {
		return st, nil
	}
	st, err := sqlx.PreparexContext(ctx, on, statement)
	if err != nil {
		return nil, err
	}
	s.prepared[whose+statement] = st
	return st, nil
}
