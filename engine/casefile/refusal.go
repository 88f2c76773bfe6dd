package casefile

import "github.com/motcua/motcua/engine/wording"

// Code names a reason to refuse a command.
type Code string

// The refusals, in the order in which they are checked.
const (
	CodeClosed      Code = "closed"       // the case has ended, or was never opened
	CodeSuspended   Code = "suspended"    // only resume and note are possible
	CodeStale       Code = "stale"        // somebody was faster
	CodeNoSuchMove  Code = "no_such_move" // this state has no such event
	CodeAutomatic   Code = "automatic"    // the move takes itself
	CodeNotYours    Code = "not_yours"    // the actor may not make it
	CodeSeparation  Code = "separation_of_duties"
	CodeAtMost      Code = "at_most"       // made as often as allowed
	CodeNeeds       Code = "needs"         // something is missing, ill-typed or too much
	CodePastDate    Code = "past_date"     // a date that must lie ahead does not
	CodeClock       Code = "clock"         // a clock that is not on, or too large an amount
	CodeGuard       Code = "guard"         // when is false, or a branch refuses in its words
	CodeGuardError  Code = "guard_error"   // a guard cannot be evaluated
	CodeNameTheUnit Code = "name_the_unit" // which unit, or not that one
	CodeLoopPolicy  Code = "loop_policy"   // one return too many
)

// Refusal says why a command was not accepted and what would be. It is the
// only error that Decide returns for a well-formed call on a whole case.
type Refusal struct {
	Code  Code
	Event string
	State string
	// Reason says why and, where it helps, what to do instead.
	Reason wording.Text
	// Names are what the reason is about: needs, clocks, units, events, sorted.
	Names []string
	// Allowed are the events that the table and the case's state leave open to
	// somebody now, built-in commands included, sorted.
	Allowed []string
}

// Error says it in English, with the code.
func (r *Refusal) Error() string { return string(r.Code) + ": " + r.Reason.EN }

// Text says it in both languages.
func (r *Refusal) Text() wording.Text { return r.Reason }
