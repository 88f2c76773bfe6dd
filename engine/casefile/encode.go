package casefile

import "github.com/motcua/motcua/engine/journal"

// EncodeEntry appends the canonical bytes of an entry to dst: what is hashed,
// stored and compared. prev is the hash of the entry before, zero for the
// first. There is one sequence of bytes for one content.
//
// The form is journal's, version 1. Tags of an entry:
//
//	 1 prev (hash)      12 calendar              23 wait
//	 2 seq              13 holder {}             24 order {} *
//	 3 at               14 datum {} *            25 tell {} *
//	 4 kind (name)      15 reason (hash)         26 turn {} *
//	 5 event            16 document {} *         27 handover {}
//	 6 actor            17 lacks (text) *        28 opening {}
//	 7 for              18 slip (name) *         29 suspension {}
//	 8 command          19 branch                30 mark {}
//	 9 digest (hash)    20 to                    31 child {}
//	10 rules            21 outcome               32 cites (seq) *
//	11 register         22 effective
//
// Numbers are uvarints, limits signed where a calendar has them so; names are
// names, never numbers; {} is a group, * a list. The groups stand in encode.go
// and encode_part.go, field by field in the order of their tags.
func EncodeEntry(dst []byte, prev [32]byte, e *Entry) []byte {
	var w journal.Writer
	w.Reset(dst)
	w.Hash(1, prev)
	w.Uint(2, uint64(e.Seq))
	w.Instant(3, e.At)
	w.Text(4, string(e.Kind))
	w.Text(5, e.Event)
	w.Text(6, e.Actor)
	w.Text(7, e.For)
	w.Text(8, e.Command)
	w.Hash(9, e.Digest)
	w.Uint(10, uint64(e.Rules))
	w.Uint(11, uint64(e.Register))
	w.Text(12, e.Calendar)
	writeHolder(&w, 13, e.Holder)
	writeData(&w, 14, e.Data)
	w.Hash(15, e.Reason)
	writeDocuments(&w, 16, e.Documents)
	for _, s := range e.Lacks {
		w.Item(17, s)
	}
	for _, s := range e.Slips {
		w.Item(18, string(s))
	}
	w.Uint(19, uint64(e.Branch))
	w.Text(20, e.To)
	w.Text(21, string(e.Outcome))
	w.Instant(22, e.Effective)
	w.Text(23, string(e.Wait))
	for i := range e.Orders {
		writeOrder(&w, 24, &e.Orders[i])
	}
	for i := range e.Tells {
		g := w.Begin(25)
		w.Text(1, e.Tells[i].ID)
		w.Text(2, e.Tells[i].District)
		w.End(g)
	}
	for i := range e.Turns {
		writeTurn(&w, 26, &e.Turns[i])
	}
	writeHandover(&w, 27, e.Handover)
	if e.Opening != nil {
		writeOpening(&w, 28, e.Opening)
	}
	writePending(&w, 29, &e.Suspension)
	writeMark(&w, 30, &e.Mark)
	writeAnswer(&w, 31, &e.Child)
	for _, seq := range e.Cites {
		w.Uint(32, uint64(seq))
	}
	return w.Bytes()
}

func writeOpening(w *journal.Writer, tag uint64, o *Opening) {
	g := w.Begin(tag)
	w.Text(1, o.Case)
	w.Text(2, o.District)
	w.Text(3, o.Procedure)
	w.Uint(4, uint64(o.Version))
	w.Text(5, o.Identity)
	w.Text(6, o.Wording)
	w.Hash(7, o.Applicant)
	w.Text(8, o.Parent.Case)
	w.Text(9, o.Parent.District)
	w.Text(10, o.Follows)
	writeTightened(w, 11, o.Tightened)
	w.End(g)
}

func writeTurn(w *journal.Writer, tag uint64, u *Turn) {
	g := w.Begin(tag)
	w.Text(1, u.Timer)
	w.Text(2, string(u.Kind))
	w.Uint(3, uint64(u.Run))
	writeLimit(w, 4, u.Limit)
	w.Uint(5, uint64(u.Item))
	w.Instant(6, u.First)
	writeCount(w, 7, u.Added)
	w.Instant(8, u.Old)
	w.Instant(9, u.OldTarget)
	w.Instant(10, u.Due)
	w.Instant(11, u.Target)
	w.Bool(12, u.Armed)
	w.Instant(13, u.Promised)
	w.Bool(14, u.Timely)
	w.End(g)
}

func writeOrder(w *journal.Writer, tag uint64, o *Order) {
	g := w.Begin(tag)
	w.Text(1, o.ID)
	w.Text(2, o.Name)
	w.Text(3, o.Procedure)
	w.Text(4, o.District)
	w.Bool(5, o.Elsewhere)
	w.Text(6, o.Unit)
	writeData(w, 7, o.Data)
	writeDocuments(w, 8, o.Documents)
	w.End(g)
}
