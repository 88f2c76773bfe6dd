package arch_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/internal/arch"
)

// root is the folder of the module, seen from this test.
const root = "../../.."

func TestTheHouseKeepsItsRules(t *testing.T) {
	var files []arch.File
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := d.Name(); d.IsDir() && (base == "testdata" || strings.HasPrefix(base, ".") && len(base) > 2) {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		source, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		files = append(files, arch.File{Name: filepath.ToSlash(rel), Source: source})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files found from %s", len(files), root)
	}
	for _, fault := range arch.Check(files) {
		t.Error(fault)
	}
}

// Every rule is broken once on purpose, and must be noticed.
func TestPlantedViolationsAreCaught(t *testing.T) {
	const doc = "// Package x says something of more than forty letters here.\n"
	long := strings.Repeat("// line\n", 450)
	for name, c := range map[string]struct {
		file, source, want string
	}{
		"import upwards":        {"engine/casefile/a.go", doc + "package casefile\nimport _ \"github.com/motcua/motcua/engine/store\"", "never up or across"},
		"adapter to adapter":    {"adapters/memory/a.go", doc + "package memory\nimport _ \"github.com/motcua/motcua/adapters/sqlite\"", "never up or across"},
		"unknown room":          {"engine/helper/a.go", doc + "package helper\nimport _ \"github.com/motcua/motcua/engine/wording\"", "no place in the order"},
		"fsm elsewhere":         {"engine/casefile/a.go", doc + "package casefile\nimport _ \"github.com/looplab/fsm\"", "machine.go"},
		"SQL in the engine":     {"engine/a.go", doc + "package engine\nimport _ \"database/sql\"", "SQL stands in adapters"},
		"YAML in a pure room":   {"engine/procedure/a.go", doc + "package procedure\nimport _ \"github.com/goccy/go-yaml/ast\"", "package source"},
		"os in a pure room":     {"engine/calendar/a.go", doc + "package calendar\nimport _ \"os\"", "nothing but its arguments"},
		"net/http":              {"engine/journal/a.go", doc + "package journal\nimport _ \"net/http\"", "nothing but its arguments"},
		"math/rand/v2":          {"engine/casefile/a.go", doc + "package casefile\nimport _ \"math/rand/v2\"", "nothing but its arguments"},
		"context":               {"engine/procedure/guard.go", doc + "package procedure\nimport _ \"context\"", "nothing but its arguments"},
		"a clock":               {"engine/casefile/a.go", doc + "package casefile\nimport \"time\"\nvar x = time.Now()", "time.Now"},
		"a goroutine":           {"engine/casefile/a.go", doc + "package casefile\nfunc f() { go f() }", "goroutine"},
		"a fraction":            {"engine/casefile/a.go", doc + "package casefile\nvar x float64", "fraction"},
		"range over a map":      {"engine/casefile/a.go", doc + "package casefile\nfunc f(m map[string]int) { for range m { } }", "ranges over a map"},
		"range over a made map": {"engine/casefile/a.go", doc + "package casefile\nfunc f() { m := map[int]int{}; for range m { } }", "ranges over a map"},
		"a fraction unsaid":     {"engine/casefile/a.go", doc + "package casefile\nvar x = 3 * 0.5", "fraction"},
		"a fraction of time":    {"engine/casefile/a.go", doc + "package casefile\nimport \"time\"\nfunc f(d time.Duration) int { return int(d.Hours()) }", "gives a fraction"},
		"a clock renamed":       {"engine/casefile/a.go", doc + "package casefile\nimport t \"time\"\nvar x = t.Now()", "time.Now"},
		"a clock by no name":    {"engine/casefile/a.go", doc + "package casefile\nimport . \"time\"\nvar x = Now()", "into its own names"},
		"the machine's zone":    {"engine/casefile/a.go", doc + "package casefile\nimport \"time\"\nfunc f(t time.Time) time.Time { return t.Local() }", "zone of the machine"},
		"a channel":             {"engine/casefile/a.go", doc + "package casefile\nfunc f(c chan int) { c <- 1 }", "channel"},
		"crypto/rand":           {"engine/casefile/a.go", doc + "package casefile\nimport _ \"crypto/rand\"", "nothing but its arguments"},
		"SQL in an adapter":     {"adapters/memory/a.go", doc + "package memory\nimport _ \"database/sql\"", "SQL stands in adapters"},
		"YAML in an adapter":    {"adapters/memory/a.go", doc + "package memory\nimport _ \"github.com/goccy/go-yaml\"", "package source"},
		"a store that decides":  {"adapters/sqlite/a.go", doc + "package sqlite\nimport _ \"github.com/motcua/motcua/engine\"", "not the engine"},
		"the keys of a map":     {"engine/casefile/a.go", doc + "package casefile\nimport \"maps\"\nfunc f(m map[int]int) { for range maps.Keys(m) { } }", "maps.Keys"},
		"keys, collected":       {"engine/casefile/a.go", doc + "package casefile\nimport (\n\"maps\"\n\"slices\"\n)\nfunc f(m map[int]int) []int { return slices.Collect(maps.Keys(m)) }", "maps.Keys"},
		"range over an answer":  {"engine/casefile/a.go", doc + "package casefile\nfunc g() map[int]int { return nil }\nfunc f() { for range g() { } }", "ranges over a map"},
		"range over a field":    {"engine/casefile/a.go", doc + "package casefile\ntype t struct{ m map[int]int }\nfunc (x t) f() { for range x.m { } }", "ranges over a map"},
		"a long file":           {"engine/a.go", doc + "package engine\n" + long, "split it by noun"},
		"a silent function":     {"engine/a.go", doc + "package engine\nfunc Open() {}", "Open is exported without"},
		"a comment on another":  {"engine/a.go", doc + "package engine\n// Close opens.\nfunc Open() {}", "Open is exported without"},
		"a silent method":       {"engine/a.go", doc + "package engine\n// Engine is one.\ntype Engine int\nfunc (e *Engine) Do() {}", "Do is exported without"},
		"a silent type":         {"engine/a.go", doc + "package engine\ntype Engine int", "Engine is exported without"},
		"a silent constant":     {"engine/a.go", doc + "package engine\nconst Limit = 4", "Limit is exported without"},
		"no doc comment":        {"engine/a.go", "package engine\n", "no doc comment"},
		"no Go":                 {"engine/a.go", "pack", "does not parse"},
	} {
		faults := arch.Check([]arch.File{{Name: c.file, Source: []byte(c.source)}})
		if len(faults) == 0 || !strings.Contains(strings.Join(faults, "\n"), c.want) {
			t.Errorf("%s: %v, want %q", name, faults, c.want)
		}
	}
}

