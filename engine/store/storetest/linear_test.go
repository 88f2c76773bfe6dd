package storetest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine/store"
)

// faulty is a store in memory with a fault planted into some of its answers.
// Without one it only counts.
type faulty struct {
	*memory.Store
	fault string
	every int // one in so many is wrong

	mu    sync.Mutex
	calls int
	old   map[store.Key]store.Row
}

const (
	staleReads = "reads from a copy that lags behind"
	dropped    = "acknowledges and drops a change"
	twoWin     = "lets two changes win on one expectation"
	lateIDs    = "knows a command later than its case"
)

// wrong reports whether this call is one of those with the fault.
func (f *faulty) wrong(fault string) bool {
	if f.fault != fault {
		return false
	}
	f.calls++
	return f.calls%f.every == 0
}

func (f *faulty) Case(ctx context.Context, district string, c uuid.UUID) (store.Row, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k := store.Key{District: district, Case: c}
	if old, ok := f.old[k]; ok && f.wrong(staleReads) {
		return old, nil
	}
	row, err := f.Store.Case(ctx, district, c)
	if err == nil {
		f.old[k] = row
	}
	return row, err
}

func (f *faulty) Command(ctx context.Context, district string, command uuid.UUID) (store.Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r, err := f.Store.Command(ctx, district, command)
	if err == nil && f.wrong(lateIDs) {
		return store.Record{}, store.ErrNotFound
	}
	return r, err
}

func (f *faulty) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var all []store.Outcome
	for i := range changes {
		out, err := f.one(ctx, changes[i])
		if err != nil {
			return nil, err
		}
		all = append(all, out)
	}
	return all, nil
}

func (f *faulty) one(ctx context.Context, c store.Change) (store.Outcome, error) {
	row, _ := f.Store.Case(ctx, c.Row.District, c.Row.Case) // a zero row: not opened
	if row.Seq == c.Expect && f.wrong(dropped) {
		all, err := f.Districts(ctx)
		for _, d := range all {
			if d.Name == c.Row.District {
				return store.Outcome{Kind: store.Won, Seq: c.Row.Seq, Position: d.Log + 1}, err
			}
		}
	}
	out, err := f.Store.Commit(ctx, []store.Change{c})
	if err != nil || out[0].Kind != store.Conflict || !f.wrong(twoWin) {
		return out[0], err
	}
	last := c.Entries[len(c.Entries)-1]
	again := change(c.Row.District, c.Row.Case, row.Seq, len(c.Entries), last.Command)
	again.Row.Doc = c.Row.Doc
	if out, err = f.Store.Commit(ctx, []store.Change{again}); err == nil && out[0].Kind == store.Won {
		out[0].Seq = c.Row.Seq
	}
	return out[0], err
}

// notes is a test that may fail: it keeps what it was told.
type notes struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (n *notes) note(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.said = append(n.said, s)
}
func (n *notes) Helper()                           {}
func (n *notes) Errorf(format string, args ...any) { n.note(fmt.Sprintf(format, args...)) }
func (n *notes) Fatal(args ...any)                 { n.note(fmt.Sprint(args...)); runtime.Goexit() }

// ordered runs the check on a store and returns what it complains of.
func ordered(t *testing.T, fault string, every int) []string {
	s := &faulty{Store: memory.New(memory.Config{}), fault: fault, every: every, old: map[store.Key]store.Row{}}
	n := &notes{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		linear(n, s)
	}()
	<-done
	_ = s.Close()
	return n.said
}

func TestAStoreThatAnswersOutOfOrderIsCaught(t *testing.T) {
	if said := ordered(t, "", 1); len(said) > 0 {
		t.Fatalf("the store without a fault: %q", said)
	}
	for _, fault := range []string{staleReads, dropped, twoWin, lateIDs} {
		for _, every := range []int{3, 10} {
			t.Run(fmt.Sprintf("%s, one in %d", fault, every), func(t *testing.T) {
				var said []string
				for i := 0; i < 20 && len(said) == 0; i++ { // a wrong answer may fit by chance
					said = ordered(t, fault, every)
				}
				if len(said) == 0 || !strings.Contains(said[0], "no order of the") || strings.Contains(said[0], "Unknown") {
					t.Fatalf("not caught: %q", said)
				}
			})
		}
	}
}

// The model itself says no to each answer that a single caller cannot get.
func TestTheSequentialModel(t *testing.T) {
	k := store.Key{District: "d1", Case: id(1)}
	opening, move := change("d1", k.Case, 0, 2, cmd(1)), change("d1", k.Case, 2, 1, cmd(2))
	yes, opened := standing{}.step(sent{key: k, change: &opening}, told{outcome: store.Outcome{Kind: store.Won, Seq: 2, Position: 5}})
	if !yes || opened.row.Seq != 2 {
		t.Fatalf("the opening: %v, %+v", yes, opened)
	}
	first := as(&opening, 5)[1]
	elsewhere := first
	elsewhere.Position = 5
	stale := change("d1", k.Case, 0, 1, cmd(3))
	for _, c := range []struct {
		name string
		in   sent
		out  told
		want bool
	}{
		{"a replay", sent{key: k, change: &opening}, told{outcome: store.Outcome{Kind: store.Replayed, First: first}}, true},
		{"a replay of another entry", sent{key: k, change: &opening}, told{outcome: store.Outcome{Kind: store.Replayed, First: elsewhere}}, false},
		{"a command that wins twice", sent{key: k, change: &opening}, told{outcome: store.Outcome{Kind: store.Won, Seq: 2, Position: 7}}, false},
		{"a replay of what never won", sent{key: k, change: &move}, told{outcome: store.Outcome{Kind: store.Replayed, First: first}}, false},
		{"a move", sent{key: k, change: &move}, told{outcome: store.Outcome{Kind: store.Won, Seq: 3, Position: 7}}, true},
		{"a move ahead of the opening", sent{key: k, change: &move}, told{outcome: store.Outcome{Kind: store.Won, Seq: 3, Position: 6}}, false},
		{"a needless conflict", sent{key: k, change: &move}, told{outcome: store.Outcome{Kind: store.Conflict, Seq: 2, Register: 1}}, false},
		{"a conflict", sent{key: k, change: &stale}, told{outcome: store.Outcome{Kind: store.Conflict, Seq: 2, Register: 1}}, true},
		{"a conflict with what never stood there", sent{key: k, change: &stale}, told{outcome: store.Outcome{Kind: store.Conflict, Seq: 1, Register: 1}}, false},
		{"a stale change that wins", sent{key: k, change: &stale}, told{outcome: store.Outcome{Kind: store.Won, Seq: 1, Position: 7}}, false},
		{"the row", sent{key: k}, told{row: opening.Row}, true},
		{"another's row", sent{key: k}, told{row: move.Row}, false},
		{"no row", sent{key: k}, told{}, false},
		{"a command", sent{key: k, command: cmd(1)}, told{entry: first}, true},
		{"a command elsewhere", sent{key: k, command: cmd(1)}, told{entry: elsewhere}, false},
		{"a command forgotten", sent{key: k, command: cmd(1)}, told{}, false},
		{"a command that never won", sent{key: k, command: cmd(2)}, told{}, true},
		{"a command out of nowhere", sent{key: k, command: cmd(2)}, told{entry: first}, false},
	} {
		if got, _ := opened.step(c.in, c.out); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
