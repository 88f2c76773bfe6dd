package replay

import (
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Sighting is one event of a foreign log, said in the words of a procedure. A
// field at its zero value means that the log says nothing of it, and nothing
// is then checked.
type Sighting struct {
	Activity string    // as the log calls it, for the report
	At       time.Time // zero: the log gives no instant
	// Events are the moves it may stand for: the first that the present state
	// has is meant. State is where the case stands afterwards. With neither the
	// activity is unmapped.
	Events []string
	State  string
	// Person is who did it, compared by not_by. Roles are what roles of the
	// procedure they had, procedure.ByApplicant and procedure.ByParent among
	// them; they count when Acts is set, also when there is none.
	Person string
	Roles  []string
	Acts   bool
	// Unit is who worked on the case until this event, for the report.
	Unit string
	// What it carried, as casefile.Command has it.
	Given     []casefile.Given
	Documents []casefile.Document
	Lacks     []string
}

// Checker runs the cases of a foreign log through Decide and Apply, one case
// at a time, and keeps count of what does not fit. It holds one case and a
// report, whatever the number of cases. Not safe for concurrent use.
type Checker struct {
	m     *procedure.Machine
	cal   *calendar.Calendar
	org   *organisation.Timeline
	needs []string // needs that the log can show, sorted
	tally tally

	c       casefile.Case // the present case
	seen    Sighting      // the present event
	at      time.Time     // its instant
	seq     int           // its place in the case
	buf     casefile.Decision
	scratch casefile.Decision
}

// NewChecker makes a checker. Needs are the names of documents and fields (or
// procedure.NeedReason, procedure.NeedLacks) that sightings carry when they
// happened; others are not asked for. The error names what the procedure does
// not have.
func NewChecker(m *procedure.Machine, cal *calendar.Calendar, needs []string) (*Checker, error) {
	for _, n := range needs {
		if n != procedure.NeedReason && n != procedure.NeedLacks && m.Field(n) == nil && !m.Document(n) {
			return nil, fmt.Errorf("replay: %s needs no %q", m.Name, n)
		}
	}
	org, err := roleplay(m)
	if err != nil {
		return nil, err
	}
	k := &Checker{m: m, cal: cal, org: org, needs: slices.Sorted(slices.Values(needs))}
	k.tally.init(m)
	return k, nil
}

// Case checks one case, its events in the order in which they happened. The
// error is a fault of this package or of what it calls, not a finding.
func (k *Checker) Case(id string, events []Sighting) error {
	k.c = casefile.Case{ID: id, District: "log"}
	k.tally.begin(id)
	for i := range events {
		k.seq, k.seen = i, events[i]
		if err := k.see(); err != nil {
			return fmt.Errorf("replay: case %q event %d %q: %w", id, i+1, events[i].Activity, err)
		}
	}
	k.tally.end(&k.c)
	return nil
}

// see takes in one event.
func (k *Checker) see() error {
	s := &k.seen
	k.tally.events++
	switch {
	case len(s.Events) == 0 && s.State == "":
		k.tally.unmapped(s.Activity)
		return nil
	case s.At.IsZero():
		k.tally.apart(&k.tally.timeless)
		return nil
	case !k.cal.Valid(k.cal.DateOf(s.At)):
		k.tally.apart(&k.tally.outside)
		return nil
	}
	k.at = calendar.Cut(s.At)
	if k.at.Before(k.c.At) {
		k.at = k.c.At
	}
	k.tally.checked = true
	before := k.c.State
	missed, err := k.settle()
	if err != nil {
		return err
	}
	k.tally.held(k.cal, &k.c, k.at, s.Unit)
	kind, why, err := k.judge(&missed)
	if err != nil {
		return err
	}
	if len(missed) > 0 {
		kind, why = TimedMoveMissed, said(missed[0])
	}
	if kind != "" {
		k.tally.deviation(kind, k.finding(before, why))
	}
	return nil
}

// finding is the present event as a report shows it.
func (k *Checker) finding(state string, why wording.Text) Finding {
	return Finding{Case: k.c.ID, Event: k.seq + 1, Activity: k.seen.Activity, At: k.at, State: state, Why: why}
}

// settle lets pass what fell due until the event, and tells which timed moves
// the log did not make.
func (k *Checker) settle() (missed []string, err error) {
	if !k.c.Started() || k.c.Ended() {
		return nil, nil
	}
	if err := k.observe(nil, waiveAll, &k.buf); err != nil {
		return nil, err
	}
	for i := range k.buf.Entries {
		if e := &k.buf.Entries[i]; e.Kind == casefile.NotTaken && k.timed(e.Event) {
			missed = append(missed, e.Event)
		}
	}
	if len(missed) > 0 {
		// Used up they are in any case; missed only if the engine would have
		// taken them, which their guards decide.
		if missed, err = k.taken(); err != nil {
			return nil, err
		}
	}
	return missed, k.apply(&k.buf)
}

// taken tells which timed moves the engine would have taken by now.
func (k *Checker) taken() (events []string, err error) {
	if err := k.observe(nil, waiveAll&^casefile.WaiveTimed, &k.scratch); err != nil {
		return nil, err
	}
	for i := range k.scratch.Entries {
		e := &k.scratch.Entries[i]
		moved := e.Kind == casefile.Moved || e.Kind == casefile.Stayed || e.Kind == casefile.Suspended
		if moved && e.Actor == casefile.Engine && k.timed(e.Event) {
			events = append(events, e.Event)
		}
	}
	return events, nil
}

// timed reports whether the present state has a move of that name that time
// alone brings about.
func (k *Checker) timed(event string) bool {
	mv := k.move(k.c.State, event)
	return mv != nil && mv.Automatic() && mv.After.Kind != procedure.TriggerAllChildren && mv.After.Kind != procedure.TriggerAnyChild
}

// move is the table's answer, nil also for a state that is not there.
func (k *Checker) move(state, event string) *procedure.Move {
	if event == procedure.OpenEvent && state == "" {
		return k.m.Open
	}
	if s := k.m.State(state); s != nil {
		return s.Move(event)
	}
	return nil
}

// waiveAll checks what the table and the guards say, and nothing else.
const waiveAll = casefile.WaiveBy | casefile.WaiveNotBy | casefile.WaiveNeeds | casefile.WaiveTimed

func (k *Checker) observe(cmd *casefile.Command, w casefile.Waiver, buf *casefile.Decision) error {
	return casefile.Observe(k.m, k.cal, k.org, &k.c, cmd, k.at, w, buf)
}

// apply folds what was decided into the case, and counts what passed.
func (k *Checker) apply(d *casefile.Decision) error {
	for i := range d.Entries {
		e := &d.Entries[i]
		if err := casefile.Apply(&k.c, e); err != nil {
			return err
		}
		k.tally.passed(e, k.c.State)
	}
	return nil
}
