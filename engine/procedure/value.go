package procedure

import "time"

// Type is the type of a field.
type Type string

// The types of fields. Money is whole đồng; a measure with decimals is a
// String.
const (
	String  Type = "string"
	Integer Type = "integer"
	Money   Type = "money"
	Boolean Type = "boolean"
	Date    Type = "date"
	Instant Type = "instant"
	Enum    Type = "enum"
)

// fieldTypes lists every Type, sorted.
var fieldTypes = []Type{Boolean, Date, Enum, Instant, Integer, Money, String}

// Value is one known fact of a case, as guards and "until" limits read it.
// The zero Value is an unknown fact. It is comparable.
type Value struct {
	Type Type
	Text string    // String, Enum and Date (as "2026-03-01")
	Int  int64     // Integer and Money; Boolean: 1 is true
	Time time.Time // Instant, UTC, cut to microseconds
}

// Facts are what a guard may read of a case. Every answer must come from the
// case's own journal, so that anybody can evaluate the guard again. A guard
// calls only what it names; names are always those of the procedure.
type Facts interface {
	// Has reports whether the field is known, personal fields included.
	Has(field string) bool
	// Value returns the last value of a field that is not personal.
	Value(field string) Value
	// Visits returns how often the state was entered, the present visit included.
	Visits(state string) int64
	// Count returns how often the event was made before this command.
	Count(event string) int64
	// Child returns where the latest child of that name ended; both are empty
	// until it has.
	Child(name string) (state string, outcome Outcome)
	// Outcomes returns the outcomes of the ended children, the latest ordered of
	// each name, in order of name.
	Outcomes() []Outcome
	// Overdue reports whether some run of the clock has an overdue in the
	// journal that was not lifted.
	Overdue(clock string) bool
}
