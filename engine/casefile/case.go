package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// Case is one run of a procedure: the fold of its journal by Apply. Read it
// freely; only Apply changes it. Lists are sorted by name unless said
// otherwise. A case that is to be opened is empty but for ID, District,
// Applicant, Parent and Follows.
type Case struct {
	ID, District string
	Procedure    string
	Version      int
	Identity     string
	Wording      string
	Applicant    Commitment
	Parent       ParentRef
	Follows      string
	Tightened    []Tight

	Seq      int64     // of the last entry; 0 before the opening
	At       time.Time // of the last entry
	Opened   time.Time
	Calendar string // version under which the dues were counted

	State   string
	Outcome procedure.Outcome // "" while open
	Holder  Holder
	Wait    procedure.WaitsFor // whom the present state waits for
	// Suspension is zero unless the case is suspended.
	Suspension Pending

	// Visits counts entries into states, the present one included; it numbers
	// the present visit.
	Visits int
	Visit  Timer // its name is procedure.VisitClock
	Clocks []Timer

	Data      []Datum    // the last value of each known field
	Documents []Document // the last of each name
	Entered   []Tally    // by state
	Made      []Tally    // by event
	Children  []Child    // in the order of their ordering

	// Told: the parent's end has reached this child.
	Told bool

	memory memory
}

// Tally is how often something happened.
type Tally struct {
	Name string
	N    int64
}

// memory is what only the fold knows and decisions need. All of it is encoded
// with the case.
type memory struct {
	firm   int64     // last entry by a person or that changed state or holder
	floor  time.Time // earliest instant at which a child's end may take effect
	visit  int64     // entry that began the present visit
	fired  []fired   // automatic moves used up in this visit
	marks  []mark    // expiries and warnings not lifted
	deeds  []deed    // who made which event
	desks  []desk    // last unit in each role
	paths  []path    // last handover of each pair of units
	backs  []back    // returns
	policy []pair    // pairs the loop policy refused in this visit
	bidden string    // the move by parent to be taken, once told
}

type (
	fired struct {
		event string
		child string    // of any child
		timer string    // of an expiry
		due   time.Time // likewise
	}
	mark struct {
		seq  int64
		at   time.Time
		kind Kind
		Mark
		limit procedure.Limit // of the timer then
	}
	deed struct{ event, person string }
	desk struct{ role, unit string }
	pair struct{ a, b string } // a < b
	path struct {
		pair
		from string
		seq  int64
	}
	back struct {
		pair
		seq int64
	}
)

// Started reports whether the case has been opened.
func (c *Case) Started() bool { return c.Seq > 0 }

// Ended reports whether the case has reached a final state.
func (c *Case) Ended() bool { return c.Outcome != "" }

// Suspended reports whether the case is suspended.
func (c *Case) Suspended() bool { return c.Suspension.Event != "" }

// Clock returns the timer of a declared clock that was ever on, or nil.
func (c *Case) Clock(name string) *Timer {
	for i := range c.Clocks {
		if c.Clocks[i].Name == name {
			return &c.Clocks[i]
		}
	}
	return nil
}

// Timer returns the visit's timer for procedure.VisitClock, else the clock's.
func (c *Case) Timer(name string) *Timer {
	if name == procedure.VisitClock {
		return &c.Visit
	}
	return c.Clock(name)
}

// Value returns the last value of a field; unknown for a personal one.
func (c *Case) Value(field string) procedure.Value {
	if d := datumOf(c.Data, field); d != nil {
		return d.Value
	}
	return procedure.Value{}
}

// Child returns the child of that id, or nil.
func (c *Case) Child(id string) *Child {
	for i := range c.Children {
		if c.Children[i].ID == id {
			return &c.Children[i]
		}
	}
	return nil
}
