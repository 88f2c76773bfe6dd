package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// Entry is one line of a case's journal. It carries every result that Apply
// needs; which fields are set depends on its kind (see the comments). Its
// slices belong to whoever made it: those of a Decision are used again by the
// next Decide with the same buffer.
type Entry struct {
	Seq  int64 // from 1, without a gap
	At   time.Time
	Kind Kind
	// Event is the declared event of a move or a built-in command.
	Event string

	// Actor and For are persons, Applicant, Parent or Engine.
	Actor, For string
	// Command and Digest are those of the command that made the entry; empty
	// for what the engine settled.
	Command string
	Digest  [32]byte

	Rules    int    // edition of the rules that decided
	Register int64  // last register position recorded strictly before At
	Calendar string // calendar version
	Holder   Holder // after this entry; zero once the case has ended

	// What a command or an ended child brought.
	Data      []Datum
	Reason    Commitment
	Documents []Document
	Lacks     []string
	Slips     []procedure.Slip

	// Of a move. Branch counts from 1; 0 where there was no choose. To is "" for
	// a stay. Effective is when a move triggered by a child's end took effect;
	// zero: At.
	Branch    int
	To        string
	Outcome   procedure.Outcome
	Effective time.Time
	Wait      procedure.WaitsFor // in To
	Orders    []Order            // children ordered
	Tells     []Tell             // children to be told of the end
	Turns     []Turn             // what happens to timers
	Handover  Handover

	Opening    *Opening // of Opened only
	Suspension Pending  // of Suspended; of Resumed what has ended
	Mark       Mark     // of Expired, Warned, TargetMissed, Lifted, automatic moves
	Child      Answer   // of ChildEnded and Told; the ID also of a move any child
	// Cites are the returns that a RefusedByPolicy counts, by sequence.
	Cites []int64
}

// Handover is a change of holding unit. It is zero when the unit stays.
type Handover struct {
	From string `json:"from"` // unit
	To   string `json:"to"`
	// Return is the number of this return between the two units, from 1; 0 when
	// it is none. Answers is the handover it answers, by sequence.
	Return  int   `json:"return,omitempty"`
	Answers int64 `json:"answers,omitempty"`
}

// Opening is what only the first entry of a journal carries.
type Opening struct {
	Case      string     `json:"case"`
	District  string     `json:"district"`
	Procedure string     `json:"procedure"`
	Version   int        `json:"version"`
	Identity  string     `json:"identity"` // of the compiled procedure; the case is pinned to it
	Wording   string     `json:"wording"`  // of the words people read that day
	Applicant Commitment `json:"applicant,omitzero"`
	Parent    ParentRef  `json:"parent,omitzero"`
	Follows   string     `json:"follows,omitempty"` // the case this one corrects, repeats or appeals
	Tightened []Tight    `json:"tightened,omitempty"`
}

// ParentRef is the case that ordered this one; zero for none.
type ParentRef struct {
	Case     string `json:"case"`
	District string `json:"district"`
}

// Tight is an allowance that the district tightened, as of the opening. Item
// is the place of the limit in its list.
type Tight struct {
	Name  string // clock or state
	Item  int
	Limit calendar.Limit
}

// Pending is a suspension: at most until Due, or as long as its ground lasts
// when Limit is zero. By are those who may resume, as in procedure.Move.By.
type Pending struct {
	Event string // of the move that suspended
	Limit procedure.Limit
	Due   time.Time
	Since time.Time
	By    []string
}

// Mark is something that passed, or was taken back.
type Mark struct {
	// Timer is a clock, or procedure.VisitClock; of an automatic move the one
	// whose expiry it waited for, else "".
	Timer string `json:"timer,omitempty"`
	Run   int    `json:"run,omitempty"`
	// Due is the instant that passed: of Warned the due it warns of.
	Due time.Time `json:"due,omitzero"`
	// Warning is the place of the warning in its list, from 0.
	Warning int `json:"warning,omitempty"`
	// Class says what an expiry means, Reason why a move was not taken.
	Class  Class          `json:"class,omitempty"`
	Reason NotTakenReason `json:"reason,omitempty"`
	// Lifts is the entry that a Lifted takes back.
	Lifts int64 `json:"lifts,omitempty"`
}

// Class says what an expiry or a warning means.
type Class string

const (
	// Overdue: an office is late; the holder of that instant is named.
	Overdue Class = "overdue"
	// WaitOver: a wait ran out; nobody is late.
	WaitOver Class = "wait_over"
	// Ahead: a warning before due, given once a run.
	Ahead Class = "ahead"
	// Reminder: a warning while late, given once for each due in force.
	Reminder Class = "reminder"
)

// NotTakenReason says why an automatic move was not taken.
type NotTakenReason string

const (
	// GuardFalse: its when was not true.
	GuardFalse NotTakenReason = "guard"
	// GuardFailed: a guard could not be evaluated.
	GuardFailed NotTakenReason = "guard_error"
	// Unbound: no unit was bound to the role that would hold the case.
	Unbound NotTakenReason = "unbound"
	// Unobserved: a foreign log did not make the move when it was due.
	Unobserved NotTakenReason = "unobserved"
)

// Answer is what a parent learns of a child, or a child of its parent.
type Answer struct {
	ID      string            `json:"id"` // the child; in a child's own Told, its parent
	State   string            `json:"state,omitempty"`
	Outcome procedure.Outcome `json:"outcome,omitempty"`
	EndedAt time.Time         `json:"ended_at,omitzero"`
	// Event, of Told, is the move that the child takes, at once or at its
	// resume; "": it goes on alone.
	Event string `json:"event,omitempty"`
}
