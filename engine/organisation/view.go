package organisation

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// View is an organisation as of an instant. It is read-only and safe for
// concurrent use; what its methods return is the view's own.
type View struct {
	position   int64
	offset     calendar.Offset
	units      []Unit // sorted by id
	leave      []Leave
	bindings   []bound // sorted by key
	procedures []version
	tight      []tight
}

type (
	bound struct {
		procedure, role string
		units           []string
	}
	version struct {
		name   string
		number int
	}
	tight struct {
		procedure, name string
		items           []TightItem
	}
)

// NewView reads facts as of a register position. The offset tells the local
// dates of leave.
func NewView(position int64, offset calendar.Offset, facts []Fact) (*View, error) {
	v := &View{position: position, offset: offset}
	for _, f := range facts {
		if err := v.add(f); err != nil {
			return nil, fmt.Errorf("%s %q: %w", f.Kind, f.Key, err)
		}
	}
	for i := range v.units {
		v.units[i].Division = v.division(v.units[i].ID)
	}
	return v, nil
}

func (v *View) add(f Fact) error {
	body := []byte(f.Body)
	owner, name, _ := strings.Cut(f.Key, "/")
	switch f.Kind {
	case UnitFact:
		u := Unit{ID: f.Key}
		err := json.Unmarshal(body, &u)
		v.units = append(v.units, u)
		return err
	case LeaveFact:
		var l Leave
		err := json.Unmarshal(body, &l)
		v.leave = append(v.leave, l)
		return err
	case BindingFact:
		b := bound{procedure: owner, role: name}
		if name == "" {
			b.procedure, b.role = "", owner
		}
		err := json.Unmarshal(body, &b.units)
		v.bindings = append(v.bindings, b)
		return err
	case ProcedureFact:
		p := version{name: f.Key}
		err := json.Unmarshal(body, &p.number)
		v.procedures = append(v.procedures, p)
		return err
	case TighteningFact:
		t := tight{procedure: owner, name: name}
		err := json.Unmarshal(body, &t.items)
		v.tight = append(v.tight, t)
		return err
	}
	return fmt.Errorf("no such kind of fact")
}

// Position is that of the last register record the view contains; 0 when it is
// older than the register.
func (v *View) Position() int64 { return v.position }

// Unit returns the unit of that id, or nil.
func (v *View) Unit(id string) *Unit {
	at := sort.Search(len(v.units), func(i int) bool { return v.units[i].ID >= id })
	if at == len(v.units) || v.units[at].ID != id {
		return nil
	}
	return &v.units[at]
}

// Units are all units, sorted by id.
func (v *View) Units() []Unit { return v.units }

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

// division is the nearest one given on the way up from a unit, else the root's
// id.
func (v *View) division(id string) string {
	for range v.units {
		u := v.Unit(id)
		if u == nil || u.Division != "" || u.Parent == "" {
			if u != nil && u.Division != "" {
				return u.Division
			}
			return id
		}
		id = u.Parent
	}
	return id
}

// Bound returns the units that a role of a procedure is bound to, the default
// desk first: the procedure's own binding if it has one, else the district's.
func (v *View) Bound(procedure, role string) []string {
	if b := v.binding(procedure, role); b != nil {
		return b.units
	}
	if b := v.binding("", role); b != nil {
		return b.units
	}
	return nil
}

func (v *View) binding(procedure, role string) *bound {
	for i := range v.bindings {
		if b := &v.bindings[i]; b.procedure == procedure && b.role == role {
			return b
		}
	}
	return nil
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
		if l := &v.leave[i]; l.Substitute == officer && v.away(l, now) {
			list = append(list, l.Officer)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// ActsFor reports whether an officer stands in for another at an instant.
func (v *View) ActsFor(officer, other string, now time.Time) bool {
	for i := range v.leave {
		if l := &v.leave[i]; l.Substitute == officer && l.Officer == other && v.away(l, now) {
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
	for i := range v.procedures {
		if v.procedures[i].name == procedure {
			return v.procedures[i].number
		}
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
	for i := range v.tight {
		if t := &v.tight[i]; t.procedure == procedure && t.name == name {
			return t.items
		}
	}
	return nil
}
