package casefile

import (
	"cmp"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// WaitSuspended stands in place of whom a case waits for while it is suspended.
const WaitSuspended = "suspended"

// Ledger charges the time of one case to the holder of each moment (time rule
// 7). Step it through a journal from the first entry on; the zero Ledger is
// ready for use.
type Ledger struct {
	spans []span
	wait  string // of the present state
}

// span is a time [from, to) in which one share was charged; to is zero while
// it lasts.
type span struct {
	Share
	from, to time.Time
}

// Share is the time for which a holder had the case, working on it or, when
// Wait says for whom, watching. Work is open time of the case's calendar.
type Share struct {
	Unit    string        `json:"unit"`
	Role    string        `json:"role"`
	Officer string        `json:"officer,omitempty"`
	Wait    string        `json:"wait,omitempty"` // procedure.WaitsFor, or WaitSuspended
	Work    time.Duration `json:"work"`
	Elapsed time.Duration `json:"elapsed"`
}

// Step charges the time up to an entry, in order of the journal. A move that
// took effect before its entry changes hands there.
func (l *Ledger) Step(e *Entry) {
	wait := l.wait
	switch e.Kind {
	case Opened, Moved, Observed:
		wait = string(e.Wait)
		l.wait = wait
	case Suspended:
		wait = WaitSuspended
	case Claimed, Released, Assigned, Forwarded, Resumed:
	default:
		return
	}
	at := e.effective()
	if n := len(l.spans); n > 0 && l.spans[n-1].to.IsZero() {
		l.spans[n-1].to = at
	}
	if h := e.Holder; !h.IsZero() {
		l.spans = append(l.spans, span{Share{Unit: h.Unit, Role: h.Role, Officer: h.Officer, Wait: wait}, at, time.Time{}})
	}
}

// Shares adds up what each was charged until an instant, sorted by unit, role,
// officer and wait. The sum of Work is exactly Whole.
func (l *Ledger) Shares(cal *calendar.Calendar, until time.Time) []Share {
	var shares []Share
	for _, s := range l.spans {
		from, to := s.within(until)
		s.Work, s.Elapsed = cal.Between(from, to), to.Sub(from)
		i, known := slices.BinarySearchFunc(shares, s.Share, compareShares)
		if !known {
			shares = slices.Insert(shares, i, Share{Unit: s.Unit, Role: s.Role, Officer: s.Officer, Wait: s.Wait})
		}
		shares[i].Work += s.Work
		shares[i].Elapsed += s.Elapsed
	}
	return shares
}

// Whole is the working time of the case until an instant, its end at the
// latest; without the time between an end and a reopening that a foreign log
// may have.
func (l *Ledger) Whole(cal *calendar.Calendar, until time.Time) time.Duration {
	var whole time.Duration
	for i := 0; i < len(l.spans); {
		from, to := l.spans[i].within(until)
		for i++; i < len(l.spans) && l.spans[i].from.Equal(l.spans[i-1].to); i++ {
			_, to = l.spans[i].within(until)
		}
		whole += cal.Between(from, to)
	}
	return whole
}

// within cuts a span at an instant.
func (s *span) within(until time.Time) (from, to time.Time) {
	from, to = s.from, s.to
	if to.IsZero() || to.After(until) {
		to = until
	}
	if from.After(until) {
		from = until
	}
	return from, to
}

func compareShares(a, b Share) int {
	return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Officer, b.Officer), cmp.Compare(a.Wait, b.Wait))
}
