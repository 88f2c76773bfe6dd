package memory

import (
	"bytes"
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Private implements [store.Privates].
func (s *Store) Private(ctx context.Context, name string, id uuid.UUID) ([]store.Private, error) {
	unlock, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d := s.districts[name]
	if d == nil || d.cases[id] == nil {
		return nil, nil
	}
	var all []store.Private
	for _, p := range d.cases[id].private {
		all = append(all, copyPrivate(p))
	}
	slices.SortFunc(all, func(a, b store.Private) int {
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return bytes.Compare([]byte(a.Name), []byte(b.Name))
	})
	return all, nil
}

// Erase implements [store.Privates].
func (s *Store) Erase(ctx context.Context, name string, id uuid.UUID, names ...string) (int, error) {
	unlock, err := s.write(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	d := s.districts[name]
	if d == nil || d.cases[id] == nil {
		return 0, nil
	}
	f := d.cases[id]
	had := len(f.private)
	f.private = slices.DeleteFunc(f.private, func(p store.Private) bool {
		if len(names) > 0 && !slices.Contains(names, p.Name) {
			return false
		}
		clear(p.Salt)
		clear(p.Value)
		return true
	})
	return had - len(f.private), nil
}
