package procedure

import (
	"slices"

	"cel.dev/cel-go/common/ast"
)

// checkUsed warns of roles, documents and fields that nothing mentions (C36).
// A clock is used by running; one that cannot is C24.
func (c *compiler) checkUsed() {
	var roles, facts []string
	guard := func(g *Guard) {
		if g != nil && g.expr != nil {
			facts = append(facts, mentions(g.expr)...)
		}
	}
	limits := func(list []GuardedLimit) {
		for _, l := range list {
			guard(l.When)
			facts = append(facts, l.Limit.Until)
		}
	}
	needs := func(list []Need) {
		for _, n := range list {
			facts = append(facts, n.Name)
		}
	}
	move := func(m *Move) {
		roles = append(roles, m.By...)
		guard(m.When)
		needs(m.Needs)
		if m.After != nil {
			facts = append(facts, m.After.Limit.Until)
		}
		if m.Suspends != nil {
			facts = append(facts, m.Suspends.Limit.Until)
		}
		for _, b := range m.Branches {
			guard(b.When)
			needs(b.Needs)
		}
	}
	for _, k := range c.m.Clocks {
		limits(k.Within.Limits)
	}
	if c.m.Open != nil {
		move(c.m.Open)
	}
	for _, s := range c.m.States {
		roles = append(append(roles, s.Owner), s.ForwardTo...)
		limits(s.Within.Limits)
		for _, o := range s.Opens {
			roles = append(roles, o.At)
			guard(o.When)
			for _, p := range o.With {
				facts = append(facts, p.From)
			}
			for _, p := range o.Returns {
				facts = append(facts, p.To)
			}
		}
		for _, m := range s.Moves {
			move(m)
		}
	}
	unused := func(kind, name string, used []string) {
		if !slices.Contains(used, name) {
			c.warn("C36", kind+name)
		}
	}
	for _, r := range c.m.Roles {
		unused("roles.", r.Name, roles)
	}
	for _, d := range c.m.Documents {
		unused("documents.", d.Name, facts)
	}
	for _, f := range c.m.Fields {
		unused("data.", f.Name, facts)
	}
}

// mentions are the fields that a guard reads or asks has() of.
func mentions(e ast.Expr) []string {
	var found []string
	ast.PostOrderVisit(e, ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() == ast.SelectKind && isIdent(x.AsSelect().Operand(), "data") {
			found = append(found, x.AsSelect().FieldName())
		}
	}))
	return found
}
