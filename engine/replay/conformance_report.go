package replay

import (
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Kind says how an event of a foreign log departs from the procedure.
type Kind string

// The kinds of deviation. One event has one at most.
const (
	NoSuchMove      Kind = "no_such_move" // the state it came in has no such move
	NotYours        Kind = "not_yours"    // made in a role that may not
	Separation      Kind = "separation_of_duties"
	AtMost          Kind = "at_most"     // once too often
	Needs           Kind = "needs"       // did not carry what it must
	Guard           Kind = "guard"       // a condition was false
	LoopPolicy      Kind = "loop_policy" // one return too many between two units
	Closed          Kind = "closed"      // after the end of the case
	TimedMoveMissed Kind = "timed_move_missed"
)

// Kinds lists the kinds in the order in which a report gives them.
var Kinds = []Kind{NoSuchMove, Guard, AtMost, LoopPolicy, Separation, NotYours, Needs, Closed, TimedMoveMissed}

// kindOf is the kind of deviation that a refusal amounts to.
func kindOf(r *casefile.Refusal) Kind {
	switch r.Code {
	case casefile.CodeClosed:
		return Closed
	case casefile.CodeNotYours:
		return NotYours
	case casefile.CodeSeparation:
		return Separation
	case casefile.CodeAtMost:
		return AtMost
	case casefile.CodeNeeds, casefile.CodePastDate, casefile.CodeClock:
		return Needs
	case casefile.CodeGuard, casefile.CodeGuardError:
		return Guard
	case casefile.CodeLoopPolicy:
		return LoopPolicy
	}
	// Automatic moves before their time, moves while suspended: the table, as
	// it stands then, has no such move for a person.
	return NoSuchMove
}

// Report is what a checker found in all cases so far. Lists are sorted: kinds
// as in Kinds, states and clocks as in the procedure, the rest by name.
type Report struct {
	Cases      int // cases of the log
	Events     int // their events, those set apart included
	Fitting    int // cases that were opened and never departed
	Unchecked  int // cases of which no event could be checked
	Deviations []Deviation
	Unmapped   []Unmapped
	Outside    Apart // events at instants outside the calendar
	Timeless   Apart // events without an instant
	States     []StateTime
	Holders    []HeldTime
	Units      []UnitTime
	OverLimit  []OverLimit
	Late       Apart // cases in which some clock ran out
}

// Deviation counts one kind, with its first example.
type Deviation struct {
	Kind  Kind
	Count int // events
	Cases int // cases with at least one
	First Finding
	Where []Place // by state and event, sorted
}

// Finding is one event that departs.
type Finding struct {
	Case     string
	Event    int // place in the case, from 1
	Activity string
	At       time.Time
	State    string // in which the case stood; empty: not opened
	Why      wording.Text
}

// Place counts a kind in one state for one activity.
type Place struct {
	State, Activity string
	Count           int
}

// Unmapped is an activity of which the mapping says nothing.
type Unmapped struct {
	Activity  string
	Count     int
	FirstCase string
}

// Apart counts what was set apart.
type Apart struct {
	Count     int
	FirstCase string
}

// StateTime is how long cases stood in a state, until the last event of each.
type StateTime struct {
	State   string
	Cases   int // cases that were ever there
	Visits  int
	Ended   int // cases whose log ends there
	Elapsed time.Duration
	Open    time.Duration // of it, within sessions
	Overdue int           // visits that outlasted their limit
}

// HeldTime is how much open time a role held, or watched, cases.
type HeldTime struct {
	Role    string
	Waiting procedure.WaitsFor // for whom the owner waited; empty: worked
	Open    time.Duration
}

// UnitTime is how much open time went by until events of a unit; the unit is
// empty where the log names none. There are none when it never does.
type UnitTime struct {
	Unit string
	Open time.Duration
}

// OverLimit counts the cases in which a clock ran out before their last event.
type OverLimit struct {
	Clock     string
	Cases     int
	FirstCase string
}
