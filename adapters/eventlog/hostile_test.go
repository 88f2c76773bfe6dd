package eventlog

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
)

// repeat gives unit n times, without holding it.
type repeat struct {
	head, unit string
	n          int
	buf        string
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.buf == "" {
		switch {
		case r.head != "":
			r.buf, r.head = r.head, ""
		case r.n > 0:
			k := min(r.n, 1+4096/len(r.unit))
			r.buf = strings.Repeat(r.unit, k)
			r.n -= k
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}

func packed(t *testing.T, r io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const good = `<log><trace><string key="concept:name" value="a"/><event><string key="concept:name" value="x"/></event></trace></log>`

func TestHostileFilesAreRefused(t *testing.T) {
	whole := packed(t, strings.NewReader(strings.Repeat(" ", 5000)+good))
	changed := bytes.Clone(whole)
	changed[len(changed)-6] ^= 1
	noise := append([]byte{0x1f, 0x8b, 8, 0}, bytes.Repeat([]byte{0xff, 0}, 40)...)
	for _, c := range []struct {
		name string
		in   io.Reader
		want string // the error, from its beginning
	}{
		{"empty", strings.NewReader(""), "line 1, column 1: there is no XML element"},
		{"text", strings.NewReader("hello"), "line 1, column 6: this is not XML"},
		{"csv", strings.NewReader("case,activity\n1,a<b\n"), "line 2, column 5: this is not XML"},
		{"zip", strings.NewReader("PK\x03\x04<log>"), "line 1, column 1: this is a zip archive"},
		{"utf-16", strings.NewReader("\xff\xfe<\x00l\x00o\x00g\x00"), "line 1, column 1: the file is UTF-16"},
		{"latin1", strings.NewReader(`<?xml version="1.0" encoding="ISO-8859-1"?><log/>`), `line 1, column 1: the encoding "ISO-8859-1" is not read`},
		{"other root", strings.NewReader("\n<html/>"), "line 2, column 1: not an XES file: the root element is <html>"},
		{"doctype", strings.NewReader(`<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log/>`), "line 1, column 1: declarations such as <!DOCTYPE"},
		{"entity", strings.NewReader(`<log><trace><string key="a" value="&b;"/></trace></log>`), "line 1, column 13: the entity &b; is refused"},
		{"bare ampersand", strings.NewReader(`<log><trace><string key="a" value="a & b"/></trace></log>`), "line 1, column 13: a & must be written &amp;"},
		{"reference to no character", strings.NewReader(`<log><trace><string key="a" value="&#0;"/></trace></log>`), "line 1, column 13: the entity &#0; is refused"},
		{"control character", strings.NewReader("<log><trace><string key=\"a\" value=\"\x01\"/></trace></log>"), "line 1, column 13: the control character 0x01"},
		{"not UTF-8", strings.NewReader("<log><trace><string key=\"a\" value=\"\xc3(\"/></trace></log>"), "line 1, column 13: text that is not UTF-8"},
		{"unclosed", strings.NewReader("<log>\n<trace>"), "line 2, column 8: the file ends early, <trace> is not closed"},
		{"inside a tag", strings.NewReader("<log>\n <trace"), "line 2, column 2: the file ends inside a tag"},
		{"wrong end", strings.NewReader("<log><trace></log>"), "line 1, column 13: </log> stands where </trace> should"},
		{"two roots", strings.NewReader("<log/><log/>"), "line 1, column 7: there is a second element"},
		{"no key", strings.NewReader(`<log><trace><string value="a"/></trace></log>`), "line 1, column 13: <string> has no key"},
		{"bad time", strings.NewReader(`<log><trace><event><date key="time:timestamp" value="2011-13-45T00:00:00Z"/></event></trace></log>`), `line 1, column 20: "2011-13-45T00:00:00Z" is no instant`},
		{"no offset", strings.NewReader(`<log><trace><event><date key="time:timestamp" value="2011-12-24T00:00:00"/></event></trace></log>`), `line 1, column 20: the instant "2011-12-24T00:00:00" has no offset`},
		{"20,000 elements deep", strings.NewReader("<log>" + strings.Repeat("<trace>", 20_000)), "line 1, column 447: elements are nested more than 64 deep"},
		{"20,000 attributes deep", strings.NewReader("<log><trace>" + strings.Repeat(`<string key="k" value="v">`, 20_000)), "line 1, column 1625: elements are nested more than 64 deep"},
		{"100 MB value", &repeat{head: `<log><trace><string key="a" value="`, unit: "x", n: 100 << 20}, "line 1, column 13: a tag or text is longer than 1048576 bytes"},
		{"100 MB of text", &repeat{head: `<log>`, unit: "x", n: 100 << 20}, "line 1, column 6: a tag or text is longer"},
		{"100 MB comment", &repeat{head: `<!--`, unit: "x", n: 100 << 20}, "line 1, column 1: a tag or text is longer"},
		{"100 MB of <", &repeat{unit: "<", n: 100 << 20}, "line 1, column 1: a < inside a tag"},
		{"endless trace", &repeat{head: `<log><trace>`, unit: `<event><string key="concept:name" value="x"/></event>`, n: 1 << 30}, "line 1, column"},
		{"cut off", bytes.NewReader(whole[:len(whole)-20]), "line 1, column"},
		{"changed", bytes.NewReader(changed), "line 1, column"},
		{"noise", bytes.NewReader(noise), "line 1, column 1: the gzip file is damaged"},
		{"only magic", bytes.NewReader([]byte{0x1f, 0x8b}), "the gzip file is damaged"},
		{"twice", bytes.NewReader(packed(t, bytes.NewReader(whole))), "line 1, column 1: the file is compressed with gzip twice"},
		{"bomb", bytes.NewReader(packed(t, &repeat{head: "<log>", unit: "<trace></trace>", n: 2 << 20})), "line 1, column"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var err error
			for _, e := range NewReader(c.in, Options{Limits: Limits{Trace: 8 << 20}}).Traces() {
				err = e
			}
			var where *Error
			if !errors.As(err, &where) {
				t.Fatalf("no error with a position, but %v", err)
			}
			if !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%s\nwant %s…", err, c.want)
			}
			if text := where.Text(); text.VI == "" || text.VI == text.EN {
				t.Errorf("not said in Vietnamese: %q", text.VI)
			}
		})
	}
}

func TestLimitsAreExact(t *testing.T) {
	l := Limits{Total: int64(len(good))}
	if _, err := readAll(good, Options{Limits: l}); err != nil {
		t.Error(err)
	}
	l.Total--
	if _, err := readAll(good, Options{Limits: l}); err == nil {
		t.Error("a file one byte too long was read")
	}
}

func TestMemoryIsBounded(t *testing.T) {
	const traces = 200_000
	in := &repeat{head: "<log>", unit: `<trace><string key="concept:name" value="c"/><event><date key="time:timestamp" value="2011-10-11T13:45:40.276+02:00"/></event></trace>`, n: traces}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for _, err := range NewReader(io.MultiReader(in, strings.NewReader("</log>")), Options{}).Traces() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%50_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if n != traces {
		t.Fatalf("%d traces, want %d", n, traces)
	}
	if most > before.HeapAlloc+4<<20 {
		t.Errorf("the heap grew from %d to %d bytes over 27 MB of log", before.HeapAlloc, most)
	}
}
