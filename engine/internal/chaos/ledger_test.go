package chaos

import (
	"fmt"
	"sync"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine"
)

// ledger is what the nodes of a storm have said, and what is wrong with it.
// Safe for concurrent use.
type ledger struct {
	mu     sync.Mutex
	tries  map[uuid.UUID]*try
	said   map[string]int // lines, by What
	fences map[string][]fenced
	grants []grant
	faults []string
}

// try is a command that was sent.
type try struct {
	node     string
	district string
	came     int64 // microseconds: when it was first sent
	put      *engine.Opening

	answered bool
	accepted bool
	// unsure: it was refused after a try whose outcome nobody knew.
	unsure bool
	caseID string
	seq    int64
	at     int64
}

// fenced is a change made under a lease.
type fenced struct{ position, fence int64 }

// grant is a lease that the storm itself took: what it got, and how long the
// district's log was after that.
type grant struct {
	district   string
	fence, log int64
}

func newLedger() *ledger {
	return &ledger{tries: map[uuid.UUID]*try{}, said: map[string]int{}, fences: map[string][]fenced{}}
}

// fault notes that a promise was broken.
func (l *ledger) fault(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broke(format, args...)
}

// broke is fault for who holds mu.
func (l *ledger) broke(format string, args ...any) {
	if len(l.faults) < 20 {
		l.faults = append(l.faults, fmt.Sprintf(format, args...))
	}
}

// broken is the first promises that were broken.
func (l *ledger) broken() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.faults...)
}

// count is how many lines of a kind there were.
func (l *ledger) count(what string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.said[what]
}

// granted notes a lease of the storm's own.
func (l *ledger) granted(g grant) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.grants = append(l.grants, g)
}

// hear notes a line of a node.
func (l *ledger) hear(node string, s *line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said[s.What]++
	switch s.What {
	case saysTry:
		id := uuid.MustParse(s.ID)
		if l.tries[id] == nil {
			l.tries[id] = &try{district: s.District, came: s.At, put: s.Put}
		}
		l.tries[id].node = node
	case saysDone, saysAgain:
		l.accepted(s)
	case saysNo:
		if t := l.tries[uuid.MustParse(s.ID)]; !t.answered {
			t.answered, t.put, t.unsure = true, nil, s.Seq > 0 || t.node != node
		} else if t.accepted {
			l.broke("command %s was accepted, and then refused: %s", s.ID, s.Text)
		}
	case saysBad:
		l.broke("node %s, command %q: %s", node, s.ID, s.Text)
	case saysFence:
		f := fenced{s.Position, s.Fence}
		l.fences[s.District] = append(l.fences[s.District], f)
		l.overruled(s.District, f)
	}
}

// overruled looks whether a change was made under a fence after the storm was
// given a later one.
func (l *ledger) overruled(district string, f fenced) {
	for _, g := range l.grants {
		if g.district == district && f.fence < g.fence && f.position > g.log {
			l.broke("district %s: position %d was written under fence %d, after fence %d was given at %d", district, f.position, f.fence, g.fence, g.log)
			return
		}
	}
}

func (l *ledger) accepted(s *line) {
	t := l.tries[uuid.MustParse(s.ID)]
	if t.accepted && (t.caseID != s.Case || t.seq != s.Seq || t.at != s.At) {
		l.broke("command %s was accepted as entry %d of %s, then as entry %d of %s", s.ID, t.seq, t.caseID, s.Seq, s.Case)
	}
	if t.district != s.District {
		l.broke("command %s to %s was accepted in %s", s.ID, t.district, s.District)
	}
	t.answered, t.accepted, t.put = true, true, nil
	t.caseID, t.seq, t.at = s.Case, s.Seq, s.At
}

// left takes the commands that a node leaves unanswered.
func (l *ledger) left(node string) (all []*engine.Opening) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range l.tries {
		if t.node == node && !t.answered {
			t.unsure = true
			all = append(all, t.put)
		}
	}
	return all
}
