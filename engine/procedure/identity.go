package procedure

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// What the two hashes begin with, so that neither can be taken for another.
const (
	identityDomain = "motcua-procedure-1\n"
	wordingDomain  = "motcua-wording-1\n"
)

// seal computes the two hashes.
func (m *Machine) seal() {
	m.Identity = digest(identityDomain, m.Canonical())
	m.Wording = digest(wordingDomain, m.Words())
}

func digest(domain string, form []byte) string {
	sum := sha256.Sum256(append([]byte(domain), form...))
	return hex.EncodeToString(sum[:])
}

// Canonical returns the canonical form, whose hash is the identity. The
// package comment has its grammar.
func (m *Machine) Canonical() []byte {
	var o object
	o.set("language", m.Language)
	o.set("procedure", m.Name)
	o.set("version", m.Version)
	o.set("roles", namesOf(m.Roles))
	o.set("documents", namesOf(m.Documents))
	var data, clocks, states object
	for _, f := range m.Fields {
		var x object
		x.set("type", string(f.Type))
		x.set("values", strs(sorted(f.Values)))
		x.set("personal", f.Personal)
		data.put(f.Name, x)
	}
	for _, k := range m.Clocks {
		var x object
		x.set("within", k.Within.form())
		x.set("starts", strs(k.Starts))
		x.set("stops", strs(k.Stops))
		x.set("paused_in", strs(k.PausedIn))
		x.set("warn_at", warningForms(k.WarnAt))
		clocks.put(k.Name, x)
	}
	for _, s := range m.States {
		states.put(s.Name, s.form())
	}
	o.set("data", data)
	o.set("clocks", clocks)
	o.set("open", m.Open.form())
	if p := m.LoopPolicy; p != nil {
		o.set("loop_policy", object{{"at_most", p.AtMost}})
	}
	o.set("states", states)
	return encoded(o)
}

func (s *State) form() object {
	var o, opens, moves object
	o.set("outcome", string(s.Outcome))
	o.set("owner", s.Owner)
	o.set("within", s.Within.form())
	o.set("waits_for", string(s.WaitsFor))
	o.set("forward_to", strs(s.ForwardTo))
	o.set("warn_at", warningForms(s.WarnAt))
	for _, c := range s.Opens {
		var x object
		x.set("procedure", c.Procedure)
		x.set("at", c.At)
		x.set("when", c.When.source())
		x.set("with", pairForms(c.With))
		x.set("returns", pairForms(c.Returns))
		opens.put(c.Name, x)
	}
	for _, m := range s.Moves {
		moves.put(m.Event, m.form())
	}
	o.set("opens", opens)
	o.set("moves", moves)
	return o
}

func (m *Move) form() object {
	var o, extends object
	if len(m.By) != 1 || m.By[0] != ByHolder {
		o.set("by", strs(m.By))
	}
	o.set("not_by", strs(m.NotBy))
	o.set("when", m.When.source())
	o.set("needs", needForms(m.Needs))
	o.set("at_most", m.AtMost)
	if m.After != nil {
		o.put("after", m.After.form())
	}
	o.set("issues", strs(m.Issues))
	for _, e := range m.Extends {
		extends.put(e.Clock, e.Limit.form())
	}
	o.set("extends", extends)
	if s := m.Suspends; s != nil {
		if s.Words.IsZero() {
			o.put("suspends", s.Limit.form())
		} else {
			o.put("suspends", true)
		}
	}
	var branches array
	for _, b := range m.Branches {
		var x object
		x.set("when", b.When.source())
		x.set("to", b.To)
		x.set("refuse", !b.Refuse.IsZero())
		x.set("needs", needForms(b.Needs))
		x.set("issues", strs(b.Issues))
		x.set("sends_back", b.SendsBack)
		branches = append(branches, x)
	}
	if len(branches) > 1 || len(branches[0].(object)) > 0 {
		o.put("branches", branches)
	}
	return o
}

func (t *Trigger) form() any {
	switch t.Kind {
	case TriggerExpiry:
		return "expiry"
	case TriggerExpiryOf:
		return object{{"expiry_of", t.Clock}}
	case TriggerAllChildren:
		return "all_children"
	case TriggerAnyChild:
		return "any_child"
	default:
		return t.Limit.form()
	}
}

// form of an allowance is empty for a stated one: its words are not identity,
// that it has no limit is.
func (a Allowance) form() array {
	var list array
	for _, l := range a.Limits {
		x := l.Limit.form()
		x.set("when", l.When.source())
		list = append(list, x)
	}
	return list
}

func (l Limit) form() object {
	if l.Until != "" {
		return object{{"until", l.Until}}
	}
	o := object{{"n", l.N}, {"unit", l.Unit.String()}}
	if l.Cut != 0 {
		minutes := max(l.Cut, 0)
		o.put("cut", fmt.Sprintf("%02d:%02d", minutes/60, minutes%60))
	}
	return o
}

func warningForms(warnings []Warning) array {
	var list array
	for _, w := range warnings {
		switch limit := (Limit{Limit: w.Limit}); {
		case w.Percent != 0:
			list = append(list, object{{"percent", w.Percent}})
		case w.After:
			list = append(list, object{{"after", limit.form()}})
		default:
			list = append(list, object{{"before", limit.form()}})
		}
	}
	return list
}

func pairForms(pairs []Pair) object {
	var o object
	for _, p := range pairs {
		o.put(p.To, p.From)
	}
	return o
}

func needForms(needs []Need) array {
	var list array
	for _, n := range needs {
		if n.Optional {
			n.Name += "?"
		}
		list = append(list, n.Name)
	}
	return list
}

func namesOf(list []Named) array {
	var names array
	for _, n := range list {
		names = append(names, n.Name)
	}
	return names
}

func strs[T ~string](words []T) array {
	var list array
	for _, w := range words {
		list = append(list, string(w))
	}
	return list
}

// source is the guard's text; a nil guard has none.
func (g *Guard) source() string {
	if g == nil {
		return ""
	}
	return g.Source
}

func encoded(o object) []byte {
	var b strings.Builder
	encode(&b, o)
	return []byte(b.String())
}
