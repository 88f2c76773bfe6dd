package organisation

import (
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// File is a district as its file says it: what one district binds, nothing
// else. Lists keep the order of the file, which only matters where it is said.
type File struct {
	District string
	// Calendar is the name of a base calendar; Sessions and Closures lie over it.
	Calendar string
	Sessions []calendar.Sessions
	Closures []calendar.Closure
	Units    []Unit
	Leave    []Leave
	// Roles hold for every procedure that does not bind them itself.
	Roles      []Binding
	Procedures []Procedure
}

// Overlay is what the file lays over its base calendar.
func (f *File) Overlay() calendar.Overlay {
	return calendar.Overlay{District: f.District, Sessions: f.Sessions, Closures: f.Closures}
}

// Unit is an office of the district.
type Unit struct {
	ID    string       `json:"-"`
	Title wording.Text `json:"title"`
	// Parent is the superior unit, "" at a root.
	Parent string `json:"parent,omitempty"`
	Level  string `json:"level,omitempty"`
	// Division is what the unit belongs to for findings; in a View, the
	// parent's where the file gives none, and the unit itself at a root.
	Division string `json:"division,omitempty"`
	// Head may assign cases and take them back; an officer of any unit.
	Head     string    `json:"head,omitempty"`
	Officers []Officer `json:"officers,omitempty"`
}

// Officer is a person in a unit, with the roles they hold there. The same
// person may stand in several units.
type Officer struct {
	ID    string   `json:"id"`
	Roles []string `json:"roles,omitempty"`
}

// Leave names who stands in for an officer on some dates, both included, by
// the local dates of the district's calendar.
type Leave struct {
	Officer    string        `json:"officer"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
	Substitute string        `json:"substitute"`
}

// Binding gives a role to units, the default desk first. "district:unit" is a
// unit of another district, which may only hold a child case first.
type Binding struct {
	Role  string   `json:"role"`
	Units []string `json:"units"`
}

// Procedure is a procedure that the district runs.
type Procedure struct {
	Name    string
	Version int
	// Roles stand in place of the district's own bindings.
	Roles []Binding
	// Within are tightened allowances.
	Within []Tightening
}

// Tightening is a shorter allowance of one clock or state: an item for each of
// the procedure's list of limits, in order.
type Tightening struct {
	Name  string
	Items []TightItem
}

// TightItem is one limit of a tightening; When repeats the guard's source of
// the item it tightens, "" for one without.
type TightItem struct {
	When  string         `json:"when,omitempty"`
	Limit calendar.Limit `json:"limit"`
}
