package postgres

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/motcua/motcua/engine/store"
)

type definitionRow struct {
	Procedure string `db:"procedure"`
	Version   string `db:"version"`
	Identity  []byte `db:"identity"`
	Wording   []byte `db:"wording"`
	Source    []byte `db:"source"`
}

func (r *definitionRow) definition() store.Definition {
	return store.Definition{
		Procedure: r.Procedure, Version: r.Version,
		Identity: hex.EncodeToString(r.Identity), Wording: hex.EncodeToString(r.Wording), Source: r.Source,
	}
}

// PutDefinition implements [store.Definitions].
func (s *Store) PutDefinition(ctx context.Context, d store.Definition) error {
	if err := d.Check(); err != nil {
		return err
	}
	source := append([]byte(nil), d.Source...)
	_, err := call[string](ctx, s, sqlDefine, d.Procedure, d.Version, digits(d.Identity), digits(d.Wording), source)
	return err
}

// Definition implements [store.Definitions].
func (s *Store) Definition(ctx context.Context, identity string) (store.Definition, error) {
	var r definitionRow
	if err := s.get(ctx, &r, sqlDefinition, digits(identity)); err != nil {
		return store.Definition{}, fmt.Errorf("procedure of identity %q: %w", identity, err)
	}
	return r.definition(), nil
}

// ListDefinitions implements [store.Definitions].
func (s *Store) ListDefinitions(ctx context.Context) ([]store.Definition, error) {
	var rows []definitionRow
	if err := s.all(ctx, &rows, sqlDefinitions); err != nil {
		return nil, err
	}
	var all []store.Definition
	for i := range rows {
		all = append(all, rows[i].definition())
	}
	return all, nil
}
