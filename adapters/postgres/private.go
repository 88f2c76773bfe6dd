package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

type privateRow struct {
	Seq   int64  `db:"seq"`
	Name  string `db:"name"`
	Salt  []byte `db:"salt"`
	Value []byte `db:"value"`
}

// Private implements [store.Privates].
func (s *Store) Private(ctx context.Context, name string, id uuid.UUID) ([]store.Private, error) {
	var rows []privateRow
	if err := s.all(ctx, &rows, sqlPrivate, number(name), id); err != nil {
		return nil, err
	}
	var all []store.Private
	for _, r := range rows {
		all = append(all, store.Private{Seq: r.Seq, Name: r.Name, Salt: r.Salt, Value: r.Value})
	}
	return all, nil
}

// Erase implements [store.Privates]. No statement can read the values again.
// Their bytes leave the table's file with its next vacuum, and the write-ahead
// log, its archive and the backups when those are thrown away.
func (s *Store) Erase(ctx context.Context, name string, id uuid.UUID, names ...string) (int, error) {
	list := array{of: oid.T_text}
	for _, field := range names {
		list.text(field)
	}
	return call[int](ctx, s, sqlErase, number(name), id, list.bytes())
}
