// Package register is the append-only log of one district: its organisation,
// its bindings, the versions of procedures in force and its calendar, each
// change a record, chained like the entries of a case. Every decision names
// the last record before it, so anybody can check it again with what was known
// that day.
//
// A [State] is the fold of the records. [State.Load] compares it with a
// district file and writes only the differences; a change takes effect no
// earlier than it is recorded.
//
// Not for: storing records (package store), reading district files (package
// procedure/source), or deciding anything (package casefile).
//
//	state, err := register.Fold(district, records)
//	more, err := state.Load(file, calendar, now) // empty: nothing has changed
//	view := state.Timeline.At(instant)
package register
