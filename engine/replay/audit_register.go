package replay

import (
	"errors"

	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/register"
)

// auditRegister checks a district's register and folds it.
func (a *audit) auditRegister() error {
	a.state = &register.State{District: a.district.Name}
	var records []register.Record
	for row, err := range a.Register(a.district.Name) {
		seq := int64(len(records)) + 1
		if err = a.blame(err, "", seq); err != nil {
			return err
		}
		r, err := register.Decode(row.Bytes)
		switch {
		case err != nil:
			return a.bad("", seq, "register: %v", err)
		case row.Position != seq:
			return a.bad("", seq, "register: missing; record %d stands in its place", row.Position)
		case r.Position != row.Position:
			return a.bad("", seq, "register: its bytes say position %d", r.Position)
		case journal.Hash(row.Bytes) != row.Hash:
			return a.bad("", seq, "register: its bytes do not give its hash")
		case !r.At.Equal(row.At):
			return a.bad("", seq, "register: instant %s beside bytes that say %s", row.At, r.At)
		case r.Kind != row.Kind:
			return a.bad("", seq, "register: kind %q beside bytes that say %q", row.Kind, r.Kind)
		}
		a.note(r.At)
		records = append(records, r)
	}
	if n := int64(len(records)); n != a.district.Register {
		return a.bad("", n+1, "register: ends at record %d, the district at %d", n, a.district.Register)
	}
	state, err := register.Fold(a.district.Name, records)
	var broken *journal.ChainError
	switch {
	case errors.As(err, &broken):
		return a.bad("", broken.Seq, "register: %s", broken.Why)
	case err != nil:
		return a.bad("", int64(len(records)), "register: %v", err)
	}
	for i := range records {
		if err := a.published(&records[i]); err != nil {
			return err
		}
	}
	a.state = state
	return nil
}
