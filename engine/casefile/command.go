package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// Events that no file declares: built-in commands, and what the engine itself
// puts to a case.
const (
	EventOpen    = procedure.OpenEvent
	EventClaim   = "claim"
	EventRelease = "release"
	EventAssign  = "assign"
	EventForward = "forward"
	EventNote    = "note"
	EventResume  = "resume"

	// EventChildEnded delivers the end of a child to its parent.
	EventChildEnded = "child_ended"
	// EventParentEnded tells a child that its parent has ended.
	EventParentEnded = "parent_ended"
	// EventChildTold reports to an ended parent what a child did when told.
	EventChildTold = "child_told"
	// EventRecompute puts a corrected calendar to a case.
	EventRecompute = "recompute"
)

// Command is what somebody wants done to a case. Decide reads it and keeps no
// part of it.
type Command struct {
	// ID and Digest identify the command (law 7); the door makes both. The
	// engine's own commands have none.
	ID     string
	Digest [32]byte

	Event string
	// Actor is an officer's id, Applicant, Parent, or Engine for deliveries.
	Actor string
	// For is whom an officer acts for: an officer on leave, or Applicant.
	For string
	// Expect is the sequence the caller saw; 0 expects nothing.
	Expect int64

	// Unit names who holds next where several units are bound to the role; the
	// receiver of a forward.
	Unit string
	// Officer is whom an assign gives the case to.
	Officer string
	// Units name the unit of a child where several are bound to its role.
	Units []ChildUnit

	// Given are the values of fields, and the reason.
	Given     []Given
	Documents []Document
	// Lacks are the declared documents asked for.
	Lacks []string
	// Amounts are how much to add to which clock; left out: as declared.
	Amounts []Amount

	// End is set for EventChildEnded, Answer for EventChildTold.
	End    *ChildEnd
	Answer *ChildAnswer
}

// Given is one value that a command carries, as text: whole numbers in digits,
// "true" or "false", "2026-03-01", an instant in RFC 3339. A personal value
// (and the reason, always) bears the commitment that the journal gets; its text
// serves to check the type and may be missing when an auditor decides again.
type Given struct {
	Name       string
	Text       string
	Commitment Commitment
}

// Amount is an amount to add to a clock's allowance.
type Amount struct {
	Clock string // or procedure.VisitClock
	Limit calendar.Limit
}

// ChildUnit names the unit that holds a child first.
type ChildUnit struct{ Child, Unit string }

// ChildEnd is how a child ended, for its parent. State, Outcome and At are
// those of the child's last entry (its effective instant when it has one).
type ChildEnd struct {
	Case    string
	State   string
	Outcome procedure.Outcome
	At      time.Time
	Data    []Datum // all the child knows, under its own names
}

// ChildAnswer is what a child did when told of its parent's end: the move it
// took, or "" when it goes on alone.
type ChildAnswer struct {
	Case  string
	Event string
}
