package engine

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/replay"
	"github.com/motcua/motcua/engine/store"
)

// Audit recomputes everything a store holds from the bytes of its journals and
// registers, and names the first thing that is not as it was decided. It only
// reads; see replay.Audit for what it checks. The error is the store's.
func Audit(ctx context.Context, s store.Store) (replay.Verdict, error) {
	v, err := replay.Audit(&reading{ctx: ctx, store: s})
	return v, wrap(err)
}

// reading reads a store for one audit, which knows no context.
type reading struct {
	ctx   context.Context
	store store.Store
}

func (s *reading) Districts() ([]store.District, error) { return s.store.Districts(s.ctx) }

func (s *reading) Register(district string) iter.Seq2[store.RegisterRecord, error] {
	return s.store.Register(s.ctx, district, 0)
}

// Cases pages through all rows.
func (s *reading) Cases(district string) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		q := store.Query{District: district, Limit: page}
		for {
			rows, err := s.store.List(s.ctx, q)
			if err != nil {
				yield(rowOf(err), err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
			if len(rows) < page {
				return
			}
			q.After = rows[len(rows)-1].Case
		}
	}
}

// rowOf is the row that an error names, empty if it names none.
func rowOf(err error) store.Row {
	var corrupt *store.CorruptError
	if errors.As(err, &corrupt) {
		return store.Row{District: corrupt.District, Case: corrupt.Case}
	}
	return store.Row{}
}

func (s *reading) Journal(row *store.Row) iter.Seq2[store.Record, error] {
	return s.store.Journal(s.ctx, row.District, row.Case, 0)
}

func (s *reading) Log(district string) iter.Seq2[store.Record, error] {
	return s.store.Log(s.ctx, district, 0)
}

func (s *reading) Private(row *store.Row) ([]store.Private, error) {
	return s.store.Private(s.ctx, row.District, row.Case)
}

func (s *reading) Definitions() ([]store.Definition, error) { return s.store.ListDefinitions(s.ctx) }

func (s *reading) Compile(all []store.Definition, i int) (*procedure.Machine, error) {
	return node.Compile(all, i)
}

func (s *reading) Clock() (time.Time, bool, error) { return s.store.Now(s.ctx) }

// Check asks a store that can tell.
func (s *reading) Check() error {
	if c, ok := s.store.(store.Checker); ok {
		return c.Check(s.ctx)
	}
	return nil
}
