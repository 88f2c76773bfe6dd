package procedure

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// build writes the definition out into its compiled form: everywhere into the
// states, shorthand into lists, sets in order of name, guards compiled. It
// takes whatever the checks let through or reported; unknown names stay.
func (c *compiler) build() {
	d := c.def
	m := &Machine{
		Language: d.Language, Name: d.Name, Version: d.Version, Code: d.Code,
		Title: d.Title, Legal: d.Legal, Fee: d.Fee,
		Roles:      byName(d.Roles, func(n Named) string { return n.Name }),
		Documents:  byName(d.Documents, func(n Named) string { return n.Name }),
		Fields:     byName(d.Data, func(f Field) string { return f.Name }),
		Events:     c.events(),
		LoopPolicy: d.LoopPolicy,
		states:     map[string]*State{},
	}
	c.m = m
	for _, k := range byName(d.Clocks, func(k ClockDef) string { return k.Name }) {
		m.Clocks = append(m.Clocks, &Clock{
			Name: k.Name, Title: k.Title, Basis: k.Basis,
			Within: c.allowance("clocks."+k.Name+".within", k.Within),
			Starts: sorted(k.Starts), Stops: sorted(k.Stops), PausedIn: sorted(k.PausedIn),
			WarnAt: sortedWarnings(k.WarnAt),
		})
	}
	if d.Open != nil {
		m.Open = c.move("open", d.Open)
		m.Open.Event, m.Open.Title = OpenEvent, d.Open.Title
		c.checkGrounds(m.Open)
	}
	for i := range d.States {
		m.States = append(m.States, c.buildState(&d.States[i]))
	}
	m.States = byName(m.States, func(s *State) string { return s.Name })
	for _, s := range m.States {
		m.states[s.Name] = s
	}
}

func (c *compiler) buildState(def *StateDef) *State {
	path := "states." + def.Name
	s := &State{
		Name: def.Name, Title: def.Title, Owner: def.Owner, Duty: def.Duty, WaitsFor: def.WaitsFor,
		Within:    c.allowance(path+".within", def.Within),
		ForwardTo: sorted(def.ForwardTo),
		WarnAt:    sortedWarnings(def.WarnAt),
		Outcome:   def.Outcome,
	}
	if s.Title.IsZero() {
		s.Title = s.Duty
	}
	for _, o := range byName(def.Opens, func(o ChildDef) string { return o.Name }) {
		s.Opens = append(s.Opens, Child{
			Name: o.Name, Procedure: o.Procedure, At: o.At,
			When: c.guard(path+".opens."+o.Name+".when", o.When),
			With: sortedPairs(o.With), Returns: sortedPairs(o.Returns),
		})
	}
	own := func(event string) bool {
		return slices.ContainsFunc(def.Moves, func(m MoveDef) bool { return m.Event == event })
	}
	for i := range def.Moves {
		s.Moves = append(s.Moves, c.move(path+".moves."+def.Moves[i].Event, &def.Moves[i]))
	}
	for i := range c.def.Everywhere {
		e := &c.def.Everywhere[i]
		if !s.Final() && !slices.Contains(e.Except, s.Name) && !own(e.Event) {
			m := c.move("everywhere."+e.Event, e)
			m.everywhere = true
			s.Moves = append(s.Moves, m)
		}
	}
	if len(s.Moves) > maxMoves {
		c.fault("C04", path+".moves", "moves", wantMoves)
	}
	s.Moves = byName(s.Moves, func(m *Move) string { return m.Event })
	for _, m := range s.Moves {
		if t := named(c.m.Events, m.Event); t != nil {
			m.Title = t.Title
		}
		c.checkWritten(def, s, m)
	}
	c.checkParent(s)
	return s
}

func (c *compiler) move(path string, def *MoveDef) *Move {
	m := &Move{
		Event: def.Event, By: sorted(def.By), NotBy: sorted(def.NotBy), Needs: sortedNeeds(def.Needs),
		When:   c.guard(path+".when", def.When),
		AtMost: def.AtMost, After: def.After, Issues: sorted(def.Issues),
		Extends:  byName(def.Extends, func(e Extension) string { return e.Clock }),
		Suspends: def.Suspends,
		path:     path,
	}
	if len(m.By) == 0 && m.After == nil {
		m.By = []string{ByHolder}
	}
	for i := range m.Extends {
		m.Extends[i].Limit = normal(m.Extends[i].Limit)
	}
	if t := def.After; t != nil {
		m.After = &Trigger{Kind: t.Kind, Limit: normal(t.Limit), Clock: t.Clock}
	}
	if s := def.Suspends; s != nil {
		m.Suspends = &Suspension{Limit: normal(s.Limit), Words: s.Words}
	}
	if len(def.Choose) == 0 {
		m.Branches = []Branch{{To: def.To, SendsBack: def.SendsBack, path: path}}
	}
	for i, b := range def.Choose {
		at := nth(path+".choose", i)
		m.Branches = append(m.Branches, Branch{
			When: c.guard(at+".when", b.When), To: b.To, Refuse: b.Refuse,
			Needs: sortedNeeds(b.Needs), Issues: sorted(b.Issues),
			SendsBack: b.SendsBack || def.SendsBack && b.To != "",
			path:      at,
		})
	}
	return m
}

func (c *compiler) allowance(path string, def AllowanceDef) Allowance {
	a := Allowance{Words: def.Words}
	for i, l := range def.Limits {
		g := c.guard(item(path, i, len(def.Limits))+".when", l.When)
		a.Limits = append(a.Limits, GuardedLimit{When: g, Limit: normal(l.Limit)})
	}
	return a
}

// events gathers every event of the states with its title.
func (c *compiler) events() []Named {
	var all []Named
	add := func(m MoveDef) {
		if e := named(all, m.Event); e == nil {
			all = append(all, Named{m.Event, m.Title})
		} else if e.Title.IsZero() {
			e.Title = m.Title
		}
	}
	for _, s := range c.def.States {
		for _, m := range s.Moves {
			add(m)
		}
	}
	for _, m := range c.def.Everywhere {
		add(m)
	}
	return byName(all, func(n Named) string { return n.Name })
}

// normal gives the one form of a limit that may be said in two.
func normal(l Limit) Limit {
	if l.Until != "" {
		return Limit{Until: l.Until}
	}
	if l.Unit == calendar.SameDay {
		l.N = 1
	}
	return l
}

// byName returns a copy in order of name.
func byName[T any](list []T, name func(T) string) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int { return strings.Compare(name(a), name(b)) })
	return out
}

// sorted returns a set as a sorted list.
func sorted[T ~string](set []T) []T {
	out := slices.Clone(set)
	slices.Sort(out)
	return slices.Compact(out)
}

func sortedNeeds(needs []Need) []Need {
	return byName(needs, func(n Need) string { return n.Name })
}

func sortedPairs(pairs []Pair) []Pair {
	return byName(pairs, func(p Pair) string { return p.To })
}

// sortedWarnings puts what is before due first, then what is after, then shares.
func sortedWarnings(warnings []Warning) []Warning {
	out := slices.Clone(warnings)
	slices.SortFunc(out, func(a, b Warning) int {
		after := func(w Warning) int {
			if w.After {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Percent, b.Percent), cmp.Compare(after(a), after(b)),
			cmp.Compare(a.Limit.Unit, b.Limit.Unit), cmp.Compare(a.Limit.N, b.Limit.N))
	})
	return slices.Compact(out)
}

// titleOf is the title a state has in its file.
func (s *State) titleOf() wording.Text {
	if s.Title == s.Duty {
		return wording.Text{}
	}
	return s.Title
}
