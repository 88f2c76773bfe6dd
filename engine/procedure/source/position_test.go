package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shipped returns the files of the catalogue by name.
func shipped(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../../procedures/catalogue/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		if strings.HasSuffix(p, ".mapping.yaml") {
			continue
		}
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimSuffix(filepath.Base(p), ".yaml")] = b
	}
	return files
}

// checkPositions fails unless the last word of each path stands in the file
// where the positions say.
func checkPositions(t *testing.T, b []byte, at Positions) {
	t.Helper()
	lines := strings.Split(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")
	for path, p := range at {
		word := lastWord(path)
		if p.Line < 1 || p.Line > len(lines) {
			t.Errorf("%s: line %d of %d", path, p.Line, len(lines))
			continue
		}
		line := []rune(lines[p.Line-1])
		if p.Col < 1 || p.Col > len(line) {
			t.Errorf("%s: column %d of line %d, which has %d", path, p.Col, p.Line, len(line))
			continue
		}
		rest := string(line[p.Col-1:])
		if strings.Trim(word, "0123456789") == "" { // an item of a list
			before := strings.TrimRight(string(line[:p.Col-1]), " ")
			if !strings.HasSuffix(before, "[") && !strings.HasSuffix(before, ",") && !strings.HasSuffix(before, "-") && before != "" {
				t.Errorf("%s at %d:%d begins no item: %q", path, p.Line, p.Col, rest)
			}
			continue
		}
		if !strings.HasPrefix(strings.TrimLeft(rest, `"'`), word) {
			t.Errorf("%s at %d:%d is %q", path, p.Line, p.Col, rest)
		}
	}
}

func TestEveryPathStandsWhereItsPositionSays(t *testing.T) {
	for name, b := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{string(b), strings.ReplaceAll(string(b), "\n", "\r\n")} {
				_, at, faults := Parse(name, []byte(text))
				if len(at) < 20 {
					t.Fatalf("%d positions, %v", len(at), faults)
				}
				checkPositions(t, []byte(text), at)
			}
		})
	}
	t.Run("layouts that move columns", func(t *testing.T) {
		text := "# lời đầu\n\n\"title\": 'Một | One' # sau\nlegal:\n\n  # trong\n  basis:\n  - một\n  -   \"hai,\n      ba\"\n  -\n    bốn\n" +
			"  'source': nhiều dòng\n    lời thường\n  unverified: [ \"đ\\u0111\", c ,\n    d]\nfee: >-\n  gấp\n  lại\ncode: |\n   nguyên\n\n   văn\nstates: {\n  a: {outcome: done,\n  title: x}, \"b\":\n   {owner: [x]}}\n"
		_, at, faults := Parse("layout", []byte(text))
		if at["states.b.owner.1"] == (Position{}) {
			t.Fatalf("not read: %v %v", at, faults)
		}
		checkPositions(t, []byte(text), at)
	})
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
