package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/motcua/motcua/cmd/motcua/internal/city"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// travellers is how many of the most travelled cases are shown.
const travellers = 3

// demoReport is what a demo tells.
type demoReport struct {
	d         *demo
	until     time.Time
	cases     int
	children  int
	entries   int
	tally     city.Tally
	refusals  []counted // by code
	districts []tallied
	states    []stated
	late      []late      // the latest first
	travelled []traveller // the most travelled first
}

// counted is how often something happened.
type counted struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
}

// tallied counts the cases of a district by how they stand.
type tallied struct {
	District  string `json:"district"`
	Cases     int    `json:"cases"`
	Working   int    `json:"working"`
	Waiting   int    `json:"waiting"`
	Suspended int    `json:"suspended"`
	Overdue   int    `json:"overdue"` // among the open ones
	Done      int    `json:"done"`
	Refused   int    `json:"refused"`
	Withdrawn int    `json:"withdrawn"`
	Other     int    `json:"other"` // lapsed, transferred, cancelled
}

// stated counts the cases of a district in one state of a procedure.
type stated struct {
	District  string  `json:"district"`
	Procedure string  `json:"procedure"`
	State     string  `json:"state"`
	Title     string  `json:"title"`
	Outcome   *string `json:"outcome"`
	Cases     int     `json:"cases"`
	Overdue   int     `json:"overdue"`
}

// late is an overdue case: which limit passed when, and the working time since.
type late struct {
	engine.Case
	limit string
	due   time.Time
	work  time.Duration
}

// traveller is a case with how often it changed hands.
type traveller struct {
	engine.Case
	handovers, returns int
	journal            []casefile.Entry
	names              names
}

// sum reads what the story left in the database.
func (d *demo) sum(ctx context.Context, s *session, tally city.Tally) (*demoReport, error) {
	r := &demoReport{d: d, tally: tally}
	for _, code := range slices.Sorted(maps.Keys(tally.Refused)) {
		r.refusals = append(r.refusals, counted{string(code), tally.Refused[code]})
	}
	slices.SortStableFunc(r.refusals, func(a, b counted) int { return cmp.Compare(b.Count, a.Count) })
	var err error
	if r.until, err = s.Now(ctx); err != nil {
		return nil, err
	}
	districts, err := s.Districts(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range districts {
		if err := r.district(ctx, s, name); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(r.late, func(a, b late) int { return cmp.Compare(b.work, a.work) })
	for i := range r.travelled {
		if r.travelled[i].names, err = s.names(ctx, &r.travelled[i].Case); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// district adds the cases of one district.
func (r *demoReport) district(ctx context.Context, s *session, name string) error {
	shown, err := s.District(ctx, name)
	if err != nil {
		return err
	}
	sum := tallied{District: name}
	states := map[[2]string]*stated{}
	for c, err := range s.List(ctx, engine.Query{District: name}) {
		if err != nil {
			return err
		}
		journal, err := read(ctx, s.Engine, &c)
		if err != nil {
			return err
		}
		r.entries += len(journal)
		if c.Parent.Case != "" {
			r.children++
		}
		sum.add(&c)
		key := [2]string{c.Procedure, c.State}
		if states[key] == nil {
			states[key] = &stated{District: name, Procedure: c.Procedure, State: c.State, Title: c.StateTitle.In(s.app.lang), Outcome: orNull(c.Outcome)}
		}
		states[key].Cases++
		if c.Overdue {
			states[key].Overdue++
			r.late = append(r.late, lateness(&c, journal, shown.Calendar, r.until))
		}
		r.travel(&c, journal)
	}
	r.cases += sum.Cases
	r.districts = append(r.districts, sum)
	keys := slices.SortedFunc(maps.Keys(states), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, key := range keys {
		r.states = append(r.states, *states[key])
	}
	return nil
}

// read is the whole journal of a case.
func read(ctx context.Context, e *engine.Engine, c *engine.Case) (journal []casefile.Entry, err error) {
	for entry, err := range e.Journal(ctx, c.District, c.ID, 0) {
		if err != nil {
			return nil, err
		}
		journal = append(journal, entry)
	}
	return journal, nil
}

func (t *tallied) add(c *engine.Case) {
	t.Cases++
	if c.Overdue {
		t.Overdue++
	}
	switch {
	case c.Suspended:
		t.Suspended++
	case c.Outcome == "" && c.WaitsFor != "":
		t.Waiting++
	case c.Outcome == "":
		t.Working++
	case c.Outcome == string(procedure.Done):
		t.Done++
	case c.Outcome == string(procedure.Refused):
		t.Refused++
	case c.Outcome == string(procedure.Withdrawn):
		t.Withdrawn++
	default:
		t.Other++
	}
}

// lateness finds the limit that passed first among those that still stand.
func lateness(c *engine.Case, journal []casefile.Entry, cal *calendar.Calendar, now time.Time) late {
	var visit, first casefile.Mark
	for i := range journal {
		e := &journal[i]
		switch {
		case e.Kind.ChangesState():
			visit = casefile.Mark{} // of another visit
		case e.Kind != casefile.Expired || e.Mark.Class != casefile.Overdue:
		case e.Mark.Timer == procedure.VisitClock:
			visit = e.Mark
		case overdue(c, &e.Mark) && (first.Due.IsZero() || e.Mark.Due.Before(first.Due)):
			first = e.Mark
		}
	}
	if first.Due.IsZero() || !visit.Due.IsZero() && visit.Due.Before(first.Due) {
		first = visit
	}
	return late{Case: *c, limit: first.Timer, due: first.Due, work: cal.Between(first.Due, now)}
}

// overdue reports whether a clock that passed is still late.
func overdue(c *engine.Case, m *casefile.Mark) bool {
	return slices.ContainsFunc(c.Clocks, func(k engine.Clock) bool {
		return k.Name == m.Timer && k.Run == m.Run && k.On && k.Overdue
	})
}

// travel keeps a case if it is among the most travelled so far.
func (r *demoReport) travel(c *engine.Case, journal []casefile.Entry) {
	t := traveller{Case: *c, journal: journal}
	for i := range journal {
		if journal[i].Handover != (casefile.Handover{}) {
			t.handovers++
		}
		if journal[i].Handover.Return > 0 {
			t.returns++
		}
	}
	r.travelled = append(r.travelled, t)
	slices.SortStableFunc(r.travelled, func(a, b traveller) int {
		return cmp.Or(cmp.Compare(b.handovers, a.handovers), cmp.Compare(len(b.journal), len(a.journal)))
	})
	r.travelled = r.travelled[:min(len(r.travelled), travellers)]
}
