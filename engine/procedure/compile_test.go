package procedure

import (
	"testing"
)

func TestPermitHasNoFault(t *testing.T) {
	for _, d := range []*Definition{permit(), consultation()} {
		m, faults := Compile(d, children)
		for _, f := range faults {
			t.Error(f)
		}
		if m == nil {
			t.Fatal("no machine")
		}
		t.Logf("%s", m.Canonical())
	}
}
