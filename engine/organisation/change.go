package organisation

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
)

// ChangeError names a change that cannot be made.
type ChangeError struct {
	Index int // of the change, from 0
	Kind  Kind
	Key   string
	Err   error
}

func (e *ChangeError) Error() string { return fmt.Sprintf("%s %q: %v", e.Kind, e.Key, e.Err) }

// Unwrap returns the cause.
func (e *ChangeError) Unwrap() error { return e.Err }

// with returns the view after changes. Tables that they leave alone are shared.
func (v *View) with(position int64, offset calendar.Offset, changes []Fact) (*View, error) {
	next := *v
	next.position, next.offset = position, offset
	for i, ch := range changes {
		if err := next.change(ch); err != nil {
			return nil, &ChangeError{Index: i, Kind: ch.Kind, Key: ch.Key, Err: err}
		}
	}
	if len(next.units) != len(v.units) || len(v.units) > 0 && &next.units[0] != &v.units[0] {
		next.divide()
	}
	return &next, nil
}

// change makes one change of a view that nobody else has yet.
func (v *View) change(f Fact) (err error) {
	owner, name := "", f.Key
	if before, after, ok := strings.Cut(f.Key, "/"); ok {
		owner, name = before, after
	}
	switch f.Kind {
	case UnitFact:
		if v.units, err = changed(v.units, "", f.Key, f.Body); err == nil && f.Body != "" {
			v.units.find("", f.Key).ID = f.Key // the table is new
		}
	case LeaveFact:
		v.leave, err = changed(v.leave, "", f.Key, f.Body)
	case BindingFact:
		v.bindings, err = changed(v.bindings, owner, name, f.Body)
	case ProcedureFact:
		v.procedures, err = changed(v.procedures, "", f.Key, f.Body)
	case TighteningFact:
		v.tight, err = changed(v.tight, owner, name, f.Body)
	default:
		err = errors.New("no such kind of fact")
	}
	return err
}

// changed returns a table with the value that a body says under a name, or
// without that name for an empty body.
func changed[T any](t table[T], owner, name, body string) (table[T], error) {
	if body == "" {
		if t.find(owner, name) == nil {
			return t, errors.New("taken back, though it is not there")
		}
		return t.without(owner, name), nil
	}
	var value T
	// Strict: what an earlier program does not know must not be decided without.
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&value); err != nil {
		return t, err
	}
	if d.InputOffset() != int64(len(body)) {
		return t, errors.New("more than one value")
	}
	return t.with(owner, name, value), nil
}

// divide gives every unit the nearest division on its way up, else its root's
// id.
func (v *View) divide() {
	v.divided = make([]Unit, len(v.units))
	for i := range v.units {
		u := v.units[i].value
		at := &u
		for range v.units { // a tree has no longer way up; a broken one ends
			up := v.units.find("", at.Parent)
			if at.Division != "" || up == nil {
				break
			}
			at = up
		}
		if u.Division = at.Division; u.Division == "" {
			u.Division = at.ID
		}
		v.divided[i] = u
	}
}
