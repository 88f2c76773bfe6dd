package procedure

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// Fault is one thing wrong with a definition, or, as a Warning, doubtful.
type Fault struct {
	Code string // "C28"
	// Path is dotted, "states.sign.moves.send_back.to"; items of a list count
	// from 1: "clocks.legal.within.2.when". What is missing is reported at the
	// thing that lacks it. Moves of everywhere have their one path there. An item
	// of a set of one may carry no number, so a reader of positions looks for the
	// longest prefix that it knows.
	Path    string
	Args    []string // what stands in « », in order; what is expected, "vi | en"
	Warning bool
	Hint    wording.Text // what the reader of the file adds, if anything
}

// String writes the fault in English without its position.
func (f Fault) String() string { return f.Path + ": " + f.Code + " " + f.Text().EN }

// Errors reports whether some fault is not a warning.
func Errors(faults []Fault) bool {
	return slices.ContainsFunc(faults, func(f Fault) bool { return !f.Warning })
}

// sortFaults puts faults in order of path, then code, then arguments, and
// drops what is said twice.
func sortFaults(faults []Fault) []Fault {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return slices.Compare(a.Args, b.Args)
	})
	return slices.CompactFunc(faults, func(a, b Fault) bool {
		return a.Path == b.Path && a.Code == b.Code && slices.Equal(a.Args, b.Args)
	})
}
