// Package replay goes through journals and logs again: what a case did, and
// whether it could have.
//
// [Audit] decides every entry of a store again, from its journals and registers
// alone, and names the first that is not as it was written.
//
// A [Checker] runs the cases of a foreign event log through the same Decide
// and Apply as live cases, at the instants the log records, and counts where
// the two part. It reads no files: package eventlog gives it sightings.
//
//	k, err := replay.NewChecker(machine, calendar, nil)
//	err = k.Case("case-1", sightings)
//	report := k.Report()
package replay
