package eventlog

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readAll reads a whole document; the traces are copies.
func readAll(doc string, o Options) ([]*Trace, error) {
	var traces []*Trace
	for trace, err := range NewReader(strings.NewReader(doc), o).Traces() {
		if err != nil {
			return traces, err
		}
		traces = append(traces, trace.Clone())
	}
	return traces, nil
}

func TestReadEverythingXESCanSay(t *testing.T) {
	const doc = "\xef\xbb\xbf" + `<?xml version="1.0" encoding="utf-8" standalone='yes'?>
<!-- a comment with <tags> -- and quotes ' " -->
<x:log xes.version="1849.2016" xmlns:x="http://www.xes-standard.org">
 <x:extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
 <x:global scope="event"><x:string key="org:resource" value="UNKNOWN"/></x:global>
 <x:classifier name="Activity" keys="concept:name"/>
 <x:float key="meta_org:x" value="1.5"><x:float key="Resource01" value="2"/></x:float>
 <x:trace>
  <x:string key="concept:name" value="0010"/>
  <x:int key="amount" value="4.248252E8"/>
  <x:event>
   <x:string key="concept:name" value="A &lt;&#xe9;&#10;&amp;&gt; &quot;&apos;"><x:string key="nested" value="not of the event"/></x:string>
   <x:date key="time:timestamp" value='2011-10-11T13:45:40.276+02:00'/>
   <x:boolean key="ok" value="True"></x:boolean>
   <x:list key="cost:drivers"><x:values><x:string key="d" value="1"/><x:string value="2"/></x:values></x:list>
   <x:container key="bag"><x:int key="n" value="3"/></x:container>
   <x:id key="identity:id" value="f81d4fae-7dec-11d0-a765-00a0c91e6bf6"/>
   <x:unknown key="z"><x:string key="concept:name" value="no"/></x:unknown>
  </x:event>
  <x:event><x:string key="concept:name" value="B"/></x:event>
 </x:trace>
 <x:trace><x:string key="concept:name" value="10"/></x:trace>
 <x:event><x:string key="concept:name" value="loose"/></x:event>
 <x:trace/>
</x:log>
<!-- end -->
`
	r := NewReader(strings.NewReader(doc), Options{})
	var got []*Trace
	for trace, err := range r.Traces() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, trace.Clone())
	}
	want := []*Trace{
		{Index: 0, Line: 8, Attrs: []Attribute{
			{Key: "concept:name", Text: "0010"},
			{Key: "amount", Kind: Int, Text: "4.248252E8"},
		}, Events: []Event{
			{Seq: 0, At: time.Date(2011, 10, 11, 11, 45, 40, 276e6, time.UTC), Attrs: []Attribute{
				{Key: "concept:name", Text: "A <é\n&> \"'", Children: []Attribute{{Key: "nested", Text: "not of the event"}}},
				{Key: "time:timestamp", Kind: Date, Text: "2011-10-11T13:45:40.276+02:00"},
				{Key: "ok", Kind: Boolean, Text: "True"},
				{Key: "cost:drivers", Kind: List, Children: []Attribute{{Key: "d", Text: "1"}, {Text: "2"}}},
				{Key: "bag", Kind: Container, Children: []Attribute{{Key: "n", Kind: Int, Text: "3"}}},
				{Key: "identity:id", Kind: ID, Text: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
			}},
			{Seq: 1, Attrs: []Attribute{{Key: "concept:name", Text: "B"}}},
		}},
		{Index: 1, Line: 22, Attrs: []Attribute{{Key: "concept:name", Text: "10"}}},
		{Index: 2, Line: 24},
	}
	for _, trace := range append(got, want...) {
		if len(trace.Attrs) == 0 {
			trace.Attrs = nil
		}
		if len(trace.Events) == 0 {
			trace.Events = nil
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Loose() != 1 {
		t.Errorf("%d loose events, want 1", r.Loose())
	}
	if _, ok := got[0].Events[1].Get("org:resource"); ok {
		t.Error("the global default became a value")
	}
}

func TestAttributeTypes(t *testing.T) {
	for _, c := range []struct {
		text   string
		whole  int64
		isInt  bool
		number float64
		isNum  bool
		truth  bool
		isBool bool
	}{
		{text: "4.248252E8", whole: 424825200, isInt: true, number: 4.248252e8, isNum: true},
		{text: " -7 ", whole: -7, isInt: true, number: -7, isNum: true},
		{text: "9223372036854775807", whole: 9223372036854775807, isInt: true, number: 9223372036854775807, isNum: true},
		{text: "1", whole: 1, isInt: true, number: 1, isNum: true, truth: true, isBool: true},
		{text: "12.5", number: 12.5, isNum: true},
		{text: "True", truth: true, isBool: true},
		{text: "FALSE", isBool: true},
		{text: "yes"},
		{text: ""},
	} {
		a := Attribute{Text: c.text}
		whole, isInt := a.Int()
		number, isNum := a.Float()
		truth, isBool := a.Bool()
		if whole != c.whole || isInt != c.isInt || number != c.number || isNum != c.isNum || truth != c.truth || isBool != c.isBool {
			t.Errorf("%q: %d %v, %g %v, %v %v", c.text, whole, isInt, number, isNum, truth, isBool)
		}
	}
}

func TestSortKeepsTies(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2020, 1, 1, 8, minute, 0, 0, time.UTC) }
	trace := &Trace{Events: []Event{{Seq: 0, At: at(5)}, {Seq: 1, At: at(3)}, {Seq: 2, At: at(5)}, {Seq: 3}, {Seq: 4, At: at(3)}, {Seq: 5}}}
	trace.Sort()
	var got []int
	for _, e := range trace.Events {
		got = append(got, e.Seq)
	}
	// 3 follows 2 and 5 follows 4: an event without an instant stays where
	// the file put it, behind its neighbour.
	if diff := cmp.Diff([]int{1, 4, 5, 0, 2, 3}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTimes(t *testing.T) {
	hanoi := time.FixedZone("", 7*3600)
	for _, c := range []struct{ text, want string }{
		{"2011-10-11T13:45:40.276+02:00", "2011-10-11T11:45:40.276Z"},
		{"2011-10-11T13:45:40Z", "2011-10-11T13:45:40Z"},
		{"2011-10-11T13:45:40.1234567891Z", "2011-10-11T13:45:40.123456789Z"},
		{"2011-10-11 13:45:40.5-03:30", "2011-10-11T17:15:40.5Z"},
		{"2011-10-11T13:45:40+0200", "2011-10-11T11:45:40Z"},
		{"2011-10-11T13:45:40+02", "2011-10-11T11:45:40Z"},
		{"2012-02-29T24:00:00Z", "2012-03-01T00:00:00Z"},
		{"2011-10-11T13:45:40", "2011-10-11T06:45:40Z"}, // in the zone given
		{"2011-02-29T13:45:40Z", ""},
		{"2011-13-01T13:45:40Z", ""},
		{"2011-10-11T24:00:01Z", ""},
		{"2011-10-11T13:60:40Z", ""},
		{"2011-10-11T13:45:40.Z", ""},
		{"2011-10-11T13:45:40+15:00", ""},
		{"2011-10-11T13:45:40+02:60", ""},
		{"2011-10-11", ""},
		{"yesterday at about noon", ""},
		{"", ""},
	} {
		got, err := parseTime(c.text, hanoi)
		if text := got.Format(time.RFC3339Nano); err == nil && text != c.want || err != nil && c.want != "" {
			t.Errorf("%q: %s %v, want %q", c.text, text, err, c.want)
		}
	}
	if _, err := parseTime("2011-10-11T13:45:40", nil); err != errZone {
		t.Errorf("without an offset and a zone: %v", err)
	}
}
