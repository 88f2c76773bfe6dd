package source

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/engine/wording"
)

var update = flag.Bool("update", false, "rewrite the .want files")

const brokenFolder = "../../../procedures/testdata/broken"

// brokenFiles returns the paths of the broken definitions, and a look-up for
// their children: a folder of their own, then the catalogue.
func brokenFiles(t testing.TB) ([]string, func(string) ([]byte, error)) {
	t.Helper()
	paths, err := filepath.Glob(brokenFolder + "/*.yaml")
	if err != nil || len(paths) < 60 {
		t.Fatalf("%d broken definitions, want at least 60 (%v)", len(paths), err)
	}
	catalogue := from(shipped(t))
	return paths, func(name string) ([]byte, error) {
		if b, err := os.ReadFile(brokenFolder + "/child/" + name + ".yaml"); err == nil {
			return b, nil
		}
		return catalogue(name)
	}
}

// said writes faults as a .want file has them.
func said(faults Faults) string {
	var b strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&b, "en %s\nvi %s\n", f.In(wording.EN), f.In(wording.VI))
	}
	return b.String()
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func TestBrokenDefinitionsSayWhatIsWrong(t *testing.T) {
	paths, lookup := brokenFiles(t)
	codes := map[string]bool{}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			m, d, faults := Procedure(filepath.Base(path), b, lookup)
			golden(t, strings.TrimSuffix(path, ".yaml")+".want", said(faults))
			if d == nil || (m == nil) != (faults.Errors() > 0) {
				t.Errorf("machine %v, definition %v with %d errors", m != nil, d != nil, faults.Errors())
			}
			own := strings.ToUpper(name[:3])
			has := false
			for _, f := range faults {
				codes[f.Code] = true
				has = has || f.Code == own
			}
			if !has {
				t.Errorf("no %s among the faults", own)
			}
		})
	}
	for i := range 42 {
		// C39 is a fault of the compiler, C40 is asked when a procedure is locked.
		if code := fmt.Sprintf("C%02d", i); !codes[code] && code != "C39" && code != "C40" {
			t.Errorf("no broken definition for %s", code)
		}
	}
}

func TestWhatTheBrokenFilesWereMadeFromLintsClean(t *testing.T) {
	b, err := os.ReadFile("../../../procedures/testdata/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, faults := Procedure("base.yaml", b, nil); len(faults) > 0 {
		t.Error(said(faults))
	}
}
