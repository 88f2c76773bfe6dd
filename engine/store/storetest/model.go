package storetest

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/store"
)

var modelChecks = []Check{
	{Name: "any sequence of operations agrees with a simple model", Random: true, Run: func(t testing.TB, s store.Store) {
		run := 0
		rapid.Check(t, func(r *rapid.T) {
			run++ // a run has districts of its own: the store is not emptied between them
			m := &model{s: s, now: start, districts: map[string]*modelDistrict{}}
			for _, name := range []string{"a", "b"} {
				name += string(rune('0'+run%10)) + fullHex(string(rune(run)))[:8]
				ok(r2t{t, r}, s.Append(ctx, name, 0, []store.RegisterRecord{record(1, start)}))
				m.names = append(m.names, name)
				m.districts[name] = &modelDistrict{register: []time.Time{start}, last: start, cases: map[uuid.UUID]*modelCase{}, commands: map[uuid.UUID]store.Record{}}
			}
			r.Repeat(map[string]func(*rapid.T){
				"commit": m.commit, "append": m.append, "due": m.due, "erase": m.erase, "": m.invariant,
			})
		})
	}},
}

// r2t sends failures to rapid, which makes the sequence shorter, and the rest
// to the test.
type r2t struct {
	testing.TB
	r *rapid.T
}

func (x r2t) Helper()                   { x.r.Helper() }
func (x r2t) Fatal(a ...any)            { x.r.Fatal(a...) }
func (x r2t) Fatalf(f string, a ...any) { x.r.Fatalf(f, a...) }
func (x r2t) Errorf(f string, a ...any) { x.r.Errorf(f, a...) }
func (x r2t) Error(a ...any)            { x.r.Error(a...) }

// model is what a store is, said in the plainest way.
type model struct {
	s         store.Store
	now       time.Time
	names     []string
	districts map[string]*modelDistrict
}

type modelDistrict struct {
	register []time.Time
	last     time.Time
	log      []store.Record
	cases    map[uuid.UUID]*modelCase
	commands map[uuid.UUID]store.Record
}

type modelCase struct {
	row     store.Row
	private []store.Private
}

func (m *model) district(r *rapid.T) (string, *modelDistrict) {
	name := rapid.SampledFrom(m.names).Draw(r, "district")
	return name, m.districts[name]
}

// commit sends a batch of one to four changes, some of them stale, replayed,
// behind the register or malformed, and works out what each must become.
func (m *model) commit(r *rapid.T) {
	t := r2t{nil, r}
	var batch []store.Change
	var want []store.Outcome
	for range rapid.IntRange(1, 4).Draw(r, "changes") {
		name, d := m.district(r)
		c := m.draw(r, name, d)
		batch = append(batch, c)
		want = append(want, d.decide(&c))
	}
	got, err := m.s.Commit(ctx, batch)
	ok(t, err)
	for i := range got {
		if (got[i].Err != nil) != (want[i].Err != nil) || want[i].Err != nil && !errors.Is(got[i].Err, want[i].Err) {
			t.Fatalf("change %d: error %v, want %v", i, got[i].Err, want[i].Err)
		}
		got[i].Err, want[i].Err = nil, nil
	}
	same(t, "outcomes", got, want)
}

func (m *model) draw(r *rapid.T, name string, d *modelDistrict) store.Change {
	c := id(rapid.IntRange(1, 5).Draw(r, "case"))
	expect := d.seq(c)
	if rapid.IntRange(0, 4).Draw(r, "stale") == 0 {
		expect = int64(rapid.IntRange(0, int(expect)+1).Draw(r, "expect"))
	}
	command := uuid.Nil
	if rapid.Bool().Draw(r, "by command") {
		command = cmd(rapid.IntRange(1, 12).Draw(r, "command"))
	}
	ch := change(name, c, expect, rapid.IntRange(1, 3).Draw(r, "entries"), command)
	at := d.last.Add(time.Duration(rapid.IntRange(-3, 5).Draw(r, "minutes")) * time.Minute)
	for i := range ch.Entries {
		e := &ch.Entries[i]
		e.At = at.Add(time.Duration(i) * time.Microsecond)
		e.Register = d.registerBefore(e.At)
		if rapid.IntRange(0, 9).Draw(r, "behind the register") == 0 {
			e.Register++
		}
	}
	ch.Row.At = ch.Entries[len(ch.Entries)-1].At
	if wake := rapid.IntRange(-2, 20).Draw(r, "wake"); wake >= 0 {
		ch.Row.Wake = ch.Row.At.Add(time.Duration(wake) * time.Minute)
	}
	if rapid.IntRange(0, 3).Draw(r, "private") == 0 {
		ch.Private = []store.Private{{Seq: ch.Row.Seq, Name: "name", Salt: []byte{1}, Value: []byte("Lan")}}
	}
	if rapid.IntRange(0, 19).Draw(r, "malformed") == 0 {
		ch.Row.State = "\x00"
	}
	return ch
}

