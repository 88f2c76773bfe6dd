// Package store holds the ports through which the engine keeps cases: what a
// store promises, and the values that cross. A store keeps bytes, compares
// and orders; it knows no procedure, counts no day and decides nothing.
//
// The write port is [Committer]. It takes a batch of changes in one durable
// transaction and answers each alone: it wins, it is a replay of a command
// already accepted, or it conflicts. Everything rests on unique
// (district, case, seq) with compare-and-set, never on isolation levels.
//
// Four numbers order things, each counted from 1, so that 0 is "nothing yet"
// and every read takes "after n":
//
//   - seq: the place of an entry in its case;
//   - position: the place of an entry in its district's log, given inside the
//     commit, without gaps, in commit order;
//   - register position: the place of a record in its district's register;
//   - fence: the number of the holder of a district's lease.
//
// Instants are UTC, cut to microseconds; the zero time means none. Strings
// are valid UTF-8 without NUL. Byte slices given to a store are copied or
// written before the call returns; those it returns belong to the caller.
//
// Package storetest is the one suite that every store passes; package
// faultstore makes a store fail on purpose.
//
//	out, err := s.Commit(ctx, []store.Change{change})
//	if err != nil { … } // unknown: send the very same change again
//	switch out[0].Kind {
//	case store.Won:      // durable, at out[0].Position of the district's log
//	case store.Replayed: // this command was accepted before: out[0].First
//	case store.Conflict: // somebody was faster: load, decide again
//	case store.Failed:   // out[0].Err says why this change never can
//	}
package store
