package graph_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/graph"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/wording"
)

var update = flag.Bool("update", false, "rewrite golden files")

func read(t *testing.T, name string, change func(string) string) *procedure.Machine {
	t.Helper()
	lookup := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", name+".yaml")) }
	b, err := lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	m, _, faults := source.Procedure(name+".yaml", []byte(change(string(b))), lookup)
	if m == nil {
		t.Fatal(faults)
	}
	return m
}

func same(s string) string { return s }

func TestGolden(t *testing.T) {
	m := read(t, "house-construction-permit", same)
	for name, got := range map[string]string{
		"permit.vi.mmd": graph.Mermaid(m, wording.VI),
		"permit.en.mmd": graph.Mermaid(m, wording.EN),
		"permit.vi.dot": graph.DOT(m, wording.VI),
		"permit.en.dot": graph.DOT(m, wording.EN),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name)
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
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The order of the file does not show.
func TestOrderOfTheFileDoesNotShow(t *testing.T) {
	m := read(t, "house-construction-permit", same)
	other := read(t, "house-construction-permit", func(s string) string {
		line := regexp.MustCompile(`(?m)^  refused: .*\n`).FindString(s)
		return strings.Replace(s, line, "", 1) + line
	})
	if graph.DOT(m, wording.VI) != graph.DOT(other, wording.VI) || graph.Mermaid(m, wording.VI) != graph.Mermaid(other, wording.VI) {
		t.Error("the drawing differs")
	}
}

// Titles may hold what the two languages would read as their own.
func TestOddTitles(t *testing.T) {
	m := read(t, "house-construction-permit", func(s string) string {
		return strings.ReplaceAll(s, "Dự thảo kết quả, trình ký |", `Dự \"thảo\"; <b> #1: \\n a\\ |`)
	})
	odd := graph.Mermaid(m, wording.VI)
	if want := `state "Dự #quot;thảo#quot;#59; #lt;b#gt; #35;1#58; \n a\<br/>`; !strings.Contains(odd, want) {
		t.Errorf("Mermaid has no %s:\n%s", want, odd)
	}
	if want := `label="Dự \"thảo\"; <b> #1: \\n a\\\n`; !strings.Contains(graph.DOT(m, wording.VI), want) {
		t.Errorf("DOT has no %s:\n%s", want, graph.DOT(m, wording.VI))
	}
}

// Graphviz reads what is drawn, every state and arrow of it.
func TestGraphvizReadsIt(t *testing.T) {
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("SKIPPED: graphviz (dot) is not installed, so nothing has read the DOT text")
	}
	text := graph.DOT(read(t, "house-construction-permit", same), wording.VI)
	c := exec.Command(dot, "-Tplain")
	c.Stdin = strings.NewReader(text)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	count := func(s, start string) int {
		n := 0
		for line := range strings.Lines(s) {
			if strings.HasPrefix(line, start) {
				n++
			}
		}
		return n
	}
	if n := count(string(out), "node "); n != 12 { // eleven states and the beginning
		t.Errorf("%d nodes", n)
	}
	if got, want := count(string(out), "edge "), strings.Count(text, " -> "); got != want {
		t.Errorf("%d edges, want %d", got, want)
	}
}
