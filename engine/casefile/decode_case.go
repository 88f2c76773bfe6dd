package casefile

import (
	"fmt"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
)

// DecodeCase reads what EncodeCase wrote under the same CaseCodec. Whatever
// else the bytes are, the answer is an error (journal.ErrBytes), never a panic.
// The case keeps no part of b.
func DecodeCase(b []byte) (*Case, error) {
	r := journal.NewReader(b)
	if codec := r.Uint(1); codec != CaseCodec {
		r.Fail(fmt.Errorf("%w: case codec %d, not %d", journal.ErrBytes, codec, CaseCodec))
	}
	c := &Case{
		ID: r.Text(2), District: r.Text(3), Procedure: r.Text(4), Version: int(r.Uint(5)),
		Identity: r.Text(6), Wording: r.Text(7), Applicant: r.Hash(8), Parent: ParentRef{r.Text(9), r.Text(10)},
		Follows: r.Text(11), Tightened: readTightened(r, 12),
		Seq: int64(r.Uint(13)), At: r.Instant(14), Opened: r.Instant(15), Calendar: r.Text(16),
		State: r.Text(17), Outcome: procedure.Outcome(r.Text(18)), Holder: readHolder(r, 19),
		Wait: procedure.WaitsFor(r.Text(20)), Suspension: readPending(r, 21), Visits: int(r.Uint(22)),
	}
	if timers := readTimers(r, 23); len(timers) == 1 {
		c.Visit = timers[0]
	} else {
		r.Fail(fmt.Errorf("%w: a case has one visit", journal.ErrBytes))
	}
	c.Clocks = readTimers(r, 24)
	c.Data, c.Documents = readData(r, 25), readDocuments(r, 26)
	c.Entered, c.Made = readTallies(r, 27), readTallies(r, 28)
	c.Children, c.Told = readChildren(r, 29), r.Bool(30)
	if g, ok := r.Group(31); ok {
		c.memory = readMemory(g)
		r.Fail(g.Done())
	}
	if err := r.Done(); err != nil {
		return nil, err
	}
	return c, nil
}

func readTimers(r *journal.Reader, tag uint64) (timers []Timer) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		t := Timer{
			Name: g.Text(1), On: g.Bool(2), Run: int(g.Uint(3)), Limit: readLimit(g, 4), Item: int(g.Uint(5)),
			Started: g.Instant(6), Stopped: g.Instant(7), Since: g.Instant(8),
		}
		for p, ok := g.Group(9); ok; p, ok = g.Group(9) {
			t.Pauses = append(t.Pauses, calendar.Pause{From: p.Instant(1), To: p.Instant(2)})
			g.Fail(p.Done())
		}
		t.First, t.Due, t.Target, t.Promised = g.Instant(10), g.Instant(11), g.Instant(12), g.Instant(13)
		t.Expired, t.Missed, t.Warned, t.Reminded = g.Bool(14), g.Bool(15), g.Uint(16), g.Uint(17)
		r.Fail(g.Done())
		timers = append(timers, t)
	}
	return timers
}

func readTallies(r *journal.Reader, tag uint64) (list []Tally) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		list = append(list, Tally{g.Text(1), int64(g.Uint(2))})
		r.Fail(g.Done())
	}
	return list
}

func readChildren(r *journal.Reader, tag uint64) (children []Child) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		children = append(children, Child{
			ID: g.Text(1), Name: g.Text(2), Procedure: g.Text(3), District: g.Text(4), Unit: g.Text(5), State: g.Text(6),
			EndedSeq: int64(g.Uint(7)), EndState: g.Text(8), Outcome: procedure.Outcome(g.Text(9)), EndedAt: g.Instant(10),
			Answered: g.Bool(11),
		})
		r.Fail(g.Done())
	}
	return children
}

func readMemory(r *journal.Reader) memory {
	m := memory{firm: int64(r.Uint(1)), floor: r.Instant(2), visit: int64(r.Uint(3))}
	for g, ok := r.Group(4); ok; g, ok = r.Group(4) {
		m.fired = append(m.fired, fired{g.Text(1), g.Text(2), g.Text(3), g.Instant(4)})
		r.Fail(g.Done())
	}
	for g, ok := r.Group(5); ok; g, ok = r.Group(5) {
		m.marks = append(m.marks, mark{int64(g.Uint(1)), g.Instant(2), Kind(g.Text(3)), readMark(g, 4), readLimit(g, 5)})
		r.Fail(g.Done())
	}
	for a, b, ok := readPair(r, 6); ok; a, b, ok = readPair(r, 6) {
		m.deeds = append(m.deeds, deed{a, b})
	}
	for a, b, ok := readPair(r, 7); ok; a, b, ok = readPair(r, 7) {
		m.desks = append(m.desks, desk{a, b})
	}
	for g, ok := r.Group(8); ok; g, ok = r.Group(8) {
		m.paths = append(m.paths, path{pair{g.Text(1), g.Text(2)}, g.Text(3), int64(g.Uint(4))})
		r.Fail(g.Done())
	}
	for g, ok := r.Group(9); ok; g, ok = r.Group(9) {
		m.backs = append(m.backs, back{pair{g.Text(1), g.Text(2)}, int64(g.Uint(3))})
		r.Fail(g.Done())
	}
	for a, b, ok := readPair(r, 10); ok; a, b, ok = readPair(r, 10) {
		m.policy = append(m.policy, pair{a, b})
	}
	m.bidden = r.Text(11)
	return m
}

func readPair(r *journal.Reader, tag uint64) (a, b string, ok bool) {
	g, ok := r.Group(tag)
	if !ok {
		return "", "", false
	}
	a, b = g.Text(1), g.Text(2)
	r.Fail(g.Done())
	return a, b, true
}
