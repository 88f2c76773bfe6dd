package eventlog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzCSV: whatever the bytes, the reader ends with an answer or an *Error,
// and gives every row of the file in exactly one case.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("case:concept:name,a\n1,x\n2,\"y\nz\"\n1,\n"))
	f.Add([]byte("\xef\xbb\xbfcase:concept:name\r\n\"\"\r\n"))
	f.Add([]byte("case:concept:name,case:concept:name\n1,2\n"))
	f.Add([]byte("a,b\n\"1"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		traces, _, err := openAll(bytes.NewReader(doc), "x.csv", Options{Limits: Limits{Total: 1 << 20}})
		if err != nil {
			var where *Error
			if !errors.As(err, &where) {
				t.Fatalf("an error without words: %v", err)
			}
			return
		}
		if bytes.HasPrefix(doc, []byte{0x1f, 0x8b}) {
			return
		}
		doc = bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))
		rows, err := csv.NewReader(bytes.NewReader(doc)).ReadAll()
		if err != nil || !utf8.Valid(doc) {
			t.Fatalf("accepted, but not by encoding/csv: %v", err)
		}
		events := 0
		for i, trace := range traces {
			if trace.Index != i || len(trace.Events) == 0 {
				t.Fatalf("case %d has index %d and %d events", i, trace.Index, len(trace.Events))
			}
			events += len(trace.Events)
		}
		if events != len(rows)-1 {
			t.Fatalf("%d events of %d rows", events, len(rows)-1)
		}
	})
}

// FuzzOCEL: whatever the bytes, the reader ends with an answer or an *Error.
func FuzzOCEL(f *testing.F) {
	f.Add([]byte(ocelDoc))
	f.Add([]byte(`{"ocel:events":{}}`))
	f.Add([]byte(`{"events":[{"relationships":[{"objectId":"x"}]}]}`))
	f.Add([]byte(`{"objects":[{"id":"x","type":"t"}],"events":[{"attributes":[{"name":"a","value":[1,{}]}]}]}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		_, _, err := openAll(bytes.NewReader(doc), "x.json", Options{Limits: Limits{Total: 1 << 20}})
		var where *Error
		if err != nil && !errors.As(err, &where) {
			t.Fatalf("an error without words: %v", err)
		}
	})
}
