package storetest

import (
	"errors"
	"fmt"
	"math/rand"
	"runtime"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

var raceChecks = []Check{
	{Name: "concurrent callers lose nothing, double nothing and leave no gap", Run: race},
	{Name: "one command sent by several at once wins once and replays for the rest", Run: raceCommand},
	{Name: "concurrent appends to a register: one wins each place", Run: raceRegister},
	{Name: "an order of all calls explains what concurrent callers were told", Run: linear},
}

const (
	raceWorkers = 6
	raceRounds  = 60
	raceCases   = 4 // in each district: hot
)

var raceDistricts = []string{"d1", "d2", "d3"}

// racer is what the workers share: what each has been told.
type racer struct {
	t testing.TB
	s store.Store

	mu    sync.Mutex
	next  int                        // number of the next command
	won   map[place]int              // how often an entry was acknowledged
	first map[uuid.UUID]place        // where a command won
	at    map[place]int64            // at which position
	known map[uuid.UUID]store.Change // acknowledged, to be sent again
}

type place struct {
	district string
	c        uuid.UUID
	seq      int64
}

// race lets workers change the same few cases on stale knowledge, send
// accepted commands again, and put one command twice into a batch. It is the
// check that wrong shapes of a commit fail: looking before locking, numbering
// outside the lock, asking for conflicts before replays.
func race(t testing.TB, s store.Store) {
	enrol(t, s, raceDistricts...)
	r := &racer{t: t, s: s, won: map[place]int{}, first: map[uuid.UUID]place{}, at: map[place]int64{},
		known: map[uuid.UUID]store.Change{}}
	stop := make(chan struct{})
	var readers, workers sync.WaitGroup
	for _, d := range raceDistricts {
		readers.Add(1)
		go func() { defer readers.Done(); r.follow(d, stop) }()
	}
	for w := range raceWorkers {
		workers.Add(1)
		go func() { defer workers.Done(); r.work(rand.New(rand.NewSource(int64(w)))) }()
	}
	workers.Wait()
	close(stop)
	readers.Wait()
	if t.Failed() {
		t.FailNow() // the workers said why; what follows would only repeat it
	}
	r.verify()
}

// follow reads a log as it grows: an entry never appears behind one seen.
func (r *racer) follow(district string, stop <-chan struct{}) {
	seen := int64(0)
	for last := false; ; {
		for e, err := range r.s.Log(ctx, district, seen) {
			if err != nil {
				r.t.Errorf("log of %s: %v", district, err)
				return
			}
			if e.Position != seen+1 {
				r.t.Errorf("log of %s: a reader at %d meets position %d", district, seen, e.Position)
				return
			}
			seen = e.Position
		}
		if last {
			return
		}
		select {
		case <-stop:
			last = true
		default:
			runtime.Gosched()
		}
	}
}

func (r *racer) work(rnd *rand.Rand) {
	for range raceRounds {
		batch, resent, err := r.batch(rnd)
		if err != nil {
			r.t.Errorf("read: %v", err)
			return
		}
		out, err := r.s.Commit(ctx, batch)
		if err != nil {
			r.t.Errorf("commit: %v", err)
			return
		}
		if !r.note(batch, resent, out) {
			return
		}
	}
}

// batch draws up to four changes. resent marks those known to have won.
func (r *racer) batch(rnd *rand.Rand) (batch []store.Change, resent []bool, err error) {
	for range 1 + rnd.Intn(4) {
		d, c := raceDistricts[rnd.Intn(len(raceDistricts))], id(rnd.Intn(raceCases))
		row, err := r.s.Case(ctx, d, c)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, nil, err
		}
		if rnd.Intn(3) == 0 {
			runtime.Gosched() // let the knowledge grow stale
		}
		r.mu.Lock()
		r.next++
		ch, again := change(d, c, row.Seq, 1+rnd.Intn(3), cmd(r.next)), false
		if old, ok := r.known[r.any(rnd)]; ok && rnd.Intn(8) == 0 {
			ch, again = old, true
		}
		r.mu.Unlock()
		batch, resent = append(batch, ch), append(resent, again)
		if rnd.Intn(10) == 0 {
			batch, resent = append(batch, ch), append(resent, again)
		}
	}
	return batch, resent, nil
}

func (r *racer) any(rnd *rand.Rand) uuid.UUID { return cmd(1 + rnd.Intn(r.next)) }

