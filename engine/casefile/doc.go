// Package casefile is the heart of motcua: what one case is, and the two pure
// functions that move it.
//
// [Decide] answers a command put to a case at an instant. It settles first what
// fell due by itself, then checks the command and returns entries, or a typed
// [Refusal] beside the settled entries. It reads nothing but its arguments and
// changes none of them: under one rules edition ([Rules], borne by every entry)
// the same arguments give the same [Decision] on every machine, in every year.
//
// [Apply] folds one entry into the case and is the only way a case changes. It
// evaluates no guard, counts no day and asks nobody: an entry carries every
// result. So a journal replays without calendar, procedure or organisation.
//
// Not for: storing, sending, waiting or measuring time. A [Decision] is data;
// its entries must be durable before its orders and tells are acted upon.
//
//	var c casefile.Case // empty, bearing the id under which it is to be opened
//	var d casefile.Decision
//	err := casefile.Decide(machine, calendar, organisation, &c, &command, now, &d)
//	for i := range d.Entries { // also after a refusal: what was settled stands
//		casefile.Apply(&c, &d.Entries[i])
//	}
//
// # One loop
//
// The facts from which dues follow stand in the case: for each timer (the visit
// to the present state, and each declared clock) when it started, was paused and
// resumed, how much it is allowed, when it is due. Everything that happens by
// itself is one list of candidates computed from them; settling takes the first
// candidate at or before now, turns it into one entry, applies that to a working
// copy and looks again. A command adds one entry of its own, and the loop runs
// once more, because what it armed may be due at the same instant.
//
// # Bytes
//
// [EncodeEntry] writes the canonical bytes that are hashed; its comment is the
// format. JSON is a rendering of an entry, never hashed.
package casefile

// Rules is the edition of the rules in this package. Every entry bears it. A
// change of this package that would decide some command differently is a new
// edition, and the old one stays.
const Rules = 1
