package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// quick are the flags of a bench that is over at once.
var quick = []string{"bench", "--store", "sqlite", "--districts", "2", "--callers", "1,4", "--time", "500ms", "--rounds", "1", "--cases", "512"}

func TestBenchPrintsRowsAsJSON(t *testing.T) {
	status, out, errs := runIn(t, append([]string{"--json"}, quick...)...)
	if status != 0 || errs != "" {
		t.Fatalf("exit %d: %s", status, errs)
	}
	var doc struct{ Rows []map[string]any }
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Rows) != 3 {
		t.Fatalf("%d rows:\n%s", len(doc.Rows), out)
	}
	for _, row := range doc.Rows {
		if row["store"] != "sqlite" {
			t.Errorf("store: %v", row["store"])
		}
		for _, field := range []string{"districts", "callers", "ratio", "per_second", "commits", "rows", "wal_bytes", "cpu_us"} {
			if n, ok := row[field].(float64); !ok || n <= 0 {
				t.Errorf("%s: %v", field, row[field])
			}
		}
	}
}

func TestBenchPrintsATable(t *testing.T) {
	status, out, errs := runIn(t, append([]string{"--lang", "en"}, quick...)...)
	if status != 0 || errs != "" {
		t.Fatalf("exit %d: %s", status, errs)
	}
	for _, want := range []string{" cores, ", "go1.", "sqlite, 2 districts\n", "ratio", "WAL bytes", "\n  ceiling       16   1.00", "\n   engine        4 "} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing says %q:\n%s", want, out)
		}
	}
}

func TestBenchRefusesNonsense(t *testing.T) {
	for _, args := range [][]string{
		{"--districts", "0"}, {"--districts", "1,x"}, {"--callers", ""}, {"--callers", "5000"}, {"--store", "oracle"}, {"--time", "1ms"},
		{"--rounds", "0"}, {"--cases", "10"}, {"--history", "-1"}, {"--timers", "--storm", "1"}, {"--db", "bench.db"}, {"extra"},
	} {
		if status, out, errs := runIn(t, append([]string{"bench"}, args...)...); status != statusBad || out != "" || errs == "" {
			t.Errorf("%v: exit %d, %q, %q", args, status, out, errs)
		}
	}
}
