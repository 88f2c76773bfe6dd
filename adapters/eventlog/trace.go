package eventlog

import (
	"slices"
	"time"
)

// Clone is a copy that the reader does not overwrite.
func (t *Trace) Clone() *Trace {
	c := &Trace{Index: t.Index, Line: t.Line, Attrs: slices.Clone(t.Attrs), Events: slices.Clone(t.Events)}
	for i := range c.Events {
		c.Events[i].Attrs = slices.Clone(c.Events[i].Attrs)
	}
	return c
}

// Sort orders the events by their instants. Events of one instant keep the
// order of the file, which is the only evidence there is, and an event
// without an instant stays behind the one it follows in the file.
func (t *Trace) Sort() {
	type placed struct {
		at    time.Time
		event Event
	}
	order := make([]placed, len(t.Events))
	var last time.Time
	for i, e := range t.Events {
		if !e.At.IsZero() {
			last = e.At
		}
		order[i] = placed{last, e}
	}
	byInstant := func(a, b placed) int { return a.at.Compare(b.at) }
	if slices.IsSortedFunc(order, byInstant) {
		return
	}
	slices.SortStableFunc(order, byInstant)
	for i, p := range order {
		t.Events[i] = p.event
	}
}
