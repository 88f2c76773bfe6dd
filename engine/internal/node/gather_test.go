package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// gate is a store whose commits wait to be let through, and that notes them.
type gate struct {
	open chan struct{} // one element lets one call through; nil lets all
	fail func(batch []store.Change) error

	mu      sync.Mutex
	batches [][]uuid.UUID // of cases, as the calls came
}

func (g *gate) Commit(_ context.Context, changes []store.Change) ([]store.Outcome, error) {
	var cases []uuid.UUID
	for _, c := range changes {
		cases = append(cases, c.Row.Case)
	}
	g.mu.Lock()
	g.batches = append(g.batches, cases)
	g.mu.Unlock()
	if g.open != nil {
		<-g.open
	}
	if g.fail != nil {
		if err := g.fail(changes); err != nil {
			return nil, err
		}
	}
	outs := make([]store.Outcome, len(changes))
	for i := range outs {
		outs[i] = store.Outcome{Kind: store.Won, Seq: changes[i].Row.Seq}
	}
	return outs, nil
}

// sizes are those of the batches.
func (g *gate) sizes() (all []int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, b := range g.batches {
		all = append(all, len(b))
	}
	return all
}

func changeOf(n byte, seq int64) store.Change {
	return store.Change{Row: store.Row{District: "d", Case: uuid.UUID{15: n}, Seq: seq}}
}

// commit starts a caller and returns how to get its answer.
func commit(ctx context.Context, c *committer, change store.Change) (answer func() (store.Outcome, error)) {
	var out store.Outcome
	var err error
	done := make(chan struct{})
	go func() { out, err = c.Commit(ctx, change); close(done) }()
	return func() (store.Outcome, error) { <-done; return out, err }
}

func TestACommitTakesWhatHasQueuedAndNeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{open: make(chan struct{})}
		c := newCommitter(g, 1)
		all := []func() (store.Outcome, error){commit(t.Context(), c, changeOf(0, 10))}
		synctest.Wait() // the first is under way, alone
		for i := range 7 {
			all = append(all, commit(t.Context(), c, changeOf(byte(i+1), int64(11+i))))
		}
		synctest.Wait()
		if got := g.sizes(); !slices.Equal(got, []int{1}) {
			t.Errorf("batches of %v while the first is under way", got)
		}
		close(g.open)
		for i, answer := range all {
			if out, err := answer(); err != nil || out.Seq != int64(10+i) {
				t.Errorf("caller %d got the answer %+v, %v", i, out, err)
			}
		}
		if got := g.sizes(); !slices.Equal(got, []int{1, 7}) {
			t.Errorf("batches of %v", got)
		}
	})
}

func TestASecondCallOnlyUnderABacklog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{open: make(chan struct{})}
		c := newCommitter(g, 2)
		for i := range backlog {
			commit(t.Context(), c, changeOf(byte(i), 1))
			synctest.Wait()
		}
		if got := g.sizes(); !slices.Equal(got, []int{1}) {
			t.Errorf("batches of %v before the backlog", got)
		}
		for i := range 3 {
			commit(t.Context(), c, changeOf(byte(backlog+i), 1))
			synctest.Wait()
		}
		if got := g.sizes(); !slices.Equal(got, []int{1, backlog}) {
			t.Errorf("batches of %v under the backlog", got)
		}
		close(g.open)
	})
}

func TestASecondChangeOfACaseOrACommandIsHeldBack(t *testing.T) {
	twice := changeOf(4, 4)
	twice.Entries = []store.Record{{Command: uuid.UUID{1}}}
	other := changeOf(5, 5)
	other.Entries = []store.Record{{}, {Command: uuid.UUID{1}}}
	synctest.Test(t, func(t *testing.T) {
		g := &gate{open: make(chan struct{})}
		c := newCommitter(g, 2)
		for _, change := range []store.Change{changeOf(1, 1), changeOf(2, 2), changeOf(2, 3), twice, other, changeOf(1, 6)} {
			commit(t.Context(), c, change)
			synctest.Wait()
		}
		close(g.open)
		synctest.Wait()
		want := [][]uuid.UUID{{{15: 1}}, {{15: 2}, {15: 4}, {15: 1}}, {{15: 2}, {15: 5}}}
		if !slices.EqualFunc(g.batches, want, slices.Equal) {
			t.Errorf("batches %v", g.batches)
		}
	})
}

func TestCancellingStopsTheWaitingNotTheChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{open: make(chan struct{})}
		c := newCommitter(g, 1)
		first := commit(t.Context(), c, changeOf(1, 1))
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		second := commit(ctx, c, changeOf(2, 2))
		synctest.Wait()
		cancel()
		if _, err := second(); !errors.Is(err, store.ErrUnavailable) || !errors.Is(err, context.Canceled) {
			t.Errorf("the one who left: %v", err)
		}
		close(g.open)
		if _, err := first(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if got := g.sizes(); !slices.Equal(got, []int{1, 1}) {
			t.Errorf("batches of %v: the change of the one who left is lost", got)
		}
	})
}

// A store that never answers costs those who asked, and nobody else.
func TestACallThatHangsHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{open: make(chan struct{})}
		c := newCommitter(g, 1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		hung := commit(ctx, c, changeOf(1, 1))
		synctest.Wait()
		waiting := commit(t.Context(), c, changeOf(1, 2)) // of the same case
		if _, err := hung(); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("the hung one: %v", err)
		}
		synctest.Wait()
		if got := g.sizes(); !slices.Equal(got, []int{1, 1}) {
			t.Errorf("batches of %v", got)
		}
		close(g.open)
		if _, err := waiting(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if c.running != 0 || len(c.busy) != 0 {
			t.Errorf("%d workers, keys %v left", c.running, c.busy)
		}
	})
}

// A change that the store cannot take fails alone.
func TestPoisonHarmsNoNeighbour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poison := fmt.Errorf("%w: poison", store.ErrInvalid)
		g := &gate{open: make(chan struct{}), fail: func(batch []store.Change) error {
			for _, c := range batch {
				if c.Row.Seq == 3 {
					return poison
				}
			}
			return nil
		}}
		c := newCommitter(g, 1)
		var all []func() (store.Outcome, error)
		for i := range 6 {
			all = append(all, commit(t.Context(), c, changeOf(byte(i), int64(i))))
		}
		synctest.Wait()
		close(g.open)
		for i, answer := range all {
			if _, err := answer(); (i == 3) != errors.Is(err, poison) || i != 3 && err != nil {
				t.Errorf("change %d: %v", i, err)
			}
		}
	})
}

func TestALostAnswerIsAskedForWithTheSameBatch(t *testing.T) {
	for name, c := range map[string]struct {
		lost, calls int
	}{"once": {1, 2}, "for ever": {99, 1 + len(resends)}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				g := &gate{fail: func([]store.Change) error {
					if calls++; calls <= c.lost {
						return fmt.Errorf("%w: cut", store.ErrUnavailable)
					}
					return nil
				}}
				_, err := newCommitter(g, 1).Commit(t.Context(), changeOf(1, 1))
				if calls != c.calls || (err == nil) != (c.lost < c.calls) {
					t.Errorf("%d calls, %v", calls, err)
				}
				for _, b := range g.batches[1:] {
					if !slices.Equal(b, g.batches[0]) {
						t.Errorf("another batch: %v", b)
					}
				}
			})
		})
	}
}

func TestTurnsComeOneByOneAndAreForgotten(t *testing.T) {
	turns := turns{held: map[store.Key]*turn{}}
	a, b := store.Key{District: "d"}, store.Key{District: "e"}
	give, err := turns.take(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := turns.take(ctx, a); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a second one got the turn: %v", err)
	}
	other, err := turns.take(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	other()
	give()
	if len(turns.held) != 0 {
		t.Errorf("%v left", turns.held)
	}
}
