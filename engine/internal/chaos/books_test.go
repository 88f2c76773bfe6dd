package chaos

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/casefile"
)

// Each promise, broken, has its own words: what no store in this repository
// does any more must still be noticed.
func TestTheBooksNoticeABrokenPromise(t *testing.T) {
	const command, other = "01900000-0000-7000-8000-000000000001", "01900000-0000-7000-8000-000000000002"
	noon := time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)
	heard := func(l *ledger, what string, at time.Time, seq int64) {
		l.hear("n0", &line{What: what, ID: command, District: "north", Case: "c", Seq: seq, At: at.UnixMicro()})
	}
	entry := func(b *books, id string, e casefile.Entry) {
		if e.At.IsZero() {
			e.At = noon
		}
		b.entry("north", id, &e, noon)
	}
	born := func(seq int64, of string) casefile.Entry {
		return casefile.Entry{Seq: seq, Kind: casefile.Opened, Opening: &casefile.Opening{Parent: casefile.ParentRef{Case: of, District: "north"}}}
	}
	ordered := casefile.Entry{Seq: 1, Kind: casefile.Opened, Orders: []casefile.Order{{ID: "kid"}}}
	timer := casefile.Mark{Timer: "legal", Due: noon.Add(-time.Hour)}
	for words, story := range map[string]func(l *ledger, b *books){
		"": func(l *ledger, b *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysDone, noon, 1)
			heard(l, saysAgain, noon, 1)
			entry(b, "c", casefile.Entry{Seq: 1, Command: command, Kind: casefile.Opened, Orders: ordered.Orders})
			entry(b, "c", casefile.Entry{Seq: 2, Kind: casefile.Warned, Mark: timer})
			entry(b, "kid", born(1, "c"))
		},
		"is lost": func(l *ledger, _ *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysDone, noon, 1)
		},
		"stands at": func(l *ledger, b *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysDone, noon, 2)
			entry(b, "c", casefile.Entry{Seq: 1, Command: command})
		},
		"then as entry": func(l *ledger, _ *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysDone, noon, 1)
			heard(l, saysAgain, noon, 2)
		},
		"was refused, and stands in the log": func(l *ledger, b *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysNo, noon, 0)
			entry(b, "c", casefile.Entry{Seq: 1, Command: command})
		},
		"an instant 1m0s earlier": func(l *ledger, b *books) {
			heard(l, saysTry, noon, 0)
			heard(l, saysDone, noon.Add(-time.Minute), 1)
			entry(b, "c", casefile.Entry{Seq: 1, Command: command, At: noon.Add(-time.Minute)})
		},
		"made entry 1 of c and entry 2 of c": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1, Command: other})
			entry(b, "c", casefile.Entry{Seq: 2, Command: other})
		},
		"entry 3 follows 1": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1})
			entry(b, "c", casefile.Entry{Seq: 3})
		},
		"2 times: case c": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1, Kind: casefile.Warned, Mark: timer})
			entry(b, "c", casefile.Entry{Seq: 2, Kind: casefile.Warned, Mark: timer})
		},
		"1ms early": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1, At: noon.Add(time.Millisecond)})
		},
		"has passed": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1, Kind: casefile.Expired, Mark: casefile.Mark{Timer: "legal", Due: noon}})
		},
		"never opened":  func(_ *ledger, b *books) { entry(b, "c", ordered) },
		"never ordered": func(_ *ledger, b *books) { entry(b, "kid", born(1, "c")) },
		"ordered 2 times": func(_ *ledger, b *books) {
			entry(b, "c", ordered)
			entry(b, "d", ordered)
			entry(b, "kid", born(1, "c"))
		},
		"its parent knows": func(_ *ledger, b *books) {
			entry(b, "c", ordered)
			entry(b, "kid", born(1, "c"))
			entry(b, "kid", casefile.Entry{Seq: 2, Kind: casefile.Moved, Outcome: "done"})
		},
		"told twice": func(_ *ledger, b *books) {
			entry(b, "c", casefile.Entry{Seq: 1, Kind: casefile.ChildEnded, Child: casefile.Answer{ID: "kid"}})
			entry(b, "c", casefile.Entry{Seq: 2, Kind: casefile.ChildEnded, Child: casefile.Answer{ID: "kid"}})
		},
		"under fence 1, after 7 under 2": func(l *ledger, _ *books) {
			l.hear("n1", &line{What: saysFence, District: "north", Fence: 1, Position: 8})
			l.hear("n0", &line{What: saysFence, District: "north", Fence: 2, Position: 7})
		},
		"after fence 3 was given at 9": func(l *ledger, _ *books) {
			l.hear("n1", &line{What: saysFence, District: "north", Fence: 2, Position: 10})
			l.granted(grant{district: "north", fence: 3, log: 9})
		},
	} {
		t.Run(words, func(t *testing.T) {
			l := newLedger()
			b := newBooks(l, noon)
			story(l, b)
			b.commands(l)
			b.timers(l)
			b.family(l)
			l.monotone()
			said := strings.Join(l.broken(), "\n")
			if !strings.Contains(said, words) || (said == "") != (words == "") {
				t.Errorf("said %q", said)
			}
		})
	}
}
