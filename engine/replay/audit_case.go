package replay

import (
	"bytes"
	"errors"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// file is one case under audit.
type file struct {
	*audit
	row     *store.Row
	id      string
	c       *casefile.Case // the fold so far
	m       *procedure.Machine
	chain   journal.Chain
	again   []store.Record // decided again, not met in the journal yet
	commits map[promise]bool
	digests map[int64][32]byte // of the entries' commands
}

// auditCase checks one case: its journal, its row, what lies beside.
func (a *audit) auditCase(row *store.Row) error {
	f := &file{
		audit: a, row: row, id: row.Case.String(),
		c:       &casefile.Case{ID: row.Case.String(), District: row.District},
		chain:   journal.Chain{Seal: seal},
		commits: map[promise]bool{}, digests: map[int64][32]byte{},
	}
	for rec, err := range a.Journal(row) {
		want := f.chain.Seq() + 1
		if err = a.blame(err, f.id, want); err != nil {
			return err
		}
		if err := f.entry(rec); err != nil {
			return err
		}
		a.verdict.Entries++
	}
	n := f.chain.Seq()
	switch {
	case n == 0:
		// Perhaps the row was given another id: the log knows whose it was.
		if a.orphan == nil {
			a.orphan = a.bad(f.id, 1, "its journal is missing")
		}
		return nil
	case len(f.again) > 0:
		return a.bad(f.id, n+1, "missing; decided again, a %s entry follows", f.again[0].Kind)
	case row.Seq > n:
		return a.bad(f.id, n+1, "missing; the case row stands at %d", row.Seq)
	}
	a.seen[f.id] = n
	if err := f.auditRow(); err != nil {
		return err
	}
	a.verdict.Cases++
	return f.auditPrivate()
}

// seal tells an entry's own place in its chain.
func seal(b []byte) (int64, [32]byte, error) {
	prev, e, err := casefile.DecodeEntry(b)
	return e.Seq, prev, err
}

// entry checks the next entry of the journal and folds it.
func (f *file) entry(rec store.Record) error {
	head, want := f.chain.Head(), f.chain.Seq()+1
	var broken *journal.ChainError
	if err := f.chain.Add(journal.Link{Seq: rec.Seq, Bytes: rec.Bytes, Hash: rec.Hash}); errors.As(err, &broken) {
		return f.bad(f.id, broken.Seq, "%s", broken.Why)
	}
	e, err := record.Entry(rec)
	if err != nil {
		return f.bad(f.id, want, "%v", err)
	}
	if err := f.columns(&rec, &e, head); err != nil {
		return err
	}
	if e.Seq == 1 {
		if err := f.begin(&e); err != nil {
			return err
		}
	}
	if err := f.circumstances(&e); err != nil {
		return err
	}
	if len(f.again) == 0 {
		if err := f.decide(&e, head); err != nil {
			return err
		}
	}
	if !bytes.Equal(f.again[0].Bytes, rec.Bytes) {
		return f.bad(f.id, want, "decided again it is another: %s instead of %s at %s", f.again[0].Kind, e.Kind, f.again[0].At)
	}
	f.again = f.again[1:]
	if err := casefile.Apply(f.c, &e); err != nil {
		return f.bad(f.id, want, "%v", err)
	}
	f.note(e.At)
	f.remember(&e)
	return nil
}

// columns compares what stands beside the bytes with them.
func (f *file) columns(rec *store.Record, e *casefile.Entry, head [32]byte) error {
	want, err := record.Of(head, e)
	switch {
	case err != nil:
		return f.bad(f.id, e.Seq, "%v", err)
	case rec.Case != f.row.Case:
		return f.bad(f.id, e.Seq, "it stands under case %s", rec.Case)
	case !rec.At.Equal(want.At):
		return f.bad(f.id, e.Seq, "instant %s beside bytes that say %s", rec.At, want.At)
	case rec.Kind != want.Kind:
		return f.bad(f.id, e.Seq, "kind %q beside bytes that say %q", rec.Kind, want.Kind)
	case rec.Register != want.Register:
		return f.bad(f.id, e.Seq, "register position %d beside bytes that say %d", rec.Register, want.Register)
	case rec.Command != want.Command:
		return f.bad(f.id, e.Seq, "command %s beside bytes that say %s", rec.Command, want.Command)
	case rec.Digest != want.Digest:
		return f.bad(f.id, e.Seq, "a digest beside bytes that say another")
	}
	return nil
}

// begin takes from the first entry what the case is.
func (f *file) begin(e *casefile.Entry) error {
	o := e.Opening
	if e.Kind != casefile.Opened || o == nil {
		return f.bad(f.id, e.Seq, "a journal begins with an opening, not with %s", e.Kind)
	}
	if o.Case != f.id || o.District != f.row.District {
		return f.bad(f.id, e.Seq, "it is the opening of case %s in %q", o.Case, o.District)
	}
	if f.m = f.machines[o.Identity]; f.m == nil {
		return f.bad(f.id, e.Seq, "the definition of identity %s is missing", o.Identity)
	}
	f.c.Applicant, f.c.Parent, f.c.Follows = o.Applicant, o.Parent, o.Follows
	return nil
}

// circumstances checks the register position and calendar version of an entry.
func (f *file) circumstances(e *casefile.Entry) error {
	if p := f.state.Timeline.At(e.At).Position(); p != e.Register {
		return f.bad(f.id, e.Seq, "decided under register position %d, but %d was the last before it", e.Register, p)
	}
	if e.Rules != casefile.Rules {
		return f.bad(f.id, e.Seq, "decided under rules edition %d, which this program does not know", e.Rules)
	}
	if e.Kind != casefile.Opened && e.Kind != casefile.Recomputed {
		if e.Calendar != f.c.Calendar {
			return f.bad(f.id, e.Seq, "it bears calendar %s, the case counts by %s", e.Calendar, f.c.Calendar)
		}
		return nil
	}
	in := f.state.CalendarAt(e.At)
	if in == nil || in.Version() != e.Calendar {
		return f.bad(f.id, e.Seq, "calendar %s was not in force in the district", e.Calendar)
	}
	return nil
}

// decide puts the entry's command to the case again, or sweeps it if none made
// the entry. All that follows from it must follow in the journal.
func (f *file) decide(e *casefile.Entry, head [32]byte) error {
	cmd := casefile.CommandOf(f.m, f.c, e)
	err := casefile.Decide(f.m, f.calendar(e), f.state.Timeline, f.c, cmd, e.At, &f.buf)
	var refusal *casefile.Refusal
	if err != nil && (!errors.As(err, &refusal) || len(f.buf.Entries) == 0) {
		return f.bad(f.id, e.Seq, "decided again it fails: %v", err)
	}
	if len(f.buf.Entries) == 0 {
		return f.bad(f.id, e.Seq, "decided again nothing happens")
	}
	for i := range f.buf.Entries {
		rec, err := record.Of(head, &f.buf.Entries[i])
		if err != nil {
			return f.bad(f.id, e.Seq, "%v", err)
		}
		head = rec.Hash
		f.again = append(f.again, rec)
	}
	return nil
}

func (f *file) calendar(e *casefile.Entry) *calendar.Calendar { return f.state.Calendar(e.Calendar) }
