package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// hostile are shapes that cost parsers much, as they would fill a file.
var hostile = []string{
	"[", "{", "- ", "? ", "a: ", "{a: ", "[a,", "[]", "{}", "-\n", "- a\n", "a: b\n", "&a ", "*a ", "!!str ", "<<: ",
	"'", "\"", "'a' ", "\"\\", "|\n", "a: |\n", "---\n", "...\n", "%a\n", "# x\n", "\t", ": ", ", ", "é", "x", "\u0301",
	"a:\n b:\n", "{a: b, c: [d, e]}\n", "\ufeff", "\u202e", "? a\n: b\n", "[a]: ", "{? ", "a: >\n b\n", "\n x",
}

func TestHostileFilesAreRefusedQuickly(t *testing.T) {
	const patience = 10 * time.Second // about one at worst, alone on one core
	files := map[string]string{}
	for _, p := range hostile {
		files[fmt.Sprintf("%q filling 256 KB", p)] = strings.Repeat(p, maxBytes/len(p))
	}
	const head = "language: 1\nprocedure: x\nstates:\n"
	var states, moves, roles, texts strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&states, "  s%d: {owner: o%d, within: 5 days}\n", i, i)
		fmt.Fprintf(&moves, "      m%d: {to: s%d, by: [r%d]}\n", i, i, i)
		fmt.Fprintf(&roles, "  r%d: x\n", i)
		fmt.Fprintf(&texts, "k%d: %s\n", i, "y")
	}
	files["4000 states"] = head + states.String()
	files["4000 moves"] = head + "  s1:\n    moves:\n" + moves.String()
	files["4000 moves everywhere"] = "everywhere:\n" + strings.ReplaceAll(moves.String(), "      ", "  ") + head + "  s1: {owner: a}\n"
	files["4000 roles"] = "roles:\n" + roles.String()
	files["4000 unknown keys"] = texts.String()
	files["a key of 100 KB over many"] = "\"" + strings.Repeat("k", 100<<10) + "\":\n" + strings.Repeat("  - y\n", 10000)
	files["a guard of 200 KB"] = head + "  s1: {owner: a, moves: {m: {when: \"" + strings.Repeat("1+", 100<<10) + "1\"}}}"
	files["20,000 brackets"] = "title: " + strings.Repeat("[", 20000)
	files["larger than 256 KB"] = strings.Repeat("a", maxBytes+1)
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			m, d, faults := Procedure("x.yaml", []byte(text), nil)
			district := faults
			if !strings.Contains(name, "filling") { // those never come so far as to be a procedure or a district
				_, district = District("x.yaml", []byte(text))
			}
			if spent := time.Since(begun); spent > patience {
				t.Errorf("took %v", spent)
			}
			if m != nil || d == nil || faults.Errors() == 0 || district.Errors() == 0 {
				t.Errorf("machine %v, definition %v, %d and %d errors", m != nil, d != nil, faults.Errors(), district.Errors())
			}
			checkFaults(t, text, faults)
			checkFaults(t, text, district)
		})
	}
}

// checkFaults fails unless the faults are in order, inside the file, of a known
// code, and each is one readable line of bounded length.
func checkFaults(t *testing.T, text string, faults Faults) {
	t.Helper()
	lines := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
	for i, f := range faults {
		if f.Line < 1 || f.Line > lines || f.Col < 1 || f.Col > len(text)+1 {
			t.Fatalf("%s is outside the file", f)
		}
		if i > 0 && (f.Line < faults[i-1].Line || f.Line == faults[i-1].Line && f.Col < faults[i-1].Col) {
			t.Fatalf("%s comes after %s", f, faults[i-1])
		}
		for _, l := range []wording.Lang{wording.VI, wording.EN} {
			said := f.In(l)
			if f.Text().In(l) == "" || len(said) > 4000 || strings.IndexFunc(said, hidden) >= 0 || strings.Contains(said, "\n") {
				t.Fatalf("%q", said)
			}
		}
	}
}

func FuzzProcedure(f *testing.F) {
	files := shipped(f)
	for _, b := range files {
		f.Add(b)
	}
	paths, lookup := brokenFiles(f)
	for _, p := range paths {
		f.Add(readFile(f, p))
	}
	f.Add(readFile(f, "../../../procedures/testdata/base.yaml"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, d, faults := Procedure("x.yaml", b, lookup)
		if d == nil || (m == nil) != (faults.Errors() > 0) {
			t.Fatalf("machine %v, definition %v, faults %v", m != nil, d != nil, faults)
		}
		checkFaults(t, string(b), faults)
		again, _, said := Procedure("x.yaml", b, lookup)
		if len(said) != len(faults) || m != nil && again.Identity != m.Identity {
			t.Fatalf("read twice, it says %v and %v", faults, said)
		}
	})
}

func FuzzDistrict(f *testing.F) {
	for _, pattern := range []string{"districts/*.yaml", "testdata/broken/district/*.yaml", "testdata/district.yaml"} {
		for _, b := range districtFiles(f, pattern) {
			f.Add(b)
		}
	}
	running := catalogue(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		file, faults := DistrictFor("x.yaml", b, running)
		if file == nil {
			t.Fatal("no file")
		}
		checkFaults(t, string(b), faults)
	})
}

func BenchmarkProcedure(b *testing.B) {
	files := shipped(b)
	text := files["house-construction-permit"]
	lookup := from(files)
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if _, _, faults := Parse("x.yaml", text); faults.Errors() > 0 {
				b.Fatal(faults)
			}
		}
	})
	b.Run("parse and compile", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			if m, _, faults := Procedure("x.yaml", text, lookup); m == nil {
				b.Fatal(faults)
			}
		}
	})
	b.Run("compile", func(b *testing.B) {
		d, _, _ := Parse("x.yaml", text)
		children := func(name string) *procedure.Definition {
			child, _, _ := Parse(name, files[name])
			return child
		}
		b.ReportAllocs()
		for b.Loop() {
			if m, faults := procedure.Compile(d, children); m == nil {
				b.Fatal(faults)
			}
		}
	})
}
