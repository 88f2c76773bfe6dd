package procedure

import "github.com/motcua/motcua/engine/wording"

// Machine is a compiled procedure: what every case of it runs. It is read-only
// and safe for concurrent use. Lists are sorted by name unless said otherwise,
// so nothing that is decided with it depends on the order of the file.
type Machine struct {
	Language   int
	Name       string
	Version    int
	Code       string
	Title      wording.Text
	Legal      Legal
	Fee        wording.Text
	Roles      []Named
	Documents  []Named
	Fields     []Field
	Clocks     []*Clock
	Events     []Named // every event of a state, with its title
	Open       *Move   // from nothing; Event is "open"
	LoopPolicy *LoopPolicy
	States     []*State

	// Identity is the SHA-256, in hexadecimal, of what Decide reads.
	Identity string
	// Wording is the SHA-256, in hexadecimal, of what people read.
	Wording string

	states map[string]*State
}

// Field is a fact of the case.
type Field struct {
	Name     string
	Title    wording.Text
	Type     Type
	Values   []string // members of an Enum, in the order of the file
	Personal bool     // the journal gets a commitment, never the value
}

// Clock is a time limit of the whole case. With no Starts it starts at the
// opening; a final state always ends it.
type Clock struct {
	Name     string
	Title    wording.Text
	Basis    []string
	Within   Allowance
	Starts   []string
	Stops    []string
	PausedIn []string
	WarnAt   []Warning
}

// State is a stage of a case: open, with an owner and a duty, or final, with
// an Outcome.
type State struct {
	Name      string
	Title     wording.Text // the duty when the file has no title
	Owner     string       // role
	Duty      wording.Text
	Within    Allowance
	WaitsFor  WaitsFor
	ForwardTo []string // roles
	WarnAt    []Warning
	Opens     []Child
	Moves     []*Move // sorted by event; those of everywhere included
	Outcome   Outcome // "" while open
}

// Allowance is the time a clock or a visit has: the first limit whose guard is
// true, or words why there is none.
type Allowance struct {
	Limits []GuardedLimit // in the order of the file; the last has no guard
	Words  wording.Text
}

// GuardedLimit is a limit that holds when its guard, if any, is true.
type GuardedLimit struct {
	When  *Guard
	Limit Limit
}

// Child is a child case ordered on entry.
type Child struct {
	Name      string
	Procedure string
	At        string // role of this procedure; "" the child's own binding
	When      *Guard
	With      []Pair // child's name <- own name, sorted by the child's
	Returns   []Pair // own field <- child's field, sorted by the own
}

// Move is one way on from a state. A move without choose has exactly one
// branch, without a guard.
type Move struct {
	Event    string
	Title    wording.Text
	By       []string // roles, ByHolder, ByApplicant, ByParent; empty when automatic
	NotBy    []string // events
	When     *Guard
	Needs    []Need
	AtMost   int // 0: no bound
	After    *Trigger
	Branches []Branch // in the order of the file
	Issues   []Slip
	Extends  []Extension
	Suspends *Suspension

	path       string // where the file says it
	everywhere bool
}

// Branch is one outcome of a move. Needs and Issues are its own, beside the
// move's.
type Branch struct {
	When      *Guard
	To        string // "" stays
	Refuse    wording.Text
	Needs     []Need
	Issues    []Slip
	SendsBack bool // also when the file says it of the move

	path string
}

// State returns the state of that name, or nil.
func (m *Machine) State(name string) *State { return m.states[name] }

// Clock returns the clock of that name, or nil.
func (m *Machine) Clock(name string) *Clock {
	for _, c := range m.Clocks {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Field returns the field of that name, or nil.
func (m *Machine) Field(name string) *Field {
	for i := range m.Fields {
		if m.Fields[i].Name == name {
			return &m.Fields[i]
		}
	}
	return nil
}

// Document reports whether the procedure declares that document.
func (m *Machine) Document(name string) bool { return named(m.Documents, name) != nil }

// Role returns the role of that name, or nil.
func (m *Machine) Role(name string) *Named { return named(m.Roles, name) }

// Event returns the event of that name, or nil; "open" is not among them.
func (m *Machine) Event(name string) *Named { return named(m.Events, name) }

func named(list []Named, name string) *Named {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// Move returns the state's move for that event, or nil: the table's answer to
// the pair (state, event).
func (s *State) Move(event string) *Move {
	for _, m := range s.Moves {
		if m.Event == event {
			return m
		}
	}
	return nil
}

// Final reports whether a case ends in this state.
func (s *State) Final() bool { return s.Outcome != "" }

// Works reports whether the owner's office works here: the state is open and
// waits for nobody.
func (s *State) Works() bool { return s.Outcome == "" && s.WaitsFor == "" }

// Automatic reports whether the move takes itself.
func (m *Move) Automatic() bool { return m.After != nil }

// Stays reports whether the branch leaves the case where it is.
func (b *Branch) Stays() bool { return b.To == "" && b.Refuse.IsZero() }
