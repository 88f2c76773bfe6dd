package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// Timer is one time limit of a case: the limit of the present visit, or a
// declared clock. It keeps facts (started, paused, resumed, added); its dues
// were derived from them by the calendar and copied from an entry.
type Timer struct {
	Name string // of the clock; procedure.VisitClock for the visit
	// On: a run has started and not ended; it may be paused.
	On bool
	// Run counts starts from 1; 0 never started.
	Run int
	// Limit is what the run is allowed, extensions included; zero when there
	// are only words. Item is the place of the limit in its list.
	Limit procedure.Limit
	Item  int
	// Started and Stopped are those of the last run; Since is the start of run 1.
	Started, Stopped, Since time.Time
	// Pauses of the last run, sorted and disjoint; the last may be open.
	Pauses []calendar.Pause

	// First is the due instant of run 1 without any pause, Due the one in
	// force, Target the district's tighter one, Promised that of an apology.
	// Zero: none, or an open pause keeps it away, or it lies past the calendar.
	First, Due, Target, Promised time.Time

	// Expired: Due has passed and an entry says so. Missed: likewise Target.
	Expired, Missed bool
	// Warned and Reminded hold a bit for each warning of the list, before due
	// and after it, that was given in this run; a new due that is still to come
	// brings the reminders again.
	Warned, Reminded uint64
}

// Paused reports whether the timer stands still.
func (t *Timer) Paused() bool {
	n := len(t.Pauses)
	return t.On && n > 0 && t.Pauses[n-1].To.IsZero()
}

// Turn is what an entry does to one timer, with every result that Apply needs.
type Turn struct {
	Timer string // clock, or procedure.VisitClock
	Kind  TurnKind
	// Run, Limit, Item and First go with a start; Limit also with an extension.
	Run   int
	Limit procedure.Limit
	Item  int
	First time.Time
	// Added is what an extension adds.
	Added calendar.Limit
	// Old and OldTarget are the instants before an extension, a moved date or a
	// recomputation.
	Old, OldTarget time.Time
	// Due and Target are the instants from now on.
	Due, Target time.Time
	// Armed: the new due is still to come, so it can pass again.
	Armed bool
	// Promised is the date of an apology; Timely: given on a date before due.
	Promised time.Time
	Timely   bool
}

// TurnKind says what happens to a timer.
type TurnKind string

const (
	// TurnStop ends a run.
	TurnStop TurnKind = "stop"
	// TurnPause freezes what is left.
	TurnPause TurnKind = "pause"
	// TurnResume ends a pause.
	TurnResume TurnKind = "resume"
	// TurnStart begins a run with its full allowance.
	TurnStart TurnKind = "start"
	// TurnExtend raises the number counted, from the same start.
	TurnExtend TurnKind = "extend"
	// TurnMove follows a new value of the field of an until limit.
	TurnMove TurnKind = "move"
	// TurnPromise sets the promised date and moves no due.
	TurnPromise TurnKind = "promise"
	// TurnRecompute counts again under a corrected calendar.
	TurnRecompute TurnKind = "recompute"
)
