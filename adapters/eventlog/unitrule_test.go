package eventlog

import (
	"os"
	"strings"
	"testing"
)

func TestUnitRules(t *testing.T) {
	m, err := ParseReading("x.yaml", []byte(`
mapping: 1
attributes: {case: Case ID}
deadline: case:due
units:
  team: office
  line: {from: [office, "case:office"], match: '^\S+ (2nd|3rd)$', else: 1st}
  desk: {from: office, values: {A: Archive, B: "-"}}
  code: {from: office, match: '[A-Z]', as: 'x$0'}
  told: {from: office, transitions: Assign, activities: [give, take]}
`))
	if err != nil {
		t.Fatal(err)
	}
	if m.Case != "Case ID" || m.Deadline != "case:due" || len(m.Units) != 5 {
		t.Fatalf("%+v", m)
	}
	for _, c := range []struct {
		rule     int
		text     string
		name     string
		hasNoOne bool
	}{
		{0, " A ", "A", false},
		{0, " nan ", "", true},
		{1, "C12 2nd", "2nd", false},
		{1, "C12", "1st", false},
		{1, "", "", true},
		{2, "A", "Archive", false},
		{2, "B", "", true},
		{2, "C", "C", false},
		{3, "bXa", "xX", false},
		{3, "b", "b", false},
	} {
		if name, ok := m.Units[c.rule].Unit(c.text); ok == c.hasNoOne || ok && name != c.name {
			t.Errorf("%s of %q: %q %v, want %q", m.Units[c.rule].Name, c.text, name, ok, c.name)
		}
	}
	trace := &Trace{Attrs: []Attribute{{Key: "office", Text: "own"}}}
	event := &Event{Attrs: []Attribute{{Key: "office", Text: "A"}, {Key: "office", Text: "?"}}}
	if text := m.Units[0].Text(trace, event); text != "?" {
		t.Errorf("the last of equal keys is %q", text)
	}
	if text := m.Units[1].Text(trace, event); text != "own" {
		t.Errorf("the first that says something is %q", text)
	}
	told := m.Units[4]
	if !told.Counts("ASSIGN", "give") || told.Counts("assign", "look") || told.Counts("", "take") || !m.Units[0].Counts("", "") {
		t.Error("events that count do not, or others do")
	}
}

func TestUnitRulesThatCannotBe(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{"units: {a: {from: x, match: '('}}", "not a regular expression"},
		{"units: {a: {match: x}}", "from is missing"},
		{"units: {a: {from: x, as: y}}", "there is as without match"},
		{"units: {a: {from: x, odd: y}}", "there is no such key"},
		{"units: 3", "pairs"},
	} {
		if _, err := ParseReading("x.yaml", []byte("mapping: 1\n"+c.doc)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.doc, err, c.want)
		}
	}
	if _, err := ParseReading("x.yaml", []byte("mapping: 1")); err != nil {
		t.Errorf("a mapping that only reads needs no procedure: %v", err)
	}
}

// What MAPPING.md shows can be read.
func TestMappingOfTheDescription(t *testing.T) {
	b, err := os.ReadFile("MAPPING.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(b), "```yaml\n")
	doc, _, _ := strings.Cut(blocks[len(blocks)-1], "```")
	m, err := ParseReading("MAPPING.md", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{{"A1-07", "Archive"}, {"B-1", ""}, {"porter", ""}} {
		if name, _ := m.Units[1].Unit(c.text); name != c.want {
			t.Errorf("%q is of %q, want %q", c.text, name, c.want)
		}
	}
}
