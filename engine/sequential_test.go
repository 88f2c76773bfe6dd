package engine_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
)

// The events of wanted beside those of the engine.
const (
	wantOpen = "open"
	wantCase = "case" // a read
)

// The kinds of answered beside the codes of refusals.
const (
	gotEntry   = "entry"
	gotReplay  = "replay"
	gotCase    = "case"
	gotNothing = "not found"
	gotUnknown = "unknown" // may or may not take effect, at any time
)

// wanted is one call on a case.
type wanted struct {
	c, event, command, actor string
	expect                   int64
}

// answered is what it got: the sequence of the entry it made, or of the case
// it read, and who held the case then.
type answered struct {
	kind    string
	seq     int64
	officer string
}

// stood is a case in the model: how far it is, who has claimed it, and which
// commands were accepted.
type stood struct {
	seq     int64
	officer string
	last    *acceptance
}

// acceptance is an accepted command with its entry, and those before it.
type acceptance struct {
	command string
	entry   answered
	before  *acceptance
}

// put is what an engine with a single caller answers, and the case after it.
func (s stood) put(w wanted) (answered, stood) {
	if w.event == wantCase {
		if s.seq == 0 {
			return answered{kind: gotNothing}, s
		}
		return answered{gotCase, s.seq, s.officer}, s
	}
	for a := s.last; a != nil; a = a.before {
		if a.command == w.command {
			return answered{gotReplay, a.entry.seq, a.entry.officer}, s
		}
	}
	officer := s.officer
	switch {
	case s.seq == 0 && w.event != wantOpen:
		return answered{kind: gotNothing}, s
	case w.expect != 0 && w.expect != s.seq:
		return answered{kind: string(casefile.CodeStale)}, s
	case w.event == engine.Claim && officer != "":
		return answered{kind: string(casefile.CodeNotYours)}, s
	case w.event == engine.Claim:
		officer = w.actor
	case w.event == engine.Release && officer == "":
		return answered{kind: string(casefile.CodeNoSuchMove)}, s
	case w.event == engine.Release && w.actor != officer && w.actor != "an": // the head
		return answered{kind: string(casefile.CodeNotYours)}, s
	case w.event == engine.Release:
		officer = ""
	}
	got := answered{gotEntry, s.seq + 1, officer}
	return got, stood{got.seq, officer, &acceptance{w.command, got, s.last}}
}

// desks is the sequential model of an engine, for each case alone. A call
// without an answer takes effect wherever it stands in the order, which is at
// the end if it never did.
var desks = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		var parts [][]porcupine.Operation
		place := map[string]int{}
		for _, op := range history {
			c := op.Input.(wanted).c
			n, there := place[c]
			if !there {
				n, place[c] = len(parts), len(parts)
				parts = append(parts, nil)
			}
			parts[n] = append(parts[n], op)
		}
		return parts
	},
	Init: func() any { return stood{} },
	Step: func(state, input, output any) (bool, any) {
		want, next := state.(stood).put(input.(wanted))
		return want == output.(answered) || output.(answered).kind == gotUnknown, next
	},
	Equal: func(a, b any) bool {
		v, w := a.(stood), b.(stood)
		if v.seq != w.seq || v.officer != w.officer {
			return false
		}
		x, y := v.last, w.last
		for ; x != y && x != nil && y != nil && x.command == y.command && x.entry == y.entry; x, y = x.before, y.before {
		}
		return x == y
	},
	Hash: func(state any) uint64 { return uint64(state.(stood).seq) },
	DescribeOperation: func(input, output any) string {
		return fmt.Sprintf("%+v: %+v", input, output)
	},
}

// lapsing is a store with a fault: one in four reads of a row comes from a copy
// that is refreshed now and then, or one in ten changes is acknowledged and
// dropped.
type lapsing struct {
	store.Store
	reads, drops bool

	mu    sync.Mutex
	calls int
	old   map[store.Key]store.Row
}

