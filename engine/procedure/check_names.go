package procedure

import "slices"

// reservedEvents are the built-in commands and what the engine says itself.
var reservedEvents = []string{
	"assign", "child_ended", "claim", "forward", "loop_policy", "note", OpenEvent, "release", "resume",
}

// checkNames holds the five namespaces apart (C10): states with clocks,
// documents with fields, events, roles, children. Names are slugs.
func (c *compiler) checkNames() {
	d := c.def
	space := func() func(path, name string, reserved ...string) {
		var used []string
		return func(path, name string, reserved ...string) {
			c.checkSlug(path, name, "_")
			if slices.Contains(used, name) || slices.Contains(reserved, name) {
				c.fault("C10", path)
			}
			used = append(used, name)
		}
	}
	stage, fact, role, child := space(), space(), space(), space()
	for _, s := range d.States {
		stage("states."+s.Name, s.Name)
	}
	for _, k := range d.Clocks {
		stage("clocks."+k.Name, k.Name, VisitClock)
	}
	for _, p := range d.Documents {
		fact("documents."+p.Name, p.Name, NeedReason, NeedLacks)
	}
	for _, f := range d.Data {
		fact("data."+f.Name, f.Name, NeedReason, NeedLacks)
	}
	for _, r := range d.Roles {
		role("roles."+r.Name, r.Name, ByHolder, ByApplicant, ByParent)
	}
	n := 0
	for _, s := range d.States {
		event := space()
		for _, m := range s.Moves {
			event("states."+s.Name+".moves."+m.Event, m.Event, reservedEvents...)
		}
		for _, o := range s.Opens {
			child("states."+s.Name+".opens."+o.Name, o.Name)
			n++
		}
	}
	event := space()
	for _, m := range d.Everywhere {
		event("everywhere."+m.Event, m.Event, reservedEvents...)
	}
	if n > maxChildren {
		c.fault("C04", "states", "opens", wantChildren)
	}
	c.checkEventTitles()
}

// checkEventTitles asks for one title for each event name in the whole file.
func (c *compiler) checkEventTitles() {
	type said struct {
		event, path string
		titled      bool
	}
	var all []said
	for _, s := range c.def.States {
		for _, m := range s.Moves {
			all = append(all, said{m.Event, "states." + s.Name + ".moves." + m.Event, !m.Title.IsZero()})
		}
	}
	for _, m := range c.def.Everywhere {
		all = append(all, said{m.Event, "everywhere." + m.Event, !m.Title.IsZero()})
	}
	for i, e := range all {
		same := func(o said) bool { return o.event == e.event }
		titled := func(o said) bool { return same(o) && (o.titled || c.unread(o.path+".title")) }
		if !slices.ContainsFunc(all[:i], same) && !slices.ContainsFunc(all, titled) {
			c.fault("C05", e.path+".title")
		}
		if e.titled && slices.ContainsFunc(all[:i], titled) {
			c.fault("C05", e.path+".title")
		}
	}
	if c.def.Open != nil {
		c.checkTitle("open.title", c.def.Open.Title)
	}
}

// The look-ups below report an unknown name (C03) where it is said.

func (c *compiler) state(path, name string) *StateDef {
	for i := range c.def.States {
		if c.def.States[i].Name == name {
			return &c.def.States[i]
		}
	}
	c.fault("C03", path, name)
	return nil
}

func (c *compiler) clock(path, name string) *ClockDef {
	for i := range c.def.Clocks {
		if c.def.Clocks[i].Name == name {
			return &c.def.Clocks[i]
		}
	}
	c.fault("C03", path, name)
	return nil
}

func (c *compiler) field(path, name string) *Field {
	if f := c.def.field(name); f != nil {
		return f
	}
	c.fault("C03", path, name)
	return nil
}

func (c *compiler) role(path, name string) {
	if named(c.def.Roles, name) == nil {
		c.fault("C03", path, name)
	}
}

func (c *compiler) event(path, name string) {
	has := func(m MoveDef) bool { return m.Event == name }
	if name == OpenEvent || slices.ContainsFunc(c.def.Everywhere, has) {
		return
	}
	for _, s := range c.def.States {
		if slices.ContainsFunc(s.Moves, has) {
			return
		}
	}
	c.fault("C03", path, name)
}

// states, roles report unknown and repeated names of a set.
func (c *compiler) stateSet(path string, names []string) {
	for i, n := range names {
		c.state(item(path, i, len(names)), n)
	}
	c.checkSet(path, names)
}

func (c *compiler) roleSet(path string, names []string) {
	for i, n := range names {
		c.role(item(path, i, len(names)), n)
	}
	c.checkSet(path, names)
}

// known reports whether name is a document or a field.
func (d *Definition) known(name string) bool {
	return named(d.Documents, name) != nil || d.field(name) != nil
}

func (d *Definition) field(name string) *Field {
	for i := range d.Data {
		if d.Data[i].Name == name {
			return &d.Data[i]
		}
	}
	return nil
}
