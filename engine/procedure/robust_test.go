package procedure

import (
	"reflect"
	"testing"

	"github.com/motcua/motcua/engine/wording"
	"pgregory.net/rapid"
)

// Compile never panics on a definition built in Go, however broken, says the
// same twice, and gives a machine exactly when nothing is wrong.
func TestCompileTakesAnything(t *testing.T) {
	odd := []string{"", "x", "check", "draft", "withdraw", "legal", "floors", "Đ", "a.b", "open", "visit", "data.floors", "((((", "true", "1"}
	rapid.Check(t, func(t *rapid.T) {
		d := permit()
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			spoil(t, reflect.ValueOf(d).Elem(), odd)
		}
		m, faults := Compile(d, children)
		if (m == nil) != Errors(faults) {
			t.Fatalf("machine %v, faults\n%s", m != nil, brief(faults))
		}
		_, again := Compile(d, children)
		if brief(faults) != brief(again) {
			t.Fatalf("first\n%s\nthen\n%s", brief(faults), brief(again))
		}
		for _, f := range faults {
			if f.Path == "" || f.Text().VI == "" || f.Text().EN == "" {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// spoil changes one thing, chosen on the way down: a value, or a list that is
// cut or doubled, or a part that goes.
func spoil(t *rapid.T, v reflect.Value, odd []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || rapid.IntRange(0, 9).Draw(t, "drop") == 0 {
			v.SetZero()
			return
		}
		spoil(t, v.Elem(), odd)
	case reflect.Struct:
		spoil(t, v.Field(rapid.IntRange(0, v.NumField()-1).Draw(t, "field")), odd)
	case reflect.Slice:
		n := v.Len()
		if n == 0 {
			v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
			return
		}
		switch i := rapid.IntRange(0, n-1).Draw(t, "item"); rapid.IntRange(0, 9).Draw(t, "how") {
		case 0:
			v.Set(reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, n)))
		case 1:
			v.Set(reflect.Append(v.Slice3(0, n, n), v.Index(i)))
		default:
			spoil(t, v.Index(i), odd)
		}
	case reflect.String:
		v.SetString(rapid.SampledFrom(odd).Draw(t, "word"))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.SampledFrom([]int64{-1, 0, 1, 2, 1 << 62}).Draw(t, "number"))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.IntRange(0, 255).Draw(t, "small")))
	}
}

// What the reader of a file said already is not said again, nor what follows
// from it.
func TestTheReaderIsNotEchoed(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(d *Definition)
		found  Fault
		want   string
	}{
		{"a limit that could not be read", func(d *Definition) { d.stateDef("sign").Within = AllowanceDef{} },
			Fault{Code: "C04", Path: "states.sign.within"}, ""},
		{"an owner that could not be read", func(d *Definition) { d.stateDef("sign").Owner = "" },
			Fault{Code: "C04", Path: "states.sign.owner"}, ""},
		{"a title that could not be read", func(d *Definition) { d.moveDef("sign", "sign").Title = wording.Text{} },
			Fault{Code: "C05", Path: "states.sign.moves.sign.title"}, ""},
		{"an unknown key leaves the graph to be checked", func(d *Definition) { d.moveDef("check", "request_supplement").To = "" },
			Fault{Code: "C01", Path: "states.check.moves.request_supplement.too"}, "C08 states.lapsed\nC08 states.supplement"},
		{"a warning of the reader's does not stand in the way", func(d *Definition) {},
			Fault{Code: "C36", Path: "x", Warning: true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := permit()
			c.change(d)
			m, faults := Compile(d, children, c.found)
			if got := brief(faults); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if (m == nil) == c.found.Warning {
				t.Errorf("machine: %v", m != nil)
			}
		})
	}
}
