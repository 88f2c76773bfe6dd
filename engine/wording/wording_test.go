package wording_test

import (
	"testing"

	"github.com/motcua/motcua/engine/wording"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want wording.Text
		ok   bool
	}{
		{"Ký | Sign", wording.Text{VI: "Ký", EN: "Sign"}, true},
		{"Ký", wording.Text{}, false},
		{"Ký | Sign | More", wording.Text{}, false},
		{" | Sign", wording.Text{}, false},
		{"Ký | ", wording.Text{}, false},
		{"Ký  | Sign", wording.Text{}, false},
		{"Ký |  Sign", wording.Text{}, false},
	} {
		got, ok := wording.Parse(c.in)
		if got != c.want || ok != c.ok {
			t.Errorf("Parse(%q) = %v, %v; want %v, %v", c.in, got, ok, c.want, c.ok)
		}
		if ok && got.String() != c.in {
			t.Errorf("Parse(%q).String() = %q", c.in, got.String())
		}
	}
}

func TestInFallsBackToVietnamese(t *testing.T) {
	text := wording.Text{VI: "Ký", EN: "Sign"}
	if text.In("fr") != "Ký" || text.In(wording.EN) != "Sign" {
		t.Errorf("In: %q, %q", text.In("fr"), text.In(wording.EN))
	}
}
