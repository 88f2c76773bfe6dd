package postgres

import (
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/engine/store"
)

// args writes changes as the parameters of commit_v1, in its order. Nothing
// of the changes is kept.
func args(changes []store.Change, which []int, now time.Time) []any {
	arrays := make([]array, len(shape))
	for i, of := range shape {
		arrays[i].of = of
	}
	for n, i := range which {
		c := &changes[i]
		putCase(arrays[1:19], c)
		putEntries(arrays[19:28], int64(n)+1, c)
		putPrivate(arrays[28:], int64(n)+1, c)
	}
	for _, end := range segments(changes, which) {
		arrays[0].int(end)
	}
	all := make([]any, 0, len(arrays)+1)
	for i := range arrays {
		all = append(all, arrays[i].bytes())
	}
	return append(all, now)
}

// shape is the element type of each array of commit_v1.
var shape = []oid.Oid{
	oid.T_int8,
	oid.T_int8, oid.T_uuid, oid.T_int8, oid.T_uuid, oid.T_int8,
	oid.T_int8, oid.T_timestamptz, oid.T_text, oid.T_bytea, oid.T_text, oid.T_text,
	oid.T_text, oid.T_text, oid.T_text, oid.T_uuid, oid.T_timestamptz, oid.T_int8, oid.T_bytea,
	oid.T_int8, oid.T_int8, oid.T_timestamptz, oid.T_text, oid.T_int8, oid.T_uuid,
	oid.T_bytea, oid.T_bytea, oid.T_bytea,
	oid.T_int8, oid.T_int8, oid.T_text, oid.T_bytea, oid.T_bytea,
}

func putCase(a []array, c *store.Change) {
	r := &c.Row
	a[0].int(number(r.District))
	a[1].id(r.Case)
	a[2].int(c.Expect)
	a[3].id(commandOf(c))
	a[4].int(c.Fence)
	a[5].int(r.Seq)
	a[6].instant(r.At)
	a[7].text(r.Procedure)
	a[8].blob(digits(r.Identity))
	a[9].text(r.State)
	a[10].text(r.Outcome)
	a[11].text(r.Unit)
	a[12].text(r.Role)
	a[13].text(r.Officer)
	a[14].id(r.Follows)
	a[15].instant(r.Wake)
	a[16].int(int64(r.Codec))
	a[17].blob(r.Doc)
}

func putEntries(a []array, n int64, c *store.Change) {
	for i := range c.Entries {
		e := &c.Entries[i]
		a[0].int(n)
		a[1].int(e.Seq)
		a[2].instant(e.At)
		a[3].text(e.Kind)
		a[4].int(e.Register)
		a[5].id(e.Command)
		if e.Command == uuid.Nil {
			a[6].null()
		} else {
			a[6].blob(e.Digest[:])
		}
		a[7].blob(e.Hash[:])
		a[8].blob(e.Bytes)
	}
}

func putPrivate(a []array, n int64, c *store.Change) {
	for i := range c.Private {
		p := &c.Private[i]
		a[0].int(n)
		a[1].int(p.Seq)
		a[2].text(p.Name)
		a[3].blob(p.Salt)
		a[4].blob(p.Value)
	}
}

// commandOf is the command id of a change, uuid.Nil if it has none.
func commandOf(c *store.Change) uuid.UUID {
	for i := range c.Entries {
		if id := c.Entries[i].Command; id != uuid.Nil {
			return id
		}
	}
	return uuid.Nil
}

// segments cuts a batch before every change that names a case or a command
// again, and returns the number of the last change of each segment.
func segments(changes []store.Change, which []int) []int64 {
	type key struct {
		district string
		id       uuid.UUID
		command  bool
	}
	var ends []int64
	seen := make(map[key]bool, 2*len(which))
	for n, i := range which {
		c := &changes[i]
		one := key{c.Row.District, c.Row.Case, false}
		two := key{c.Row.District, commandOf(c), true}
		if seen[one] || two.id != uuid.Nil && seen[two] {
			ends = append(ends, int64(n))
			clear(seen)
		}
		seen[one], seen[two] = true, true
	}
	return append(ends, int64(len(which)))
}
