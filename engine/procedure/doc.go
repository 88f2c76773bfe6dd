// Package procedure turns a definition of an administrative procedure into the
// machine that cases run, and proves on the way what can be proved before any
// case exists: that every state can be reached and left, that somebody owns it
// and has a limit, that returns are marked, that guards read only what is known.
//
// It does not read files (package source does), run cases (casefile), draw
// (graph), keep versions or know any district. It decides nothing about a case;
// it holds no state, and a [Machine] is read-only.
//
//	m, faults := procedure.Compile(definition, children)
//	if m == nil { … every fault, with its path, in both languages … }
//	m.State("sign").Move("send_back").Branches[0].To // "compare"
//
// # Compiling
//
// Moves of everywhere are written into the states, words into lists, sets in
// order of name. Then one looplab/fsm machine is built with an event for every
// branch that has a destination and asked every pair of state and event; its
// answers are the table, and nothing of it is left when cases run (machine.go).
// Guards are compiled once, in a frozen subset of CEL (guard_env.go), whose
// names are those of the procedure.
//
// # Identity
//
// The identity is the SHA-256 of "motcua-procedure-1\n" and the canonical form,
// which says what Decide reads. The wording is that of "motcua-wording-1\n" and
// an object from path to text, which says what people read. Both are JSON as
// RFC 8785 writes it. The canonical form:
//
//	procedure = {"clocks": {NAME: clock}, "data": {NAME: field}, "documents": [NAME], "language": INT,
//	             "loop_policy": {"at_most": INT}, "open": move, "procedure": NAME, "roles": [NAME],
//	             "states": {NAME: state}, "version": INT}
//	field     = {"personal": true, "type": TYPE, "values": [NAME]}
//	clock     = {"paused_in": [STATE], "starts": [STATE], "stops": [STATE], "warn_at": [warning], "within": [guarded]}
//	state     = {"forward_to": [ROLE], "moves": {EVENT: move}, "opens": {NAME: child}, "owner": ROLE,
//	             "waits_for": WORD, "warn_at": [warning], "within": [guarded]}      a stated wait has no "within"
//	          | {"outcome": WORD}
//	child     = {"at": ROLE, "procedure": NAME, "returns": {OWN: FIELD}, "when": CEL, "with": {NAME: OWN}}
//	move      = {"after": trigger, "at_most": INT, "branches": [branch], "by": [WHO], "extends": {CLOCK: limit},
//	             "issues": [SLIP], "needs": [NAME or NAME"?"], "not_by": [EVENT], "suspends": limit | true, "when": CEL}
//	branch    = {"issues": [SLIP], "needs": [NAME or NAME"?"], "refuse": true, "sends_back": true, "to": STATE, "when": CEL}
//	trigger   = limit | "expiry" | {"expiry_of": CLOCK} | "all_children" | "any_child"
//	warning   = {"before": limit} | {"after": limit} | {"percent": INT}
//	guarded   = limit with "when": CEL
//	limit     = {"cut": "HH:MM", "n": INT, "unit": UNIT} | {"until": FIELD}
//	UNIT      = "same_day" | "working_day" | "working_minute" | "day" | "month" | "minute"
//
// A member whose value is the default is left out: an empty list, object or
// string, 0, false, "by" of the holder alone, "branches" of a move that stays
// and says no more. Words in suspends are true, a refusal in words is true.
// Sets are sorted by name, warnings by what is before, after, then a share, by
// unit and number; branches and guarded limits keep the order of the file. A
// week is 7 days, a year 12 months, an hour 60 minutes. Guards are their text,
// in NFC, without blanks at the ends. A child is named, not hashed.
//
// Paths of the wording are "title", "code", "fee", "legal.basis.N",
// "legal.source", "legal.unverified.N", "roles.R", "documents.D", "data.F",
// "clocks.K", "clocks.K.basis.N", "events.E", "open", "loop_policy.refuse",
// "states.S" (a title other than the duty), "states.S.duty", "states.S.within"
// (words), "states.S.opens.C" (empty: a child's name is read, and has no words),
// "states.S.moves.E.suspends" and "….branches.N.refuse", with N from 1.
package procedure