// A map that is declared in another file, or in another package, is still one.
func TestMapsAreKnownByTheirType(t *testing.T) {
	const doc = "// Package x says something of more than forty letters here.\n"
	files := []arch.File{
		{Name: "engine/procedure/a.go", Source: []byte(doc + "package procedure\n// Table is a map.\ntype Table map[string]int\n// Machine has one.\ntype Machine struct{ States Table }")},
		{Name: "engine/casefile/a.go", Source: []byte(doc + "package casefile\ntype tally map[string]int\ntype list []int")},
		{Name: "engine/casefile/b.go", Source: []byte("package casefile\nimport \"github.com/motcua/motcua/engine/procedure\"\n" +
			"func f(m *procedure.Machine, t tally, l list) {\nfor range m.States {\n}\nfor range t {\n}\nfor range l {\n}\n}")},
	}
	faults := arch.Check(files)
	if len(faults) != 2 || !strings.HasPrefix(faults[0], "engine/casefile/b.go:4:") || !strings.HasPrefix(faults[1], "engine/casefile/b.go:6:") {
		t.Errorf("found %v, want the first two loops of b.go", faults)
	}
}

func TestLawfulFilesPass(t *testing.T) {
	const doc = "// Package x says something of more than forty letters here.\n"
	for file, source := range map[string]string{
		"engine/casefile/a.go":          doc + "package casefile\nimport (\n\"time\"\n_ \"github.com/motcua/motcua/engine/procedure\"\n)\nfunc f(l []int) time.Duration { for range l { }; return time.Second }",
		"engine/casefile/keys.go":       doc + "package casefile\nimport (\n\"maps\"\n\"slices\"\n)\nfunc f(m map[int]int) []int { return slices.Sorted(maps.Keys(m)) }",
		"engine/casefile/hours.go":      doc + "package casefile\ntype week struct{}\nfunc (week) Hours() int { return 40 }\nvar x = week{}.Hours()",
		"adapters/httpapi/a.go":         doc + "package httpapi\nimport _ \"github.com/motcua/motcua/engine\"",
		"engine/procedure/machine.go":   doc + "package procedure\nimport (\n_ \"context\"\n_ \"github.com/looplab/fsm\"\n)",
		"engine/calendar/lunar/a.go":    doc + "package lunar\nvar x float64",
		"adapters/sqlite/a.go":          doc + "package sqlite\nimport _ \"database/sql\"",
		"engine/casefile/order_test.go": "package casefile\nimport _ \"os\"",
	} {
		if faults := arch.Check([]arch.File{{Name: file, Source: []byte(source)}}); len(faults) > 0 {
			t.Errorf("%s: %v", file, faults)
		}
	}
}
