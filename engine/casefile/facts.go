package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// facts are what the guards of one entry see: the case with the entry's data
// laid over its own and the destination's entry counted, as of the instant from
// which the entry holds. They implement procedure.Facts.
type facts struct {
	c       *Case
	e       *Entry    // the draft; nil when it brings nothing
	to      string    // destination; "" for a stay
	instant time.Time // expiries after it are not seen
}

// Has reports whether a field is known, personal ones included.
func (f *facts) Has(field string) bool { return f.datum(field) != nil }

// Value is the last value of a field that is not personal.
func (f *facts) Value(field string) procedure.Value {
	if d := f.datum(field); d != nil {
		return d.Value
	}
	return procedure.Value{}
}

func (f *facts) datum(field string) *Datum {
	if f.e != nil {
		if d := datumOf(f.e.Data, field); d != nil {
			return d
		}
	}
	return datumOf(f.c.Data, field)
}

func datumOf(list []Datum, field string) *Datum {
	for i := range list {
		if list[i].Name == field {
			return &list[i]
		}
	}
	return nil
}

// document is the last of a document, or nil.
func (f *facts) document(name string) *Document {
	if f.e != nil {
		if d := documentOf(f.e.Documents, name); d != nil {
			return d
		}
	}
	return documentOf(f.c.Documents, name)
}

func documentOf(list []Document, name string) *Document {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// Visits is how often a state was entered, the destination included.
func (f *facts) Visits(state string) int64 {
	n := tally(f.c.Entered, state)
	if state == f.to {
		n++
	}
	return n
}

// Count is how often an event was made before this command.
func (f *facts) Count(event string) int64 { return tally(f.c.Made, event) }

// Child is where the latest child of a name ended; empty until it has.
func (f *facts) Child(name string) (string, procedure.Outcome) {
	for i := len(f.c.Children) - 1; i >= 0; i-- {
		if ch := &f.c.Children[i]; ch.Name == name {
			return ch.EndState, ch.Outcome
		}
	}
	return "", ""
}

// Outcomes are those of the ended children, the latest of each name, in order
// of name.
func (f *facts) Outcomes() []procedure.Outcome {
	var latest []Child
	for i := range f.c.Children {
		latest = put(latest, f.c.Children[i].Name, f.c.Children[i], func(c *Child) string { return c.Name })
	}
	outcomes := make([]procedure.Outcome, 0, len(latest))
	for i := range latest {
		if !latest[i].Open() {
			outcomes = append(outcomes, latest[i].Outcome)
		}
	}
	return outcomes
}

// Overdue reports whether some run of a clock has an expiry not lifted.
func (f *facts) Overdue(clock string) bool {
	for i := range f.c.memory.marks {
		k := &f.c.memory.marks[i]
		if k.kind == Expired && k.Timer == clock && !k.at.After(f.instant) {
			return true
		}
	}
	return false
}

// see points the facts at the entry being composed.
func (d *decider) see(e *Entry, to string, instant time.Time) {
	d.facts = facts{c: d.c, e: e, to: to, instant: instant}
}
