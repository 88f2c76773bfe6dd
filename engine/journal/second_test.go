package journal_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// second reads a content by the grammar in the package comment alone. It shares
// no code with the package: numbers are big integers, texts are split by hand.
func second(t interface{ Fatalf(string, ...any) }, frame []byte) (c content) {
	if frame[0] != 1 {
		t.Fatalf("version %d", frame[0])
	}
	for _, f := range fields(t, frame[1:]) {
		switch f.tag {
		case 1:
			c.Text = string(f.payload)
		case 2:
			c.Int = signed(t, f.payload).Int64()
		case 3:
			c.Uint = number(t, f.payload).Uint64()
		case 4:
			c.Bool = f.payload[0] == 1
		case 5:
			us := signed(t, f.payload)
			seconds, rest := new(big.Int).DivMod(us, big.NewInt(1e6), new(big.Int))
			c.At = time.Unix(seconds.Int64(), rest.Int64()*1000).UTC()
		case 6:
			for _, item := range fields(t, f.payload) {
				c.Items = append(c.Items, string(item.payload))
			}
		case 7:
			copy(c.Hash[:], f.payload)
		case 300:
			c.Note = string(f.payload)
		default:
			t.Fatalf("field %d", f.tag)
		}
	}
	return c
}

type field struct {
	tag     int64
	payload []byte
}

func fields(t interface{ Fatalf(string, ...any) }, b []byte) (list []field) {
	for len(b) > 0 {
		n := digits(b)
		m := digits(b[n:])
		size := number(t, b[n:n+m]).Int64()
		f := field{number(t, b[:n]).Int64(), b[n+m : int64(n+m)+size]}
		if len(list) > 0 && list[len(list)-1].tag > f.tag {
			t.Fatalf("field %d stands before field %d", list[len(list)-1].tag, f.tag)
		}
		list = append(list, f)
		b = b[int64(n+m)+size:]
	}
	return list
}

// digits is how many bytes the number at the start of b has.
func digits(b []byte) int {
	n := 1
	for b[n-1] >= 128 {
		n++
	}
	return n
}

// number reads groups of seven bits, the lowest first.
func number(t interface{ Fatalf(string, ...any) }, b []byte) *big.Int {
	if len(b) > 1 && b[len(b)-1] == 0 {
		t.Fatalf("number % x is longer than it must be", b)
	}
	v := new(big.Int)
	for i := len(b) - 1; i >= 0; i-- {
		v.Mul(v, big.NewInt(128))
		v.Add(v, big.NewInt(int64(b[i]%128)))
	}
	return v
}

// signed reads 0, 1, 2, 3, 4 as 0, -1, 1, -2, 2.
func signed(t interface{ Fatalf(string, ...any) }, b []byte) *big.Int {
	v := number(t, b)
	odd := v.Bit(0) == 1
	v.Add(v, big.NewInt(1))
	v.Div(v, big.NewInt(2))
	if odd {
		v.Neg(v)
	}
	return v
}

func TestASecondReaderAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := contents().Draw(t, "content")
		if len(want.Items) == 0 {
			want.Items = nil
		}
		if diff := cmp.Diff(want, second(t, write(want))); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The vectors freeze the format: whoever changes these bytes breaks every
// journal. Each line of the file is a name, the SHA-256 of the frame, and the
// frame.
func TestVectors(t *testing.T) {
	frames := map[string]content{
		"nothing":              {},
		"text":                 {Text: "moved"},
		"vietnamese-nfc":       {Text: "Nguy\u1ec5n Th\u1ecb \u00c1nh"},
		"vietnamese-nfd":       {Text: "Nguye\u0302\u0303n Thi\u0323 A\u0301nh"},
		"minus-one":            {Int: -1},
		"smallest":             {Int: -1 << 63},
		"largest":              {Int: 1<<63 - 1, Uint: 1<<64 - 1},
		"three-hundred":        {Uint: 300},
		"true":                 {Bool: true},
		"epoch":                {At: time.Unix(0, 0).UTC()},
		"microsecond-before":   {At: time.Unix(0, -1000).UTC()},
		"noon-in-vietnam":      {At: time.Date(2026, 11, 25, 5, 0, 0, 1000, time.UTC)},
		"items":                {Items: []string{"", "a", "", "tu-phap"}},
		"hash":                 {Hash: [32]byte{31: 1}},
		"tag-of-two-bytes":     {Note: "x"},
		"text-of-130-bytes":    {Note: strings.Repeat("a", 130)},
		"everything-at-once":   {Text: "Ký", Int: -7, Uint: 7, Bool: true, At: time.Unix(1, 0).UTC(), Items: []string{"a"}, Hash: [32]byte{1}, Note: "n"},
		"microsecond-of-year1": {At: time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)},
	}
	b, err := os.ReadFile("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) != len(frames) {
		t.Errorf("%d vectors for %d frames", len(lines), len(frames))
	}
	for _, line := range lines {
		word := strings.Fields(line)
		want, ok := frames[word[0]]
		if !ok || len(word) != 3 {
			t.Errorf("no frame for line %q", line)
			continue
		}
		frame := write(want)
		sum := sha256.Sum256(frame)
		if hex.EncodeToString(frame) != word[2] || hex.EncodeToString(sum[:]) != word[1] {
			t.Errorf("%s %x %x is not line %q", word[0], sum, frame, line)
		}
		kept, _ := hex.DecodeString(word[2])
		first, err := read(kept)
		if diff := cmp.Diff(want, first); diff != "" || err != nil {
			t.Errorf("%s read: %v %s", word[0], err, diff)
		}
		if diff := cmp.Diff(want, second(t, kept)); diff != "" {
			t.Errorf("%s read by the second reader: %s", word[0], diff)
		}
	}
}
