package figures

import (
	"slices"
	"time"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/engine/calendar"
)

// Policy is what an event without a unit does to the visits of its case.
type Policy uint8

// The policies. Skip is the usual one.
const (
	Skip  Policy = iota // it is passed over, and breaks no visit
	Break               // it ends the sequence: nothing spans it
	Own                 // all such events have one unit more, whose name is empty
)

// Options say how a log is read. The zero value counts no units.
type Options struct {
	Readings []eventlog.UnitRule
	Actors   []eventlog.UnitRule // readings of persons, told apart from those of units
	Activity []string            // attributes, joined by "+"; none: concept:name
	Instant  string              // attribute; "": time:timestamp
	// Lifecycle is the attribute of the transition; "": lifecycle:transition.
	Lifecycle string
	// Transitions, in lower case, are those of the events that count; none:
	// all do. The others are left out of every figure.
	Transitions []string
	// Repeats is the transition, in any case, on which repetition is counted;
	// "": on all. It affects no other figure.
	Repeats   string
	Missing   Policy
	FileOrder bool // every figure follows the file, and may be negative
	MinEdge   int  // handovers of a pair that counts for components; 0: 1
	// Calendar gives working time; nil: none is told.
	Calendar *calendar.Calendar
	Local    time.Duration // offset of times that bear none
	Deadline string        // attribute, with case: of the case; "" none
	Only     *string       // the one case that is looked at, and told event by event
	// Row, if there is one, is told of each case in each reading; r counts
	// Readings from 0.
	Row func(r int, row Row) error
}

// Key is the reading of one attribute as it stands.
func Key(key string) eventlog.UnitRule { return eventlog.UnitRule{Name: key, From: []string{key}} }

// Attributes are the attributes of events that the options ask for: a reader
// need keep no others.
func (o *Options) Attributes() []string {
	o.fill()
	keys := append([]string{o.Instant, o.Lifecycle}, o.Activity...)
	for _, readings := range [][]eventlog.UnitRule{o.Readings, o.Actors} {
		for _, r := range readings {
			keys = append(keys, r.From...)
		}
	}
	if o.Deadline != "" {
		keys = append(keys, o.Deadline)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// fill replaces what is left out by what it stands for.
func (o *Options) fill() {
	if len(o.Activity) == 0 {
		o.Activity = []string{"concept:name"}
	}
	if o.Instant == "" {
		o.Instant = "time:timestamp"
	}
	if o.Lifecycle == "" {
		o.Lifecycle = "lifecycle:transition"
	}
	o.MinEdge = max(o.MinEdge, 1)
}
