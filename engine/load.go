package engine

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/register"
	"github.com/motcua/motcua/engine/store"
)

// Lookup finds the file of a procedure by its name. It returns nil bytes, or
// an error, when there is none.
type Lookup func(name string) ([]byte, error)

// Published is a procedure that the store holds.
type Published struct {
	Procedure string
	Version   int
	// Identity is what its cases are pinned to, Wording the hash of its words.
	Identity string
	Wording  string
	// Warnings are the doubts about the file, which do not keep it out.
	Warnings source.Faults
}

// Publish puts the file of a procedure into the store, and those of its
// children, looked up beside it, then in the store, then with
// Config.Procedures. name is what faults call the file.
//
// A faulty file is an ErrInvalid that carries all faults, and so is the same
// procedure and version with another identity (C40): what cases run is never
// changed under them. The same identity with corrected words is taken.
func (e *Engine) Publish(ctx context.Context, name string, file []byte, beside Lookup) (Published, error) {
	m, warnings, err := e.node.Machines.Publish(ctx, name, file, node.Lookup(beside), e.config.Procedures)
	if err != nil {
		return Published{}, publishing(err)
	}
	return Published{Procedure: m.Name, Version: m.Version, Identity: m.Identity, Wording: m.Wording, Warnings: warnings}, nil
}

func publishing(err error) error {
	var faulty *source.Error
	var locked *node.LockedError
	switch {
	case errors.As(err, &faulty):
		return &Error{Kind: ErrInvalid, Says: faulty.Text()}
	case errors.As(err, &locked):
		return &Error{Kind: ErrInvalid, Says: locked.Text()}
	}
	return wrap(err)
}

// Loaded is what loading a district file changed.
type Loaded struct {
	District string
	// Records is how many changes the register took, 0 when the file said
	// nothing new; Position is that of its last record, At when it was recorded.
	Records  int
	Position int64
	At       time.Time
	// Calendar is the version in force from then on.
	Calendar string
	// Warnings are the doubts about the file, which do not keep it out.
	Warnings source.Faults
}

// Load records what a district file says that the district's register does not
// say yet; the first one creates the district. Procedures it names that the
// store lacks are published on the way, from beside or Config.Procedures.
//
// A change takes effect no earlier than it is recorded. Another calendar
// version is put to every open case, one by one; broken off, Run and Settle
// carry on. A faulty file is an ErrInvalid that carries all faults.
func (e *Engine) Load(ctx context.Context, name string, file []byte, beside Lookup) (Loaded, error) {
	f, _ := source.District(name, file)
	machines, err := e.machinesOf(ctx, f, beside)
	if err != nil {
		return Loaded{}, err
	}
	f, faults := source.DistrictFor(name, file, machines.running)
	if err := faults.Err(); err != nil {
		return Loaded{}, publishing(err)
	}
	cal, err := e.calendar(f)
	if err != nil {
		return Loaded{}, err
	}
	state, records, err := e.record(ctx, f, cal)
	if err != nil {
		return Loaded{}, err
	}
	out := Loaded{
		District: f.District, Records: records, Position: state.Position, At: state.At,
		Calendar: cal.Version(), Warnings: faults,
	}
	now, err := e.Now(ctx)
	if err != nil {
		return out, err
	}
	return out, wrap(e.node.Correct(ctx, f.District, now))
}

// known are the procedures that a district file names, by name.
type known map[string]struct {
	machine    *procedure.Machine
	definition *procedure.Definition
}

func (k known) running(name string, _ int) (*procedure.Machine, *procedure.Definition) {
	return k[name].machine, k[name].definition
}

// machinesOf finds the procedures that a district file names, in the versions
// it names; those that are not to be found are left to the checks of the file.
func (e *Engine) machinesOf(ctx context.Context, f *organisation.File, beside Lookup) (known, error) {
	found := known{}
	for _, p := range f.Procedures {
		m, b, err := e.machineOf(ctx, p, beside)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, publishing(err)
		}
		k := found[p.Name]
		k.machine = m
		k.definition, _, _ = source.Parse(p.Name, b)
		found[p.Name] = k
	}
	return found, nil
}

// machineOf finds a procedure and its file: beside the district's, among those
// of the configuration, or in the store.
func (e *Engine) machineOf(ctx context.Context, p organisation.Procedure, beside Lookup) (*procedure.Machine, []byte, error) {
	for _, look := range []Lookup{beside, e.config.Procedures} {
		if look == nil {
			continue
		}
		b, err := look(p.Name)
		if err != nil || b == nil {
			continue
		}
		if def, _, _ := source.Parse(p.Name, b); def.Name != p.Name || def.Version != p.Version {
			continue
		}
		m, _, err := e.node.Machines.Publish(ctx, p.Name, b, node.Lookup(beside), e.config.Procedures)
		return m, b, err
	}
	m, err := e.node.Machines.Find(ctx, p.Name, p.Version)
	if err != nil {
		return nil, nil, err
	}
	def, err := e.store.Definition(ctx, m.Identity)
	return m, def.Source, err
}

func (e *Engine) calendar(f *organisation.File) (*calendar.Calendar, error) {
	if e.config.Calendars == nil {
		return nil, &Error{Kind: ErrInvalid, Says: say("không có bộ lịch nào", "there are no calendars"), Hint: say("đặt Config.Calendars", "set Config.Calendars")}
	}
	base, err := e.config.Calendars(f.Calendar)
	if err == nil {
		base, err = base.Overlay(f.Overlay())
	}
	if err != nil {
		return nil, &Error{Kind: ErrInvalid, Says: textOf(err), Err: err}
	}
	return base, nil
}

// dawn is when a virtual clock is taken to stand before its first instant, so
// that what is loaded then is in force for everything that comes.
var dawn = time.Unix(0, 0).UTC()

// record appends the differences between the file and the register.
func (e *Engine) record(ctx context.Context, f *organisation.File, cal *calendar.Calendar) (*register.State, int, error) {
	now, err := e.Now(ctx)
	if err != nil {
		return nil, 0, err
	}
	if now.IsZero() {
		now = dawn
	}
	for range 1 + e.config.Retries {
		state, err := e.node.Districts.Refresh(ctx, f.District)
		if errors.Is(err, node.ErrNoDistrict) {
			state, err = &register.State{District: f.District}, nil
		}
		if err != nil {
			return nil, 0, wrap(err)
		}
		if now.Before(state.At) {
			now = state.At
		}
		records, err := state.Load(f, cal, now)
		if err != nil || len(records) == 0 {
			return state, 0, wrap(err)
		}
		next, err := e.node.Districts.Append(ctx, state, records)
		var past *store.PastError
		switch {
		case errors.As(err, &past):
			now = past.NotBefore
		case errors.Is(err, store.ErrConflict):
		case err != nil:
			return nil, 0, wrap(err)
		default:
			return next, len(records), e.pass(ctx, next.At)
		}
	}
	return nil, 0, &Error{Kind: ErrConflict, Says: say("nhiều người cùng nạp «"+f.District+"»", "too many others are loading «"+f.District+"»"), Hint: say("thử lại", "try again")}
}

// pass moves a virtual clock past a record, which else would not count yet.
func (e *Engine) pass(ctx context.Context, at time.Time) error {
	if !e.virtual {
		return nil
	}
	return wrap(e.store.Advance(ctx, at.Add(calendar.Tick)))
}
