package casefile

import (
	"fmt"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
)

// full fails a reader whose optional group holds nothing: it would not have
// been written.
func full[T comparable](r *journal.Reader, tag uint64, g *journal.Reader, v T) T {
	r.Fail(g.Done())
	if v == *new(T) {
		r.Fail(fmt.Errorf("%w: group %d is written though empty", journal.ErrBytes, tag))
	}
	return v
}

func readHolder(r *journal.Reader, tag uint64) (h Holder) {
	if g, ok := r.Group(tag); ok {
		h = full(r, tag, g, Holder{g.Text(1), g.Text(2), g.Text(3), g.Text(4), g.Text(5)})
	}
	return h
}

func readData(r *journal.Reader, tag uint64) (data []Datum) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		data = append(data, Datum{
			Name:       g.Text(1),
			Value:      procedure.Value{Type: procedure.Type(g.Text(2)), Text: g.Text(3), Int: g.Int(4), Time: g.Instant(5)},
			Commitment: g.Hash(6),
		})
		r.Fail(g.Done())
	}
	return data
}

func readDocuments(r *journal.Reader, tag uint64) (documents []Document) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		documents = append(documents, Document{g.Text(1), g.Hash(2)})
		r.Fail(g.Done())
	}
	return documents
}

func readLimit(r *journal.Reader, tag uint64) (l procedure.Limit) {
	if g, ok := r.Group(tag); ok {
		l = full(r, tag, g, procedure.Limit{Limit: readCount(g, 1), Until: g.Text(2)})
	}
	return l
}

func readCount(r *journal.Reader, tag uint64) (l calendar.Limit) {
	g, ok := r.Group(tag)
	if !ok {
		return l
	}
	l.N = g.Int(1)
	name := g.Text(2)
	l.Unit, l.Cut = unitOf(name), int(g.Int(3))
	if l.Unit.String() != name {
		r.Fail(fmt.Errorf("%w: no unit %q", journal.ErrBytes, name))
	}
	return full(r, tag, g, l)
}

func readTightened(r *journal.Reader, tag uint64) (list []Tight) {
	for g, ok := r.Group(tag); ok; g, ok = r.Group(tag) {
		list = append(list, Tight{g.Text(1), int(g.Uint(2)), readCount(g, 3)})
		r.Fail(g.Done())
	}
	return list
}

func readHandover(r *journal.Reader, tag uint64) (h Handover) {
	if g, ok := r.Group(tag); ok {
		h = full(r, tag, g, Handover{g.Text(1), g.Text(2), int(g.Uint(3)), int64(g.Uint(4))})
	}
	return h
}

func readPending(r *journal.Reader, tag uint64) (p Pending) {
	g, ok := r.Group(tag)
	if !ok {
		return p
	}
	p = Pending{Event: g.Text(1), Limit: readLimit(g, 2), Due: g.Instant(3), Since: g.Instant(4)}
	for s, ok := g.Item(5); ok; s, ok = g.Item(5) {
		p.By = append(p.By, s)
	}
	full(r, tag, g, p.Event != "" || p.Limit != procedure.Limit{} || !p.Due.IsZero() || !p.Since.IsZero() || p.By != nil)
	return p
}

func readMark(r *journal.Reader, tag uint64) (m Mark) {
	if g, ok := r.Group(tag); ok {
		m = full(r, tag, g, Mark{
			g.Text(1), int(g.Uint(2)), g.Instant(3), int(g.Uint(4)), Class(g.Text(5)), NotTakenReason(g.Text(6)), int64(g.Uint(7)),
		})
	}
	return m
}

func readAnswer(r *journal.Reader, tag uint64) (a Answer) {
	if g, ok := r.Group(tag); ok {
		a = full(r, tag, g, Answer{g.Text(1), g.Text(2), procedure.Outcome(g.Text(3)), g.Instant(4), g.Text(5)})
	}
	return a
}
