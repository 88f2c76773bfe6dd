package procedure

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"
	"github.com/motcua/motcua/engine/wording"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite golden files")

// form compiles a definition without asking whether it is right, so that any
// change of it can be hashed.
func form(d *Definition) *Machine {
	c := &compiler{def: d, children: children, guards: newGuardEnv(d, children)}
	c.build()
	c.m.seal()
	return c.m
}

// The rows of section 6 of the language: what changes which hash.
func TestWhatChangesIdentity(t *testing.T) {
	type row struct {
		name              string
		change            func(d *Definition)
		identity, wording bool
	}
	for _, r := range []row{
		{"nothing", func(d *Definition) {}, false, false},
		{"order of map keys", func(d *Definition) {
			slices.Reverse(d.States)
			slices.Reverse(d.Clocks)
			slices.Reverse(d.Data)
			slices.Reverse(d.stateDef("check").Moves)
		}, false, false},

		{"title", func(d *Definition) { d.Title = t2("x") }, false, true},
		{"title of a role", func(d *Definition) { d.Roles[0].Title = t2("x") }, false, true},
		{"title of a document", func(d *Definition) { d.Documents[0].Title = t2("x") }, false, true},
		{"title of a field", func(d *Definition) { d.Data[0].Title = t2("x") }, false, true},
		{"title of a clock", func(d *Definition) { d.Clocks[0].Title = t2("x") }, false, true},
		{"title of a state", func(d *Definition) { d.stateDef("collect").Title = t2("x") }, false, true},
		{"title of an event", func(d *Definition) { d.moveDef("sign", "sign").Title = t2("x") }, false, true},
		{"title of the opening", func(d *Definition) { d.Open.Title = t2("x") }, false, true},
		{"duty", func(d *Definition) { d.stateDef("sign").Duty = t2("x") }, false, true},
		{"fee", func(d *Definition) { d.Fee = t2("x") }, false, true},
		{"basis", func(d *Definition) { d.Legal.Basis[0] = "x" }, false, true},
		{"basis of a clock", func(d *Definition) { d.Clocks[0].Basis[0] = "x" }, false, true},
		{"source", func(d *Definition) { d.Legal.Source = "x" }, false, true},
		{"unverified", func(d *Definition) { d.Legal.Unverified = nil }, false, true},
		{"code", func(d *Definition) { d.Code = "x" }, false, true},
		{"words of refuse", func(d *Definition) { d.moveDef("draft", "submit").Choose[0].Refuse = t2("x") }, false, true},
		{"words of the loop policy", func(d *Definition) { d.LoopPolicy.Refuse = t2("x") }, false, true},
		{"words of a stated wait", func(d *Definition) { d.stateDef("collect").Within.Words = t2("x") }, false, true},

		{"7 days as 1 week", func(d *Definition) { d.stateDef("sign").Within = within("1 week") }, false, false},
		{"12 months as 1 year", func(d *Definition) { d.Clocks[1].Within = within("1 year") }, false, false},
		{"the default performer written out", func(d *Definition) { d.moveDef("sign", "sign").By = []string{"holder"} }, false, false},
		{"a title that is the duty written out", func(d *Definition) { s := d.stateDef("sign"); s.Title = s.Duty }, false, false},
		{"a move copied from everywhere into every state", func(d *Definition) {
			m := d.Everywhere[0]
			d.Everywhere = d.Everywhere[1:]
			for i := range d.States {
				if s := &d.States[i]; s.Outcome == "" && !slices.Contains(m.Except, s.Name) {
					copied := m
					copied.Except = nil
					s.Moves = append(s.Moves, copied)
					m.Title = wording.Text{}
				}
			}
		}, false, false},
		{"spaces inside a guard", func(d *Definition) { d.moveDef("check", "extend").When = "! clocks.legal.overdue" }, true, false},
		{"spaces around a guard", func(d *Definition) { d.moveDef("check", "extend").When = " !clocks.legal.overdue\n" }, false, false},

		{"name of a role", func(d *Definition) { d.Roles[4].Name = "x"; d.stateDef("check").ForwardTo[0] = "x" }, true, true},
		{"name of a document", func(d *Definition) { d.Documents[2].Name = "x"; d.moveDef("draft", "submit").Needs[0].Name = "x" }, true, true},
		{"name of a field", func(d *Definition) { d.Data[3].Name = "x"; d.moveDef("check", "apologise").Needs[1].Name = "x" }, true, true},
		{"name of a clock", func(d *Definition) { d.Clocks[1].Name = "x" }, true, true},
		{"name of a state", func(d *Definition) { d.stateDef("lapsed").Name = "x"; d.moveDef("supplement", "lapse").To = "x" }, true, true},
		{"name of an event", func(d *Definition) { d.moveDef("supplement", "lapse").Event = "x" }, true, true},
		{"name of a child", func(d *Definition) { d.stateDef("consult").Opens[0].Name = "x" }, true, true},
		{"removal of a role", func(d *Definition) { d.Roles = d.Roles[1:] }, true, true},
		{"removal of a document", func(d *Definition) { d.Documents = d.Documents[1:] }, true, true},
		{"removal of a field", func(d *Definition) { d.Data = d.Data[1:] }, true, true},
		{"removal of a clock", func(d *Definition) { d.Clocks = d.Clocks[1:] }, true, true},
		{"removal of a state", func(d *Definition) { d.States = d.States[:10] }, true, true},
		{"removal of an event", func(d *Definition) { s := d.stateDef("consult"); s.Moves = s.Moves[1:] }, true, true},
		{"removal of a child", func(d *Definition) { d.stateDef("consult").Opens = nil }, true, true},

		{"order of branches", func(d *Definition) { slices.Reverse(d.moveDef("check", "plan").Choose) }, true, false},
		{"order of branches of which one refuses", func(d *Definition) { slices.Reverse(d.moveDef("draft", "submit").Choose) }, true, true},
		{"order of guarded limits", func(d *Definition) { slices.Reverse(d.Clocks[0].Within.Limits) }, true, false},

		{"limit", func(d *Definition) { d.stateDef("sign").Within = within("8 days") }, true, false},
		{"limit of another kind", func(d *Definition) { d.stateDef("sign").Within = within("7 working days") }, true, false},
		{"cut-off", func(d *Definition) { d.stateDef("sign").Within = within("7 days cut-off 15:00") }, true, false},
		{"warning", func(d *Definition) { d.Clocks[0].WarnAt[0].Percent = 51 }, true, false},
		{"at_most", func(d *Definition) { d.moveDef("sign", "send_back").AtMost = 3 }, true, false},
		{"at_most of the loop policy", func(d *Definition) { d.LoopPolicy.AtMost = 3 }, true, false},
		{"by", func(d *Definition) { d.Open.By = d.Open.By[:1] }, true, false},
		{"not_by", func(d *Definition) { d.moveDef("sign", "sign").NotBy = nil }, true, false},
		{"needs", func(d *Definition) { d.moveDef("supplement", "supplied").Needs[0].Optional = true }, true, false},
		{"issues", func(d *Definition) { d.Open.Issues = nil }, true, false},
		{"sends_back", func(d *Definition) { d.moveDef("sign", "send_back").SendsBack = false }, true, false},
		{"outcome", func(d *Definition) { d.stateDef("lapsed").Outcome = Cancelled }, true, false},
		{"waits_for", func(d *Definition) { d.stateDef("supplement").WaitsFor = WaitsForAgency }, true, false},
		{"words of a stated wait replaced by a limit", func(d *Definition) { d.stateDef("collect").Within = within("1 year") }, true, true},
		{"personal", func(d *Definition) { d.Data[0].Personal = false }, true, false},
		{"type", func(d *Definition) { d.Data[0].Type = Date }, true, false},
		{"values", func(d *Definition) { d.Data[2].Values = append(d.Data[2].Values, "x") }, true, false},
		{"version", func(d *Definition) { d.Version = 2 }, true, false},
		{"procedure", func(d *Definition) { d.Name = "x" }, true, false},
		{"language", func(d *Definition) { d.Language = 2 }, true, false},
	} {
		t.Run(r.name, func(t *testing.T) {
			before, after := sevenDays(), sevenDays()
			r.change(after)
			a, b := form(before), form(after)
			if got := a.Identity != b.Identity; got != r.identity {
				t.Errorf("identity changed: %v\n%s\n%s", got, a.Canonical(), b.Canonical())
			}
			if got := a.Wording != b.Wording; got != r.wording {
				t.Errorf("wording changed: %v\n%s\n%s", got, a.Words(), b.Words())
			}
		})
	}
}

