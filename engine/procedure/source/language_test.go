package source

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// languagePage is the design page whose procedures must be sayable; it lies
// beside the project, not in it.
func languagePage(t *testing.T) string {
	t.Helper()
	path := os.Getenv("MOTCUA_LANGUAGE")
	if path == "" {
		path = "../../../../shared/design/LANGUAGE.md"
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("SKIPPED: the design page is not here (%v); set MOTCUA_LANGUAGE to its path", err)
	}
	return string(b)
}

var wholeProcedure = regexp.MustCompile("(?s)```yaml\n(language: 1\nprocedure: .*?)```")

func TestTheProceduresOfTheDesignPageLintClean(t *testing.T) {
	found := wholeProcedure.FindAllStringSubmatch(languagePage(t), -1)
	if len(found) != 3 {
		t.Fatalf("%d whole procedures on the page, want 3", len(found))
	}
	files := shipped(t)
	for _, f := range found {
		name, _, _ := strings.Cut(strings.TrimPrefix(f[1], "language: 1\nprocedure: "), "\n")
		t.Run(name, func(t *testing.T) {
			m, _, faults := Procedure(name+".yaml", []byte(f[1]), from(files))
			for _, x := range faults {
				if x.Warning {
					t.Log(x)
				} else {
					t.Error(x)
				}
			}
			if m == nil {
				t.Error("no machine")
			}
		})
	}
}

func TestTheCatalogueLintsClean(t *testing.T) {
	files := shipped(t)
	for name, b := range files {
		t.Run(name, func(t *testing.T) {
			m, d, faults := Procedure(name+".yaml", b, from(files))
			for _, x := range faults {
				if x.Warning {
					t.Log(x)
				} else {
					t.Error(x)
				}
			}
			if m == nil || d.Name != name {
				t.Errorf("machine %v, named %q", m != nil, d.Name)
			}
		})
	}
}

// from looks children up among files.
func from(files map[string][]byte) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if b, ok := files[name]; ok {
			return b, nil
		}
		return nil, os.ErrNotExist
	}
}
