package casefile

import (
	"testing"
	"time"
)

// lean is the smallest procedure with the paths that have a budget.
const lean = `
language: 1
procedure: lean
version: 1
title: Việc nhỏ | Small matter
legal: {basis: [Văn bản thử | A test text]}
roles:
  desk: Một cửa | Desk
  expert: Chuyên viên | Expert
clocks:
  legal: {title: Thời hạn | Time limit, basis: [Văn bản thử | A test text], within: 10 working days}
open: {title: Nộp | Submit, by: desk, to: receive}
states:
  receive:
    owner: desk
    duty: Nhận | Receive
    within: 2 working days
    moves:
      pass: {title: Chuyển | Pass on, by: desk, to: check}
  check:
    owner: expert
    duty: Xem | Check
    within: 2 working days
    moves:
      back: {title: Trả | Send back, by: expert, sends_back: true, to: receive}
      end: {title: Xong | Finish, by: expert, to: done}
  done: {title: Xong | Done, outcome: done}
`

// leanWorld is a case of the lean procedure that has gone round once, so that
// every name is known.
func leanWorld(tb testing.TB) (w *world, pass *Command, now time.Time) {
	w = newWorld(tb, lean)
	w.do(tb, "2026-03-02 09:00", "dao open")
	w.do(tb, "2026-03-02 09:10", "dao pass unit=north")
	w.do(tb, "2026-03-02 09:20", "han back")
	return w, w.cmd("dao pass"), at("2026-03-02 09:30")
}

func TestDecideAllocatesAtMostTwice(t *testing.T) {
	w, pass, now := leanWorld(t)
	got := testing.AllocsPerRun(100, func() {
		if err := Decide(w.m, w.cal, w.org, w.c, pass, now, &w.buf); err != nil {
			t.Fatal(err)
		}
	})
	if got > 2 {
		t.Errorf("Decide allocates %v times for a move with nothing due, no guard, no child", got)
	}
}

// entries that have a budget, each after the same case.
func budgeted(tb testing.TB) (w *world, entries map[string]*Entry) {
	w, _, _ = leanWorld(tb)
	entries = map[string]*Entry{}
	for name, line := range map[string]string{"move": "dao pass", "claim": "duc claim", "note": "duc note reason=x"} {
		if err := Decide(w.m, w.cal, w.org, w.c, w.cmd(line), at("2026-03-02 09:30"), &w.buf); err != nil {
			tb.Fatal(err)
		}
		e := w.buf.Entries[0]
		e.Turns = append([]Turn(nil), e.Turns...)
		entries[name] = &e
	}
	if err := Decide(w.m, w.cal, w.org, w.c, nil, at("2026-03-05 09:30"), &w.buf); err != nil {
		tb.Fatal(err)
	}
	e := w.buf.Entries[0]
	entries["expiry"] = &e
	return w, entries
}

func TestApplyAllocatesNothing(t *testing.T) {
	w, entries := budgeted(t)
	for name, e := range entries {
		const runs = 50
		var cases []*Case
		for range runs + 1 { // AllocsPerRun runs once more to warm up
			cases = append(cases, w.c.Clone())
		}
		got := testing.AllocsPerRun(runs, func() {
			if err := Apply(cases[0], e); err != nil {
				t.Fatal(err)
			}
			cases = cases[1:]
		})
		if got != 0 {
			t.Errorf("Apply of %s allocates %v times", name, got)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	w, pass, now := leanWorld(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := Decide(w.m, w.cal, w.org, w.c, pass, now, &w.buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	w, entries := budgeted(b)
	for _, name := range []string{"move", "claim", "note", "expiry"} {
		b.Run(name, func(b *testing.B) {
			var c Case
			c.copy(w.c)
			e := *entries[name]
			b.ReportAllocs()
			for b.Loop() {
				if c.Seq, c.At = e.Seq-1, w.c.At; c.Ended() {
					b.Fatal("ended")
				}
				c.memory.marks = c.memory.marks[:0]
				c.Visit.Run, c.Visit.On = w.c.Visit.Run, true
				if err := Apply(&c, &e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncodeEntry(b *testing.B) {
	_, entries := budgeted(b)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = EncodeEntry(dst[:0], [32]byte{1}, entries["move"])
	}
	b.SetBytes(int64(len(dst)))
}
