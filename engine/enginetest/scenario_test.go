package enginetest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/engine/enginetest"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

var update = flag.Bool("update", false, "write the answers of scenarios anew")

// folders of scenarios, seen from this test.
var folders = []string{
	"../procedure/testdata/pattern/*/scenario.txt",
	"testdata/*/scenario.txt",
}

func TestScenarios(t *testing.T) {
	n := 0
	for _, pattern := range folders {
		scripts, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, script := range scripts {
			n++
			t.Run(filepath.Base(filepath.Dir(script)), func(t *testing.T) { play(t, script) })
		}
	}
	if n < 31 {
		t.Errorf("only %d scenarios found", n)
	}
}

func play(t *testing.T, script string) {
	got, err := enginetest.Run(t.Context(), filepath.Dir(script), enginetest.Setting{
		Procedures: procedures.Load, Calendars: calendars.Load,
	})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(script, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (- written, + played; -update rewrites):\n%s", script, diff)
	}
}
