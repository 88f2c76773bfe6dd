package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/journal"
)

// frame writes a link of a chain of texts, as package casefile does of entries.
func frame(seq int64, prev [32]byte, text string) []byte {
	w := journal.NewWriter(nil)
	w.Hash(1, prev)
	w.Int(2, seq)
	w.Text(3, text)
	return w.Bytes()
}

func seal(b []byte) (int64, [32]byte, error) {
	r := journal.NewReader(b)
	prev, seq := r.Hash(1), r.Int(2)
	r.Text(3)
	return seq, prev, r.Done()
}

func chain(n int) []journal.Link {
	var links []journal.Link
	var prev [32]byte
	for i := range n {
		b := frame(int64(i+1), prev, fmt.Sprint("text ", i))
		prev = journal.Hash(b)
		links = append(links, journal.Link{Seq: int64(i + 1), Bytes: b, Hash: prev})
	}
	return links
}

func verify(links []journal.Link) error {
	c := journal.Chain{Seal: seal}
	for _, l := range links {
		if err := c.Add(l); err != nil {
			return err
		}
	}
	return nil
}

func TestAWholeChainIsAccepted(t *testing.T) {
	if err := verify(chain(20)); err != nil {
		t.Error(err)
	}
}

// Every bit flipped in any link, and every link dropped, doubled or swapped, is
// found, at the link where it is.
func TestEveryChangeIsNamed(t *testing.T) {
	const n = 5
	expect := func(what string, links []journal.Link, seq int64) {
		t.Helper()
		var bad *journal.ChainError
		if err := verify(links); !errors.As(err, &bad) || bad.Seq != seq {
			t.Errorf("%s: %v, want entry %d named", what, err, seq)
		}
	}
	for i := range n {
		for bit := range len(chain(n)[i].Bytes) * 8 {
			links := chain(n)
			links[i].Bytes[bit/8] ^= 1 << (bit % 8)
			expect(fmt.Sprintf("bit %d of link %d", bit, i), links, int64(i+1))
		}
		links := chain(n)
		links[i].Hash[3] ^= 4
		expect("hash changed", links, int64(i+1))
		links = chain(n)
		links[i].Seq = 9
		expect("number changed", links, int64(i+1))
		if i < n-1 {
			links = chain(n)
			expect("dropped", append(links[:i:i], links[i+1:]...), int64(i+1))
			links = chain(n)
			links[i], links[i+1] = links[i+1], links[i]
			expect("swapped", links, int64(i+1))
		}
	}
	// Rewritten with a right hash of its own, the next link tells.
	links := chain(n)
	links[1].Bytes = frame(2, links[0].Hash, "another text")
	links[1].Hash = journal.Hash(links[1].Bytes)
	expect("rewritten", links, 3)
	links = chain(n)
	links[0].Bytes = frame(1, [32]byte{1}, "text 0")
	links[0].Hash = journal.Hash(links[0].Bytes)
	expect("a first link that follows something", links, 1)
}

func TestCommitmentsKeepSaltNameAndValueApart(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, c := range []struct {
		salt  byte
		name  string
		value string
	}{{1, "a", "bc"}, {1, "ab", "c"}, {1, "", "abc"}, {1, "abc", ""}, {2, "a", "bc"}} {
		sum := journal.Commit([32]byte{c.salt}, c.name, []byte(c.value))
		if other, ok := seen[sum]; ok {
			t.Errorf("%+v has the commitment of %s", c, other)
		}
		seen[sum] = fmt.Sprintf("%+v", c)
	}
	if journal.Digest([32]byte{1}, []byte("x")) == journal.Commit([32]byte{1}, "", []byte("x")) {
		t.Error("a digest is a commitment")
	}
}

func BenchmarkVerify(b *testing.B) {
	var links []journal.Link
	var prev [32]byte
	size := 0
	for seq := range int64(1000) { // frames as long as a common entry
		f := frame(seq+1, prev, strings.Repeat("x", 100))
		prev = journal.Hash(f)
		links = append(links, journal.Link{Seq: seq + 1, Bytes: f, Hash: prev})
		size += len(f)
	}
	b.Run("chain", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			if err := verify(links); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ceiling: bare SHA-256 of the same bytes", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, l := range links {
				if journal.Hash(l.Bytes) != l.Hash {
					b.Fatal("hash")
				}
			}
		}
	})
}
