package organisation

import (
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// View is an organisation as of an instant. It is read-only and safe for
// concurrent use; what its methods return is the view's own.
type View struct {
	position   int64
	offset     calendar.Offset // tells the local dates of leave
	units      table[Unit]     // as recorded
	divided    []Unit          // the same, each with its division
	leave      table[Leave]
	bindings   table[[]string]
	procedures table[int]
	tight      table[[]TightItem]
}

// Position is that of the last register record the view contains; 0 when it is
// older than the register.
func (v *View) Position() int64 { return v.position }

// Unit returns the unit of that id, or nil.
func (v *View) Unit(id string) *Unit {
	if at, ok := v.units.search("", id); ok {
		return &v.divided[at]
	}
	return nil
}

// Units are all units, sorted by id.
func (v *View) Units() []Unit { return v.divided }

// Leave lists all leave that is recorded, past and to come, by officer and
// first date.
func (v *View) Leave() []Leave {
	list := make([]Leave, len(v.leave))
	for i := range v.leave {
		list[i] = v.leave[i].value
	}
	return list
}

// Superior reports whether unit a stands above unit b in the tree.
func (v *View) Superior(a, b string) bool {
	for range v.units { // a tree has no longer way up; a broken one ends
		u := v.Unit(b)
		if u == nil || u.Parent == "" {
			return false
		}
		if b = u.Parent; b == a {
			return true
		}
	}
	return false
}

// Bound returns the units that a role of a procedure is bound to, the default
// desk first: the procedure's own binding if it has one, else the district's.
func (v *View) Bound(procedure, role string) []string {
	units := v.bindings.find(procedure, role)
	if units == nil {
		units = v.bindings.find("", role)
	}
	if units == nil {
		return nil
	}
	return *units
}

// Holds reports whether an officer has a role in a unit, in their own right.
func (v *View) Holds(officer, unit, role string) bool {
	u := v.Unit(unit)
	if u == nil {
		return false
	}
	for i := range u.Officers {
		if u.Officers[i].ID == officer && slices.Contains(u.Officers[i].Roles, role) {
			return true
		}
	}
	return false
}

// Head reports whether an officer is the head of a unit.
func (v *View) Head(officer, unit string) bool {
	u := v.Unit(unit)
	return u != nil && officer != "" && u.Head == officer
}

// Substitutes returns, sorted, for whom an officer stands in at an instant.
func (v *View) Substitutes(officer string, now time.Time) []string {
	var list []string
	for i := range v.leave {
		if l := &v.leave[i].value; l.Substitute == officer && v.away(l, now) {
			list = append(list, l.Officer)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ActsFor reports whether an officer stands in for another at an instant.
func (v *View) ActsFor(officer, other string, now time.Time) bool {
	for i := range v.leave {
		if l := &v.leave[i].value; l.Substitute == officer && l.Officer == other && v.away(l, now) {
			return true
		}
	}
	return false
}

// away reports whether an instant lies in a leave, by local date.
func (v *View) away(l *Leave, now time.Time) bool {
	local := now.UTC().Add(time.Duration(v.offset) * time.Minute)
	d := calendar.DateOf(local.Date())
	return l.From <= d && d <= l.To
}

// Version returns the version of a procedure that new cases get; 0 when the
// district does not run it.
func (v *View) Version(procedure string) int {
	if n := v.procedures.find("", procedure); n != nil {
		return *n
	}
	return 0
}

// Procedures are the names of the procedures the district runs, sorted.
func (v *View) Procedures() []string {
	names := make([]string, len(v.procedures))
	for i := range v.procedures {
		names[i] = v.procedures[i].name
	}
	return names
}

// Tightened returns the shorter allowance of a clock or state of a procedure,
// an item for each of its limits; nil where the procedure's own holds.
func (v *View) Tightened(procedure, name string) []TightItem {
	if items := v.tight.find(procedure, name); items != nil {
		return *items
	}
	return nil
}
