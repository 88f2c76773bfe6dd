package figures

import (
	"time"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/engine/finding/circulation"
)

// none is no unit.
const none circulation.Unit = -1

// reading counts the visits of all cases in one reading of their units.
type reading struct {
	rule  eventlog.UnitRule
	o     *Options
	f     Unit
	names []string                    // of units, by number
	byID  map[string]circulation.Unit // by name
	texts map[string]circulation.Unit // by what an event writes
	cases int

	walk      circulation.Walk
	network   circulation.Network // handovers
	pingpongs circulation.Network // windows: from the unit in the middle
	holding   sample
	working   sample
}

func newReading(rule eventlog.UnitRule, o *Options) *reading {
	return &reading{
		rule: rule, o: o, byID: map[string]circulation.Unit{}, texts: map[string]circulation.Unit{},
		f: Unit{Name: rule.Name, PerCase: Counts{}, Distances: Counts{}, Longest: Counts{}},
	}
}

// unit numbers the unit of an event; false: the event has no part in this
// reading.
func (r *reading) unit(t *eventlog.Trace, m *moment) (circulation.Unit, bool) {
	if !r.rule.Counts(m.transition, m.activity) {
		return none, false
	}
	text := r.rule.Text(t, m.event)
	u, ok := r.texts[text]
	if !ok {
		u = none
		if name, ok := r.rule.Unit(text); ok {
			u = r.number(name)
		}
		r.texts[text] = u
	}
	return u, true
}

func (r *reading) number(name string) circulation.Unit {
	u, ok := r.byID[name]
	if !ok {
		u = circulation.Unit(len(r.names))
		r.names, r.byID[name] = append(r.names, name), u
	}
	return u
}

// add counts one case, its events in order.
func (r *reading) add(t *eventlog.Trace, id string, moments []moment, course *Course) Row {
	r.walk.Begin()
	row := Row{Case: id, Events: len(moments)}
	var began *moment // the first event of the present visit
	for i := range moments {
		m := &moments[i]
		u, ok := r.unit(t, m)
		if !ok {
			continue
		}
		if u != none {
			row.With++
		} else {
			r.f.Missing++
			if r.o.Missing == Break {
				r.walk.Break()
			}
			if r.o.Missing != Own {
				continue
			}
			u = r.number("")
		}
		step, entered := r.walk.Enter(u)
		if !entered {
			continue
		}
		r.step(u, step, began, m)
		if course != nil {
			r.tell(course, u, step, began, m)
		}
		began = m
	}
	r.close(&row)
	return row
}

// step counts a visit that begins with the event m, after one that began with
// the event began.
func (r *reading) step(u circulation.Unit, s circulation.Step, began, m *moment) {
	if !s.Handover {
		return
	}
	r.network.Add(s.From, u)
	if s.Distance > 0 {
		r.f.Distances[s.Distance]++
	}
	if s.Window {
		r.pingpongs.Add(s.From, u)
	}
	if !began.timed || !m.timed {
		return
	}
	r.holding = append(r.holding, m.at-began.at)
	if c := r.o.Calendar; c != nil {
		r.working = append(r.working, c.Between(time.UnixMicro(began.at), time.UnixMicro(m.at)).Microseconds())
	}
}

// close counts a case whose events are all told.
func (r *reading) close(row *Row) {
	s := r.walk.Sum()
	row.Handovers, row.Units, row.Returns = s.Handovers, s.Units, s.Returns
	row.Windows, row.Disjoint, row.Longest, row.Farthest = s.Windows, s.Disjoint, s.Longest, s.Farthest
	f := &r.f
	f.With += row.With
	f.Handovers += s.Handovers
	if r.cases == 0 || s.Handovers > f.Most {
		f.Most, f.MostCase = s.Handovers, row.Case
	}
	r.cases++
	f.PerCase[s.Handovers]++
	f.Longest[s.Longest]++
	f.Returns += s.Returns
	if s.Returns > 0 {
		f.Returning++
	}
	f.Windows += s.Windows
	f.Disjoint += s.Disjoint
	if s.Windows > 0 {
		f.PingPong++
	}
}

// tell writes a visit into the course of a case.
func (r *reading) tell(c *Course, u circulation.Unit, s circulation.Step, began, m *moment) {
	visits := c.Visits[r.rule.Name]
	if s.Handover && began.timed && m.timed {
		held := Float(m.at-began.at) / second
		visits[len(visits)-1].Holding = &held
	}
	c.Visits[r.rule.Name] = append(visits, At{
		Unit: r.names[u], Event: m.event.Seq, At: m.text(), Distance: s.Distance, PingPong: s.Window,
	})
}