// sevenDays is permit with a limit that can be said in two ways.
func sevenDays() *Definition {
	d := permit()
	d.stateDef("sign").Within = within("7 days")
	return d
}

func TestAChildsNewVersionChangesNothing(t *testing.T) {
	older, _ := Compile(permit(), children)
	newer, faults := Compile(permit(), func(name string) *Definition {
		d := children(name)
		d.Version = 2
		return d
	})
	if newer == nil || newer.Identity != older.Identity || newer.Wording != older.Wording {
		t.Errorf("changed, or faults %v", faults)
	}
}

// A return may be said of the move or of each branch that leads on.
func TestWhereAReturnIsSaidIsOne(t *testing.T) {
	of, each := permit(), permit()
	of.moveDef("draft", "submit").SendsBack = true
	each.moveDef("draft", "submit").Choose[1].SendsBack = true
	if a, b := form(of), form(each); a.Identity != b.Identity {
		t.Errorf("\n%s\n%s", a.Canonical(), b.Canonical())
	}
}

// Both forms are what RFC 8785 makes of them, whatever the texts are.
func TestFormsAreJCS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := permit()
		d.Code = rapid.String().Draw(t, "code")
		d.Legal.Source = strings.Repeat("\"\\\b\f\n\r\t\x00\x1f\x7f\u2028€𝄞", rapid.IntRange(0, 2).Draw(t, "odd")) + "x"
		m := form(d)
		for _, form := range [][]byte{m.Canonical(), m.Words()} {
			want, err := jcs.Transform(form)
			if err != nil || !bytes.Equal(want, form) {
				t.Fatalf("%v\n%s\n%s", err, form, want)
			}
		}
	})
}

