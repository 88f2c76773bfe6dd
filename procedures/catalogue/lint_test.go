package catalogue_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/procedure/source"
)

// procedures are the files of the catalogue that define a procedure.
func procedures(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("*.yaml")
	if err != nil || len(all) == 0 {
		t.Fatalf("no procedures here: %v", err)
	}
	var files []string
	for _, f := range all {
		if !strings.HasSuffix(f, ".mapping.yaml") {
			files = append(files, f)
		}
	}
	return files
}

func lookup(name string) ([]byte, error) { return os.ReadFile(name + ".yaml") }

// warned lists the warnings that are meant, by file.
var warned = map[string][]string{
	// 12 days for other bodies inside a limit of 7 working days: the law says
	// both, and the reader of the file should see it.
	"house-construction-permit.yaml": {"C35"},
}

func TestCatalogueIsSound(t *testing.T) {
	for _, file := range procedures(t) {
		t.Run(file, func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			machine, _, faults := source.Procedure(file, b, lookup)
			expected := warned[file]
			for _, f := range faults {
				if f.Warning && len(expected) > 0 && expected[0] == f.Code {
					expected = expected[1:]
					continue
				}
				t.Errorf("%s:%d:%d %s: %s %s", f.File, f.Line, f.Col, f.Path, f.Code, f.Text().EN)
			}
			if len(expected) > 0 {
				t.Errorf("the warnings %v did not come", expected)
			}
			if machine == nil {
				t.Fatal("not compiled")
			}
			if machine.Name+".yaml" != file {
				t.Errorf("the file is named %s, the procedure %s", file, machine.Name)
			}
			if len(machine.Legal.Basis) == 0 || len(machine.Legal.Unverified) == 0 {
				t.Error("the legal basis, or what nobody has checked, is not stated")
			}
			if !strings.HasPrefix(string(b), "# yaml-language-server: $schema=../procedure.schema.json\n") {
				t.Error("editors are not told the schema")
			}
		})
	}
}
