package source

import (
	"github.com/motcua/motcua/engine/procedure"
)

// Past the bounds of the language one item more is read, so that the meaning
// can say that it is too many.
const (
	readStates = 65
	readMoves  = 33
)

// definition reads the top of a procedure.
func (r *reader) definition(n *node, d *procedure.Definition) {
	r.mapping(n, "", inProcedure, func(key string, v *node, at string) {
		switch key {
		case "language":
			d.Language = r.whole(v, at)
		case "procedure":
			d.Name = r.name(v, at)
		case "version":
			d.Version = r.whole(v, at)
		case "code":
			d.Code = r.str(v, at, wantString)
		case "title":
			d.Title = r.text(v, at)
		case "legal":
			d.Legal = r.legal(v, at)
		case "fee":
			d.Fee = r.text(v, at)
		case "roles":
			d.Roles = r.named(v, at)
		case "documents":
			d.Documents = r.named(v, at)
		case "data":
			r.entries(v, at, func(name string, v *node, at string) { d.Data = append(d.Data, r.field(name, v, at)) })
		case "clocks":
			r.entries(v, at, func(name string, v *node, at string) { d.Clocks = append(d.Clocks, r.clock(name, v, at)) })
		case "open":
			m := r.move("", v, at, inMove)
			d.Open = &m
		case "everywhere":
			d.Everywhere = r.moves(v, at, inEverywhere)
		case "loop_policy":
			d.LoopPolicy = r.policy(v, at)
		case "states":
			r.entries(v, at, func(name string, v *node, at string) {
				if len(d.States) < readStates {
					d.States = append(d.States, r.state(name, v, at))
				}
			})
		}
	})
}

func (r *reader) legal(n *node, path string) procedure.Legal {
	var l procedure.Legal
	r.mapping(n, path, inLegal, func(key string, v *node, at string) {
		switch key {
		case "basis":
			l.Basis = r.strings(v, at)
		case "source":
			l.Source = r.str(v, at, wantString)
		case "unverified":
			l.Unverified = r.strings(v, at)
		}
	})
	return l
}

// named reads slug -> text: roles and documents.
func (r *reader) named(n *node, path string) []procedure.Named {
	var list []procedure.Named
	r.entries(n, path, func(name string, v *node, at string) {
		list = append(list, procedure.Named{Name: name, Title: r.text(v, at)})
	})
	return list
}

func (r *reader) field(name string, n *node, path string) procedure.Field {
	f := procedure.Field{Name: name}
	r.mapping(n, path, inField, func(key string, v *node, at string) {
		switch key {
		case "type":
			f.Type = procedure.Type(r.name(v, at))
		case "values":
			if v.form != formList {
				r.wrong(v, at, wantList)
			} else {
				f.Values = r.names(v, at)
			}
		case "personal":
			f.Personal = r.truth(v, at)
		case "title":
			f.Title = r.text(v, at)
		}
	})
	return f
}

func (r *reader) clock(name string, n *node, path string) procedure.ClockDef {
	k := procedure.ClockDef{Name: name}
	r.mapping(n, path, inClock, func(key string, v *node, at string) {
		switch key {
		case "title":
			k.Title = r.text(v, at)
		case "basis":
			k.Basis = r.strings(v, at)
		case "within":
			k.Within = r.allowance(v, at, wantLimit)
		case "starts":
			k.Starts = r.names(v, at)
		case "stops":
			k.Stops = r.names(v, at)
		case "paused_in":
			k.PausedIn = r.names(v, at)
		case "warn_at":
			k.WarnAt = r.warnings(v, at)
		}
	})
	return k
}

func (r *reader) policy(n *node, path string) *procedure.LoopPolicy {
	p := &procedure.LoopPolicy{}
	r.mapping(n, path, inPolicy, func(key string, v *node, at string) {
		switch key {
		case "at_most":
			p.AtMost = r.whole(v, at)
		case "refuse":
			p.Refuse = r.text(v, at)
		}
	})
	return p
}
