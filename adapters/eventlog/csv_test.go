package eventlog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// openAll reads a log of any format; the traces are copies.
func openAll(r io.Reader, name string, o Options) ([]*Trace, Log, error) {
	log, _, err := Open(r, name, o)
	if err != nil {
		return nil, nil, err
	}
	var traces []*Trace
	for trace, err := range log.Traces() {
		if err != nil {
			return traces, log, err
		}
		traces = append(traces, trace.Clone())
	}
	return traces, log, nil
}

func TestCSVGivesTheTracesOfXES(t *testing.T) {
	const doc = "\xef\xbb\xbfcase:concept:name,concept:name,time:timestamp,org:group,case:due\r\n" +
		"b,\"look, \"\"twice\"\"\",2020-01-01T08:00:00+01:00,A,1\r\n" +
		"a,look,2020-01-01 08:00:00Z,\" B\nC \",2\r\n" +
		"b,sign,,,3\r\n"
	got, log, err := openAll(strings.NewReader(doc), "log.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	event := func(id, name, at, group, due string) []Attribute {
		return []Attribute{{Key: "case:concept:name", Text: id}, {Key: "concept:name", Text: name},
			{Key: "time:timestamp", Text: at}, {Key: "org:group", Text: group}, {Key: "case:due", Text: due}}
	}
	eight := time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC)
	want := []*Trace{
		{Index: 0, Attrs: []Attribute{{Key: "concept:name", Text: "b"}, {Key: "due", Text: "1"}}, Events: []Event{
			{Seq: 0, At: eight.Add(-time.Hour), Attrs: event("b", `look, "twice"`, "2020-01-01T08:00:00+01:00", "A", "1")},
			{Seq: 1, Attrs: event("b", "sign", "", "", "3")},
		}},
		{Index: 1, Attrs: []Attribute{{Key: "concept:name", Text: "a"}, {Key: "due", Text: "2"}}, Events: []Event{
			{Seq: 0, At: eight, Attrs: event("a", "look", "2020-01-01 08:00:00Z", " B\nC ", "2")},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"case:concept:name", "case:due", "concept:name", "org:group", "time:timestamp"}, log.Keys()); diff != "" {
		t.Error(diff)
	}
	if !log.Has("case:due") || log.Has("due") || log.Loose() != 0 {
		t.Errorf("has %v %v, loose %d", log.Has("case:due"), log.Has("due"), log.Loose())
	}
}

func TestCSVKeepsOnlyWhatIsWanted(t *testing.T) {
	traces, log, err := openAll(strings.NewReader("id,a,b,a,t\n1,x,y,z,0\n"), "log.csv", Options{Case: "id", Only: []string{"a"}, Instant: "t", Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []Attribute{{Key: "a", Text: "z"}, {Key: "t", Text: "0"}}
	if diff := cmp.Diff(want, traces[0].Events[0].Attrs); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "id", "t"}, log.Keys()); diff != "" {
		t.Error(diff)
	}
}

func TestHostileCSVIsRefused(t *testing.T) {
	small := Limits{Token: 1 << 17, Held: 1 << 20, Trace: 1 << 19}
	many := strings.Repeat("7,some text of the case\n", 1<<16)
	scattered := &repeat{head: "case:concept:name,a\n", unit: "1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", n: 1 << 20}
	for _, c := range []struct {
		name string
		in   io.Reader
		want string
	}{
		{"empty", strings.NewReader(""), "line 1, column 1: the file is empty"},
		{"only a mark", strings.NewReader("\xef\xbb\xbf"), "line 1, column 1: the file is empty"},
		{"zip", strings.NewReader("PK\x03\x04"), "line 1, column 1: this is a zip archive"},
		{"utf-16", strings.NewReader("\xff\xfea\x00"), "line 1, column 1: the file is UTF-16"},
		{"latin1", strings.NewReader("case:concept:name,a\n1,x\n2,\xe9\n"), "line 3, column 3: text that is not UTF-8"},
		{"no case", strings.NewReader("a,b\n"), `line 1, column 1: there is no column "case:concept:name"; give --case-column, the log has: a, b`},
		{"too few cells", strings.NewReader("case:concept:name,a\n1,x\n2\n"), "line 3, column 1: the number of cells"},
		{"an open quote", strings.NewReader("case:concept:name,a\n1,\"x\n"), "line 2, column 6: a quote"},
		{"an endless cell", &repeat{head: "case:concept:name,a\n1,\"", unit: "x", n: 1 << 30}, "line 2, column 1: a line is longer than 131072 bytes"},
		{"an endless header", &repeat{unit: "x,", n: 1 << 30}, "line 1, column 1: a line is longer"},
		{"too much to hold", scattered, "the log needs more than 1048576 bytes"},
		{"too long a case", strings.NewReader("case:concept:name,a\n" + many[:1<<18]), "one trace is longer than 524288 bytes"},
		{"cut off", bytes.NewReader(packed(t, strings.NewReader("case:concept:name,a\n"+many[:1<<15]))[:90]), "the compressed file is cut off"},
	} {
		_, _, err := openAll(c.in, "log.csv", Options{Limits: small})
		var where *Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// What is held of a log is what is wanted of it, and equal cells once.
func TestCSVHoldsLittle(t *testing.T) {
	const rows = 100_000
	in := &repeat{head: "case:concept:name,a,b,c\n", unit: "12,the same text,some other text that nobody wants,and more of it\n", n: rows}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	log, _, err := Open(in, "log.csv", Options{Only: []string{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	s := log.(*csvSource)
	if err := s.read(); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if held := float64(after.HeapAlloc-before.HeapAlloc) / rows; held > 40 {
		t.Errorf("%.0f bytes for each row of one wanted cell", held)
	}
	runtime.KeepAlive(s)
}

// However the rows of cases are mixed, each case comes out as it is.
func TestScatteredRowsComeTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(rapid.SampledFrom([]string{"", "1", "NA", "a\n,\"", "é"}), 0, 40).Draw(t, "ids")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"n", "case:concept:name"}) // a buffer takes everything
		want, order := map[string][]string{}, []string{}
		for i, id := range ids {
			n := strings.Repeat("i", i)
			_ = w.Write([]string{n, id})
			if want[id] == nil {
				order = append(order, id)
			}
			want[id] = append(want[id], n)
		}
		w.Flush()
		traces, _, err := openAll(&b, "x.csv", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(traces) != len(order) {
			t.Fatalf("%d cases, want %d", len(traces), len(order))
		}
		for c, trace := range traces {
			var got []string
			for _, e := range trace.Events {
				got = append(got, textOf(e.Attrs, "n"))
			}
			if trace.ID() != order[c] {
				t.Fatalf("case %d is %q, want %q", c, trace.ID(), order[c])
			}
			if diff := cmp.Diff(want[order[c]], got); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
