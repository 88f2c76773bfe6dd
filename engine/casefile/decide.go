package casefile

import (
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
)

// ErrCalendar says that Decide was given another calendar version than the
// open case counts by. Only EventRecompute may bring a new one, after a sweep with
// the old.
var ErrCalendar = errors.New("casefile: the case counts by another calendar version")

// Decide settles what fell due at or before now, each at its own instant, then
// reports in buf what cmd would do to c; nil is a sweep. It changes neither c
// nor cmd and reads nothing else: under one rules edition the same arguments
// give the same Decision on every machine, in every year.
//
// m must be the procedure the case is pinned to, cal the district's calendar in
// the version the case counts by, org the district's organisation, read as of
// each entry's own instant. now is cut to microseconds and lifted to the case's
// last instant if behind.
//
// The error is a *Refusal, beside which the settled entries (and of a
// loop_policy one RefusedByPolicy) are in buf; or ErrCalendar, ErrNotRelated or
// a fault of the arguments or of this package, beside which nothing in buf is
// to be used.
func Decide(m *procedure.Machine, cal *calendar.Calendar, org *organisation.Timeline, c *Case, cmd *Command, now time.Time, buf *Decision) error {
	return decide(m, cal, org, c, cmd, now, 0, buf)
}

func decide(m *procedure.Machine, cal *calendar.Calendar, org *organisation.Timeline, c *Case, cmd *Command, now time.Time, waive Waiver, buf *Decision) error {
	d := buf.begin(c)
	if c.Started() && c.Identity != m.Identity {
		return fmt.Errorf("casefile: case %q is pinned to procedure %s, not %s", c.ID, c.Identity, m.Identity)
	}
	recompute := cmd != nil && cmd.Event == EventRecompute
	if c.Started() && !c.Ended() && !recompute && c.Calendar != cal.Version() {
		return fmt.Errorf("%w: %s, not %s", ErrCalendar, c.Calendar, cal.Version())
	}
	if !fits(m, c) {
		return fmt.Errorf("casefile: case %q does not fit procedure %q", c.ID, m.Name)
	}
	d.m, d.cal, d.org, d.cmd, d.waive = m, cal, org, cmd, waive
	if now = calendar.Cut(now); now.Before(c.At) {
		now = c.At
	}
	return d.run(now, recompute)
}

// fits reports whether the procedure has what the case stands in. Only a case
// read from bytes that were tampered with does not.
func fits(m *procedure.Machine, c *Case) bool {
	if !c.Started() {
		return true
	}
	s := m.State(c.State)
	if s == nil || c.Suspended() && (s.Move(c.Suspension.Event) == nil || s.Move(c.Suspension.Event).Suspends == nil) {
		return false
	}
	for i := range c.Clocks {
		if m.Clock(c.Clocks[i].Name) == nil {
			return false
		}
	}
	return c.memory.bidden == "" || s.Move(c.memory.bidden) != nil
}

// decider is one decision under way. It lives in the Decision, so that
// deciding again into the same buffer allocates nothing.
type decider struct {
	m     *procedure.Machine
	cal   *calendar.Calendar
	org   *organisation.Timeline
	cmd   *Command
	waive Waiver
	out   *Decision

	c     *Case              // working copy: c with the entries so far
	view  *organisation.View // as of the instant being decided
	facts facts              // of the entry being composed
	plan  plan               // likewise
	tight []Tight            // of an opening being composed
	timer Timer              // scratch of pending
}

// begin empties the buffer and sets up a decision about c.
func (b *Decision) begin(c *Case) *decider {
	d := &b.work
	b.Entries, b.Wake = b.Entries[:0], time.Time{}
	b.after.copy(c)
	d.out, d.c, d.tight = b, &b.after, nil
	return d
}

// run settles, decides the command and settles what that armed.
func (d *decider) run(now time.Time, recompute bool) error {
	if !recompute {
		if err := d.settle(now); err != nil {
			return err
		}
	}
	if d.cmd == nil {
		return nil
	}
	n := len(d.out.Entries)
	refused := d.command(now)
	if r := (*Refusal)(nil); refused != nil && !errors.As(refused, &r) {
		return refused
	}
	if len(d.out.Entries) > n || recompute {
		if err := d.settle(now); err != nil {
			return err
		}
	}
	return refused
}

// draft begins an entry at an instant, made by the engine, with the present
// holder. It is part of the decision once committed.
func (d *decider) draft(at time.Time, kind Kind) *Entry {
	d.look(at)
	e := d.out.grow()
	e.Seq, e.At, e.Kind = d.c.Seq+1, at, kind
	e.Rules, e.Register, e.Calendar = Rules, d.view.Position(), d.cal.Version()
	e.Holder = d.c.Holder
	return e
}

// drop takes back a draft.
func (d *decider) drop() { d.out.Entries = d.out.Entries[:len(d.out.Entries)-1] }

// commit applies the draft to the working copy, its holder's unit described as
// it is now; that of a move was found so.
func (d *decider) commit(e *Entry) error {
	if e.To == "" {
		e.Holder = d.placed(e.Holder)
	}
	return Apply(d.c, e)
}

// grow appends an empty entry, using again the memory of an earlier one.
func (b *Decision) grow() *Entry {
	n := len(b.Entries)
	if n < cap(b.Entries) {
		b.Entries = b.Entries[:n+1]
	} else {
		b.Entries = append(b.Entries, Entry{})
	}
	e := &b.Entries[n]
	*e = Entry{
		Data: e.Data[:0], Documents: e.Documents[:0], Lacks: e.Lacks[:0], Slips: e.Slips[:0],
		Orders: e.Orders[:0], Tells: e.Tells[:0], Turns: e.Turns[:0], Cites: e.Cites[:0],
		Suspension: Pending{By: e.Suspension.By[:0]},
	}
	return e
}
