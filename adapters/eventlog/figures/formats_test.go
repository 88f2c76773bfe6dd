package figures_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// asCSV writes a log with its cases scattered: the first events of all cases,
// then the second ones, and so on.
func asCSV(log nLog, columns []string) *bytes.Buffer {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(append([]string{"case:concept:name"}, columns...)) // a buffer takes everything
	for i, some := 0, true; some; i++ {
		some = false
		for _, t := range log.Traces {
			if i >= len(t.Events) {
				continue
			}
			some = true
			row := []string{nText(t.Attrs, "concept:name")}
			for _, c := range columns {
				row = append(row, nText(t.Events[i].Attrs, c))
			}
			_ = w.Write(row)
		}
	}
	w.Flush()
	return &b
}

// asOCEL writes a log as events that each concern one case, and the office
// that was at work as an object, too.
func asOCEL(t *testing.T, log nLog, unit string) *bytes.Buffer {
	var events, objects []any
	offices := map[string]bool{}
	for c, trace := range log.Traces {
		id := nText(trace.Attrs, "concept:name")
		objects = append(objects, object{"id": id, "type": "case"})
		for i, e := range trace.Events {
			office := nText(e.Attrs, unit)
			if !offices[office] {
				offices[office] = true
				objects = append(objects, object{"id": "office " + office, "type": "office"})
			}
			events = append(events, object{
				"id": itoa(c) + "." + itoa(i), "type": nText(e.Attrs, "concept:name"), "time": nText(e.Attrs, "time:timestamp"),
				"attributes":    []any{object{"name": unit, "value": office}},
				"relationships": []any{object{"objectId": id, "qualifier": "of"}, object{"objectId": "office " + office, "qualifier": "by"}},
			})
		}
	}
	b, err := json.Marshal(object{"events": events, "objects": objects, "eventTypes": []any{}, "objectTypes": []any{}})
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewBuffer(b)
}

// The same log has the same figures in every format.
func TestFormatsAgree(t *testing.T) {
	for file, unit := range map[string]string{"wabo_receipt.xes.gz": "org:group", "running_example.xes": "org:resource"} {
		b := sharedLog(t, file)
		o := nOptions{missing: "own", units: []string{unit}, least: 2}
		want := analyse(t, bytes.NewReader(b), file, o)
		log, err := naiveRead(bytes.NewReader(b), strings.HasSuffix(file, ".gz"))
		if err != nil {
			t.Fatal(err)
		}
		got := analyse(t, asCSV(log, []string{"concept:name", "time:timestamp", unit}), "x.csv", o)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s as CSV: %s", file, diff)
		}
		o.objects = "case"
		if diff := cmp.Diff(want, analyse(t, asOCEL(t, log, unit), "x.json", o)); diff != "" {
			t.Errorf("%s as OCEL: %s", file, diff)
		}
	}
}
