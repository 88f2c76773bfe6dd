package engine

import (
	"context"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// District is a district as its register says it now.
type District struct {
	Name string
	// Position and At are those of the register's last record.
	Position int64
	At       time.Time
	// Calendar counts its working time.
	Calendar *calendar.Calendar
	// Units are its offices with their officers, sorted by id.
	Units []organisation.Unit
	// Leave is recorded leave, past and to come, by officer and first date.
	Leave []organisation.Leave
	// Runs are the procedures it runs, sorted by name.
	Runs []Running
}

// Running is a procedure that a district runs, in the version that new cases
// get.
type Running struct {
	Procedure string
	Version   int
	Identity  string
	Title     wording.Text
	// Unverified are what no jurist has confirmed.
	Unverified []string
	Roles      []Bound
	// Within are the district's shorter allowances.
	Within []organisation.Tightening
}

// Bound says which units a role is bound to, the default desk first.
type Bound struct {
	Role  string
	Title wording.Text
	Units []string
}

// Districts lists the names of the districts, sorted.
func (e *Engine) Districts(ctx context.Context) ([]string, error) {
	all, err := e.store.Districts(ctx)
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	return names, wrap(err)
}

// District tells who is bound to what in a district now.
func (e *Engine) District(ctx context.Context, name string) (District, error) {
	state, err := e.node.Districts.Refresh(ctx, name)
	if err != nil {
		return District{}, notFound(err, say("chưa có địa phương «"+name+"»", "no district «"+name+"»"))
	}
	now := state.Timeline.Latest()
	d := District{Name: name, Position: state.Position, At: state.At, Calendar: state.LatestCalendar(), Units: now.Units(), Leave: now.Leave()}
	for _, p := range now.Procedures() {
		m, err := e.node.Machines.Find(ctx, p, now.Version(p))
		if err != nil {
			return d, wrap(err)
		}
		r := Running{Procedure: p, Version: m.Version, Identity: m.Identity, Title: m.Title, Unverified: m.Legal.Unverified}
		for _, role := range m.Roles {
			r.Roles = append(r.Roles, Bound{Role: role.Name, Title: role.Title, Units: now.Bound(p, role.Name)})
		}
		r.Within = shorter(now, m)
		d.Runs = append(d.Runs, r)
	}
	return d, nil
}

// shorter lists the allowances of a procedure that a district tightened: those
// of clocks, then of states, by name.
func shorter(v *organisation.View, m *procedure.Machine) []organisation.Tightening {
	var list []organisation.Tightening
	add := func(name string) {
		if items := v.Tightened(m.Name, name); items != nil {
			list = append(list, organisation.Tightening{Name: name, Items: items})
		}
	}
	for _, c := range m.Clocks {
		add(c.Name)
	}
	for _, s := range m.States {
		add(s.Name)
	}
	return list
}

// Words are the titles that a procedure gives its names.
type Words struct {
	Title                  wording.Text
	States, Events, Clocks map[string]wording.Text
	Roles, Documents, Data map[string]wording.Text
}

// Words returns the titles of the procedure of an identity, in the wording
// published last.
func (e *Engine) Words(ctx context.Context, identity string) (Words, error) {
	m, err := e.node.Machines.Get(ctx, identity)
	if err != nil {
		return Words{}, wrap(err)
	}
	w := Words{
		Title:  m.Title,
		States: map[string]wording.Text{}, Events: named(m.Events), Clocks: map[string]wording.Text{},
		Roles: named(m.Roles), Documents: named(m.Documents), Data: map[string]wording.Text{},
	}
	w.Events[procedure.OpenEvent] = m.Open.Title
	for _, event := range sorted(builtins) {
		w.Events[event] = builtins[event]
	}
	for _, s := range m.States {
		w.States[s.Name] = s.Title
	}
	for _, c := range m.Clocks {
		w.Clocks[c.Name] = c.Title
	}
	for _, f := range m.Fields {
		w.Data[f.Name] = f.Title
	}
	return w, nil
}

func named(list []procedure.Named) map[string]wording.Text {
	out := map[string]wording.Text{}
	for _, n := range list {
		out[n.Name] = n.Title
	}
	return out
}
