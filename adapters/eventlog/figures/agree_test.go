package figures_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/adapters/eventlog/figures"
)

// failer is a test, or one round of rapid's.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func itoa(n int) string { return strconv.Itoa(n) }

// extra are figures beyond those that are agreed on.
var extra = []string{"log", "events_outside_cases", "events_left_out"}

// analyse reads a log and gives its figures as JSON says them.
func analyse(t failer, r io.Reader, name string, o nOptions) object {
	t.Helper()
	return analyseAll(t, r, name, o)[0]
}

// analyseAll reads a log once, for figures of several kinds.
func analyseAll(t failer, r io.Reader, name string, all ...nOptions) []object {
	t.Helper()
	var only []string
	analyses, rows := make([]*figures.Analysis, len(all)), make([][][]any, len(all))
	for i, o := range all {
		rows[i] = make([][]any, len(o.units)) // in the order of --cases
		opts := o.options(func(r int, row figures.Row) error {
			rows[i][r] = append(rows[i][r], []any{o.units[r], row.Case, row.Events, row.With, row.Handovers, row.Units, row.Returns, row.Windows, row.Disjoint, row.Longest, row.Farthest})
			return nil
		})
		only = append(only, opts.Attributes()...)
		analyses[i] = figures.New(opts)
	}
	log, _, err := eventlog.Open(r, name, eventlog.Options{Raw: true, Only: only, Case: all[0].objects})
	if err != nil {
		t.Fatal(err)
	}
	for trace, err := range log.Traces() {
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range analyses {
			if err := a.Add(trace); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out []object
	for i, a := range analyses {
		b, err := json.Marshal(a.Figures(name))
		if err != nil {
			t.Fatal(err)
		}
		one := decode(t, b)
		if b, err = json.Marshal(object{"rows": append([]any{}, slices.Concat(rows[i]...)...)}); err != nil {
			t.Fatal(err)
		}
		one["rows"] = decode(t, b)["rows"]
		out = append(out, one)
	}
	return out
}

func (o nOptions) options(row func(int, figures.Row) error) figures.Options {
	opts := figures.Options{
		FileOrder: o.byFile, MinEdge: o.least, Repeats: o.repeats, Row: row,
		Missing: map[string]figures.Policy{"skip": figures.Skip, "break": figures.Break, "own": figures.Own}[o.missing],
	}
	for _, u := range o.units {
		opts.Readings = append(opts.Readings, figures.Key(u))
	}
	return opts
}

func decode(t failer, b []byte) object {
	var o object
	if err := json.Unmarshal(b, &o); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	for _, key := range extra {
		delete(o, key)
	}
	return o
}

// differ compares figures with those of the second computation, which sums in
// another order: the last digits may differ.
func differ(t failer, want, got object) string {
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	want = decode(t, b)
	if near(want, got) {
		return ""
	}
	return cmp.Diff(want, got) // which is slow where much is equal
}

// near says whether two values of JSON are the same, numbers but for their
// last digits.
func near(a, b any) bool {
	switch a := a.(type) {
	case object:
		b, ok := b.(object)
		if !ok || len(a) != len(b) {
			return false
		}
		for k, v := range a {
			if w, ok := b[k]; !ok || !near(v, w) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, near)
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= 1e-12*max(math.Abs(a), math.Abs(b))
	}
	return a == b
}

func sharedLog(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("MOTCUA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(dir, "logs", name))
	if err != nil {
		t.Skipf("SKIPPED: the public log %s is not here (%v); set MOTCUA_SHARED to the folder above logs/", name, err)
	}
	return b
}

// Every figure of the public logs, in every reading, agrees with the second
// computation.
func TestRealLogsAgree(t *testing.T) {
	for file, units := range map[string][]string{
		"wabo_receipt.xes.gz":                   {"org:group", "org:resource", "concept:name"},
		"bpic2013_closed_problems.xes.gz":       {"organization involved", "org:group", "org:role", "org:resource", "product", "impact"},
		"bpic2020_domestic_declarations.xes.gz": {"org:role", "org:resource", "concept:name"},
		"running_example.xes":                   {"org:resource", "org:group", "concept:name"},
	} {
		t.Run(file, func(t *testing.T) {
			b := sharedLog(t, file)
			log, err := naiveRead(bytes.NewReader(b), strings.HasSuffix(file, ".gz"))
			if err != nil {
				t.Fatal(err)
			}
			log.keep(append(units, "concept:name", "time:timestamp", "lifecycle:transition"))
			var all []nOptions
			for i, missing := range []string{"skip", "break", "own"} {
				for _, byFile := range []bool{false, true} {
					all = append(all, nOptions{missing: missing, byFile: byFile, units: units, least: 1 + 7*i, repeats: []string{"", "complete", "In Progress"}[i]})
				}
			}
			for i, got := range analyseAll(t, bytes.NewReader(b), file, all...) {
				if diff := differ(t, naiveFigures(log, all[i]), got); diff != "" {
					t.Errorf("%+v: %s", all[i], diff)
				}
			}
		})
	}
}

// The numbers below were counted by others, see the README beside the logs.
func TestKnownFigures(t *testing.T) {
	for _, c := range []struct {
		file, unit, missing string
		want                [5]float64
	}{
		{"wabo_receipt.xes.gz", "org:group", "skip", [5]float64{3853, 360, 103, 165, 15}},
		{"wabo_receipt.xes.gz", "org:resource", "skip", [5]float64{1208, 179, 107, 129, 9}},
		{"wabo_receipt.xes.gz", "org:group", "own", [5]float64{3: 439}},
		{"wabo_receipt.xes.gz", "org:group", "break", [5]float64{3: 132}},
		{"bpic2013_closed_problems.xes.gz", "organization involved", "skip", [5]float64{655, 118, 107, 186, 18}},
		{"bpic2013_closed_problems.xes.gz", "org:resource", "skip", [5]float64{1757, 274, 248, 344, 19}},
		{"bpic2020_domestic_declarations.xes.gz", "org:role", "skip", [5]float64{34198, 1252, 1006, 2019, 16}},
	} {
		o := nOptions{missing: c.missing, units: []string{c.unit}, least: 1}
		unit := analyse(t, bytes.NewReader(sharedLog(t, c.file)), c.file, o)["units"].(object)[c.unit].(object)
		for i, name := range []string{"handovers_total", "cases_with_return", "cases_with_strict_pingpong", "strict_pingpong_windows_total", "max_handovers"} {
			if c.want[i] != 0 && unit[name] != c.want[i] {
				t.Errorf("%s by %s, %s: %s is %v, want %v", c.file, c.unit, c.missing, name, unit[name], c.want[i])
			}
		}
	}
}

// word draws what a log may write.
func word(words ...string) *rapid.Generator[string] { return rapid.SampledFrom(words) }

var (
	units = word("A", "B", "A ", " B", "C", "c", "é", "", "-", "EMPTY", "empty", "UNKNOWN", " ? ", "nan", "NaN", "NA", "MISSING", "NULL")
	names = word("a", "b", " a", "c", "", "EMPTY")
	steps = word("complete", "COMPLETE", "start", "")
	times = word("2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000001Z", "2020-01-01 00:00:00.0000019+0000", "2020-01-01T07:00:00+07:00",
		"2020-01-02T00:00:00", "2019-12-31T23:59:59.9-00:30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2020-02-30T00:00:00Z", "", "soon",
		"2020-01-01T24:00:00Z", "2020-01-01T00:00Z", "2021-06-01T12:00:00.123456789+02:00")
)

// attribute writes one attribute, sometimes without a value, sometimes twice.
func attribute(t *rapid.T, b *strings.Builder, tag, key string, value *rapid.Generator[string]) {
	for range rapid.SampledFrom([]int{1, 1, 1, 1, 1, 0, 2}).Draw(t, "times") {
		if rapid.IntRange(0, 9).Draw(t, "bare") == 0 {
			fmt.Fprintf(b, `<%s key="%s"/>`, tag, key)
			continue
		}
		fmt.Fprintf(b, `<%s key="%s" value="%s"><string key="%s" value="child"/></%s>`, tag, key, value.Draw(t, key), key, tag)
	}
}

// Logs that are wild in every way that was settled agree, too.
func TestRandomLogsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("<log><global scope='event'><string key='org:group' value='X'/></global>")
		for range rapid.IntRange(0, 5).Draw(t, "cases") {
			b.WriteString("<trace>")
			attribute(t, &b, "string", "concept:name", word("1", "1", "", "x", "UNKNOWN"))
			for range rapid.IntRange(0, 12).Draw(t, "events") {
				b.WriteString("<event>")
				attribute(t, &b, "string", "org:group", units)
				attribute(t, &b, "string", "concept:name", names)
				attribute(t, &b, "string", "lifecycle:transition", steps)
				attribute(t, &b, "date", "time:timestamp", times)
				b.WriteString("</event>")
			}
			b.WriteString("</trace><event><string key='org:group' value='loose'/></event>")
		}
		b.WriteString("</log>")
		o := nOptions{
			missing: word("skip", "break", "own").Draw(t, "missing"), byFile: rapid.Bool().Draw(t, "file"), units: []string{"org:group"},
			repeats: word("", "Complete").Draw(t, "lifecycle"), least: rapid.IntRange(1, 3).Draw(t, "least"),
		}
		log, err := naiveRead(strings.NewReader(b.String()), false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := differ(t, naiveFigures(log, o), analyse(t, strings.NewReader(b.String()), "x.xes", o)); diff != "" {
			t.Fatalf("%+v\n%s\n%s", o, b.String(), diff)
		}
	})
}

// Groups in which work goes in circles: larger first, then by the first name,
// whatever the order in which they were met; what one step joins is no circle.
func TestGroupsInOrder(t *testing.T) {
	doc := "case:concept:name,time:timestamp,u\n"
	for i, walk := range []string{"FGF", "aBa", "EDCE", "AE"} {
		for _, u := range walk {
			doc += itoa(i) + ",," + string(u) + "\n"
		}
	}
	got := analyse(t, strings.NewReader(doc), "x.csv", nOptions{missing: "skip", units: []string{"u"}, least: 1})["units"].(object)["u"].(object)["scc"]
	want := object{"min_count": 1.0, "components": []any{[]any{"C", "D", "E"}, []any{"B", "a"}, []any{"F", "G"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
