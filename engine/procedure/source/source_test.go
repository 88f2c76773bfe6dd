package source

import (
	"errors"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/wording"
)

func TestChildrenAreAskedForOnceAndOnlyBySlug(t *testing.T) {
	base := string(readFile(t, "../../../procedures/testdata/base.yaml"))
	opens := "    opens:\n" +
		"      one: {procedure: consultation, at: desk, with: {question: application}}\n" +
		"      two: {procedure: consultation, at: desk, with: {question: application}}\n" +
		"      three: {procedure: \"../../secret\", at: desk}\n"
	text := strings.Replace(base, "    within: Lúc nào", opens+"    within: Lúc nào", 1)
	asked := map[string]int{}
	catalogue := from(shipped(t))
	_, _, faults := Procedure("x.yaml", []byte(text), func(name string) ([]byte, error) {
		asked[name]++
		return catalogue(name)
	})
	if len(asked) != 1 || asked["consultation"] != 1 {
		t.Errorf("asked for %v", asked)
	}
	found := false
	for _, f := range faults {
		found = found || f.Code == "C34" && f.Path == "states.collect.opens.three"
	}
	if !found {
		t.Errorf("no C34 for the child that is no slug: %v", faults)
	}
}

func TestFaultsAreAnErrorOnlyWhenSomeFaultIsNoWarning(t *testing.T) {
	warnings, _, _ := strings.Cut(string(readFile(t, brokenFolder+"/c36-unused.yaml")), "\x00")
	_, _, faults := Procedure("x.yaml", []byte(warnings), nil)
	if len(faults) != 2 || faults.Errors() != 0 || faults.Err() != nil {
		t.Fatalf("%v", faults)
	}
	_, _, faults = Procedure("x.yaml", readFile(t, brokenFolder+"/c03-several.yaml"), nil)
	err := faults.Err()
	var e *Error
	if faults.Errors() != 3 || !errors.As(err, &e) {
		t.Fatalf("%v", err)
	}
	for _, l := range []wording.Lang{wording.VI, wording.EN} {
		if lines := strings.Split(e.Text().In(l), "\n"); len(lines) != 3 || lines[0] != faults[0].In(l) {
			t.Errorf("%q", lines)
		}
	}
	if err.Error() != e.Text().EN {
		t.Errorf("%q", err.Error())
	}
}

func TestIdentityDoesNotDependOnHowTheFileIsWritten(t *testing.T) {
	base := string(readFile(t, "../../../procedures/testdata/base.yaml"))
	m, _, faults := Procedure("x.yaml", []byte(base), nil)
	if m == nil {
		t.Fatal(faults)
	}
	swap := strings.NewReplacer(
		"version: 1\n", "\"version\": 1 # edition\n",
		"legal: {basis: [Nghị định 1]}", "legal:\n    basis:\n    - 'Nghị định 1'",
		"title: Mẫu | Sample", "title: >-\n  Mẫu |\n  Sample",
		"stops: [collect]", "stops: collect",
		"    within: 5 working days\n", "    within:\n    - 5 working days\n",
		"by: [applicant, desk]", "by: [desk, applicant]",
	)
	again, _, faults := Procedure("x.yaml", []byte(swap.Replace(base)), nil)
	if again == nil {
		t.Fatal(faults)
	}
	if again.Identity != m.Identity || again.Wording != m.Wording {
		t.Errorf("identity %s and %s, wording %s and %s", m.Identity, again.Identity, m.Wording, again.Wording)
	}
}

func TestAmbiguousPlainValues(t *testing.T) {
	for s, want := range map[string]bool{
		"yes": true, "No": true, "ON": true, "off": true, "y": true, "N": true, "true": true, "null": true, "~": true,
		"0123": true, "0o17": true, "0x1F": true, "0b101": true, "1_000": true, "1e3": true, "2.000815": true,
		"1.": true, ".5": true, "+5": true, "-5": true, ".inf": true, "-.INF": true, ".nan": true, "15:00": true,
		"1:30:00": true, "2026-03-01": true, "2026-3-1": true, "2026-03-01T10:00:00Z": true, "=": true, "<<": true,
		"yess": false, "none": false, "5 days": false, "50%": false, "1.2.3": false, "15h00": false, "15:00 sáng": false,
		"2026-03": false, "07:30-11:30": false, "mon-fri": false, "-": true, "0123 Đường": false, "e3": false,
		"same day cut-off 15:00": false, "12/TB-UBND": false, "Điều 5": false,
	} {
		if got := ambiguous(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestTheNearestNameIsNamed(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"sing", "sign"}, {"colect", "collect"}, {"dutty", "duty"}, {"sign", ""}, {"payment", ""}, {"x", ""}, {"", ""},
		{strings.Repeat("sign", 30), ""},
	} {
		if got := nearest(c.name, []string{"sign", "collect", "duty"}); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}
