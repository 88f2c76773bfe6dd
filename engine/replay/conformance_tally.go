package replay

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// Names that a log makes up are kept up to this number; the rest are counted
// under the last.
const (
	mostNames = 10_000
	otherName = "…"
)

// tally counts while cases go by.
type tally struct {
	m                  *procedure.Machine
	cases, events      int
	fitting, unchecked int
	kinds              map[Kind]*Deviation
	places             map[placeKey]int
	strange            map[string]*Unmapped
	states             map[string]*StateTime
	roles              map[heldKey]time.Duration
	units              map[string]time.Duration
	clocks             map[string]*OverLimit
	outside, timeless  Apart
	late               Apart

	// Of the present case.
	id      string
	checked bool
	last    time.Time // of the last event checked
	kindIn  map[Kind]bool
	stateIn map[string]bool
	clockIn map[string]bool
}

type placeKey struct {
	kind            Kind
	state, activity string
}

type heldKey struct {
	role    string
	waiting procedure.WaitsFor
}

func (a placeKey) compare(b placeKey) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.state, b.state), cmp.Compare(a.activity, b.activity))
}

func (a heldKey) compare(b heldKey) int {
	return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.waiting, b.waiting))
}

func (t *tally) init(m *procedure.Machine) {
	*t = tally{
		m: m, kinds: map[Kind]*Deviation{}, places: map[placeKey]int{}, strange: map[string]*Unmapped{},
		states: map[string]*StateTime{}, roles: map[heldKey]time.Duration{}, units: map[string]time.Duration{},
		clocks: map[string]*OverLimit{}, kindIn: map[Kind]bool{}, stateIn: map[string]bool{}, clockIn: map[string]bool{},
	}
	for _, s := range m.States {
		t.states[s.Name] = &StateTime{State: s.Name}
	}
	for _, c := range m.Clocks {
		t.clocks[c.Name] = &OverLimit{Clock: c.Name}
	}
}

func (t *tally) begin(id string) {
	t.cases++
	t.id, t.checked, t.last = id, false, time.Time{}
	clear(t.kindIn)
	clear(t.stateIn)
	clear(t.clockIn)
}

func (t *tally) end(c *casefile.Case) {
	switch {
	case !t.checked:
		t.unchecked++
	case len(t.kindIn) == 0 && c.Started():
		t.fitting++
	}
	if s := t.states[c.State]; s != nil {
		s.Ended++
	}
	if len(t.clockIn) > 0 {
		t.apart(&t.late)
	}
}

// apart counts something of the present case.
func (t *tally) apart(a *Apart) {
	if a.Count == 0 {
		a.FirstCase = t.id
	}
	a.Count++
}

func (t *tally) unmapped(activity string) {
	if t.strange[activity] == nil && len(t.strange) >= mostNames {
		activity = otherName
	}
	u := t.strange[activity]
	if u == nil {
		u = &Unmapped{Activity: activity, FirstCase: t.id}
		t.strange[activity] = u
	}
	u.Count++
}

func (t *tally) deviation(kind Kind, f Finding) {
	d := t.kinds[kind]
	if d == nil {
		d = &Deviation{Kind: kind, First: f}
		t.kinds[kind] = d
	}
	d.Count++
	if !t.kindIn[kind] {
		t.kindIn[kind] = true
		d.Cases++
	}
	key := placeKey{kind, f.State, f.Activity}
	if _, known := t.places[key]; !known && len(t.places) >= mostNames {
		key.activity = otherName
	}
	t.places[key]++
}

// held charges the time since the last event to where the case stood.
func (t *tally) held(cal *calendar.Calendar, c *casefile.Case, now time.Time, unit string) {
	if !t.last.IsZero() && now.After(t.last) && c.Started() && !c.Ended() {
		open := cal.Between(t.last, now)
		s := t.states[c.State]
		s.Elapsed += now.Sub(t.last)
		s.Open += open
		t.roles[heldKey{c.Holder.Role, c.Wait}] += open
		if _, known := t.units[unit]; !known && len(t.units) >= mostNames {
			unit = otherName
		}
		t.units[unit] += open
	}
	t.last = now
}

// passed counts what an entry says has passed, and visits.
func (t *tally) passed(e *casefile.Entry, state string) {
	switch {
	case e.Kind.ChangesState():
		t.visit(e.To)
	case e.Kind != casefile.Expired || e.Mark.Class != casefile.Overdue:
	case e.Mark.Timer == procedure.VisitClock:
		t.states[state].Overdue++
	case !t.clockIn[e.Mark.Timer]:
		t.clockIn[e.Mark.Timer] = true
		o := t.clocks[e.Mark.Timer]
		if o.Cases == 0 {
			o.FirstCase = t.id
		}
		o.Cases++
	}
}

func (t *tally) visit(state string) {
	s := t.states[state]
	s.Visits++
	if !t.stateIn[state] {
		t.stateIn[state] = true
		s.Cases++
	}
}

// Report is what was found so far. It shares nothing with the checker.
func (k *Checker) Report() Report {
	t := &k.tally
	r := Report{
		Cases: t.cases, Events: t.events, Fitting: t.fitting, Unchecked: t.unchecked,
		Outside: t.outside, Timeless: t.timeless, Late: t.late,
	}
	for _, kind := range Kinds {
		if d := t.kinds[kind]; d != nil {
			r.Deviations = append(r.Deviations, t.whole(*d))
		}
	}
	for _, activity := range slices.Sorted(maps.Keys(t.strange)) {
		r.Unmapped = append(r.Unmapped, *t.strange[activity])
	}
	for _, s := range t.m.States {
		r.States = append(r.States, *t.states[s.Name])
	}
	for _, c := range t.m.Clocks {
		r.OverLimit = append(r.OverLimit, *t.clocks[c.Name])
	}
	for _, key := range slices.SortedFunc(maps.Keys(t.roles), heldKey.compare) {
		r.Holders = append(r.Holders, HeldTime{key.role, key.waiting, t.roles[key]})
	}
	for _, unit := range slices.Sorted(maps.Keys(t.units)) {
		r.Units = append(r.Units, UnitTime{unit, t.units[unit]})
	}
	if len(r.Units) == 1 && r.Units[0].Unit == "" {
		r.Units = nil
	}
	return r
}

// whole gives a deviation its places.
func (t *tally) whole(d Deviation) Deviation {
	for _, key := range slices.SortedFunc(maps.Keys(t.places), placeKey.compare) {
		if key.kind == d.Kind {
			d.Where = append(d.Where, Place{key.state, key.activity, t.places[key]})
		}
	}
	return d
}
