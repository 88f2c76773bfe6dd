package casefile

import (
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
)

func writeHolder(w *journal.Writer, tag uint64, h Holder) {
	g := w.Begin(tag)
	w.Text(1, h.Unit)
	w.Text(2, h.Division)
	w.Text(3, h.Level)
	w.Text(4, h.Role)
	w.Text(5, h.Officer)
	w.EndOptional(g)
}

func writeData(w *journal.Writer, tag uint64, data []Datum) {
	for i := range data {
		k := &data[i]
		g := w.Begin(tag)
		w.Text(1, k.Name)
		w.Text(2, string(k.Value.Type))
		w.Text(3, k.Value.Text)
		w.Int(4, k.Value.Int)
		w.Instant(5, k.Value.Time)
		w.Hash(6, k.Commitment)
		w.End(g)
	}
}

func writeDocuments(w *journal.Writer, tag uint64, documents []Document) {
	for i := range documents {
		g := w.Begin(tag)
		w.Text(1, documents[i].Name)
		w.Hash(2, documents[i].Commitment)
		w.End(g)
	}
}

func writeLimit(w *journal.Writer, tag uint64, l procedure.Limit) {
	g := w.Begin(tag)
	writeCount(w, 1, l.Limit)
	w.Text(2, l.Until)
	w.EndOptional(g)
}

func writeCount(w *journal.Writer, tag uint64, l calendar.Limit) {
	g := w.Begin(tag)
	w.Int(1, l.N)
	w.Text(2, l.Unit.String())
	w.Int(3, int64(l.Cut))
	w.EndOptional(g)
}

func writeTightened(w *journal.Writer, tag uint64, list []Tight) {
	for i := range list {
		g := w.Begin(tag)
		w.Text(1, list[i].Name)
		w.Uint(2, uint64(list[i].Item))
		writeCount(w, 3, list[i].Limit)
		w.End(g)
	}
}

func writeHandover(w *journal.Writer, tag uint64, h Handover) {
	g := w.Begin(tag)
	w.Text(1, h.From)
	w.Text(2, h.To)
	w.Uint(3, uint64(h.Return))
	w.Uint(4, uint64(h.Answers))
	w.EndOptional(g)
}

func writePending(w *journal.Writer, tag uint64, p *Pending) {
	g := w.Begin(tag)
	w.Text(1, p.Event)
	writeLimit(w, 2, p.Limit)
	w.Instant(3, p.Due)
	w.Instant(4, p.Since)
	for _, by := range p.By {
		w.Item(5, by)
	}
	w.EndOptional(g)
}

func writeMark(w *journal.Writer, tag uint64, m *Mark) {
	g := w.Begin(tag)
	w.Text(1, m.Timer)
	w.Uint(2, uint64(m.Run))
	w.Instant(3, m.Due)
	w.Uint(4, uint64(m.Warning))
	w.Text(5, string(m.Class))
	w.Text(6, string(m.Reason))
	w.Uint(7, uint64(m.Lifts))
	w.EndOptional(g)
}

func writeAnswer(w *journal.Writer, tag uint64, a *Answer) {
	g := w.Begin(tag)
	w.Text(1, a.ID)
	w.Text(2, a.State)
	w.Text(3, string(a.Outcome))
	w.Instant(4, a.EndedAt)
	w.Text(5, a.Event)
	w.EndOptional(g)
}
