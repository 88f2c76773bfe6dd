package casefile

import (
	"fmt"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/journal"
)

// journalOf plays a case that is claimed and released n times and returns its
// entries as a store keeps them.
func journalOf(tb testing.TB, n int) (id, district string, links []journal.Link) {
	w, _, now := leanWorld(tb)
	w.c.memory = w.c.Clone().memory
	var prev [32]byte
	for i := range 2 * n {
		line := "duc claim"
		if i%2 == 1 {
			line = "duc release"
		}
		now = now.Add(time.Millisecond)
		if err := Decide(w.m, w.cal, w.org, w.c, w.cmd(line), now, &w.buf); err != nil {
			tb.Fatal(err)
		}
		for k := range w.buf.Entries {
			e := w.buf.Entries[k]
			b := EncodeEntry(nil, prev, &e)
			prev = journal.Hash(b)
			links = append(links, journal.Link{Seq: e.Seq, Bytes: b, Hash: prev})
			if err := Apply(w.c, &e); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return w.c.ID, w.c.District, links
}

// BenchmarkReplay reads a journal from its bytes and folds it, beside the bare
// SHA-256 of the same bytes: the price of knowing a case again.
func BenchmarkReplay(b *testing.B) {
	start, _, _ := leanWorld(b)
	_, _, links := journalOf(b, 500)
	size := 0
	for _, l := range links {
		size += len(l.Bytes)
	}
	name := fmt.Sprintf("%d entries", len(links))
	b.Run("decode and apply/"+name, func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			c := start.c.Clone()
			for i := range links {
				_, e, err := DecodeEntry(links[i].Bytes)
				if err != nil {
					b.Fatal(err)
				}
				if err := Apply(c, &e); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("ceiling: bare SHA-256/"+name, func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for i := range links {
				if journal.Hash(links[i].Bytes) != links[i].Hash {
					b.Fatal("another hash")
				}
			}
		}
	})
}
