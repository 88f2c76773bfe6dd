// Package postgres keeps cases in PostgreSQL 15 or later: the store of many
// districts and many nodes. What it has acknowledged is on the server's disk.
//
// A batch is one call of one function, one transaction, one round trip. The
// function holds the rows of the batch's districts, in ascending order, and
// gives the entries their positions under them. Everything else that writes
// is a function too: the application role may call functions and read tables,
// and can change no row by itself. Functions bear a version, so that two
// versions of this program can work on one database.
//
// It does no retrying of what may have happened: when a connection breaks the
// outcome is unknown, and the caller sends the same batch again. What the
// server has certainly rolled back (a deadlock, a lock not to be had) is done
// again here. No session state is relied on, so that a pooler in transaction
// mode may stand between, as long as the URL is not the owner's.
//
//	s, err := postgres.Open(ctx, postgres.Config{URL: "postgres://motcua@db/motcua", Mode: postgres.Create})
//	if err != nil { … }
//	defer s.Close()
package postgres

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/motcua/motcua/engine/store"
)

var (
	_ store.Store = (*Store)(nil)
	_ store.Wall  = (*Store)(nil)
)

// Store is a pool of connections to one database, safe for concurrent use.
type Store struct {
	db       *sqlx.DB
	idle     int // connections kept open
	readOnly bool
	virtual  bool
	wall     func() time.Time
	refused  []Setting
	warned   []Setting
	closed   atomic.Bool

	holdersLock sync.Mutex
	holders     map[string]time.Time // see judgeHolders
}

// Warnings are the settings of the server that cost speed, and what Health
// found, as they stood when the store was opened.
func (s *Store) Warnings() []Setting { return s.warned }

// Refused are the settings that cost safety, which Config.Unsafe let pass.
func (s *Store) Refused() []Setting { return s.refused }

// Close frees the connections. A write under way is finished by the server.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	return translate(s.db.Close())
}

// open says whether the store can still be used.
func (s *Store) open(ctx context.Context) error {
	if s.closed.Load() {
		return fmt.Errorf("%w: closed", store.ErrUnavailable)
	}
	return translate(ctx.Err())
}

// get reads one row; ErrNotFound when there is none.
func (s *Store) get(ctx context.Context, dest any, statement string, args ...any) error {
	return s.read(ctx, func() error { return s.db.GetContext(ctx, dest, statement, args...) })
}

// all reads rows into the slice at dest.
func (s *Store) all(ctx context.Context, dest any, statement string, args ...any) error {
	return s.read(ctx, func() error { return s.db.SelectContext(ctx, dest, statement, args...) })
}

// read reads once more when the connection was one that had broken while it
// lay idle.
func (s *Store) read(ctx context.Context, do func() error) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	err := retry(ctx, do)
	if err != nil && s.lost(err) {
		err = retry(ctx, do)
	}
	return translate(err)
}

// write does something that changes rows. The context ends the waiting; what
// was sent runs to its end, so that a caller who gives up does not tear a
// batch of others, and costs no connection. do must not touch what the caller
// still uses.
func (s *Store) write(ctx context.Context, do func(context.Context) error) error {
	if s.readOnly {
		return store.ErrReadOnly
	}
	if err := s.open(ctx); err != nil {
		return err
	}
	run := func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callBound)
		defer cancel()
		err := retry(ctx, func() error { return do(ctx) })
		if err != nil {
			s.lost(err)
		}
		return translate(err)
	}
	if ctx.Done() == nil {
		return run()
	}
	done := make(chan error, 1)
	go func() { done <- run() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return translate(ctx.Err())
	}
}

// call calls a function that writes and answers with one value.
func call[T any](ctx context.Context, s *Store, statement string, args ...any) (answer T, err error) {
	var got T
	err = s.write(ctx, func(ctx context.Context) error { return s.db.GetContext(ctx, &got, statement, args...) })
	if err == nil {
		answer = got
	}
	return answer, err
}

// lost reports whether an error means a broken connection. Those that lie
// idle are then closed: they broke with it, and each would cost an error.
func (s *Store) lost(err error) bool {
	if !isLost(err) || s.closed.Load() {
		return false
	}
	s.db.SetMaxIdleConns(-1)
	s.db.SetMaxIdleConns(s.idle)
	return true
}
