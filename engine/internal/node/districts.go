package node

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/register"
	"github.com/motcua/motcua/engine/store"
)

// ErrNoDistrict: a district without a register. It is a store.ErrNotFound.
var ErrNoDistrict = fmt.Errorf("no such district: %w", store.ErrNotFound)

// Districts keeps each district's register folded, up to the last record it
// has seen. Safe for concurrent use.
type Districts struct {
	store store.Registers

	mu    sync.RWMutex
	known map[string]*register.State
}

// NewDistricts returns an empty cache over the registers of a store.
func NewDistricts(s store.Registers) *Districts {
	return &Districts{store: s, known: map[string]*register.State{}}
}

// Get returns a district as it was last seen. It may lag behind the store:
// the commit of whatever is decided with it tells.
func (d *Districts) Get(ctx context.Context, name string) (*register.State, error) {
	d.mu.RLock()
	found := d.known[name]
	d.mu.RUnlock()
	if found != nil {
		return found, nil
	}
	return d.Refresh(ctx, name)
}

// Refresh reads what was recorded since and returns the district as it is now:
// the same State when nothing was.
func (d *Districts) Refresh(ctx context.Context, name string) (*register.State, error) {
	d.mu.RLock()
	state := d.known[name]
	d.mu.RUnlock()
	if state == nil {
		state = &register.State{District: name}
	}
	records, err := d.read(ctx, name, state.Position)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 && state.Position == 0 {
		return nil, fmt.Errorf("%q: %w", name, ErrNoDistrict)
	}
	if len(records) == 0 {
		return state, nil
	}
	next, err := state.With(records)
	if err != nil {
		return nil, fmt.Errorf("%w: register of %q: %w", store.ErrCorrupt, name, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if now := d.known[name]; now != nil && now.Position >= next.Position {
		return now, nil
	}
	d.known[name] = next
	return next, nil
}

func (d *Districts) read(ctx context.Context, name string, after int64) ([]register.Record, error) {
	var records []register.Record
	for rec, err := range d.store.Register(ctx, name, after) {
		if err != nil {
			return nil, err
		}
		r, err := register.Decode(rec.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: register of %q, record %d: %w", store.ErrCorrupt, name, rec.Position, err)
		}
		records = append(records, r)
	}
	return records, nil
}

// Append records changes after those of state, and returns the district with
// them. It fails with store.ErrConflict when somebody else recorded meanwhile.
func (d *Districts) Append(ctx context.Context, state *register.State, records []register.Record) (*register.State, error) {
	rows := make([]store.RegisterRecord, len(records))
	for i, r := range records {
		rows[i] = store.RegisterRecord{Position: r.Position, At: r.At, Kind: r.Kind, Bytes: r.Bytes, Hash: r.Hash}
	}
	err := d.store.Append(ctx, state.District, state.Position, rows)
	if errors.Is(err, store.ErrUnavailable) {
		// Unknown: it may stand there.
		if now, look := d.Refresh(ctx, state.District); look == nil && now.Position >= records[len(records)-1].Position && now.Head == records[len(records)-1].Hash {
			return now, nil
		}
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	return d.Refresh(ctx, state.District)
}

// lift moves an instant at which the register was written past that record,
// which else would not count yet.
func lift(s *register.State, now time.Time) time.Time {
	if now.Equal(s.At) {
		return now.Add(calendar.Tick)
	}
	return now
}