func (l *lapsing) Case(ctx context.Context, district string, id uuid.UUID) (store.Row, error) {
	rows, err := l.Rows(ctx, []store.Key{{District: district, Case: id}})
	if err == nil && rows[0].Seq == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return store.Row{}, err
	}
	return rows[0], nil
}

func (l *lapsing) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	rows, err := l.Store.Rows(ctx, keys)
	for i := range rows {
		k := keys[i]
		l.calls++
		old, there := l.old[k]
		if !there || l.calls%16 == 0 {
			l.old[k] = rows[i]
		} else if l.reads && l.calls%4 == 0 {
			rows[i] = old
		}
	}
	return rows, err
}

func (l *lapsing) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	if c := &changes[0]; l.drops && len(changes) == 1 && l.calls%10 == 0 {
		if row, _ := l.Store.Case(ctx, c.Row.District, c.Row.Case); row.Seq == c.Expect {
			return []store.Outcome{{Kind: store.Won, Seq: c.Row.Seq, Position: 1}}, nil
		}
	}
	return l.Store.Commit(ctx, changes)
}

func TestNoOrderExplainsAFaultyStore(t *testing.T) {
	for name, l := range map[string]*lapsing{
		"reads that lag behind":            {reads: true},
		"changes acknowledged and dropped": {drops: true},
	} {
		t.Run(name, func(t *testing.T) {
			l.Store, l.old = memory.New(memory.Config{Virtual: true}), map[store.Key]store.Row{}
			defer l.Close()
			err := explain(t, l, 0)
			if err == nil || !strings.Contains(err.Error(), "explains the answers: Illegal") {
				t.Fatalf("not caught: %v", err)
			}
		})
	}
}

// A call without an answer may take effect later, or never, but not twice and
// not in between; one with an answer took effect before it got it.
func TestTheModelOfADesk(t *testing.T) {
	opened := call(1, 2, wanted{event: wantOpen, command: "c"}, answered{kind: gotEntry, seq: 1})
	claim := wanted{event: engine.Claim, command: "k", actor: "an"}
	lost := call(3, math.MaxInt64, claim, answered{kind: gotUnknown})
	read := wanted{event: wantCase}
	free, held := answered{gotCase, 1, ""}, answered{gotCase, 2, "an"}
	for _, c := range []struct {
		name    string
		history []porcupine.Operation
		want    bool
	}{
		{"lost and never made", []porcupine.Operation{opened, lost, call(4, 5, read, free), call(6, 7, read, free)}, true},
		{"lost and made late", []porcupine.Operation{opened, lost, call(4, 5, read, free), call(6, 7, read, held)}, true},
		{"lost and undone", []porcupine.Operation{opened, lost, call(4, 5, read, held), call(6, 7, read, free)}, false},
		{"lost, sent again, made once", []porcupine.Operation{opened, lost, call(4, 5, claim, answered{gotReplay, 2, "an"})}, true},
		{"lost, sent again, replayed from nowhere", []porcupine.Operation{opened, call(4, 5, claim, answered{gotReplay, 2, "an"})}, false},
		{"answered and not seen", []porcupine.Operation{opened, call(3, 4, claim, answered{gotEntry, 2, "an"}), call(5, 6, read, free)}, false},
		{"seen before it was answered", []porcupine.Operation{opened, call(3, 6, claim, answered{gotEntry, 2, "an"}), call(4, 5, read, held)}, true},
		{"made twice", []porcupine.Operation{opened, call(3, 4, claim, answered{gotEntry, 2, "an"}), call(3, 4, claim, answered{gotEntry, 3, "an"})}, false},
		{"a refusal without a reason", []porcupine.Operation{opened, call(3, 4, claim, answered{kind: string(casefile.CodeNotYours)})}, false},
		{"a stale expectation accepted", []porcupine.Operation{opened, call(3, 4, wanted{event: engine.Claim, command: "k", actor: "an", expect: 2}, answered{gotEntry, 2, "an"})}, false},
	} {
		if got := porcupine.CheckOperations(desks, c.history); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func call(called, returned int64, w wanted, got answered) porcupine.Operation {
	return porcupine.Operation{Input: w, Call: called, Output: got, Return: returned}
}
