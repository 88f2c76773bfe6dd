package engine

import (
	"time"

	"github.com/motcua/motcua/engine/casefile"
)

// Actors that are not officers.
const (
	// Applicant, as Command.Actor or Command.For, is the applicant of the case
	// or their representative.
	Applicant = casefile.Applicant
)

// Events that every case knows without its procedure declaring them, for
// Command.Event.
const (
	Claim   = casefile.EventClaim   // an officer of the holding unit takes the case on
	Release = casefile.EventRelease // back into the unit's pool
	Assign  = casefile.EventAssign  // the head gives it to Command.Officer
	Forward = casefile.EventForward // to Command.Unit, with a reason
	Note    = casefile.EventNote    // a remark
	Resume  = casefile.EventResume  // ends a suspension
)

// Reason is the name, in Command.Values, of the free text that says why. It is
// always personal: the journal bears a commitment to it.
const Reason = "reason"

// Command is what somebody wants done to a case of a district.
//
// The id makes it once in effect: sent again with the same content it gives the
// first answer, with other content it is refused (ErrConflict). Only accepted
// commands are remembered; a refused id may succeed later.
type Command struct {
	// ID is best a UUID v7 (Engine.NewID), made before the first try and kept
	// over retries. Any other text names one UUID. Empty: the engine makes one.
	ID string
	// District and Case say which case; a case of another district is not found.
	District string
	Case     string
	// Event is a move of the present state, or a built-in one such as Claim.
	Event string
	// Actor is the officer who acts, or Applicant. For is whom they stand in
	// for: an officer on leave, or Applicant.
	Actor string
	For   string
	// Expect is the sequence of the case the caller saw; 0 expects nothing. When
	// somebody moved the case since, the answer is ErrConflict.
	Expect int64
	// Unit holds the case next where several are bound; the receiver of Forward.
	Unit string
	// Officer gets the case by Assign.
	Officer string
	// ChildUnits names the unit of each ordered child, by the child's name.
	ChildUnits map[string]string
	// Values are fields, and Reason, as text: whole numbers in digits, "true" or
	// "false", "2026-03-01", instants in RFC 3339 (without an offset: local time
	// of the district).
	Values map[string]string
	// Documents are the papers handed in, by name. Only a salted commitment to
	// the bytes is kept.
	Documents map[string][]byte
	// Lacks are the declared documents that a supplement request asks for.
	Lacks []string
	// Amounts are how much an extension adds, by clock ("visit" for the visit):
	// "5 working days". Left out: as much as the procedure allows.
	Amounts map[string]string
	// At is the instant at which it is decided, on a store with a virtual clock;
	// elsewhere it must be zero. Zero: now.
	At time.Time
}

// Opening is a command that opens a case of a procedure. Its Case and Event
// must be empty.
type Opening struct {
	Command
	// Procedure is the name; the version is the one in force in the district.
	Procedure string
	// Follows is a case of the same district that this one corrects, repeats or
	// appeals against; empty for none.
	Follows string
	// Applicant says who applies, in whatever form the caller uses. It is
	// personal: only a commitment is journalled. Empty: not said.
	Applicant string
}

// Answer is what became of a command: the entry it made. The same command sent
// again gets the same answer.
type Answer struct {
	// Command is the command's id.
	Command  string
	District string
	Case     string
	// Entry is the journal entry it made: Entry.Seq is its sequence, Entry.To the
	// state it led to ("" when it stayed), Entry.Holder who holds the case since.
	// What fell due by it may have followed: ask Case.
	Entry casefile.Entry
	// Replayed: the command had been accepted before.
	Replayed bool
}
