package source

import (
	"strings"

	"github.com/motcua/motcua/engine/procedure"
)

// moves reads event -> move.
func (r *reader) moves(n *node, path string, w where) []procedure.MoveDef {
	var list []procedure.MoveDef
	r.entries(n, path, func(event string, v *node, at string) {
		if len(list) < readMoves {
			list = append(list, r.move(event, v, at, w))
		}
	})
	return list
}

func (r *reader) move(event string, n *node, path string, w where) procedure.MoveDef {
	m := procedure.MoveDef{Event: event}
	r.mapping(n, path, w, func(key string, v *node, at string) {
		switch key {
		case "title":
			m.Title = r.text(v, at)
		case "by":
			m.By = r.names(v, at)
		case "not_by":
			m.NotBy = r.names(v, at)
		case "when":
			m.When = r.guard(v, at)
		case "needs":
			m.Needs = r.needs(v, at)
		case "at_most":
			m.AtMost = r.whole(v, at)
		case "after":
			m.After = r.trigger(v, at)
		case "issues":
			m.Issues = r.slips(v, at)
		case "sends_back":
			m.SendsBack = r.truth(v, at)
		case "extends":
			r.entries(v, at, func(clock string, v *node, at string) {
				if l, ok := r.limit(v, at, wantLimit); ok {
					m.Extends = append(m.Extends, procedure.Extension{Clock: clock, Limit: l})
				}
			})
		case "suspends":
			m.Suspends = r.suspension(v, at)
		case "except":
			m.Except = r.names(v, at)
		case "to":
			m.To = r.name(v, at)
		case "choose":
			m.Choose = r.choose(v, at)
		}
	})
	return m
}

func (r *reader) choose(n *node, path string) []procedure.BranchDef {
	if n.form != formList {
		r.wrong(n, path, wantBranches)
		return nil
	}
	list := make([]procedure.BranchDef, len(n.items))
	for i, v := range n.items {
		list[i] = r.branch(v, nth(path, i))
	}
	return list
}

func (r *reader) branch(n *node, path string) procedure.BranchDef {
	var b procedure.BranchDef
	r.mapping(n, path, inBranch, func(key string, v *node, at string) {
		switch key {
		case "when":
			b.When = r.guard(v, at)
		case "needs":
			b.Needs = r.needs(v, at)
		case "issues":
			b.Issues = r.slips(v, at)
		case "sends_back":
			b.SendsBack = r.truth(v, at)
		case "refuse":
			b.Refuse = r.text(v, at)
		case "to":
			b.To = r.name(v, at)
		}
	})
	return b
}

// needs reads names, a trailing ? marking those that may be left out.
func (r *reader) needs(n *node, path string) []procedure.Need {
	var list []procedure.Need
	for _, s := range r.names(n, path) {
		name, optional := strings.CutSuffix(s, "?")
		list = append(list, procedure.Need{Name: name, Optional: optional})
	}
	return list
}

func (r *reader) slips(n *node, path string) []procedure.Slip {
	var list []procedure.Slip
	for _, s := range r.names(n, path) {
		list = append(list, procedure.Slip(s))
	}
	return list
}

// guard reads a condition; whether it compiles is a question of meaning.
func (r *reader) guard(n *node, path string) string {
	return strings.TrimSpace(r.str(n, path, wantGuard))
}

func (r *reader) suspension(n *node, path string) *procedure.Suspension {
	if bilingual(n) {
		return &procedure.Suspension{Words: r.text(n, path)}
	}
	l, ok := r.limit(n, path, wantReason)
	if !ok {
		return nil
	}
	return &procedure.Suspension{Limit: l}
}

// trigger reads what an automatic move waits for.
func (r *reader) trigger(n *node, path string) *procedure.Trigger {
	clock, named := strings.CutPrefix(n.text, "expiry of ")
	switch {
	case n.form != formText:
	case n.text == "expiry":
		return &procedure.Trigger{Kind: procedure.TriggerExpiry}
	case n.text == "all children":
		return &procedure.Trigger{Kind: procedure.TriggerAllChildren}
	case n.text == "any child":
		return &procedure.Trigger{Kind: procedure.TriggerAnyChild}
	case named && len(clock) <= maxName:
		return &procedure.Trigger{Kind: procedure.TriggerExpiryOf, Clock: clock}
	}
	l, ok := r.limit(n, path, wantTrigger)
	if !ok {
		return nil
	}
	return &procedure.Trigger{Kind: procedure.TriggerLimit, Limit: l}
}
