package procedure

import "slices"

// checkChildren checks what each state opens against the procedures it opens
// (C34), and the names of this one.
func (c *compiler) checkChildren() {
	for _, s := range c.def.States {
		for i := range s.Opens {
			o := &s.Opens[i]
			path := "states." + s.Name + ".opens." + o.Name
			if o.At != "" {
				c.role(path+".at", o.At)
			}
			own := true
			for _, p := range o.With {
				own = c.declared(path+".with."+p.To, p.From) && own
			}
			for _, p := range o.Returns {
				own = c.field(path+".returns."+p.To, p.To) != nil && own
			}
			if own && !c.unread(path+".procedure") && !c.suits(o) {
				c.fault("C34", path, o.Procedure)
			}
		}
	}
}

// declared reports whether name is a document or field of this procedure, and
// reports it otherwise.
func (c *compiler) declared(path, name string) bool {
	if !c.def.known(name) {
		c.fault("C03", path, name)
		return false
	}
	return true
}

// suits reports whether the child's procedure can be opened as o says.
func (c *compiler) suits(o *ChildDef) bool {
	d := c.children(o.Procedure)
	if d == nil || d.Open == nil || o.Procedure == c.def.Name || !slices.Contains(d.Open.By, ByParent) {
		return false
	}
	return !c.opensAgain(d, c.def.Name, &[]string{}) && c.covers(o, d) && c.takesBack(o, d)
}

// covers reports whether with hands down everything the child's opening needs,
// and nothing that it does not take or that is of another kind.
func (c *compiler) covers(o *ChildDef, d *Definition) bool {
	takes := slices.Clone(d.Open.Needs)
	for _, b := range d.Open.Choose {
		takes = append(takes, b.Needs...)
	}
	given := func(name string) bool {
		return slices.ContainsFunc(o.With, func(p Pair) bool { return p.To == name })
	}
	for _, n := range d.Open.Needs {
		if !n.Optional && !given(n.Name) {
			return false
		}
	}
	for i, p := range o.With {
		repeated := slices.ContainsFunc(o.With[:i], func(q Pair) bool { return q.To == p.To })
		taken := slices.ContainsFunc(takes, func(n Need) bool { return n.Name == p.To })
		if repeated || !taken || !alike(c.def, p.From, d, p.To) {
			return false
		}
	}
	return true
}

// takesBack reports whether what returns is a field of the child, alike.
func (c *compiler) takesBack(o *ChildDef, d *Definition) bool {
	for i, p := range o.Returns {
		repeated := slices.ContainsFunc(o.Returns[:i], func(q Pair) bool { return q.To == p.To })
		if repeated || d.field(p.From) == nil || !alike(c.def, p.To, d, p.From) {
			return false
		}
	}
	return true
}

// alike reports whether name of d and other of e are both documents, or fields
// of one type, with the same values, equally personal.
func alike(d *Definition, name string, e *Definition, other string) bool {
	f, g := d.field(name), e.field(other)
	if f == nil || g == nil {
		return named(d.Documents, name) != nil && named(e.Documents, other) != nil
	}
	return f.Type == g.Type && f.Personal == g.Personal && slices.Equal(sorted(f.Values), sorted(g.Values))
}

// opensAgain reports whether d, or what it opens, opens the procedure name.
// What is not in the catalogue opens nothing; seen are those it looked at.
func (c *compiler) opensAgain(d *Definition, name string, seen *[]string) bool {
	for _, s := range d.States {
		for _, o := range s.Opens {
			if o.Procedure == name {
				return true
			}
			if slices.Contains(*seen, o.Procedure) {
				continue
			}
			*seen = append(*seen, o.Procedure)
			if next := c.children(o.Procedure); next != nil && c.opensAgain(next, name, seen) {
				return true
			}
		}
	}
	return false
}
