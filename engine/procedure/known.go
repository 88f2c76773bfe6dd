package procedure

import (
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// names is a set of documents and fields.
type names []string

// and returns the names of both sets.
func (n names) and(more ...string) names { return append(slices.Clip(slices.Clone(n)), more...) }

// checkKnown proves that what is read is known by then (C21). It is a forward
// must-analysis: a name is known in a state when every path from the opening
// carries it in a required need or passes a guard that asks has() of it. What a
// child returns never counts as known.
func (c *compiler) checkKnown(p *paths) {
	known := p.known()
	for s, state := range p.states {
		if !p.reached[s] {
			continue
		}
		r := reader{c, p, s}
		at := "states." + state.Name
		r.allowance(at+".within", state.Within, known[s])
		for _, o := range state.Opens {
			r.guard(at+".opens."+o.Name+".when", o.When, known[s])
			r.handedDown(at+".opens."+o.Name, o, known[s].and(asked(o.When)...))
		}
		for _, k := range c.m.Clocks {
			if k.startsIn(p, s) {
				r.allowance("clocks."+k.Name+".within", k.Within, known[s])
			}
		}
		for _, m := range state.Moves {
			r.move(m, known[s])
		}
	}
	if c.m.Open != nil {
		reader{c, p, opening}.move(c.m.Open, nil)
	}
}

// startsIn reports whether entering the state may start the clock.
func (k *Clock) startsIn(p *paths, s int) bool {
	if len(k.Starts) == 0 {
		return slices.Contains(p.starts(), s)
	}
	return slices.Contains(k.Starts, p.states[s].Name)
}

// known computes for each state what every path to it has carried. A state that
// no path reaches knows nothing.
func (p *paths) known() []names {
	known := make([]names, len(p.states))
	seen := make([]bool, len(p.states))
	meet := func(to int, n names) bool {
		if !seen[to] {
			seen[to], known[to] = true, n
			return true
		}
		both := slices.DeleteFunc(slices.Clone(known[to]), func(x string) bool { return !slices.Contains(n, x) })
		changed := len(both) < len(known[to])
		known[to] = both
		return changed
	}
	for _, e := range p.first {
		meet(e.to, names{}.and(e.carries()...))
	}
	for again := true; again; {
		again = false
		for s := range p.states {
			for _, e := range p.out[s] {
				if seen[s] && meet(e.to, known[s].and(e.carries()...)) {
					again = true
				}
			}
		}
	}
	return known
}

// carries is what is known for certain once the edge was taken, beside what was
// before.
func (e edge) carries() names {
	n := append(required(e.move.Needs), required(e.branch.Needs)...)
	return n.and(append(asked(e.move.When), asked(e.branch.When)...)...)
}

func required(needs []Need) names {
	var n names
	for _, need := range needs {
		if !need.Optional {
			n = append(n, need.Name)
		}
	}
	return n
}

// reader reports what is read in one state without being known there.
type reader struct {
	c *compiler
	p *paths
	s int
}

func (r reader) move(m *Move, known names) {
	if m.After != nil && m.After.Limit.Until != "" {
		r.need(m.path+".after", known, m.After.Limit.Until)
	}
	known = known.and(required(m.Needs)...)
	r.guard(m.path+".when", m.When, known)
	known = known.and(asked(m.When)...)
	if m.Suspends != nil && m.Suspends.Limit.Until != "" {
		r.need(m.path+".suspends", known, m.Suspends.Limit.Until)
	}
	for i := range m.Branches {
		r.guard(m.Branches[i].path+".when", m.Branches[i].When, known)
	}
}

func (r reader) allowance(path string, a Allowance, known names) {
	for i, l := range a.Limits {
		at := item(path, i, len(a.Limits))
		r.guard(at+".when", l.When, known)
		if l.Limit.Until != "" {
			r.need(at, known.and(asked(l.When)...), l.Limit.Until)
		}
	}
}

// handedDown wants what the opening of a child needs to be known.
func (r reader) handedDown(path string, o Child, known names) {
	d := r.c.children(o.Procedure)
	if d == nil || d.Open == nil {
		return // C34
	}
	for _, p := range o.With {
		if slices.Contains(required(d.Open.Needs), p.To) {
			r.need(path+".with."+p.To, known, p.From)
		}
	}
}

// guard wants everything that a guard reads to be known.
func (r reader) guard(path string, g *Guard, known names) {
	if g == nil || g.expr == nil {
		return
	}
	reads(g.expr, known, func(name string, known names) { r.need(path, known, name) })
}

func (r reader) need(path string, known names, name string) {
	if slices.Contains(known, name) {
		return
	}
	way := []string{OpenEvent}
	if r.s != opening {
		lacks := func(e edge) bool { return !slices.Contains(e.carries(), name) }
		way = append(way, r.p.names(r.p.way(r.s, lacks)))
	}
	same := func(f Fault) bool { return f.Code == "C21" && f.Path == path && f.Args[0] == name }
	if slices.ContainsFunc(r.c.faults, same) {
		return // one path is enough
	}
	r.c.fault("C21", path, name, strings.Join(way, " → "))
}

// reads calls read for every field whose value e needs, with what is known
// where it is read. CEL's && and || answer from whichever side decides, so each
// side may rely on what the other asks.
func reads(e ast.Expr, known names, read func(string, names)) {
	switch e.Kind() {
	case ast.SelectKind:
		s := e.AsSelect()
		if !isIdent(s.Operand(), "data") {
			reads(s.Operand(), known, read)
		} else if !s.IsTestOnly() {
			read(s.FieldName(), known)
		}
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			reads(x, known, read)
		}
	case ast.ComprehensionKind:
		l := e.AsComprehension()
		for _, x := range []ast.Expr{l.IterRange(), l.AccuInit(), l.LoopCondition(), l.LoopStep(), l.Result()} {
			reads(x, known, read)
		}
	case ast.CallKind:
		call := e.AsCall()
		args := call.Args()
		if call.IsMemberFunction() {
			reads(call.Target(), known, read)
		}
		switch call.FunctionName() {
		case operators.LogicalAnd:
			reads(args[0], known.and(has(args[1], true)...), read)
			reads(args[1], known.and(has(args[0], true)...), read)
		case operators.LogicalOr:
			reads(args[0], known.and(has(args[1], false)...), read)
			reads(args[1], known.and(has(args[0], false)...), read)
		case operators.Conditional:
			reads(args[0], known, read)
			reads(args[1], known.and(has(args[0], true)...), read)
			reads(args[2], known.and(has(args[0], false)...), read)
		default:
			for _, x := range args {
				reads(x, known, read)
			}
		}
	}
}

// asked is what a true guard has asked has() of, as a conjunct.
func asked(g *Guard) names {
	if g == nil || g.expr == nil {
		return nil
	}
	return has(g.expr, true)
}

// has is what is known once e turned out as given.
func has(e ast.Expr, out bool) names {
	switch {
	case e.Kind() == ast.SelectKind:
		if s := e.AsSelect(); out && s.IsTestOnly() && isIdent(s.Operand(), "data") {
			return names{s.FieldName()}
		}
	case e.Kind() == ast.CallKind:
		call := e.AsCall()
		switch name := call.FunctionName(); {
		case name == operators.LogicalNot:
			return has(call.Args()[0], !out)
		case name == operators.LogicalAnd && out, name == operators.LogicalOr && !out:
			return has(call.Args()[0], out).and(has(call.Args()[1], out)...)
		}
	}
	return nil
}
