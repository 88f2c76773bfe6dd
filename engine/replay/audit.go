package replay

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/register"
	"github.com/motcua/motcua/engine/store"
)

// Source is what an audit reads: the store's own rows, in its own order,
// without a way to write.
type Source interface {
	Districts() ([]store.District, error)
	Register(district string) iter.Seq2[store.RegisterRecord, error]
	// Cases yields the case rows of a district by id, Journal the entries of
	// the case of a row by seq, Log those of a district by position.
	Cases(district string) iter.Seq2[store.Row, error]
	Journal(row *store.Row) iter.Seq2[store.Record, error]
	Log(district string) iter.Seq2[store.Record, error]
	// Private returns what lies beside the journal of the case of a row.
	Private(row *store.Row) ([]store.Private, error)
	// Definitions are the procedures in the order they were put; Compile compiles
	// the one at i.
	Definitions() ([]store.Definition, error)
	Compile(all []store.Definition, i int) (*procedure.Machine, error)
	// Clock is the store's clock, and whether it is virtual.
	Clock() (now time.Time, virtual bool, err error)
	// Check returns a *store.CorruptError for what no other read meets.
	Check() error
}

// Verdict is what an audit found. It stops at the first fault.
type Verdict struct {
	OK bool `json:"ok"`
	// Cases and Entries are how many were found good.
	Cases   int64 `json:"cases"`
	Entries int64 `json:"entries"`
	// FirstBad is nil when all is well.
	FirstBad *Bad `json:"first_bad"`
}

// Bad is the first thing that is not as it was written.
type Bad struct {
	// District is empty for what belongs to none that is there: a definition, the
	// clock, a row of a district without one.
	District string `json:"district"`
	// Case is its id; empty for a record of the district's register or a place
	// of its log that belongs to no case.
	Case string `json:"case"`
	// Seq is the entry of the case; for a case row that of its last entry; for a
	// register its position.
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

// Error says it in one line.
func (b *Bad) Error() string {
	what := "case " + b.Case
	switch {
	case b.Case == "" && b.District == "":
		return b.Why
	case b.Case == "":
		what = "district " + b.District
	}
	return fmt.Sprintf("%s, entry %d: %s", what, b.Seq, b.Why)
}

// Audit recomputes everything that the source holds of every case from the
// bytes of its journal: the chain of hashes, every column that repeats
// something of the bytes, the register that decisions were made under, the
// decisions themselves (the same command at the same instant, or a sweep, must
// give the same bytes, due instants and all), the case row as the fold of the
// entries, the next wake-up, commitments to what lies beside, the places in the
// district's log without a gap, the procedures that decided, and whether any
// row belongs nowhere. What the register has in force must be there.
//
// It cannot know when an entry was committed, nor a whole history rewritten
// with hashes of its own: that is for signed checkpoints. The error is the
// source's, which could not be read; what is wrong with the data stands in the
// verdict.
func Audit(s Source) (Verdict, error) {
	a := &audit{Source: s}
	err := a.run()
	var bad *Bad
	if errors.As(err, &bad) {
		a.verdict.FirstBad, err = bad, nil
	}
	a.verdict.OK = err == nil && bad == nil
	return a.verdict, err
}

// audit is one audit under way.
type audit struct {
	Source
	verdict  Verdict
	machines map[string]*procedure.Machine // by identity, in the wording put last
	versions map[version]bool
	district store.District
	state    *register.State
	last     time.Time        // latest instant met in the district
	latest   time.Time        // latest instant of all districts
	seen     map[string]int64 // entries by case
	orphan   error            // a case row without a journal, if the log has no better answer
	buf      casefile.Decision
}

func (a *audit) run() error {
	if err := a.auditDefinitions(); err != nil {
		return err
	}
	districts, err := a.Districts()
	if err = a.blame(err, "", 0); err != nil {
		return err
	}
	for _, d := range districts {
		a.district, a.last, a.seen, a.orphan = d, time.Time{}, map[string]int64{}, nil
		if err := a.auditRegister(); err != nil {
			return err
		}
		for row, err := range a.Cases(d.Name) {
			if err = a.blame(err, row.Case.String(), row.Seq); err != nil {
				return err
			}
			if err := a.auditCase(&row); err != nil {
				return err
			}
		}
		if err := a.auditLog(); err != nil {
			return err
		}
		if !a.last.Equal(d.Last) {
			return a.bad("", 0, "the district's latest instant is %s, not %s", a.last, d.Last)
		}
		if d.Last.After(a.latest) {
			a.latest = d.Last
		}
	}
	a.district = store.District{}
	if err := a.blame(a.Check(), "", 0); err != nil {
		return err
	}
	return a.auditClock()
}

// auditClock checks that a virtual clock has not gone back.
func (a *audit) auditClock() error {
	now, virtual, err := a.Clock()
	if err != nil || !virtual || !now.Before(a.latest) {
		return err
	}
	return a.bad("", 0, "the virtual clock stands at %s, before the latest instant %s", now, a.latest)
}

// bad is the first fault found.
func (a *audit) bad(id string, seq int64, format string, args ...any) error {
	return &Bad{District: a.district.Name, Case: id, Seq: seq, Why: fmt.Sprintf(format, args...)}
}

// blame turns a row that a store cannot read into a fault of the case; the
// errors of a store that cannot be read at all stay errors.
func (a *audit) blame(err error, id string, seq int64) error {
	var corrupt *store.CorruptError
	if !errors.As(err, &corrupt) {
		return err
	}
	if corrupt.Seq != 0 {
		seq = corrupt.Seq
	}
	if id == "" && corrupt.Case != [16]byte{} {
		id = corrupt.Case.String()
	}
	bad := Bad{District: a.district.Name, Case: id, Seq: seq, Why: corrupt.Why}
	if bad.District == "" {
		bad.District = corrupt.District
	}
	return &bad
}

// note remembers the latest instant.
func (a *audit) note(at time.Time) {
	if at.After(a.last) {
		a.last = at
	}
}