// note keeps what the store answered, and reports whether it can be true.
func (r *racer) note(batch []store.Change, resent []bool, out []store.Outcome) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, o := range out {
		c := &batch[i]
		command := c.Entries[len(c.Entries)-1].Command
		switch {
		case resent[i] && o.Kind != store.Replayed:
			r.t.Errorf("command %x won before and is now answered %v", command[:], o.Kind)
			return false
		case o.Kind == store.Failed:
			r.t.Errorf("failed: %v", o.Err)
			return false
		case o.Kind == store.Replayed && o.First.Command != command:
			r.t.Errorf("a replay of %x shows another command's entry", command[:])
			return false
		case o.Kind != store.Won:
			continue
		}
		r.known[command] = *c
		if was, twice := r.first[command]; twice {
			r.t.Errorf("command %x won twice, first at %v", command[:], was)
			return false
		}
		for k, e := range c.Entries {
			p := place{c.Row.District, c.Row.Case, e.Seq}
			r.first[command] = p
			r.at[p] = o.Position + int64(k)
			if r.won[p]++; r.won[p] > 1 {
				r.t.Errorf("lost update: entry %d of %s was acknowledged twice", p.seq, p.c)
				return false
			}
		}
	}
	return true
}

// verify compares what the workers were told with what the store holds.
func (r *racer) verify() {
	t := r.t
	total := 0
	for _, d := range raceDistricts {
		position, seqs := int64(0), map[uuid.UUID]int64{}
		for e, err := range r.s.Log(ctx, d, 0) {
			ok(t, err)
			position++
			seqs[e.Case]++
			p := place{d, e.Case, e.Seq}
			if e.Position != position || e.Seq != seqs[e.Case] {
				t.Fatalf("log of %s: entry %d of %s at position %d, want %d at %d", d, e.Seq, e.Case, e.Position, seqs[e.Case], position)
			}
			if r.won[p] != 1 || r.at[p] != position {
				t.Fatalf("%v was acknowledged %d times at position %d, stands at %d", p, r.won[p], r.at[p], position)
			}
			total++
		}
		for c, seq := range seqs {
			row, err := r.s.Case(ctx, d, c)
			ok(t, err)
			want := change(d, c, seq-1, 1, uuid.Nil).Row
			same(t, fmt.Sprintf("row of %s", c), row, want)
			same(t, "length of the journal", len(journal(t, r.s, d, c)), int(seq))
		}
	}
	if total != len(r.won) {
		t.Fatalf("%d entries acknowledged, %d there", len(r.won), total)
	}
}

// raceCommand sends the very same change from several callers at once. A
// conflict would tell a caller that he was beaten by himself.
func raceCommand(t testing.TB, s store.Store) {
	enrol(t, s, "d1")
	for n := range raceRounds {
		c := change("d1", id(n/2), int64(n%2), 1, cmd(n)) // an opening, then a move
		out := make([]store.Outcome, raceWorkers)
		var ready, wg sync.WaitGroup
		ready.Add(raceWorkers)
		for w := range out {
			wg.Add(1)
			go func() {
				defer wg.Done()
				ready.Done()
				ready.Wait()
				o, err := s.Commit(ctx, []store.Change{c})
				if err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				out[w] = o[0]
			}()
		}
		wg.Wait()
		one(t, out, store.Replayed)
	}
}

func raceRegister(t testing.TB, s store.Store) {
	enrol(t, s, "d1")
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := map[int64]int{}
	for range raceWorkers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for expect := int64(1); expect <= 20; expect++ {
				err := s.Append(ctx, "d1", expect, []store.RegisterRecord{record(expect+1, hour(expect))})
				switch {
				case err == nil:
					mu.Lock()
					won[expect+1]++
					mu.Unlock()
				case !errors.Is(err, store.ErrConflict):
					t.Errorf("append after %d: %v", expect, err)
				}
			}
		}()
	}
	wg.Wait()
	for _, r := range collect(t, s.Register(ctx, "d1", 1)) {
		if won[r.Position] != 1 {
			t.Errorf("record %d was acknowledged %d times", r.Position, won[r.Position])
		}
		delete(won, r.Position)
	}
	if len(won) != 0 {
		t.Errorf("acknowledged and not there: %v", won)
	}
}
