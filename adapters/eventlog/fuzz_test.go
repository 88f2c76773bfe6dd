package eventlog

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzXES: whatever the bytes, the reader ends with an answer or an *Error.
// What it accepts as plain XML, Go's own decoder accepts too, and both read
// the same attributes.
func FuzzXES(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`<?xml version="1.0"?><a:log xmlns:a="u"><!-- c --><trace><list key="l"><values><int key="n" value="1"/></values></list></trace></a:log>`))
	f.Add([]byte("<log><trace><event><date key='time:timestamp' value='2011-10-11T13:45:40.276+02:00'/></event></trace></log>"))
	f.Add([]byte(`<log><trace><string key="a" value="&#x1F600;&lt;&#10;"/></trace></log>`))
	f.Add([]byte(`<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>`))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Add([]byte("<log>" + strings.Repeat("<trace>", 200)))
	f.Fuzz(func(t *testing.T, doc []byte) {
		o := Options{Limits: Limits{Total: 1 << 20, Token: 1 << 14}}
		var own []string
		for trace, err := range NewReader(bytes.NewReader(doc), o).Traces() {
			if err != nil {
				var where *Error
				if !errors.As(err, &where) {
					t.Fatalf("an error without a position: %v", err)
				}
				return
			}
			own = list(own, trace.Attrs)
			for _, e := range trace.Events {
				own = list(own, e.Attrs)
			}
		}
		if bytes.HasPrefix(doc, []byte{0x1f, 0x8b}) || !utf8.Valid(doc) {
			return
		}
		theirs, err := byStdlib(doc)
		if err != nil {
			t.Skipf("stricter than we are: %v", err)
		}
		if diff := cmp.Diff(theirs, own); diff != "" {
			t.Errorf("they, we:\n%s", diff)
		}
	})
}

// list appends kind, key and value of attributes, children included.
func list(to []string, attrs []Attribute) []string {
	for _, a := range attrs {
		to = append(to, a.Kind.String()+" "+a.Key+"="+a.Text)
		to = list(to, a.Children)
	}
	return to
}

// byStdlib lists the same with encoding/xml: trace attributes first, then
// those of its events.
func byStdlib(doc []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf"))))
	var all, traceOwn, events []string
	var path []string
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			path = append(path, e.Name.Local)
			line, inEvent, ok := attribute(path, e)
			if ok && inEvent {
				events = append(events, line)
			} else if ok {
				traceOwn = append(traceOwn, line)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
			if len(path) == 1 {
				all = append(append(all, traceOwn...), events...)
				traceOwn, events = nil, nil
			}
		}
	}
}

// attribute says whether the element at the end of path is an attribute of a
// trace or an event: each step below must be a kind, or values in a list.
func attribute(path []string, e xml.StartElement) (line string, inEvent, ok bool) {
	if len(path) < 3 || path[1] != "trace" {
		return "", false, false
	}
	rest := path[2:]
	if rest[0] == "event" {
		inEvent, rest = true, rest[1:]
	}
	for i, name := range rest {
		_, kind := kindOf([]byte(name))
		wrapped := name == "values" && i > 0 && rest[i-1] == "list"
		if !kind && !wrapped {
			return "", false, false
		}
	}
	if len(rest) == 0 || rest[len(rest)-1] == "values" {
		return "", false, false
	}
	var key, value string
	seenKey, seenValue := false, false
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" {
			continue
		}
		if a.Name.Local == "key" && !seenKey {
			key, seenKey = a.Value, true
		}
		if a.Name.Local == "value" && !seenValue {
			value, seenValue = a.Value, true
		}
	}
	return e.Name.Local + " " + key + "=" + value, inEvent, true
}

// FuzzMapping: whatever the bytes, a mapping file is read or refused with a
// *MappingError in both languages.
func FuzzMapping(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("mapping: 1\nprocedure: p\nactivities: {a: [b, c], d: {state: e}}\n"))
	f.Add([]byte("a: &x [*x]\n? [b]\n: c\n<<: d\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseMapping("m.yaml", b)
		if err == nil {
			_ = m.Check(permitMachine(t))
			return
		}
		var e *MappingError
		if !errors.As(err, &e) || e.Text().VI == "" || e.Text().EN == "" {
			t.Fatalf("not a proper error: %v", err)
		}
	})
}
