package node

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/wording"
)

// Lookup finds the file of a procedure by name; nil bytes or an error when
// there is none.
type Lookup func(name string) ([]byte, error)

// LockedError is C40: the procedure and version are there with another
// identity.
type LockedError struct {
	Procedure        string
	Version          int
	Identity, Locked string
}

func (e *LockedError) Error() string {
	return e.Text().EN
}

// Text says so in both languages.
func (e *LockedError) Text() wording.Text {
	f := procedure.Fault{Code: "C40", Path: "version", Args: []string{e.Procedure, strconv.Itoa(e.Version)}}
	version := strconv.Itoa(e.Version)
	return wording.Text{
		VI: e.Procedure + ", phiên bản " + version + ": C40 " + f.Text().VI,
		EN: e.Procedure + ", version " + version + ": C40 " + f.Text().EN,
	}
}

// Machines keeps compiled procedures by identity, and publishes new ones.
// Safe for concurrent use.
type Machines struct {
	store store.Definitions

	mu       sync.RWMutex
	known    map[string]*procedure.Machine
	versions map[version]string // identities
}

type version struct {
	name   string
	number int
}

// NewMachines returns an empty cache over the definitions of a store.
func NewMachines(s store.Definitions) *Machines {
	return &Machines{store: s, known: map[string]*procedure.Machine{}, versions: map[version]string{}}
}

// Get returns the machine of an identity. A definition is compiled against the
// children that were published before it, so that what was sound when it was
// published stays so.
func (m *Machines) Get(ctx context.Context, identity string) (*procedure.Machine, error) {
	if found := m.cached(identity); found != nil {
		return found, nil
	}
	all, err := m.store.ListDefinitions(ctx)
	if err != nil {
		return nil, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Identity != identity {
			continue
		}
		found, err := Compile(all, i)
		if err != nil || found.Identity != identity {
			return nil, fmt.Errorf("%w: definition of %q does not compile to identity %s: %v", store.ErrCorrupt, all[i].Procedure, identity, err)
		}
		m.keep(found)
		return found, nil
	}
	return nil, fmt.Errorf("procedure of identity %q: %w", identity, store.ErrNotFound)
}

// Compile compiles the definition at i, of all in the order they were put,
// against the children that were published before it.
func Compile(all []store.Definition, i int) (*procedure.Machine, error) {
	found, _, faults := source.Procedure(all[i].Procedure, all[i].Source, first(latest(all[:i])))
	if found == nil {
		return nil, faults.Err()
	}
	return found, nil
}

// Find returns the published machine of a procedure and version: the first
// one published under them.
func (m *Machines) Find(ctx context.Context, name string, number int) (*procedure.Machine, error) {
	key := version{name, number}
	m.mu.RLock()
	identity := m.versions[key]
	m.mu.RUnlock()
	if identity != "" {
		return m.Get(ctx, identity)
	}
	all, err := m.store.ListDefinitions(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Procedure == name && all[i].Version == strconv.Itoa(number) {
			m.mu.Lock()
			m.versions[key] = all[i].Identity
			m.mu.Unlock()
			return m.Get(ctx, all[i].Identity)
		}
	}
	return nil, fmt.Errorf("procedure %q version %d: %w", name, number, store.ErrNotFound)
}

// Publish compiles the file of a procedure, and those of its children, and
// puts them into the store, children first. Children are looked up with
// beside, then in the store, then with shipped. It returns the warnings, or a
// *source.Error with all faults, or a *LockedError; then nothing of the faulty
// file was written.
func (m *Machines) Publish(ctx context.Context, file string, b []byte, beside, shipped Lookup) (*procedure.Machine, source.Faults, error) {
	return m.publish(ctx, file, b, beside, shipped, map[string]bool{})
}

func (m *Machines) publish(ctx context.Context, file string, b []byte, beside, shipped Lookup, under map[string]bool) (*procedure.Machine, source.Faults, error) {
	all, err := m.store.ListDefinitions(ctx)
	if err != nil {
		return nil, nil, err
	}
	children := first(beside, latest(all), shipped)
	found, def, faults := source.Procedure(file, b, children)
	if found == nil {
		return nil, faults, faults.Err()
	}
	under[def.Name] = true
	for _, child := range childrenOf(found) {
		if under[child] {
			continue
		}
		text, err := children(child)
		if err != nil {
			return nil, faults, err
		}
		if _, _, err := m.publish(ctx, child, text, beside, shipped, under); err != nil {
			return nil, faults, err
		}
	}
	return found, faults, m.put(ctx, found, b)
}

// put writes a definition unless its name and version are taken.
func (m *Machines) put(ctx context.Context, found *procedure.Machine, b []byte) error {
	if err := m.locked(ctx, found); err != nil {
		return err
	}
	err := m.store.PutDefinition(ctx, store.Definition{
		Procedure: found.Name, Version: strconv.Itoa(found.Version), Identity: found.Identity, Wording: found.Wording, Source: b,
	})
	if err != nil {
		return err
	}
	// Somebody may have published the same version at the same time: the first
	// one put is the one that counts.
	if err := m.locked(ctx, found); err != nil {
		return err
	}
	m.keep(found)
	return nil
}

func (m *Machines) locked(ctx context.Context, found *procedure.Machine) error {
	all, err := m.store.ListDefinitions(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Procedure != found.Name || all[i].Version != strconv.Itoa(found.Version) {
			continue
		}
		if all[i].Identity != found.Identity {
			return &LockedError{Procedure: found.Name, Version: found.Version, Identity: found.Identity, Locked: all[i].Identity}
		}
		return nil
	}
	return nil
}

func (m *Machines) cached(identity string) *procedure.Machine {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.known[identity]
}

func (m *Machines) keep(found *procedure.Machine) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[found.Identity] = found
}

// childrenOf names the procedures of a machine's children, each once, in the
// order of states.
func childrenOf(m *procedure.Machine) []string {
	var names []string
	seen := map[string]bool{}
	for _, s := range m.States {
		for i := range s.Opens {
			if name := s.Opens[i].Procedure; !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// latest looks a procedure up among definitions: the one put last.
func latest(all []store.Definition) Lookup {
	return func(name string) ([]byte, error) {
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].Procedure == name {
				return all[i].Source, nil
			}
		}
		return nil, nil
	}
}

var errNoProcedure = errors.New("no such procedure")

// first asks lookups in turn until one has an answer.
func first(lookups ...Lookup) Lookup {
	return func(name string) ([]byte, error) {
		for _, look := range lookups {
			if look == nil {
				continue
			}
			if b, err := look(name); err == nil && b != nil {
				return b, nil
			}
		}
		return nil, errNoProcedure
	}
}
