package casefile

import "fmt"

// FoldError says that an entry does not follow from the case: a gap, a step
// back in time, or something the case does not have. The case is then not to
// be used any further.
type FoldError struct {
	Case string
	Seq  int64 // of the entry
	Why  string
}

// Error names the case, the entry and the fault.
func (e *FoldError) Error() string {
	return fmt.Sprintf("case %q entry %d: %s", e.Case, e.Seq, e.Why)
}

// Apply folds e into c: the only way a case changes. It copies results and
// evaluates nothing, keeps no part of e, and allocates only where the case
// learns something new (values, documents, children, a first use of a name).
// The error is a *FoldError.
func Apply(c *Case, e *Entry) error {
	if why := misfit(c, e); why != "" {
		return &FoldError{Case: c.ID, Seq: e.Seq, Why: why}
	}
	if e.Kind == Opened {
		c.open(e)
	}
	if e.Kind != RefusedByPolicy {
		c.learn(e)
	}
	if why := c.turn(e); why != "" {
		return &FoldError{Case: c.ID, Seq: e.Seq, Why: why}
	}
	switch e.Kind {
	case Opened, Moved, Observed:
		c.enter(e)
	case Claimed, Released, Assigned, Forwarded:
		c.hold(e)
	case Suspended:
		c.Suspension = e.Suspension
		c.Suspension.By = nil
	case Resumed:
		c.Suspension = Pending{}
	case ChildEnded, Told:
		c.hear(e)
	case NotTaken:
		c.memory.fire(e)
		if e.Actor == Parent {
			c.memory.bidden = ""
		}
	case Expired, Warned, TargetMissed:
		c.mark(e)
	case Lifted:
		c.lift(e)
	case RefusedByPolicy:
		c.memory.policy = append(c.memory.policy, pairOf(e.Handover.From, e.Handover.To))
	case Recomputed:
		c.Calendar, c.Suspension.Due = e.Calendar, e.Suspension.Due
	}
	c.remember(e)
	c.Seq, c.At = e.Seq, e.At
	return nil
}

// misfit says why e cannot follow, "" when it can.
func misfit(c *Case, e *Entry) string {
	switch {
	case e.Seq != c.Seq+1:
		return fmt.Sprintf("follows entry %d", c.Seq)
	case e.At.Before(c.At):
		return "lies before the entry ahead of it"
	case (e.Kind == Opened) != (e.Seq == 1) || (e.Kind == Opened) != (e.Opening != nil):
		return "an opening is entry 1 and no other"
	case e.Kind == Opened && c.ID != "" && (c.ID != e.Opening.Case || c.District != e.Opening.District):
		return "opens another case"
	case !e.Kind.known():
		return fmt.Sprintf("kind %q is not known", e.Kind)
	case c.Ended() && e.Kind != ChildEnded && e.Kind != Told && e.Kind != Observed:
		return "the case has ended"
	case e.Kind.ChangesState() && e.To == "":
		return "leads nowhere"
	}
	return misfitOf(c, e)
}

// misfitOf is misfit for what an entry refers to.
func misfitOf(c *Case, e *Entry) string {
	switch e.Kind {
	case Suspended, Resumed:
		if c.Suspended() != (e.Kind == Resumed) {
			return "the case is suspended, or it is not"
		}
	case ChildEnded:
		if ch := c.Child(e.Child.ID); ch == nil || !ch.Open() {
			return "no such child is open"
		}
	case Told:
		if e.Child.ID != c.Parent.Case && c.Child(e.Child.ID) == nil {
			return "neither parent nor child"
		}
	case Expired, Warned, TargetMissed:
		if t := c.Timer(e.Mark.Timer); t == nil || !t.On || t.Run != e.Mark.Run || e.Mark.Warning < 0 || e.Mark.Warning >= maxWarnings {
			return "no such timer is on"
		}
	case Lifted:
		if c.memory.find(e.Mark.Lifts) < 0 {
			return "lifts nothing"
		}
	}
	return ""
}

// open takes over what only an opening carries.
func (c *Case) open(e *Entry) {
	o := e.Opening
	c.ID, c.District = o.Case, o.District
	c.Procedure, c.Version, c.Identity, c.Wording = o.Procedure, o.Version, o.Identity, o.Wording
	c.Applicant, c.Parent, c.Follows = o.Applicant, o.Parent, o.Follows
	c.Tightened = append(c.Tightened[:0], o.Tightened...)
	c.Opened, c.Calendar = e.At, e.Calendar
	c.reserve()
}

// learn keeps the last value of each field and document.
func (c *Case) learn(e *Entry) {
	for i := range e.Data {
		c.Data = put(c.Data, e.Data[i].Name, e.Data[i], nameOfDatum)
	}
	for i := range e.Documents {
		c.Documents = put(c.Documents, e.Documents[i].Name, e.Documents[i], nameOfDocument)
	}
}

// hear records what became of a child, or of the parent.
func (c *Case) hear(e *Entry) {
	if e.Child.ID == c.Parent.Case && e.Kind == Told {
		c.Told, c.memory.bidden = true, e.Child.Event
		return
	}
	ch := c.Child(e.Child.ID)
	if e.Kind == Told {
		ch.Answered = true
		return
	}
	ch.EndedSeq, ch.EndState, ch.Outcome, ch.EndedAt = e.Seq, e.Child.State, e.Child.Outcome, e.Child.EndedAt
}