// However the file is ordered, the hashes are the same.
func TestOrderDoesNotChangeIdentity(t *testing.T) {
	want := form(permit())
	rapid.Check(t, func(t *rapid.T) {
		d := permit()
		shuffle(t, reflect.ValueOf(d).Elem(), "")
		got := form(d)
		if got.Identity != want.Identity || got.Wording != want.Wording {
			t.Fatalf("\n%s\n%s", got.Canonical(), want.Canonical())
		}
	})
}

// shuffle reorders every list of a definition whose order means nothing.
func shuffle(t *rapid.T, v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			shuffle(t, v.Elem(), field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			shuffle(t, v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			shuffle(t, v.Index(i), "")
		}
		if slices.Contains([]string{"Choose", "Limits", "Basis", "Unverified"}, field) || v.Len() < 2 {
			return
		}
		order := make([]int, v.Len())
		for i := range order {
			order[i] = i
		}
		old := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v)
		for i, n := range rapid.Permutation(order).Draw(t, field) {
			v.Index(i).Set(old.Index(n))
		}
	}
}

// Every single thing that a definition says is in one of the two hashes: what
// people read in the wording alone, the rest in the identity.
func TestEveryWordIsHashed(t *testing.T) {
	want := form(permit())
	n := len(leaves(reflect.ValueOf(permit()).Elem(), "", nil))
	for i := range n {
		d := permit()
		l := leaves(reflect.ValueOf(d).Elem(), "", nil)[i]
		read := slices.Contains([]string{"VI", "EN", "Code", "Basis", "Source", "Unverified"}, l.name)
		switch l.value.Kind() {
		case reflect.String:
			l.value.SetString(l.value.String() + "x")
		case reflect.Bool:
			l.value.SetBool(!l.value.Bool())
		case reflect.Int, reflect.Int64:
			l.value.SetInt(l.value.Int() + 1)
		case reflect.Uint8:
			l.value.SetUint(l.value.Uint() - 1)
		default:
			t.Fatalf("%s is a %s", l.path, l.value.Kind())
		}
		got := form(d)
		if read && (got.Identity != want.Identity || got.Wording == want.Wording) {
			t.Errorf("%s: identity must stay, wording change", l.path)
		}
		if !read && got.Identity == want.Identity {
			t.Errorf("%s: identity must change", l.path)
		}
	}
	if n < 300 {
		t.Errorf("only %d things", n)
	}
}

type leaf struct {
	path, name string
	value      reflect.Value
}

// leaves lists what can be changed by itself: all that is said, and the
// booleans that are not.
func leaves(v reflect.Value, path string, list []leaf) []leaf {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			list = leaves(v.Elem(), path, list)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if name == "After" && v.Type() == reflect.TypeFor[Warning]() && !v.Field(0).IsZero() {
				continue // a share is neither before nor after
			}
			list = leaves(v.Field(i), path+"."+name, list)
		}
	case reflect.Slice:
		for i := range v.Len() {
			list = leaves(v.Index(i), nth(path, i), list)
		}
	default:
		if v.Kind() == reflect.Bool || !v.IsZero() {
			parts := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r >= '0' && r <= '9' })
			list = append(list, leaf{path, parts[len(parts)-1], v})
		}
	}
	return list
}

// The hashes of a language edition never change: a difference here is a new
// edition, not a new golden file.
func TestGoldenIdentities(t *testing.T) {
	for _, d := range []*Definition{permit(), consultation()} {
		m, faults := Compile(d, children)
		if m == nil {
			t.Fatal(faults)
		}
		got := "identity " + m.Identity + "\nwording " + m.Wording + "\n" + string(m.Canonical()) + "\n" + string(m.Words()) + "\n"
		path := filepath.Join("testdata", "identity", d.Name+".golden")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs:\n%s\n%s", path, got, want)
		}
	}
}
