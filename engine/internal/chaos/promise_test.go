package chaos

import (
	"sort"
	"time"
)

// commands compares what callers were told with the logs.
func (b *books) commands(l *ledger) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id := range b.places {
		t := l.tries[id]
		switch {
		case t == nil || !t.answered || t.accepted: // nil: of the city's making
		case t.unsure: // the refusal could not know of the try before
			b.belied++
		default:
			l.broke("command %s was refused, and stands in the log of %s", id, b.places[id].district)
		}
	}
	for id, t := range l.tries {
		if !t.accepted {
			continue
		}
		at, there := b.places[id]
		switch {
		case !there:
			l.broke("command %s was acknowledged as entry %d of case %s in %s, and is lost", id, t.seq, t.caseID, t.district)
		case at != place{t.district, t.caseID, t.seq}:
			l.broke("command %s was acknowledged as entry %d of case %s in %s, and stands at %v", id, t.seq, t.caseID, t.district, at)
		case t.at < t.came-slack.Microseconds():
			l.broke("command %s came at %v and was decided as of an instant %v earlier", id, time.UnixMicro(t.came).UTC(), time.Duration(t.came-t.at)*time.Microsecond)
		}
	}
}

// timers looks whether anything that happens by itself did so twice.
func (b *books) timers(l *ledger) {
	for what, n := range b.fired {
		if n > 1 {
			l.fault("%d times: case %s", n, what)
		}
	}
}

// family looks whether every child was ordered, opened and joined once.
func (b *books) family(l *ledger) {
	for id, n := range b.orders {
		if n > 1 {
			l.fault("child %s was ordered %d times", id, n)
		}
		if b.cases[id] == nil {
			l.fault("child %s was ordered, and never opened", id)
		}
	}
	for id, c := range b.cases {
		if c.parent.Case == "" {
			continue
		}
		parent := b.cases[c.parent.Case]
		switch {
		case b.orders[id] == 0 || parent == nil || parent.district != c.parent.District:
			l.fault("child %s was opened, and never ordered", id)
		case parent.ended[id] != c.outcome:
			l.fault("child %s ended as %q; its parent knows %q", id, c.outcome, parent.ended[id])
		}
	}
}

// monotone looks whether anything was written under a fence after a later one
// was given.
func (l *ledger) monotone() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for district, all := range l.fences {
		for _, f := range all {
			l.overruled(district, f)
		}
		sort.Slice(all, func(i, j int) bool { return all[i].position < all[j].position })
		for i := 1; i < len(all); i++ {
			if all[i].fence < all[i-1].fence {
				l.broke("district %s: position %d was written under fence %d, after %d under %d", district, all[i].position, all[i].fence, all[i-1].position, all[i-1].fence)
			}
		}
	}
}
