// Package organisation says who may hold what: the units of one district in a
// tree, their officers and roles, leave and substitutes, and which units each
// role of a procedure is bound to; all of it as of an instant.
//
// A [File] is what the people of a district write down. Its [Facts] are the
// same, cut into pieces that change one by one; package register keeps their
// changes, and a [Timeline] folds those into one [View] after another. A
// decision made at an instant reads the view of that instant, so anybody can
// ask again years later who could have acted then.
//
// Not for: working time (package calendar), who acted (package casefile), and
// not for reading files (package source).
//
//	view := timeline.At(now)
//	view.Bound("certified-copy", "signer")      // [lanh-dao]
//	view.Holds("huong", "lanh-dao", "signer")   // true
//
// A unit's id is opaque and never reused. Units that merge or split will be
// facts of a kind of their own, dated by their record.
package organisation
