package eventlog

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const ocelDoc = `{
 "objectTypes": [{"name": "case", "attributes": []}, {"name": "office", "attributes": []}],
 "eventTypes": [{"name": "look", "attributes": [{"name": "cost", "type": "integer"}]}],
 "events": [
  {"id": "e1", "type": "look", "time": "2020-01-01T08:00:00Z", "attributes": [{"name": "cost", "value": 12}, {"name": "ok", "value": true}, {"name": "who", "value": "an"}],
   "relationships": [{"objectId": "c2", "qualifier": ""}, {"objectId": "north", "qualifier": "assigned to"}, {"objectId": "c1", "qualifier": "also"}, {"objectId": "c1", "qualifier": "again"}]},
  {"id": "e2", "type": "rest", "time": "2020-01-01T09:00:00Z", "relationships": [{"objectId": "north", "qualifier": ""}]}
 ],
 "objects": [
  {"id": "c1", "type": "case", "attributes": [{"name": "due", "time": "1970-01-01T00:00:00Z", "value": "x"}]},
  {"id": "c2", "type": "case"}, {"id": "north", "type": "office"}, {"id": "c3", "type": "case"}
 ]
}`

func TestReadOCEL(t *testing.T) {
	got, log, err := openAll(strings.NewReader(ocelDoc), "-", Options{Case: "case"})
	if err != nil {
		t.Fatal(err)
	}
	event := Event{At: time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC), Attrs: []Attribute{
		{Key: "cost", Text: "12"}, {Key: "ok", Text: "true"}, {Key: "who", Text: "an"},
		{Key: "case", Text: "c2"}, {Key: "office", Text: "north"}, {Key: "office:assigned to", Text: "north"},
		{Key: "case", Text: "c1"}, {Key: "case:also", Text: "c1"}, {Key: "case", Text: "c1"}, {Key: "case:again", Text: "c1"},
		{Key: "concept:name", Text: "look"}, {Key: "time:timestamp", Kind: Date, Text: "2020-01-01T08:00:00Z"},
	}}
	id := func(s string) []Attribute { return []Attribute{{Key: "concept:name", Text: s}} }
	want := []*Trace{
		{Index: 0, Attrs: id("c1"), Events: []Event{event}},
		{Index: 1, Attrs: id("c2"), Events: []Event{event}},
		{Index: 2, Attrs: id("c3"), Events: []Event{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if log.Loose() != 1 {
		t.Errorf("%d events outside cases, want 1", log.Loose())
	}
	if !log.Has("office") || log.Has("cost:") {
		t.Errorf("keys %v", log.Keys())
	}
}

func TestHostileOCELIsRefused(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{`{`, "the JSON file ends early"},
		{`{"events": [{}`, "the JSON file ends early"},
		{`[]`, "not OCEL 2.0: at byte 1 { is needed"},
		{`{"events": {}}`, "not OCEL 2.0: at byte 12 [ is needed"},
		{`{"events": [7]}`, "the JSON is broken"},
		{`{"events" 7}`, "the JSON is broken"},
		{`{"ocel:events": {}}`, "this is OCEL 1.0"},
		{`{"events": []}`, "give --case-column TYPE"},
		{`{"objects": [{"id": "a", "type": "b"}, {"id": "a", "type": "b"}]}`, `two objects have the id "a"`},
		{`{"objects": [{"id": "a", "type": "b"}], "events": [{"relationships": [{"objectId": "c"}]}]}`, `event 1 names an object that is not there: "c"`},
		{`{"objects": [{"id": "a", "type": "b"}, {"id": "c", "type": "d"}]}`, "the log has: b, d"},
		{`{"objects": [{"id": "` + strings.Repeat("a", 1<<21) + `"}]}`, "a line is longer"},
		{`{"objects": [` + strings.Repeat(`{"id": "b", "type": "b"},`, 1) + strings.Repeat("[", 20000), "the JSON is broken"},
	} {
		_, _, err := openAll(strings.NewReader(c.doc), "x.json", Options{})
		var where *Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60s: %.200v, want %q", c.doc, err, c.want)
		}
	}
}
