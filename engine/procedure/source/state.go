package source

import "github.com/motcua/motcua/engine/procedure"

func (r *reader) state(name string, n *node, path string) procedure.StateDef {
	s := procedure.StateDef{Name: name}
	r.mapping(n, path, inState, func(key string, v *node, at string) {
		switch key {
		case "title":
			s.Title = r.text(v, at)
		case "owner":
			s.Owner = r.name(v, at)
		case "duty":
			s.Duty = r.text(v, at)
		case "waits_for":
			s.WaitsFor = procedure.WaitsFor(r.name(v, at))
		case "within":
			s.Within = r.allowance(v, at, wantReason)
		case "warn_at":
			s.WarnAt = r.warnings(v, at)
		case "forward_to":
			s.ForwardTo = r.names(v, at)
		case "opens":
			r.entries(v, at, func(name string, v *node, at string) { s.Opens = append(s.Opens, r.child(name, v, at)) })
		case "moves":
			s.Moves = r.moves(v, at, inMove)
		case "outcome":
			s.Outcome = procedure.Outcome(r.name(v, at))
		}
	})
	return s
}

func (r *reader) child(name string, n *node, path string) procedure.ChildDef {
	c := procedure.ChildDef{Name: name}
	r.mapping(n, path, inChild, func(key string, v *node, at string) {
		switch key {
		case "procedure":
			c.Procedure = r.name(v, at)
		case "at":
			c.At = r.name(v, at)
		case "when":
			c.When = r.guard(v, at)
		case "with":
			c.With = r.pairs(v, at)
		case "returns":
			c.Returns = r.pairs(v, at)
		}
	})
	return c
}

// pairs reads name -> name.
func (r *reader) pairs(n *node, path string) []procedure.Pair {
	var list []procedure.Pair
	r.entries(n, path, func(name string, v *node, at string) {
		if from := r.name(v, at); from != "" {
			list = append(list, procedure.Pair{To: name, From: from})
		}
	})
	return list
}
