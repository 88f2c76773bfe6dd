package storetest

import (
	"bytes"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// sent is the input of an operation: a change of a case; or, without one, a
// question for a command that was only ever put to this case; or, without that,
// a read of the case's row.
type sent struct {
	key     store.Key
	change  *store.Change
	command uuid.UUID
}

// told is its output: the outcome of the change, the entry of the command (zero:
// there is none), or the row that was read (zero: there is none).
type told struct {
	outcome store.Outcome
	entry   store.Record
	row     store.Row
}

// standing is a case as the model knows it: the row of the last change that
// won, the position of its last entry, and all commands that won.
type standing struct {
	row      store.Row // zero before the opening
	position int64
	last     *victory
}

// victory is the entry of a command that won, and those before it.
type victory struct {
	entry  store.Record
	before *victory
}

func (v *victory) of(command uuid.UUID) *victory {
	for v != nil && v.entry.Command != command {
		v = v.before
	}
	return v
}

func (v *victory) equal(w *victory) bool {
	for v != w {
		if v == nil || w == nil || !sameEntry(&v.entry, &w.entry) {
			return false
		}
		v, w = v.before, w.before
	}
	return true
}

// step says whether a store with one caller at a time would have answered so,
// and how the case stands afterwards.
func (s standing) step(in sent, out told) (bool, standing) {
	if in.change == nil && in.command == uuid.Nil {
		return sameRow(&s.row, &out.row), s
	}
	if in.change == nil {
		if v := s.last.of(in.command); v != nil {
			return sameEntry(&v.entry, &out.entry), s
		}
		return out.entry.Command == uuid.Nil, s
	}
	c, o := in.change, out.outcome
	last := c.Entries[len(c.Entries)-1] // the one that bears the command
	if last.Command != uuid.Nil {
		if v := s.last.of(last.Command); v != nil {
			return o.Kind == store.Replayed && sameEntry(&v.entry, &o.First), s
		}
	}
	if s.row.Seq != c.Expect {
		return o.Kind == store.Conflict && o.Seq == s.row.Seq && o.Register == 1, s
	}
	next := standing{c.Row, o.Position + int64(len(c.Entries)) - 1, s.last}
	if last.Command != uuid.Nil {
		last.Case, last.Position = in.key.Case, next.position
		next.last = &victory{last, s.last}
	}
	return o.Kind == store.Won && o.Seq == c.Row.Seq && o.Position > s.position, next
}

func sameEntry(a, b *store.Record) bool {
	return a.Case == b.Case && a.Position == b.Position && a.Seq == b.Seq && a.Command == b.Command && a.Digest == b.Digest && a.Hash == b.Hash
}

func sameRow(a, b *store.Row) bool {
	return a.District == b.District && a.Case == b.Case && a.Seq == b.Seq && a.State == b.State && bytes.Equal(a.Doc, b.Doc)
}

// cases is the sequential model of the ports Committer and Cases, for each
// case alone.
var cases = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		var parts [][]porcupine.Operation
		place := map[store.Key]int{}
		for _, op := range history {
			k := op.Input.(sent).key
			n, there := place[k]
			if !there {
				n, place[k] = len(parts), len(parts)
				parts = append(parts, nil)
			}
			parts[n] = append(parts[n], op)
		}
		return parts
	},
	Init: func() any { return standing{} },
	Step: func(state, input, output any) (bool, any) {
		return state.(standing).step(input.(sent), output.(told))
	},
	Equal: func(a, b any) bool {
		v, w := a.(standing), b.(standing)
		return sameRow(&v.row, &w.row) && v.position == w.position && v.last.equal(w.last)
	},
	Hash: func(state any) uint64 { return uint64(state.(standing).row.Seq) },
}