func (d *modelDistrict) seq(c uuid.UUID) int64 {
	if mc := d.cases[c]; mc != nil {
		return mc.row.Seq
	}
	return 0
}

func (d *modelDistrict) registerBefore(at time.Time) int64 {
	n := int64(0)
	for _, r := range d.register {
		if r.Before(at) {
			n++
		}
	}
	return n
}

func (d *modelDistrict) decide(c *store.Change) store.Outcome {
	if c.Row.State == "\x00" {
		return store.Outcome{Kind: store.Failed, Err: store.ErrInvalid}
	}
	if first, known := d.commands[c.Entries[len(c.Entries)-1].Command]; known {
		return store.Outcome{Kind: store.Replayed, First: first}
	}
	stands := d.seq(c.Row.Case) == c.Expect
	for _, e := range c.Entries {
		stands = stands && e.Register == d.registerBefore(e.At)
	}
	if !stands {
		return store.Outcome{Kind: store.Conflict, Seq: d.seq(c.Row.Case), Register: int64(len(d.register))}
	}
	first := int64(len(d.log)) + 1
	for _, e := range as(c, first) {
		d.log = append(d.log, e)
		if e.Command != uuid.Nil {
			d.commands[e.Command] = e
		}
	}
	if d.cases[c.Row.Case] == nil {
		d.cases[c.Row.Case] = &modelCase{}
	}
	mc := d.cases[c.Row.Case]
	mc.row = c.Row
	mc.private = append(mc.private, c.Private...)
	if c.Row.At.After(d.last) {
		d.last = c.Row.At
	}
	return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: first}
}

func (m *model) append(r *rapid.T) {
	name, d := m.district(r)
	at := d.last.Add(time.Duration(rapid.IntRange(-1, 3).Draw(r, "minutes")) * time.Minute)
	expect := int64(len(d.register) - rapid.IntRange(0, 4).Draw(r, "behind")/4)
	err := m.s.Append(ctx, name, expect, []store.RegisterRecord{record(expect+1, at)})
	switch {
	case expect != int64(len(d.register)):
		is(r2t{nil, r}, err, store.ErrConflict)
	case at.Before(d.last):
		is(r2t{nil, r}, err, store.ErrPast)
	default:
		ok(r2t{nil, r}, err)
		d.register, d.last = append(d.register, at), at
	}
}

func (m *model) due(r *rapid.T) {
	name, d := m.district(r)
	now := d.last.Add(time.Duration(rapid.IntRange(-5, 20).Draw(r, "minutes")) * time.Minute)
	got := sweep(r2t{nil, r}, m.s, name, now, rapid.IntRange(1, 3).Draw(r, "limit"))
	slices.SortFunc(got, func(a, b store.Wake) int { return bytes.Compare(a.Case[:], b.Case[:]) })
	var want []store.Wake
	for _, c := range d.ids() {
		row := d.cases[c].row
		if !row.Wake.IsZero() && !row.Wake.After(now) && !row.At.After(now) {
			want = append(want, store.Wake{Case: c, Seq: row.Seq, At: row.Wake})
		}
	}
	same(r2t{nil, r}, "due", got, want)
}

func (m *model) erase(r *rapid.T) {
	name, d := m.district(r)
	c := id(rapid.IntRange(1, 5).Draw(r, "case"))
	n, err := m.s.Erase(ctx, name, c)
	ok(r2t{nil, r}, err)
	want := 0
	if mc := d.cases[c]; mc != nil {
		want, mc.private = len(mc.private), nil
	}
	same(r2t{nil, r}, "erased", n, want)
}

// invariant compares everything after each step.
func (m *model) invariant(r *rapid.T) {
	t := r2t{nil, r}
	for _, name := range m.names {
		d := m.districts[name]
		same(t, "log", collect(t, m.s.Log(ctx, name, 0)), d.log)
		var want []store.Row
		for _, c := range d.ids() {
			want = append(want, d.cases[c].row)
			private, err := m.s.Private(ctx, name, c)
			ok(t, err)
			same(t, "private", private, d.cases[c].private)
		}
		got, err := m.s.List(ctx, store.Query{District: name, Limit: 100})
		ok(t, err)
		same(t, "rows", got, want)
		next := soonest(t, m.s, name, store.Mark{})
		for _, row := range want {
			if bound := row.Wake; !bound.IsZero() && (next.IsZero() || next.After(bound) && next.After(row.At)) {
				t.Fatalf("next bound %v, after the wake %v of %s", next, row.Wake, row.Case)
			}
		}
	}
}

func (d *modelDistrict) ids() []uuid.UUID {
	var all []uuid.UUID
	for c := range d.cases {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return all
}
