package procedure

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// vector is one line of testdata/guard/vectors.jsonl: a guard, facts, and what
// it must answer over them: true, false or a GuardReason. Facts of data are
// given as the field's type is; what is left out is unknown, never, or 0.
type vector struct {
	Guard    string
	Data     map[string]any
	Visits   map[string]int64
	Count    map[string]int64
	Children map[string]struct{ State, Outcome string }
	Overdue  map[string]bool
	Want     any
}

// vectorProcedure has a field of every type, and one name of everything else.
func vectorProcedure() *Definition {
	d := &Definition{
		Name: "vector",
		Data: []Field{
			{Name: "s", Type: String}, {Name: "n", Type: Integer}, {Name: "m", Type: Money}, {Name: "b", Type: Boolean},
			{Name: "d", Type: Date}, {Name: "i", Type: Instant}, {Name: "j", Type: Instant},
			{Name: "e", Type: Enum, Values: []string{"grant", "refuse"}}, {Name: "p", Type: String, Personal: true},
		},
		Clocks: []ClockDef{{Name: "legal"}},
	}
	d.States = []StateDef{{Name: "here", Moves: []MoveDef{{Event: "go"}}, Opens: []ChildDef{{Name: "one"}, {Name: "two"}}}}
	return d
}

// facts reads a vector as a case would be read.
type facts struct{ *vector }

func (f facts) Has(field string) bool     { return f.Data[field] != nil }
func (f facts) Visits(state string) int64 { return f.vector.Visits[state] }
func (f facts) Count(event string) int64  { return f.vector.Count[event] }
func (f facts) Overdue(clock string) bool { return f.vector.Overdue[clock] }
func (f facts) Child(n string) (string, Outcome) {
	c := f.Children[n]
	return c.State, Outcome(c.Outcome)
}

func (f facts) Outcomes() []Outcome {
	var all []Outcome
	for _, n := range []string{"one", "two"} {
		if o := f.Children[n].Outcome; o != "" {
			all = append(all, Outcome(o))
		}
	}
	return all
}

func (f facts) Value(field string) Value {
	v := f.Data[field]
	switch t := vectorProcedure().field(field).Type; x := v.(type) {
	case string:
		if t == Instant {
			at, err := time.Parse(time.RFC3339Nano, x)
			if err != nil {
				panic(err)
			}
			return Value{Type: t, Time: at}
		}
		return Value{Type: t, Text: x}
	case bool:
		if x {
			return Value{Type: t, Int: 1}
		}
		return Value{Type: t}
	case json.Number:
		n, err := x.Int64()
		if err != nil {
			panic(err)
		}
		return Value{Type: t, Int: n}
	}
	return Value{}
}

func TestGuardVectors(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "guard", "vectors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d := vectorProcedure()
	c := &compiler{def: d, children: children, guards: newGuardEnv(d, children)}
	in := json.NewDecoder(file)
	in.UseNumber()
	in.DisallowUnknownFields()
	n := 0
	for ; in.More(); n++ {
		var v vector
		if err := in.Decode(&v); err != nil {
			t.Fatal(err)
		}
		c.faults = nil
		g := c.guard("vector", v.Guard)
		if len(c.faults) > 0 {
			t.Errorf("%s: %v", v.Guard, c.faults)
			continue
		}
		var got any
		got, err = g.Eval(facts{&v})
		var failed *GuardError
		if errors.As(err, &failed) {
			got = string(failed.Reason)
		} else if err != nil {
			t.Errorf("%s: the error is a %T", v.Guard, err)
		}
		if got != v.Want {
			t.Errorf("%s over %v: got %v, want %v", v.Guard, v, got, v.Want)
		}
	}
	if n < 60 {
		t.Errorf("only %d vectors", n)
	}
}

func TestNoGuardIsTrue(t *testing.T) {
	var g *Guard
	if ok, err := g.Eval(nil); !ok || err != nil {
		t.Error(ok, err)
	}
}

func BenchmarkGuard(b *testing.B) {
	d := vectorProcedure()
	c := &compiler{def: d, children: children, guards: newGuardEnv(d, children)}
	g := c.guard("bench", "has(data.n) && count.go < 2")
	v := facts{&vector{Count: map[string]int64{"go": 1}, Data: map[string]any{"n": "x"}}}
	b.ReportAllocs()
	for b.Loop() {
		if ok, err := g.Eval(v); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
