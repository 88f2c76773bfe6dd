package eventlog

import (
	"cmp"
	"io"
	"iter"
	"strings"
	"time"
)

// Limits bound what a file may ask of the machine.
type Limits struct {
	Token int   // bytes of one tag, comment or run of text
	Depth int   // elements inside each other
	Trace int   // bytes of the keys and values of one trace
	Total int64 // bytes after decompression
	Held  int64 // bytes of a log whose cases are scattered, and which is held for that
	Ratio int64 // bytes after decompression for each byte before
}

// DefaultLimits let every log pass that we know of: the largest public ones
// have traces of some megabytes and compress to a hundredth.
var DefaultLimits = Limits{Token: 1 << 20, Depth: 64, Trace: 64 << 20, Total: 64 << 30, Held: 1 << 30, Ratio: 500}

// Options of a reader. The zero value reads any XES file whose instants bear
// an offset.
type Options struct {
	Zone   *time.Location // of instants without an offset; nil: they are an error
	Limits Limits         // fields that are 0 take the default
	// Only names the attributes of events that are kept; nil: all are. The
	// others are read past, which is faster, and still listed by Keys.
	Only []string
	// Raw leaves the instant of every event zero. It is for callers who read
	// them themselves, by Instant, and to whom a bad one is none.
	Raw bool
	// Case names the column of a CSV file that holds the case, or the type of
	// the objects of OCEL that are the cases.
	Case string
	// Instant names the column of a CSV file that holds the time; "" is
	// time:timestamp. XES has no choice.
	Instant string
}

// limits are the limits with defaults filled in.
func (o *Options) limits() Limits {
	l, d := o.Limits, DefaultLimits
	return Limits{
		Token: cmp.Or(l.Token, d.Token), Depth: cmp.Or(l.Depth, d.Depth), Trace: cmp.Or(l.Trace, d.Trace),
		Total: cmp.Or(l.Total, d.Total), Held: cmp.Or(l.Held, d.Held), Ratio: cmp.Or(l.Ratio, d.Ratio),
	}
}

// Reader reads one XES file from front to back, once.
type Reader struct {
	in    io.Reader
	open  io.Reader // in, decompressed, if somebody did that already
	o     Options
	s     *scanner
	trace Trace
	own   []Attribute // attributes of the present trace
	flat  []Attribute // attributes of its events
	spans []span      // which of flat belong to which event
	size  int         // bytes kept for the present trace
	names interner
	keys  *keyring
	loose int
	index int
}

// span is a half-open range of Reader.flat.
type span struct{ from, to int }

// NewReader makes a reader over a file that the caller opens and closes.
func NewReader(r io.Reader, o Options) *Reader {
	o.Limits = o.limits()
	return &Reader{in: r, o: o, names: interner{}, keys: newKeyring(o.Only)}
}

// Loose is how many events stood outside any trace so far. They belong to no
// case that the file names, and are passed over.
func (r *Reader) Loose() int { return r.loose }

// Keys are the keys of the attributes of events read so far, sorted; of very
// many, some.
func (r *Reader) Keys() []string { return r.keys.sorted() }

// Has says whether some event so far had the attribute.
func (r *Reader) Has(key string) bool { return r.keys.has(key) }

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

// text is string for a text that stands in a longer one, which is not kept.
func (in interner) text(t string) string {
	if s, ok := in[t]; ok {
		return s
	}
	s := strings.Clone(t)
	if len(s) <= internLong && len(in) < internMost {
		in[s] = s
	}
	return s
}
