package eventlog

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"strings"
)

// Log gives the cases of a log, whatever its format.
type Log interface {
	// Traces gives the cases in the order of the file, of scattered ones in
	// that of their first events. Each is valid until the next. After an
	// error, which is an [*Error], nothing follows.
	Traces() iter.Seq2[*Trace, error]
	// Loose is how many events stood outside any case so far.
	Loose() int
	// Keys are the keys of event attributes that the log has, sorted; those
	// read so far, if it is read as it goes.
	Keys() []string
	// Has says whether the log has the key.
	Has(key string) bool
}

// Format is how a log is written.
type Format uint8

// The formats that are read.
const (
	XES Format = iota
	CSV
	OCEL
)

// Open finds the format of a log, by its name and else by its first bytes,
// and makes a reader for it. The caller closes the file.
func Open(r io.Reader, name string, o Options) (Log, Format, error) {
	o.Limits = o.limits()
	in, err := plain(r, o.Limits)
	if err != nil {
		return nil, 0, err
	}
	br := bufio.NewReaderSize(in, 64<<10)
	f, ok := named(name)
	if !ok {
		// An error comes again to whoever reads on.
		head, _ := br.Peek(512)
		f = sniff(head)
	}
	switch f {
	case CSV:
		return newCSV(br, o), CSV, nil
	case OCEL:
		return newOCEL(br, o), OCEL, nil
	}
	x := NewReader(nil, o)
	x.open = br
	return x, XES, nil
}

// named reads the format from the end of a file's name.
func named(name string) (Format, bool) {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for end, f := range map[string]Format{".xes": XES, ".xml": XES, ".csv": CSV, ".json": OCEL, ".jsonocel": OCEL} {
		if strings.HasSuffix(name, end) {
			return f, true
		}
	}
	return 0, false
}

// sniff guesses the format from the first bytes: XML begins with a tag, JSON
// with a brace, and nothing else is known of CSV.
func sniff(head []byte) Format {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0, head[0] == '<', foreign(head) != nil:
		return XES
	case head[0] == '{':
		return OCEL
	}
	return CSV
}

// foreign names the commonest files that are no log at all.
func foreign(head []byte) *Error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return fault("đây là tệp zip: giải nén trước", "this is a zip archive: unpack it first")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return fault("tệp được nén gzip hai lần", "the file is compressed with gzip twice")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return fault("tệp theo UTF-16: chuyển sang UTF-8", "the file is UTF-16: convert it to UTF-8")
	}
	return nil
}
