// Package storetest is the one suite that every store passes: what the ports
// of package store promise, as checks. An adapter's test is two lines:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, open, storetest.Capabilities{Reopen: reopen})
//	}
//
// There is one file per port. A check that only some stores can pass asks the
// Capabilities, never which store it is.
package storetest

import (
	"testing"

	"github.com/motcua/motcua/engine/store"
)

// Open returns an empty store for one check, with a virtual clock if asked.
// The suite closes it.
type Open func(t testing.TB, virtual bool) store.Store

// Capabilities says what a store can do beyond what all of them must. The
// zero value claims nothing.
type Capabilities struct {
	// Reopen closes a store and opens what it has kept; nil for a store that
	// keeps nothing.
	Reopen func(t testing.TB, s store.Store) store.Store
	// Altered damages the journal row of an entry behind the store's back;
	// nil when nothing can reach it. Reading it must then be ErrCorrupt.
	Altered func(t testing.TB, s store.Store, district string, position int64)
}

// Check is one promise.
type Check struct {
	// Name reads as a sentence.
	Name string
	// Virtual asks for a store with a virtual clock.
	Virtual bool
	// Random marks a check that draws its own operations, and may write what
	// it found to testdata.
	Random bool
	// Run fails t unless s keeps the promise.
	Run func(t testing.TB, s store.Store)
}

// Checks returns the checks that need no capability, for those who run them
// in their own way.
func Checks() []Check {
	var all []Check
	for _, port := range [][]Check{
		commitChecks, replayChecks, batchChecks, readChecks, listChecks, registerChecks, dueChecks, logChecks,
		privateChecks, definitionChecks, cursorChecks, leaseChecks, clockChecks, raceChecks, modelChecks,
	} {
		all = append(all, port...)
	}
	return all
}

// Races returns those of Checks that set callers against each other.
func Races() []Check { return raceChecks }

// Run runs every check against stores from open.
func Run(t *testing.T, open Open, can Capabilities) {
	for _, c := range Checks() {
		t.Run(c.Name, func(t *testing.T) {
			s := open(t, c.Virtual)
			t.Cleanup(func() { _ = s.Close() })
			c.Run(t, s)
		})
	}
	if can.Reopen != nil {
		t.Run("what was acknowledged is there after reopening", func(t *testing.T) { reopen(t, open(t, true), can.Reopen) })
	}
	if can.Altered != nil {
		t.Run("an altered row is corrupt and named", func(t *testing.T) {
			s := open(t, false)
			t.Cleanup(func() { _ = s.Close() })
			altered(t, s, can.Altered)
		})
	}
}
