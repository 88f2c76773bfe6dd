// Package circulation follows how work goes round between units: who hands a
// case on to whom, which visit is a return, where a case is thrown back and
// forth, and in which groups of units work can go in circles.
//
// A case is a sequence of visits: the units that hold it, one after the other,
// neighbours that are equal made one. Every reading is taken as a visit
// begins, from a [Trail] of fixed size and the number of the unit's latest
// visit, so that a journal can be followed entry by entry, and a log of any
// length with memory bounded by its units. Nothing is allocated for a visit to
// a unit that is known.
//
// It knows nothing of logs, journals or time, and blames nobody: whether a
// return was designed, lawful or dodged is for those who know the procedure.
// A return here is any revisit.
//
//	var w circulation.Walk
//	w.Begin()
//	for _, unit := range []circulation.Unit{0, 1, 0, 1} {
//		w.Enter(unit)
//	}
//	w.Sum() // 3 handovers, 2 returns, 2 windows A-B-A, 1 of them disjoint, alternation 4
//
// The words are those of the literature on ticket routing and handover of
// work: strict ping-pong is A-B-A with overlapping windows (A-B-A-B has two),
// the distance of a return is counted in visits (2 is A-B-A, 3 a triangle).
package circulation
