package node

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/register"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// file is a case as it was loaded, with all that deciding about it reads.
type file struct {
	c        *casefile.Case
	head     [32]byte // hash of the last entry; zero before the opening
	machine  *procedure.Machine
	calendar *calendar.Calendar
	district *register.State
}

// load reads the case of the order, or makes the empty one to be opened.
func (d *desk) load(ctx context.Context) (*file, error) {
	district, err := d.Districts.Get(ctx, d.order.District)
	if err != nil {
		return nil, err
	}
	row, err := d.Case(ctx, d.order.District, d.order.Case)
	if errors.Is(err, store.ErrNotFound) && d.order.Open != nil {
		return d.empty(ctx, district)
	}
	if err != nil {
		return nil, err
	}
	f, err := d.open(ctx, row)
	if err != nil {
		return nil, err
	}
	f.district = district
	f.calendar = district.Calendar(f.c.Calendar)
	if f.calendar == nil {
		return nil, corrupt(row, "calendar version "+f.c.Calendar+" is not in the district's register")
	}
	return f, nil
}

// empty is a case before its opening: of the version in force, counted by the
// calendar in force.
func (d *desk) empty(ctx context.Context, district *register.State) (*file, error) {
	now := lift(district, d.order.Now)
	cal := district.CalendarAt(now)
	if cal == nil {
		return nil, fmt.Errorf("%q had no calendar at %s: %w", district.District, now, ErrNoDistrict)
	}
	machine, err := d.InForce(ctx, district.District, d.order.Procedure, now)
	if err != nil {
		return nil, err
	}
	return &file{c: d.order.Open.Clone(), machine: machine, calendar: cal, district: district}, nil
}

// open reads a row: the case it holds, and the procedure the case is pinned
// to. A row of an older codec is folded again.
func (n *Node) open(ctx context.Context, row store.Row) (*file, error) {
	machine, err := n.Machines.Get(ctx, row.Identity)
	if err != nil {
		return nil, err
	}
	if row.Codec != record.Codec {
		f, err := n.fold(ctx, row.District, row.Case, row.Seq)
		if err != nil {
			return nil, err
		}
		f.machine = machine
		return f, nil
	}
	c, head, err := record.Unpack(row.Doc)
	if err != nil {
		return nil, corrupt(row, err.Error())
	}
	return &file{c: c, head: head, machine: machine}, nil
}

// Fold returns a case as it stood after an entry, made anew from its journal,
// and its procedure.
func (n *Node) Fold(ctx context.Context, district string, id uuid.UUID, seq int64) (*casefile.Case, *procedure.Machine, error) {
	f, err := n.fold(ctx, district, id, seq)
	if err != nil {
		return nil, nil, err
	}
	if !f.c.Started() || f.c.Seq < seq {
		return nil, nil, fmt.Errorf("entry %d of case %s: %w", seq, id, store.ErrNotFound)
	}
	m, err := n.Machines.Get(ctx, f.c.Identity)
	return f.c, m, err
}

// fold makes the case anew from its journal, up to an entry.
func (n *Node) fold(ctx context.Context, district string, id uuid.UUID, seq int64) (*file, error) {
	f := &file{c: &casefile.Case{ID: id.String(), District: district}}
	for rec, err := range n.Store.Journal(ctx, district, id, 0) {
		if err != nil {
			return nil, err
		}
		if rec.Seq > seq {
			break
		}
		e, err := record.Entry(rec)
		if err != nil {
			return nil, err
		}
		if err := casefile.Apply(f.c, &e); err != nil {
			return nil, &store.CorruptError{District: district, Case: id, Seq: rec.Seq, Why: err.Error()}
		}
		f.head = rec.Hash
	}
	return f, nil
}

// Read returns a case, folded or cached, and its procedure.
func (n *Node) Read(ctx context.Context, row store.Row) (*casefile.Case, *procedure.Machine, error) {
	f, err := n.open(ctx, row)
	if err != nil {
		return nil, nil, err
	}
	return f.c, f.machine, nil
}

func corrupt(row store.Row, why string) error {
	return &store.CorruptError{District: row.District, Case: row.Case, Why: why}
}
