package memory

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/engine/store"
)

// PutDefinition implements [store.Definitions].
func (s *Store) PutDefinition(ctx context.Context, d store.Definition) error {
	if err := d.Check(); err != nil {
		return err
	}
	unlock, err := s.write(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	known := func(o store.Definition) bool { return o.Identity == d.Identity && o.Wording == d.Wording }
	if !slices.ContainsFunc(s.definitions, known) {
		s.definitions = append(s.definitions, copyDefinition(d))
	}
	return nil
}

// Definition implements [store.Definitions].
func (s *Store) Definition(ctx context.Context, identity string) (store.Definition, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return store.Definition{}, err
	}
	defer unlock()
	for _, d := range slices.Backward(s.definitions) {
		if d.Identity == identity {
			return copyDefinition(d), nil
		}
	}
	return store.Definition{}, fmt.Errorf("procedure of identity %q: %w", identity, store.ErrNotFound)
}

// ListDefinitions implements [store.Definitions].
func (s *Store) ListDefinitions(ctx context.Context) ([]store.Definition, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var all []store.Definition
	for _, d := range s.definitions {
		all = append(all, copyDefinition(d))
	}
	return all, nil
}

func copyDefinition(d store.Definition) store.Definition {
	d.Source = bytes.Clone(d.Source)
	return d
}
