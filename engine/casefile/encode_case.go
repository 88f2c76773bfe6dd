package casefile

import "github.com/motcua/motcua/engine/journal"

// CaseCodec is the edition of EncodeCase and of the fold that it caches: bytes
// of another edition are to be folded again from the journal.
const CaseCodec = 1

// EncodeCase appends the case to dst, what only the fold knows included. The
// bytes are a cache and never hashed; the form is journal's.
func EncodeCase(dst []byte, c *Case) []byte {
	var w journal.Writer
	w.Reset(dst)
	w.Uint(1, CaseCodec)
	w.Text(2, c.ID)
	w.Text(3, c.District)
	w.Text(4, c.Procedure)
	w.Uint(5, uint64(c.Version))
	w.Text(6, c.Identity)
	w.Text(7, c.Wording)
	w.Hash(8, c.Applicant)
	w.Text(9, c.Parent.Case)
	w.Text(10, c.Parent.District)
	w.Text(11, c.Follows)
	writeTightened(&w, 12, c.Tightened)
	w.Uint(13, uint64(c.Seq))
	w.Instant(14, c.At)
	w.Instant(15, c.Opened)
	w.Text(16, c.Calendar)
	w.Text(17, c.State)
	w.Text(18, string(c.Outcome))
	writeHolder(&w, 19, c.Holder)
	w.Text(20, string(c.Wait))
	writePending(&w, 21, &c.Suspension)
	w.Uint(22, uint64(c.Visits))
	writeTimer(&w, 23, &c.Visit)
	for i := range c.Clocks {
		writeTimer(&w, 24, &c.Clocks[i])
	}
	writeData(&w, 25, c.Data)
	writeDocuments(&w, 26, c.Documents)
	writeTallies(&w, 27, c.Entered)
	writeTallies(&w, 28, c.Made)
	for i := range c.Children {
		writeChild(&w, 29, &c.Children[i])
	}
	w.Bool(30, c.Told)
	g := w.Begin(31)
	writeMemory(&w, &c.memory)
	w.EndOptional(g)
	return w.Bytes()
}

func writeTimer(w *journal.Writer, tag uint64, t *Timer) {
	g := w.Begin(tag)
	w.Text(1, t.Name)
	w.Bool(2, t.On)
	w.Uint(3, uint64(t.Run))
	writeLimit(w, 4, t.Limit)
	w.Uint(5, uint64(t.Item))
	w.Instant(6, t.Started)
	w.Instant(7, t.Stopped)
	w.Instant(8, t.Since)
	for _, p := range t.Pauses {
		g := w.Begin(9)
		w.Instant(1, p.From)
		w.Instant(2, p.To)
		w.End(g)
	}
	w.Instant(10, t.First)
	w.Instant(11, t.Due)
	w.Instant(12, t.Target)
	w.Instant(13, t.Promised)
	w.Bool(14, t.Expired)
	w.Bool(15, t.Missed)
	w.Uint(16, t.Warned)
	w.Uint(17, t.Reminded)
	w.End(g)
}

func writeTallies(w *journal.Writer, tag uint64, list []Tally) {
	for i := range list {
		g := w.Begin(tag)
		w.Text(1, list[i].Name)
		w.Uint(2, uint64(list[i].N))
		w.End(g)
	}
}

func writeChild(w *journal.Writer, tag uint64, c *Child) {
	g := w.Begin(tag)
	w.Text(1, c.ID)
	w.Text(2, c.Name)
	w.Text(3, c.Procedure)
	w.Text(4, c.District)
	w.Text(5, c.Unit)
	w.Text(6, c.State)
	w.Uint(7, uint64(c.EndedSeq))
	w.Text(8, c.EndState)
	w.Text(9, string(c.Outcome))
	w.Instant(10, c.EndedAt)
	w.Bool(11, c.Answered)
	w.End(g)
}

func writeMemory(w *journal.Writer, m *memory) {
	w.Uint(1, uint64(m.firm))
	w.Instant(2, m.floor)
	w.Uint(3, uint64(m.visit))
	for _, f := range m.fired {
		g := w.Begin(4)
		w.Text(1, f.event)
		w.Text(2, f.child)
		w.Text(3, f.timer)
		w.Instant(4, f.due)
		w.End(g)
	}
	for i := range m.marks {
		k := &m.marks[i]
		g := w.Begin(5)
		w.Uint(1, uint64(k.seq))
		w.Instant(2, k.at)
		w.Text(3, string(k.kind))
		writeMark(w, 4, &k.Mark)
		writeLimit(w, 5, k.limit)
		w.End(g)
	}
	for _, d := range m.deeds {
		writePair(w, 6, d.event, d.person)
	}
	for _, d := range m.desks {
		writePair(w, 7, d.role, d.unit)
	}
	for _, p := range m.paths {
		g := w.Begin(8)
		w.Text(1, p.a)
		w.Text(2, p.b)
		w.Text(3, p.from)
		w.Uint(4, uint64(p.seq))
		w.End(g)
	}
	for _, b := range m.backs {
		g := w.Begin(9)
		w.Text(1, b.a)
		w.Text(2, b.b)
		w.Uint(3, uint64(b.seq))
		w.End(g)
	}
	for _, p := range m.policy {
		writePair(w, 10, p.a, p.b)
	}
	w.Text(11, m.bidden)
}

func writePair(w *journal.Writer, tag uint64, a, b string) {
	g := w.Begin(tag)
	w.Text(1, a)
	w.Text(2, b)
	w.End(g)
}
