package journal

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// ErrBytes is what every error of a Reader is: the bytes are not the canonical
// form of anything.
var ErrBytes = errors.New("not canonical bytes")

// Reader reads one frame, field by field, in ascending order of tag. Its first
// error stays: after it every method returns a default, so that a caller reads
// all it knows and asks Done once. It never panics, whatever the bytes. Its
// texts share one copy of the frame, made when the first is asked for.
type Reader struct {
	b    []byte
	copy string // b, once a text was asked for
	at   int
	last uint64
	err  error

	// the field under the reader; tag 0 when there is none
	tag     uint64
	start   int // of the payload in b
	payload []byte
}

// NewReader reads the frame b, which it does not change and which must not
// change before Done. What was read keeps no part of it.
func NewReader(b []byte) *Reader {
	r := new(Reader) // stays on the caller's stack: this is small enough to be inlined
	r.frame(b)
	return r
}

func (r *Reader) frame(b []byte) {
	r.b = b
	if len(b) == 0 || b[0] != Version {
		r.fail("a frame begins with version %d", Version)
		return
	}
	r.at = 1
	r.next()
}

// Uint returns the field of that tag, or 0 when it is not there.
func (r *Reader) Uint(tag uint64) uint64 {
	p, ok := r.take(tag)
	if !ok {
		return 0
	}
	v, n := uvarint(p)
	if n != len(p) || v == 0 {
		r.fail("field %d is no minimal number", tag)
		return 0
	}
	return v
}

// Int returns the field of that tag, or 0.
func (r *Reader) Int(tag uint64) int64 { return unzigzag(r.Uint(tag)) }

// Bool returns whether the field of that tag is there; it is then 1.
func (r *Reader) Bool(tag uint64) bool {
	switch r.Uint(tag) {
	case 0:
		return false
	case 1:
		return true
	}
	r.fail("field %d is no truth value", tag)
	return false
}

// Text returns the field of that tag, or "".
func (r *Reader) Text(tag uint64) string {
	start := r.start
	p, ok := r.take(tag)
	if !ok {
		return ""
	}
	if len(p) == 0 {
		r.fail("field %d is written though empty", tag)
	}
	return r.text(tag, start, p)
}

// Item returns the next element of a list of texts; ok is false after the last.
func (r *Reader) Item(tag uint64) (s string, ok bool) {
	start := r.start
	p, ok := r.take(tag)
	if !ok {
		return "", false
	}
	s = r.text(tag, start, p)
	return s, r.err == nil
}

// Hash returns the field of that tag, or 32 zero bytes.
func (r *Reader) Hash(tag uint64) (h [32]byte) {
	p, ok := r.take(tag)
	if !ok {
		return h
	}
	if len(p) != len(h) || [32]byte(p) == h {
		r.fail("field %d is no hash", tag)
		return h
	}
	return [32]byte(p)
}

// Instant returns the field of that tag in UTC, or the zero time.
func (r *Reader) Instant(tag uint64) time.Time {
	p, ok := r.take(tag)
	if !ok {
		return time.Time{}
	}
	v, n := uvarint(p)
	if n == 0 || n != len(p) {
		r.fail("field %d is no minimal instant", tag)
		return time.Time{}
	}
	t := time.UnixMicro(unzigzag(v)).UTC()
	if t.IsZero() || t.UnixMicro() != unzigzag(v) {
		r.fail("field %d is no instant", tag)
		return time.Time{}
	}
	return t
}

// Group returns a reader of the group of that tag, or false when it is not
// there (or there are no more elements, for a list). The caller must ask Done
// of the group's reader, or hand its error on with Fail.
func (r *Reader) Group(tag uint64) (*Reader, bool) {
	g := new(Reader) // on the caller's stack, as in NewReader
	return g, r.group(tag, g)
}

func (r *Reader) group(tag uint64, g *Reader) bool {
	start := r.start
	p, ok := r.take(tag)
	if !ok {
		return false
	}
	g.b, g.copy = p, r.whole()[start:start+len(p)]
	g.next()
	return true
}

// Fail makes err the reader's error unless it has one or err is nil.
func (r *Reader) Fail(err error) {
	if r.err == nil && err != nil {
		r.err, r.tag = err, 0 // nothing is found any more
	}
}

// Done returns the reader's error, or that something is left that was not
// asked for: fields a later edition wrote are not silently lost.
func (r *Reader) Done() error {
	if r.err == nil && r.tag != 0 {
		r.fail("field %d is unknown or out of order", r.tag)
	}
	return r.err
}

// take returns the payload of the field under the reader when it has that tag.
func (r *Reader) take(tag uint64) ([]byte, bool) {
	if r.tag != tag {
		return nil, false // the common case, inlined: most fields are defaults
	}
	return r.pop(), true
}

func (r *Reader) pop() []byte {
	p := r.payload
	r.next()
	return p
}

// next puts the following field under the reader.
func (r *Reader) next() {
	r.tag, r.payload = 0, nil
	if r.at == len(r.b) {
		return
	}
	tag, n := uvarint(r.b[r.at:])
	if n == 0 || tag == 0 || tag < r.last {
		r.fail("byte %d is no tag in order", r.at)
		return
	}
	at := r.at + n
	size, n := uvarint(r.b[at:])
	at += n
	if n == 0 || size > uint64(len(r.b)-at) {
		r.fail("byte %d: the field is longer than the bytes", r.at)
		return
	}
	r.tag, r.last = tag, tag
	r.start, r.at = at, at+int(size)
	r.payload = r.b[at:r.at]
}

func (r *Reader) text(tag uint64, start int, p []byte) string {
	if !utf8.Valid(p) {
		r.fail("field %d is no text", tag)
		return ""
	}
	return r.whole()[start : start+len(p)]
}

// whole returns the bytes of this level as one string.
func (r *Reader) whole() string {
	if r.copy == "" {
		r.copy = string(r.b)
	}
	return r.copy
}

func (r *Reader) fail(format string, args ...any) {
	if r.err == nil {
		r.Fail(fmt.Errorf("%w: %s", ErrBytes, fmt.Sprintf(format, args...)))
	}
}

// uvarint reads a minimal number; n is 0 when there is none.
func uvarint(p []byte) (v uint64, n int) {
	for i, b := range p {
		if i == 10 || i == 9 && b > 1 {
			return 0, 0
		}
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			if b == 0 && i > 0 {
				return 0, 0
			}
			return v, i + 1
		}
	}
	return 0, 0
}
