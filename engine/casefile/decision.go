package casefile

import "time"

// Decision is what Decide found, as data, in a buffer that the caller may use
// again and again: its contents are valid until the next Decide into it. The
// zero Decision is ready for use. Not safe for concurrent use.
//
// Entries MUST be durable before the orders and tells in them are acted upon:
// Entry.Orders opens children, Entry.Tells tells them.
type Decision struct {
	// Entries are what was settled, then the command's one entry, then what fell
	// due by it at the same instant. Empty when nothing happened.
	Entries []Entry
	// Wake is the next instant at which something falls due by itself; zero
	// when nothing does. It is derived, and no part of any entry.
	Wake time.Time

	after Case // the case after Entries
	work  decider
}

// After is the case with Entries applied, in the buffer's own memory: Clone it
// to keep it.
func (d *Decision) After() *Case { return &d.after }
