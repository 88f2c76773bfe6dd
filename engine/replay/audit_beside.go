package replay

import (
	"bytes"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store/record"
)

// auditRow compares the case row with the fold of the journal.
func (f *file) auditRow() error {
	n := f.chain.Seq()
	want, err := record.Row(f.c, f.chain.Head())
	if err != nil {
		return f.bad(f.id, n, "%v", err)
	}
	if err := casefile.Decide(f.m, f.state.Calendar(f.c.Calendar), f.state.Timeline, f.c, nil, f.c.At, &f.buf); err != nil {
		return f.bad(f.id, n, "what comes next cannot be decided: %v", err)
	}
	if len(f.buf.Entries) > 0 {
		return f.bad(f.id, n+1, "missing; decided again, a %s entry follows", f.buf.Entries[0].Kind)
	}
	row := f.row
	for _, column := range []struct {
		name string
		same bool
	}{
		{"seq", row.Seq == want.Seq}, {"at", row.At.Equal(want.At)}, {"procedure", row.Procedure == want.Procedure},
		{"identity", row.Identity == want.Identity}, {"state", row.State == want.State}, {"outcome", row.Outcome == want.Outcome},
		{"unit", row.Unit == want.Unit}, {"role", row.Role == want.Role}, {"officer", row.Officer == want.Officer},
		{"follows", row.Follows == want.Follows}, {"wake", row.Wake.Equal(f.buf.Wake)},
		{"codec", row.Codec == want.Codec}, {"doc", bytes.Equal(row.Doc, want.Doc)},
	} {
		if !column.same {
			return f.bad(f.id, n, "the case row's %s is not what the journal gives", column.name)
		}
	}
	return nil
}

// promise is what an entry commits to, by the name it has there. The promise
// with the zero commitment says only that there is one of that name.
type promise struct {
	seq  int64
	name string
	to   casefile.Commitment
}

// remember keeps what an entry commits to.
func (f *file) remember(e *casefile.Entry) {
	commit := func(name string, to casefile.Commitment) {
		if !to.IsZero() {
			f.commits[promise{e.Seq, name, to}], f.commits[promise{seq: e.Seq, name: name}] = true, true
		}
	}
	for i := range e.Data {
		commit(e.Data[i].Name, e.Data[i].Commitment)
	}
	for i := range e.Documents {
		commit(e.Documents[i].Name, e.Documents[i].Commitment)
	}
	commit(procedure.NeedReason, e.Reason)
	if e.Opening != nil {
		commit(record.ApplicantName, e.Opening.Applicant)
	}
	if e.Digest != [32]byte{} {
		f.commits[promise{seq: e.Seq, name: record.CommandName}] = true
		f.digests[e.Seq] = e.Digest
	}
}

// auditPrivate checks that what lies beside the journal is what the journal
// commits to, under its name there. What was erased cannot be missed: the row,
// or its salt or value.
func (f *file) auditPrivate() error {
	beside, err := f.Private(f.row)
	if err = f.blame(err, f.id, f.chain.Seq()); err != nil {
		return err
	}
	for _, p := range beside {
		if !f.commits[promise{seq: p.Seq, name: p.Name}] {
			return f.bad(f.id, p.Seq, "the entry commits to no value %q, which lies beside it", p.Name)
		}
		if len(p.Salt) == 0 || len(p.Value) == 0 {
			continue // erased
		}
		kept := f.commits[promise{p.Seq, p.Name, record.Commitment(p.Salt, p.Value)}]
		if p.Name == record.CommandName {
			kept = journal.Digest(record.Salt(p.Salt), p.Value) == f.digests[p.Seq]
		}
		if !kept || len(p.Salt) != len(record.Salt(nil)) {
			return f.bad(f.id, p.Seq, "the entry does not commit to the value %q beside it", p.Name)
		}
	}
	return nil
}

// auditLog checks the places in the district's log, and that every entry there
// belongs to a case. An entry that stands past the log's end was moved away, so
// it is to blame for the gap it left, wherever that is.
func (a *audit) auditLog() error {
	want, met := int64(1), map[string]int64{}
	var first error
	for rec, err := range a.Log(a.district.Name) {
		id := rec.Case.String()
		if err = a.blame(err, id, rec.Seq); err != nil {
			return err
		}
		switch {
		case rec.Position > a.district.Log:
			return a.bad(id, rec.Seq, "it stands at position %d of a log that ends at %d", rec.Position, a.district.Log)
		case first != nil:
		case a.seen[id] == 0:
			first = a.bad(id, rec.Seq, "its case row is missing")
		case rec.Seq != met[id]+1:
			first = a.bad(id, met[id]+1, "it is not in its place in the log")
		case rec.Position != want:
			first = a.bad(id, rec.Seq, "it stands at position %d of the log, not %d", rec.Position, want)
		}
		met[id] = rec.Seq
		want = rec.Position + 1
	}
	switch {
	case first != nil:
		return first
	case a.orphan != nil:
		return a.orphan
	case want-1 != a.district.Log:
		return a.bad("", 0, "the log ends at position %d, the district at %d", want-1, a.district.Log)
	}
	return nil
}
