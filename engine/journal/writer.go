package journal

import (
	"encoding/binary"
	"slices"
	"time"
)

// Version is the first byte of every frame of this edition.
const Version = 1

// Writer appends the canonical form of one frame to a buffer. The caller
// gives tags in ascending order; a Writer out of order panics, because that is
// a fault of the program and never of its input. The zero Writer is not ready:
// use NewWriter or Reset. Not safe for concurrent use.
type Writer struct {
	b    []byte
	last uint64 // tag written last at this level
}

// NewWriter begins a frame at the end of dst, whose memory it uses.
func NewWriter(dst []byte) *Writer {
	w := new(Writer)
	w.Reset(dst)
	return w
}

// Reset begins a new frame at the end of dst.
func (w *Writer) Reset(dst []byte) {
	w.b = append(dst, Version)
	w.last = 0
}

// Bytes returns dst with the frame behind it. It stays the writer's until the
// next Reset.
func (w *Writer) Bytes() []byte { return w.b }

// Uint writes v unless it is 0.
func (w *Writer) Uint(tag, v uint64) {
	if v == 0 {
		return
	}
	w.head(tag, sizeUvarint(v))
	w.b = binary.AppendUvarint(w.b, v)
}

// Int writes v unless it is 0.
func (w *Writer) Int(tag uint64, v int64) { w.Uint(tag, zigzag(v)) }

// Bool writes true and leaves out false.
func (w *Writer) Bool(tag uint64, v bool) {
	if v {
		w.Uint(tag, 1)
	}
}

// Text writes s unless it is empty.
func (w *Writer) Text(tag uint64, s string) {
	if s != "" {
		w.Item(tag, s)
	}
}

// Item writes one element of a list of texts, also an empty one.
func (w *Writer) Item(tag uint64, s string) {
	w.head(tag, len(s))
	w.b = append(w.b, s...)
}

// Hash writes h unless it is all zero.
func (w *Writer) Hash(tag uint64, h [32]byte) {
	if h != [32]byte{} {
		w.head(tag, len(h))
		w.b = append(w.b, h[:]...)
	}
}

// Instant writes t, cut to microseconds, unless it is the zero time.
func (w *Writer) Instant(tag uint64, t time.Time) {
	if t.IsZero() {
		return
	}
	v := zigzag(t.UnixMicro())
	w.head(tag, sizeUvarint(v))
	w.b = binary.AppendUvarint(w.b, v)
}

// Mark is a group being written.
type Mark struct {
	tag, outer uint64
	at         int
}

// Begin opens a group: the fields until End are its own, with tags of their
// own. Groups may stand inside groups.
func (w *Writer) Begin(tag uint64) Mark {
	w.order(tag)
	m := Mark{tag: tag, outer: w.last, at: len(w.b)}
	w.last = 0
	return m
}

// End closes a group that is an element of a list; an empty one is written.
func (w *Writer) End(m Mark) {
	size := len(w.b) - m.at
	head := sizeUvarint(m.tag) + sizeUvarint(uint64(size))
	w.b = slices.Grow(w.b, head)[:len(w.b)+head]
	copy(w.b[m.at+head:], w.b[m.at:m.at+size])
	at := m.at + binary.PutUvarint(w.b[m.at:], m.tag)
	binary.PutUvarint(w.b[at:], uint64(size))
	w.last = m.outer
}

// EndOptional closes a group that is no list element; an empty one leaves
// nothing behind.
func (w *Writer) EndOptional(m Mark) {
	if len(w.b) == m.at {
		w.last = m.outer
		return
	}
	w.End(m)
}

func (w *Writer) head(tag uint64, size int) {
	w.order(tag)
	w.b = binary.AppendUvarint(w.b, tag)
	w.b = binary.AppendUvarint(w.b, uint64(size))
}

func (w *Writer) order(tag uint64) {
	if tag == 0 || tag < w.last {
		panic("journal: tags out of order")
	}
	w.last = tag
}

func zigzag(v int64) uint64   { return uint64(v)<<1 ^ uint64(v>>63) }
func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

func sizeUvarint(v uint64) int {
	n := 1
	for v >= 0x80 {
		v >>= 7
		n++
	}
	return n
}
