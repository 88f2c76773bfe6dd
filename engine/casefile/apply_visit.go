package casefile

import "github.com/motcua/motcua/engine/procedure"

// enter begins a visit, or ends the case.
func (c *Case) enter(e *Entry) {
	m := &c.memory
	c.State, c.Outcome, c.Wait = e.To, e.Outcome, e.Wait
	c.Suspension = Pending{} // an observed case may leave one
	c.Entered = count(c.Entered, e.To)
	c.Visits++
	m.visit = e.Seq
	m.fired, m.policy, m.bidden = m.fired[:0], m.policy[:0], ""
	m.forget(c)
	for i := range e.Orders {
		o := &e.Orders[i]
		c.Children = append(c.Children, Child{
			ID: o.ID, Name: o.Name, Procedure: o.Procedure, District: o.District, Unit: o.Unit, State: e.To,
		})
	}
	c.hold(e)
}

// hold puts the case into the hands of the entry's holder.
func (c *Case) hold(e *Entry) {
	c.Holder = e.Holder
	if h := e.Holder; !h.IsZero() {
		c.memory.desks = put(c.memory.desks, h.Role, desk{h.Role, h.Unit}, func(d *desk) string { return d.role })
	}
	if h := e.Handover; h.From != h.To {
		c.memory.pass(h, e.Seq)
	}
}

// remember keeps who made which event, and from when on a caller is stale and
// a child's end may take effect.
func (c *Case) remember(e *Entry) {
	m := &c.memory
	person := isPerson(e.Actor)
	if e.Kind == Moved || e.Kind == Stayed || e.Kind == Suspended || e.Kind == Observed {
		if e.Event != "" {
			c.Made = count(c.Made, e.Event)
		}
		if person {
			m.did(e.Event, e.Actor)
		}
		if isPerson(e.For) {
			m.did(e.Event, e.For)
		}
		if !person {
			m.fire(e)
		}
	}
	if person || e.Kind.ChangesState() {
		m.firm = e.Seq
	}
	if person || e.Kind.ChangesState() || e.Kind == Stayed || e.Kind == Resumed ||
		e.Kind == Recomputed || e.Kind == Told {
		if at := e.effective(); at.After(m.floor) {
			m.floor = at
		}
	}
}

// isPerson reports whether an actor is an officer or the applicant.
func isPerson(actor string) bool { return actor != Engine && actor != Parent }

// did keeps that a person made an event.
func (m *memory) did(event, person string) {
	for i := range m.deeds {
		if m.deeds[i].event == event && m.deeds[i].person == person {
			return
		}
	}
	m.deeds = append(m.deeds, deed{event, person})
}

// fire uses up an automatic move in this visit. One that changed the state has
// no visit left to be used up in.
func (m *memory) fire(e *Entry) {
	if e.Kind == Stayed || e.Kind == NotTaken {
		m.fired = append(m.fired, fired{event: e.Event, child: e.Child.ID, timer: e.Mark.Timer, due: e.Mark.Due})
	}
}

// mark keeps what passed, and that it need not be said again.
func (c *Case) mark(e *Entry) {
	t := c.Timer(e.Mark.Timer)
	bit := uint64(1) << e.Mark.Warning
	switch {
	case e.Kind == Expired:
		t.Expired = true
	case e.Kind == TargetMissed:
		t.Missed = true
	case e.Mark.Class == Reminder:
		t.Reminded |= bit
	default:
		t.Warned |= bit
	}
	c.memory.marks = append(c.memory.marks, mark{seq: e.Seq, at: e.effective(), kind: e.Kind, Mark: e.Mark, limit: t.Limit})
}

// lift takes a mark back, so that it can be said again.
func (c *Case) lift(e *Entry) {
	m := &c.memory
	i := m.find(e.Mark.Lifts)
	k := m.marks[i]
	m.marks = append(m.marks[:i], m.marks[i+1:]...)
	t := c.Timer(k.Timer)
	if t == nil || !t.On || t.Run != k.Run {
		return
	}
	bit := uint64(1) << k.Warning
	switch {
	case k.kind == Expired:
		t.Expired = false
	case k.kind == TargetMissed:
		t.Missed = false
	case k.Class == Reminder:
		t.Reminded &^= bit
	default:
		t.Warned &^= bit
	}
}

// find is the place of a mark by its entry, or -1.
func (m *memory) find(seq int64) int {
	for i := range m.marks {
		if m.marks[i].seq == seq {
			return i
		}
	}
	return -1
}

// forget drops the marks that nothing can lift or ask for any more: those of
// ended visits, and the warnings and targets of ended runs. Expiries of clocks
// stay, as guards ask for them.
func (m *memory) forget(c *Case) {
	kept := m.marks[:0]
	for _, k := range m.marks {
		t := c.Timer(k.Timer)
		present := t != nil && t.On && t.Run == k.Run
		if present || k.kind == Expired && k.Timer != procedure.VisitClock {
			kept = append(kept, k)
		}
	}
	m.marks = kept
}
