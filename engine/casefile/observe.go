package casefile

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
)

// Waiver leaves out checks for which a foreign log has no attribute.
type Waiver uint8

const (
	// WaiveBy takes every actor for entitled.
	WaiveBy Waiver = 1 << iota
	// WaiveNotBy does not compare persons.
	WaiveNotBy
	// WaiveNeeds asks for nothing that a command should carry.
	WaiveNeeds
	// WaiveTimed uses timed moves up instead of taking them: each that falls due
	// is an entry NotTaken, Unobserved.
	WaiveTimed
)

// Observe is Decide for the replay of a foreign log, with checks waived. No
// store accepts what it decides.
func Observe(m *procedure.Machine, cal *calendar.Calendar, org *organisation.Timeline, c *Case, cmd *Command, now time.Time, waive Waiver, buf *Decision) error {
	return decide(m, cal, org, c, cmd, now, waive, buf)
}

// Place settles, then puts a case where a foreign log says it stands, against
// the procedure: one entry Observed, by the command's actor under its event,
// into the state to. Clocks, visit and holder are as on an entry by a move. A
// case never opened is opened first by EventOpen, with everything waived.
func Place(m *procedure.Machine, cal *calendar.Calendar, org *organisation.Timeline, c *Case, cmd *Command, to string, now time.Time, buf *Decision) error {
	if err := decide(m, cal, org, c, nil, now, WaiveTimed, buf); err != nil {
		return err
	}
	state := m.State(to)
	if state == nil || !c.Started() {
		return fmt.Errorf("casefile: no state %q to place case %q in, or it was never opened", to, c.ID)
	}
	d := &buf.work
	d.cmd = cmd
	if now = calendar.Cut(now); now.Before(d.c.At) {
		now = d.c.At
	}
	d.look(now)
	d.plan = plan{to: state, auto: true}
	if err := d.seat(cmd.Unit); err != nil {
		return err
	}
	e := d.draft(now, Observed)
	d.sign(e, cmd.For)
	if err := d.arrive(e); err != nil {
		d.drop()
		return err
	}
	if err := d.commit(e); err != nil {
		return err
	}
	return d.settle(now)
}
