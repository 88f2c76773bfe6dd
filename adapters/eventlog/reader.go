package eventlog

import (
	"io"
	"iter"
	"time"
)

// Limits bound what a file may ask of the machine.
type Limits struct {
	Token int   // bytes of one tag, comment or run of text
	Depth int   // elements inside each other
	Trace int   // bytes of the keys and values of one trace
	Total int64 // bytes after decompression
	Ratio int64 // bytes after decompression for each byte before
}

// DefaultLimits let every log pass that we know of: the largest public ones
// have traces of some megabytes and compress to a hundredth.
var DefaultLimits = Limits{Token: 1 << 20, Depth: 64, Trace: 64 << 20, Total: 64 << 30, Ratio: 500}

// Options of a reader. The zero value reads any XES file whose instants bear
// an offset.
type Options struct {
	Zone   *time.Location // of instants without an offset; nil: they are an error
	Limits Limits         // fields that are 0 take the default
}

// Reader reads one XES file from front to back, once.
type Reader struct {
	in    io.Reader
	o     Options
	s     *scanner
	trace Trace
	own   []Attribute // attributes of the present trace
	flat  []Attribute // attributes of its events
	spans []span      // which of flat belong to which event
	size  int         // bytes kept for the present trace
	names interner
	loose int
	index int
}

// span is a half-open range of Reader.flat.
type span struct{ from, to int }

// NewReader makes a reader over a file that the caller opens and closes.
func NewReader(r io.Reader, o Options) *Reader {
	d := DefaultLimits
	if o.Limits.Token == 0 {
		o.Limits.Token = d.Token
	}
	if o.Limits.Depth == 0 {
		o.Limits.Depth = d.Depth
	}
	if o.Limits.Trace == 0 {
		o.Limits.Trace = d.Trace
	}
	if o.Limits.Total == 0 {
		o.Limits.Total = d.Total
	}
	if o.Limits.Ratio == 0 {
		o.Limits.Ratio = d.Ratio
	}
	return &Reader{in: r, o: o, names: interner{}}
}

// Loose is how many events stood outside any trace so far. They belong to no
// case that the file names, and are passed over.
func (r *Reader) Loose() int { return r.loose }

// Traces gives the traces in the order of the file. Each one is valid until
// the next. After an error, which is an [*Error], nothing follows.
func (r *Reader) Traces() iter.Seq2[*Trace, error] {
	return func(yield func(*Trace, error) bool) {
		if err := r.start(); err != nil {
			yield(nil, err)
			return
		}
		for {
			ok, err := r.next()
			if err != nil {
				yield(nil, err)
				return
			}
			if !ok || !yield(&r.trace, nil) {
				return
			}
		}
	}
}

// interner keeps one copy of short strings that come again and again.
type interner map[string]string

const (
	internMost = 1 << 14 // strings kept
	internLong = 64      // bytes of the longest kept
)

func (in interner) string(b []byte) string {
	if s, ok := in[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(s) <= internLong && len(in) < internMost {
		in[s] = s
	}
	return s
}
