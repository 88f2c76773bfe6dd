package organisation

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Kind says what a fact is about.
type Kind string

// The kinds of facts. A key tells the facts of one kind apart.
const (
	// UnitFact: a unit; key its id.
	UnitFact Kind = "unit"
	// LeaveFact: a leave; key "officer from".
	LeaveFact Kind = "leave"
	// BindingFact: the units of a role; key "role" or "procedure/role".
	BindingFact Kind = "binding"
	// ProcedureFact: the version of a procedure in force; key its name.
	ProcedureFact Kind = "procedure"
	// TighteningFact: a shorter allowance; key "procedure/name".
	TighteningFact Kind = "tightening"
)

// Fact is one piece of an organisation that changes by itself. Body is JSON
// with its keys in a fixed order, the same for the same content; empty, in a
// change, it takes the fact back.
type Fact struct {
	Kind Kind
	Key  string
	Body string
}

// Facts cuts a file into facts, sorted by kind and key. The calendar is not
// among them: package register keeps it whole. The file must be one that Check
// finds no fault with.
func (f *File) Facts() []Fact {
	var list []Fact
	add := func(kind Kind, key string, v any) {
		body, err := json.Marshal(v)
		if err != nil {
			panic(err) // plain structs of texts and numbers
		}
		list = append(list, Fact{kind, key, string(body)})
	}
	for _, u := range f.Units {
		add(UnitFact, u.ID, u)
	}
	for _, l := range f.Leave {
		add(LeaveFact, l.key(), l)
	}
	for _, b := range f.Roles {
		add(BindingFact, b.Role, b.Units)
	}
	for _, p := range f.Procedures {
		add(ProcedureFact, p.Name, p.Version)
		for _, b := range p.Roles {
			add(BindingFact, p.Name+"/"+b.Role, b.Units)
		}
		for _, t := range p.Within {
			add(TighteningFact, p.Name+"/"+t.Name, t.Items)
		}
	}
	slices.SortFunc(list, compare)
	return list
}

// key tells leaves apart: an officer begins one a day.
func (l *Leave) key() string { return l.Officer + " " + l.From.String() }

// Diff returns the changes that lead from old to new, both sorted as Facts
// gives them: facts of new that are not in old, and empty bodies for those of
// old that are gone.
func Diff(old, new []Fact) []Fact {
	var list []Fact
	for len(old) > 0 || len(new) > 0 {
		switch {
		case len(new) == 0 || len(old) > 0 && compare(old[0], new[0]) < 0:
			list = append(list, Fact{Kind: old[0].Kind, Key: old[0].Key})
			old = old[1:]
		case len(old) == 0 || compare(new[0], old[0]) < 0:
			list = append(list, new[0])
			new = new[1:]
		default:
			if new[0].Body != old[0].Body {
				list = append(list, new[0])
			}
			old, new = old[1:], new[1:]
		}
	}
	return list
}

// Apply folds changes into facts sorted as Facts gives them.
func Apply(facts, changes []Fact) []Fact {
	out := slices.Clone(facts)
	for _, ch := range changes {
		at, found := slices.BinarySearchFunc(out, ch, compare)
		switch {
		case found && ch.Body == "":
			out = slices.Delete(out, at, at+1)
		case found:
			out[at] = ch
		case ch.Body != "":
			out = slices.Insert(out, at, ch)
		}
	}
	return out
}

func compare(a, b Fact) int {
	return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Key, b.Key))
}
