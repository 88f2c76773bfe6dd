package casefile

import "slices"

// Kind says what an entry records. Only [Opened], [Moved] and [Observed]
// change the state of a case.
type Kind string

const (
	// Opened begins a journal: the open move was made. It is entry 1 and no other.
	Opened Kind = "opened"
	// Moved records a move that led to another state, by a person, the parent
	// case or itself. It ends a visit and begins the next, or ends the case.
	Moved Kind = "moved"
	// Stayed records a move without a destination: no new visit, no clock
	// touched except by extension, promise or a new date.
	Stayed Kind = "stayed"
	// Claimed records that an officer of the holding unit took the case on.
	Claimed Kind = "claimed"
	// Released puts a claimed case back into its unit's pool.
	Released Kind = "released"
	// Assigned records that the head gave the case to an officer of the unit.
	Assigned Kind = "assigned"
	// Forwarded hands over inside a visit, with the same limit still running.
	Forwarded Kind = "forwarded"
	// Noted records a remark; it changes nothing.
	Noted Kind = "noted"
	// Suspended pauses all timers until resumed.
	Suspended Kind = "suspended"
	// Resumed ends a suspension, by a person or 1 microsecond after its limit.
	Resumed Kind = "resumed"
	// ChildEnded records, at its delivery, how a child case ended.
	ChildEnded Kind = "child_ended"
	// Told stands in a child: its parent has ended; and in the parent: which
	// move the child took when told, if any.
	Told Kind = "told"
	// NotTaken uses up an automatic move that fell due while its guard was
	// false, could not be evaluated, or nobody could hold the case there.
	NotTaken Kind = "not_taken"
	// Warned records a warning before due, or a reminder while late.
	Warned Kind = "warned"
	// Expired records, 1 microsecond after due, that a timer ran out.
	Expired Kind = "expired"
	// TargetMissed records that the district's tighter allowance ran out.
	TargetMissed Kind = "target_missed"
	// Lifted takes back an Expired, Warned or TargetMissed entry that a
	// correction, or a child's end delivered late, has undone.
	Lifted Kind = "lifted"
	// RefusedByPolicy records that the loop policy refused a return. It is the
	// only refusal that is journalled, once per pair of units and visit.
	RefusedByPolicy Kind = "refused_by_policy"
	// Recomputed records new dues under a corrected calendar.
	Recomputed Kind = "recomputed"
	// Observed puts a case where a foreign log says it stands, against the
	// procedure. No store accepts it.
	Observed Kind = "observed"
)

// kinds are all kinds.
var kinds = [...]Kind{
	Opened, Moved, Stayed, Claimed, Released, Assigned, Forwarded, Noted,
	Suspended, Resumed, ChildEnded, Told, NotTaken, Warned, Expired,
	TargetMissed, Lifted, RefusedByPolicy, Recomputed, Observed,
}

// ChangesState reports whether entries of this kind may change the state.
func (k Kind) ChangesState() bool {
	return k == Opened || k == Moved || k == Observed
}

// known reports whether this package knows the kind.
func (k Kind) known() bool { return slices.Contains(kinds[:], k) }
