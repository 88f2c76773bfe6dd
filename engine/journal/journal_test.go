package journal_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/journal"
)

// Vectors freeze the format: whoever changes these bytes breaks every journal.
func TestVectors(t *testing.T) {
	w := journal.NewWriter(nil)
	w.Text(1, "Ký")
	w.Int(2, -1)
	w.Uint(3, 300)
	w.Bool(4, true)
	w.Bool(5, false)
	w.Instant(6, time.UnixMicro(1).UTC())
	m := w.Begin(7)
	w.Item(1, "")
	w.Item(1, "a")
	w.End(m)
	w.EndOptional(w.Begin(8))
	w.End(w.Begin(9))
	w.Hash(10, [32]byte{31: 1})
	w.Hash(11, [32]byte{})
	want := "01" + "01034bc3bd" + "020101" + "0302ac02" + "040101" + "060102" + "0705" + "0100" + "010161" + "0900" +
		"0a20" + "0000000000000000000000000000000000000000000000000000000000000001"
	if got := hex.EncodeToString(w.Bytes()); got != want {
		t.Errorf("frame\n got %s\nwant %s", got, want)
	}
	sum := journal.Commit([32]byte{1}, "reason", []byte("x"))
	if got, want := hex.EncodeToString(sum[:]), "8457bd6da796054f5c7d122a9c34a7b6498d2c7f27fbcb784c51e0db45c88a64"; got != want {
		t.Errorf("commitment %s, want %s", got, want)
	}
}

// content is a frame of every kind of field.
type content struct {
	Text  string
	Int   int64
	Uint  uint64
	Bool  bool
	At    time.Time
	Items []string
	Hash  [32]byte
	Blob  []byte
}

func write(c content) []byte {
	w := journal.NewWriter([]byte("before"))
	w.Text(1, c.Text)
	w.Int(2, c.Int)
	w.Uint(3, c.Uint)
	w.Bool(4, c.Bool)
	w.Instant(5, c.At)
	m := w.Begin(6)
	for _, s := range c.Items {
		w.Item(1, s)
	}
	w.EndOptional(m)
	w.Hash(7, c.Hash)
	w.Blob(300, c.Blob)
	return w.Bytes()[len("before"):]
}

func read(b []byte) (c content, err error) {
	r := journal.NewReader(b)
	c.Text, c.Int, c.Uint, c.Bool, c.At = r.Text(1), r.Int(2), r.Uint(3), r.Bool(4), r.Instant(5)
	if g, ok := r.Group(6); ok {
		for s, ok := g.Item(1); ok; s, ok = g.Item(1) {
			c.Items = append(c.Items, s)
		}
		if len(c.Items) == 0 {
			r.Fail(journal.ErrBytes)
		}
		r.Fail(g.Done())
	}
	c.Hash, c.Blob = r.Hash(7), r.Blob(300)
	return c, r.Done()
}

func contents() *rapid.Generator[content] {
	return rapid.Custom(func(t *rapid.T) content {
		c := content{
			Text:  rapid.String().Filter(utf8.ValidString).Draw(t, "text"),
			Int:   rapid.Int64().Draw(t, "int"),
			Uint:  rapid.Uint64().Draw(t, "uint"),
			Bool:  rapid.Bool().Draw(t, "bool"),
			Items: rapid.SliceOf(rapid.String().Filter(utf8.ValidString)).Draw(t, "items"),
			Blob:  rapid.SliceOf(rapid.Byte()).Draw(t, "blob"),
		}
		if rapid.Bool().Draw(t, "dated") {
			c.At = time.UnixMicro(rapid.Int64Range(-62135596800000000+1, 253402300799999999).Draw(t, "at")).UTC()
		}
		copy(c.Hash[:], rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "hash"))
		return c
	})
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := write(contents().Draw(t, "content"))
		c, err := read(b)
		if err != nil {
			t.Fatalf("read: %v of %x", err, b)
		}
		if again := write(c); !bytes.Equal(again, b) {
			t.Fatalf("written again\n got %x\nwant %x", again, b)
		}
	})
}

// walk is a second reader that shares no code with the first: it lists tags
// and payloads of one level by the format's grammar alone.
func walk(b []byte) (tags []uint64, payloads [][]byte) {
	for b = b[1:]; len(b) > 0; {
		tag, n := binary.Uvarint(b)
		size, m := binary.Uvarint(b[n:])
		tags = append(tags, tag)
		payloads = append(payloads, b[n+m:n+m+int(size)])
		b = b[n+m+int(size):]
	}
	return tags, payloads
}

func TestASecondReaderAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contents().Draw(t, "content")
		tags, payloads := walk(write(c))
		for i, tag := range tags {
			switch tag {
			case 1:
				if string(payloads[i]) != c.Text {
					t.Fatalf("text %q, want %q", payloads[i], c.Text)
				}
			case 2:
				u, _ := binary.Uvarint(payloads[i])
				buf := binary.AppendVarint(nil, c.Int)
				if v, _ := binary.Uvarint(buf); v != u {
					t.Fatalf("int %d, want %d", u, v)
				}
			}
			if i > 0 && tags[i-1] > tag {
				t.Fatalf("tags out of order: %v", tags)
			}
		}
	})
}

func TestNonCanonicalBytesAreRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty":             {},
		"unknown version":   {2},
		"tag 0":             {1, 0, 0},
		"tags out of order": {1, 2, 1, 1, 1, 1, 'a'},
		"a text twice":      {1, 1, 1, 'a', 1, 1, 'b'},
		"length past end":   {1, 1, 9, 'a'},
		"length overflows":  {1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
		"number not short":  {1, 3, 2, 0x81, 0},
		"default written":   {1, 3, 1, 0},
		"empty text":        {1, 1, 0},
		"text no UTF-8":     {1, 1, 1, 0xff},
		"truth 2":           {1, 4, 1, 2},
		"hash of 3 bytes":   {1, 7, 3, 1, 2, 3},
		"zero hash":         append([]byte{1, 7, 32}, make([]byte, 32)...),
		"unknown field":     {1, 99, 1, 1},
		"trailing byte":     {1, 1, 1, 'a', 9},
	} {
		if c, err := read(b); !errors.Is(err, journal.ErrBytes) {
			t.Errorf("%s: read %+v, %v", name, c, err)
		}
	}
}

func TestTagsOutOfOrderPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	w := journal.NewWriter(nil)
	w.Uint(2, 1)
	w.Uint(1, 1)
}

func FuzzReader(f *testing.F) {
	f.Add(write(content{Text: "Ký", Int: math.MinInt64, Items: []string{"", "a"}, Blob: []byte{0}}))
	f.Add([]byte{1, 6, 2, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := read(b)
		if err == nil && !bytes.Equal(write(c), b) {
			t.Errorf("accepted %x, which is not canonical for %+v", b, c)
		}
	})
}

func TestWritingAllocatesNothing(t *testing.T) {
	buf := make([]byte, 0, 256)
	var w journal.Writer
	at := time.UnixMicro(1).UTC()
	if n := testing.AllocsPerRun(100, func() {
		w.Reset(buf)
		w.Text(1, "moved")
		m := w.Begin(2)
		w.Instant(1, at)
		w.End(m)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
