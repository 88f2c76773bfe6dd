package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Standing is what a screen shows of a case: who holds it, what they owe, by
// when, or what is waited for. Everything but the title is zero once
// ended, and the title too before the opening.
type Standing struct {
	Title  wording.Text // of the state
	Duty   wording.Text
	Holder Holder
	// Due is shown first: the district's tighter target of the visit if it has
	// one, else its due. Zero: Wait and Words say why.
	Due time.Time
	// Limit is the due of the visit that the procedure gives, without a target.
	Limit time.Time
	// Wait is whom the case waits for, or WaitSuspended; "" when the holder works.
	Wait string
	// Words say why there is no due, where the procedure says it in words.
	Words wording.Text
}

// Stand tells where a case stands. m is the procedure it is pinned to, in
// today's wording.
func Stand(m *procedure.Machine, c *Case) Standing {
	if !c.Started() {
		return Standing{}
	}
	state := m.State(c.State)
	s := Standing{Title: state.Title}
	if c.Ended() {
		return s
	}
	s.Duty, s.Holder, s.Wait = state.Duty, c.Holder, string(c.Wait)
	if c.Suspended() {
		s.Wait, s.Words = WaitSuspended, state.Move(c.Suspension.Event).Suspends.Words
		return s
	}
	s.Words = state.Within.Words
	s.Due, s.Limit = c.Visit.Due, c.Visit.Due
	if !c.Visit.Target.IsZero() {
		s.Due = c.Visit.Target
	}
	return s
}

// Option is something a person may do to a case now.
type Option struct {
	Event string
	Title wording.Text // zero for a built-in command
	For   string       // whom the person acts for, "" themselves
	Move  *procedure.Move
}

// Allowed lists what a person may do to a case at now, sorted by event: what
// the state offers and roles, separation of duties and bounds leave. Guards are
// asked only when the command comes, as they may read what it brings.
func Allowed(m *procedure.Machine, org *organisation.Timeline, c *Case, actor, whom string, now time.Time) []Option {
	d := decider{m: m, org: org, c: c, cmd: &Command{Actor: actor, For: whom}}
	d.look(now)
	var options []Option
	for _, event := range possible(m, c) {
		d.cmd.Event = event
		if o, ok := d.option(event, now); ok {
			options = append(options, o)
		}
	}
	return options
}

// option is what an event offers to the command's actor.
func (d *decider) option(event string, now time.Time) (Option, bool) {
	mv := d.m.Open
	if d.c.Started() {
		mv = d.m.State(d.c.State).Move(event)
	}
	if mv == nil {
		whom, err := d.mayBuiltin(now)
		if event == EventForward && len(d.receivers(d.m.State(d.c.State))) == 0 {
			return Option{}, false
		}
		return Option{Event: event, For: whom}, err == nil
	}
	whom, err := d.entitled(mv.By, now)
	if err == nil {
		err = d.unhindered(mv, whom)
	}
	return Option{Event: event, Title: mv.Title, For: whom, Move: mv}, err == nil
}
