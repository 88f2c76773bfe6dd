package journal_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/journal"
)

// Groups inside a list, empty ones too, and an optional group: a frame by hand.
func TestGroups(t *testing.T) {
	w := journal.NewWriter(nil)
	w.Bool(5, false)
	m := w.Begin(7)
	w.Item(1, "")
	w.Item(1, "a")
	w.End(m)
	w.EndOptional(w.Begin(8))
	w.End(w.Begin(9))
	w.End(w.Begin(9))
	if got, want := hex.EncodeToString(w.Bytes()), "01"+"0705"+"0100"+"010161"+"0900"+"0900"; got != want {
		t.Errorf("frame\n got %s\nwant %s", got, want)
	}
	r := journal.NewReader(w.Bytes())
	g, ok := r.Group(7)
	a, _ := g.Item(1)
	b, _ := g.Item(1)
	if _, more := g.Item(1); !ok || a != "" || b != "a" || more || g.Done() != nil {
		t.Errorf("group 7: %q %q %v %v", a, b, more, g.Done())
	}
	if _, ok := r.Group(8); ok {
		t.Error("an optional group is there though empty")
	}
	n := 0
	for g, ok := r.Group(9); ok; g, ok = r.Group(9) {
		r.Fail(g.Done())
		n++
	}
	if n != 2 || r.Done() != nil {
		t.Errorf("%d groups 9, %v", n, r.Done())
	}
}

func TestCommitmentVector(t *testing.T) {
	sum := journal.Commit([32]byte{1}, "reason", []byte("x"))
	if got, want := hex.EncodeToString(sum[:]), "8457bd6da796054f5c7d122a9c34a7b6498d2c7f27fbcb784c51e0db45c88a64"; got != want {
		t.Errorf("commitment %s, want %s", got, want)
	}
	// The same by hand: domain, salt, tag, length and name, value.
	byHand := sha256.Sum256(slices.Concat([]byte("motcua-commitment-1\n\x01"), make([]byte, 31), []byte("\x01\x06reasonx")))
	if sum != byHand {
		t.Errorf("commitment by hand %x", byHand)
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
	Note  string
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
	w.Text(300, c.Note)
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
	c.Hash, c.Note = r.Hash(7), r.Text(300)
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
			Note:  rapid.String().Filter(utf8.ValidString).Draw(t, "note"),
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
		"empty instant":     {1, 5, 0},
		"year 1 written":    append([]byte{1, 5, 9}, binary.AppendVarint(nil, time.Time{}.UnixMicro())...),
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
	f.Add(write(content{Text: "Ký", Int: math.MinInt64, Items: []string{"", "a"}, Note: "\x00"}))
	f.Add([]byte{1, 6, 2, 1, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := read(b)
		if err == nil && !bytes.Equal(write(c), b) {
			t.Errorf("accepted %x, which is not canonical for %+v", b, c)
		}
	})
}

// Reading costs the one copy that all texts of a frame share.
func TestReadingAllocatesOnce(t *testing.T) {
	w := journal.NewWriter(nil)
	w.Text(1, "moved")
	w.Text(2, "an officer with a name")
	m := w.Begin(3)
	w.Text(1, "a unit")
	w.End(m)
	b := w.Bytes()
	if n := testing.AllocsPerRun(100, func() {
		r := journal.NewReader(b)
		_, _ = r.Text(1), r.Text(2)
		g, _ := r.Group(3)
		_ = g.Text(1)
		r.Fail(g.Done())
		if r.Done() != nil {
			t.Error("not read")
		}
	}); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

// What was read does not change when the buffer is used again.
func TestTextsKeepNoPartOfTheBytes(t *testing.T) {
	b := write(content{Text: "Ký", Items: []string{"a", "b"}, Note: "ghi chú"})
	want, _ := read(slices.Clone(b))
	got, err := read(b)
	clear(b)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
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
