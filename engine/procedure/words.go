package procedure

import (
	"strconv"

	"github.com/motcua/motcua/engine/wording"
)

// Words returns what people read, as one JSON object from path to text, whose
// hash is the wording. Paths are those of the compiled form: the title of an
// event stands under events, the words of everywhere in each state. A child has
// no words of its own; its path stands there with none, for its name is read.
func (m *Machine) Words() []byte {
	var o object
	text := func(path string, t wording.Text) { o.set(path, t.String()) }
	texts := func(path string, list []string) {
		for i, s := range list {
			o.put(nth(path, i), s)
		}
	}
	o.set("code", m.Code)
	text("title", m.Title)
	texts("legal.basis", m.Legal.Basis)
	o.set("legal.source", m.Legal.Source)
	texts("legal.unverified", m.Legal.Unverified)
	text("fee", m.Fee)
	for _, r := range m.Roles {
		text("roles."+r.Name, r.Title)
	}
	for _, d := range m.Documents {
		text("documents."+d.Name, d.Title)
	}
	for _, f := range m.Fields {
		text("data."+f.Name, f.Title)
	}
	for _, k := range m.Clocks {
		text("clocks."+k.Name, k.Title)
		texts("clocks."+k.Name+".basis", k.Basis)
	}
	for _, e := range m.Events {
		text("events."+e.Name, e.Title)
	}
	text("open", m.Open.Title)
	m.Open.words("open", text)
	if m.LoopPolicy != nil {
		text("loop_policy.refuse", m.LoopPolicy.Refuse)
	}
	for _, s := range m.States {
		path := "states." + s.Name
		text(path, s.titleOf())
		text(path+".duty", s.Duty)
		text(path+".within", s.Within.Words)
		for _, c := range s.Opens {
			o.put(path+".opens."+c.Name, "")
		}
		for _, move := range s.Moves {
			move.words(path+".moves."+move.Event, text)
		}
	}
	return encoded(o)
}

// words gives the texts of a move beside its title.
func (m *Move) words(path string, text func(string, wording.Text)) {
	if m.Suspends != nil {
		text(path+".suspends", m.Suspends.Words)
	}
	for i, b := range m.Branches {
		text(path+".branches."+strconv.Itoa(i+1)+".refuse", b.Refuse)
	}
}
