package casefile

import (
	"fmt"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
)

// DecodeEntry reads what EncodeEntry wrote. Whatever else the bytes are, the
// answer is an error (journal.ErrBytes), never a panic: what decodes encodes to
// the same bytes again. The entry keeps no part of b.
func DecodeEntry(b []byte) (prev [32]byte, e Entry, err error) {
	r := journal.NewReader(b)
	prev = r.Hash(1)
	e.Seq = int64(r.Uint(2))
	e.At = r.Instant(3)
	e.Kind = Kind(r.Text(4))
	e.Event, e.Actor, e.For = r.Text(5), r.Text(6), r.Text(7)
	e.Command, e.Digest = r.Text(8), r.Hash(9)
	e.Rules, e.Register, e.Calendar = int(r.Uint(10)), int64(r.Uint(11)), r.Text(12)
	e.Holder = readHolder(r, 13)
	e.Data = readData(r, 14)
	e.Reason = r.Hash(15)
	e.Documents = readDocuments(r, 16)
	for s, ok := r.Item(17); ok; s, ok = r.Item(17) {
		e.Lacks = append(e.Lacks, s)
	}
	for s, ok := r.Item(18); ok; s, ok = r.Item(18) {
		e.Slips = append(e.Slips, procedure.Slip(s))
	}
	e.Branch, e.To, e.Outcome = int(r.Uint(19)), r.Text(20), procedure.Outcome(r.Text(21))
	e.Effective, e.Wait = r.Instant(22), procedure.WaitsFor(r.Text(23))
	e.Orders = readOrders(r, 24)
	for g, ok := r.Group(25); ok; g, ok = r.Group(25) {
		e.Tells = append(e.Tells, Tell{g.Text(1), g.Text(2)})
		r.Fail(g.Done())
	}
	e.Turns = readTurns(r, 26)
	e.Handover = readHandover(r, 27)
	e.Opening = readOpening(r, 28)
	e.Suspension = readPending(r, 29)
	e.Mark = readMark(r, 30)
	e.Child = readAnswer(r, 31)
	for seq := r.Uint(32); seq != 0; seq = r.Uint(32) {
		e.Cites = append(e.Cites, int64(seq))
	}
	if !e.Kind.known() {
		r.Fail(fmt.Errorf("%w: no kind %q", journal.ErrBytes, e.Kind))
	}
	return prev, e, r.Done()
}

func readOpening(r *journal.Reader, tag uint64) *Opening {
	g, ok := r.Group(tag)
	if !ok {
		return nil
	}
	o := &Opening{
		Case: g.Text(1), District: g.Text(2), Procedure: g.Text(3), Version: int(g.Uint(4)),
		Identity: g.Text(5), Wording: g.Text(6), Applicant: g.Hash(7),
		Parent: ParentRef{g.Text(8), g.Text(9)}, Follows: g.Text(10), Tightened: readTightened(g, 11),
	}
	r.Fail(g.Done())
	return o
}

func readTurns(r *journal.Reader, tag uint64) []Turn {
	var turns []Turn
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		turns = append(turns, Turn{
			Timer: g.Text(1), Kind: TurnKind(g.Text(2)), Run: int(g.Uint(3)), Limit: readLimit(g, 4),
			Item: int(g.Uint(5)), First: g.Instant(6), Added: readCount(g, 7),
			Old: g.Instant(8), OldTarget: g.Instant(9), Due: g.Instant(10), Target: g.Instant(11),
			Armed: g.Bool(12), Promised: g.Instant(13), Timely: g.Bool(14),
		})
		r.Fail(g.Done())
	}
	return turns
}

func readOrders(r *journal.Reader, tag uint64) []Order {
	var orders []Order
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		orders = append(orders, Order{
			ID: g.Text(1), Name: g.Text(2), Procedure: g.Text(3), District: g.Text(4), Elsewhere: g.Bool(5),
			Unit: g.Text(6), Data: readData(g, 7), Documents: readDocuments(g, 8),
		})
		r.Fail(g.Done())
	}
	return orders
}

// unitOf is the unit of a name that calendar.Unit writes; 0 for none.
func unitOf(name string) calendar.Unit {
	for u := calendar.SameDay; u <= calendar.Minute; u++ {
		if u.String() == name {
			return u
		}
	}
	return 0
}
