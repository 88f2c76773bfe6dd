package engine

import (
	"crypto/sha256"
	"slices"

	"github.com/motcua/motcua/engine/journal"
)

// content is what tells commands apart: the SHA-256 of case, event, actor, whom
// they act for, units and officer named, amounts, values and the digests of
// documents, each by name; without the instant and the expected sequence. Of
// an opening also of procedure, case followed and applicant. The journal bears
// its digest under a salt of the command's own; salt and content lie beside, so
// that an auditor can compare them and an erasure ends it.
func (c *Command) content(o *Opening) [32]byte {
	w := journal.NewWriter(nil)
	w.Text(1, c.Case)
	w.Text(2, c.Event)
	w.Text(3, c.Actor)
	w.Text(4, c.For)
	w.Text(5, c.Unit)
	w.Text(6, c.Officer)
	texts(w, 7, c.ChildUnits)
	texts(w, 8, c.Amounts)
	texts(w, 9, c.Values)
	for _, name := range slices.Compact(slices.Sorted(slices.Values(c.Lacks))) {
		w.Item(10, name)
	}
	for _, name := range sorted(c.Documents) {
		m := w.Begin(11)
		w.Item(1, name)
		w.Hash(2, sha256.Sum256(c.Documents[name]))
		w.End(m)
	}
	if o != nil {
		w.Text(12, o.Procedure)
		w.Text(13, o.Follows)
		w.Text(14, o.Applicant)
	}
	return sha256.Sum256(w.Bytes())
}

// texts writes a map as a list of pairs in order of name.
func texts(w *journal.Writer, tag uint64, m map[string]string) {
	for _, name := range sorted(m) {
		g := w.Begin(tag)
		w.Item(1, name)
		w.Item(2, m[name])
		w.End(g)
	}
}

func sorted[T any](m map[string]T) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
