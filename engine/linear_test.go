package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
)

const (
	linearCallers = 16
	linearRounds  = 12
	linearCases   = 3
	// linearLost is how many calls on one case may end without an answer: each
	// may take effect at any time after, and doubles the orders to look at.
	linearLost = 5
)

// hall is what the callers share: two engines over one store, and what was
// asked and answered.
type hall struct {
	engines []*city
	cases   []string
	lost    []atomic.Int32 // calls on each case without an answer
	bound   int32          // of each of them
	begun   time.Time

	mu      sync.Mutex
	history []porcupine.Operation
	errs    []error
}

// call makes one call and notes its answer.
func (h *hall) call(ctx context.Context, caller int, w wanted) answered {
	called := int64(time.Since(h.begun))
	got, err := h.ask(ctx, h.engines[caller%len(h.engines)], w)
	returned := int64(time.Since(h.begun))
	if got.kind == gotUnknown {
		returned = math.MaxInt64
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		h.errs = append(h.errs, fmt.Errorf("%+v: %w", w, err))
	}
	h.history = append(h.history, porcupine.Operation{ClientId: caller, Input: w, Call: called, Output: got, Return: returned})
	return got
}

func (h *hall) ask(ctx context.Context, c *city, w wanted) (answered, error) {
	var a engine.Answer
	var err error
	switch w.event {
	case wantCase:
		v, err := c.Case(ctx, "ward", w.c)
		if errors.Is(err, engine.ErrNotFound) {
			return answered{kind: gotNothing}, nil
		}
		return answered{gotCase, v.Seq, v.Holder.Officer}, err
	case wantOpen:
		a, err = c.OpenCase(ctx, opening(w.command))
	default:
		cmd := engine.Command{ID: w.command, District: "ward", Case: w.c, Event: w.event, Actor: w.actor, Expect: w.expect, At: monday}
		if w.event == engine.Note {
			cmd.Values = map[string]string{engine.Reason: w.command}
		}
		a, err = c.Do(ctx, cmd)
	}
	var r *engine.RefusedError
	switch {
	case errors.As(err, &r):
		return answered{kind: string(r.Refusal.Code)}, nil
	case errors.Is(err, engine.ErrNotFound):
		return answered{kind: gotNothing}, nil
	case errors.Is(err, engine.ErrUnavailable) && ctx.Err() != nil:
		return answered{kind: gotUnknown}, nil
	case err != nil:
		return answered{}, err
	case a.Replayed:
		return answered{gotReplay, a.Entry.Seq, a.Entry.Holder.Officer}, nil
	}
	return answered{gotEntry, a.Entry.Seq, a.Entry.Holder.Officer}, nil
}

// work is one caller: it reads, commands with and without an expectation,
// sends one command twice at once, and sometimes gives up waiting.
func (h *hall) work(ctx context.Context, caller int) {
	rnd := rand.New(rand.NewSource(int64(caller)))
	seen, took := make([]int64, len(h.cases)), time.Millisecond
	for n := range linearRounds {
		i := rnd.Intn(len(h.cases))
		w := wanted{
			c: h.cases[i], command: uuid.NewSHA1(uuid.Nil, fmt.Appendf(nil, "%s %d %d", h.cases[0], caller, n)).String(),
			event: []string{engine.Claim, engine.Release, engine.Note, engine.Note, wantCase, wantCase, wantOpen}[rnd.Intn(7)],
			actor: []string{"an", "binh"}[rnd.Intn(2)],
		}
		switch {
		case n == 0 && rnd.Intn(2) == 0, w.event == wantOpen:
			w.event, w.command, w.actor = wantOpen, w.c, "an"
		case w.event != wantCase && rnd.Intn(2) == 0:
			w.expect = seen[i] + int64(rnd.Intn(8)/7) // mostly what it saw
		}
		begun := time.Now()
		var got answered
		switch {
		case w.event != wantCase && rnd.Intn(4) == 0:
			var twin sync.WaitGroup
			twin.Go(func() { h.call(ctx, caller+1, w) }) // through the other engine
			got = h.call(ctx, caller, w)
			twin.Wait()
		case w.event != wantCase && rnd.Intn(4) == 0 && h.lost[i].Add(1) <= h.bound:
			short, cancel := context.WithTimeout(ctx, time.Duration(rnd.Int63n(int64(took)+1)))
			got = h.call(short, caller, w)
			cancel()
			if got.kind != gotUnknown {
				h.lost[i].Add(-1)
			} else if rnd.Intn(4) > 0 {
				got = h.call(ctx, caller, w) // as callers do
			}
		default:
			got = h.call(ctx, caller, w)
			took = time.Since(begun)
		}
		seen[i] = max(seen[i], got.seq)
	}
}

// explain lets callers loose on an engine over an empty store and returns why
// no order of their calls, each between its start and its return, explains
// what they were told. Up to lost calls on each case get no answer.
func explain(t *testing.T, s store.Store, lost int32) error {
	c := newCity(t, s, nil)
	h := &hall{engines: []*city{c, reopen(t, s, nil)}, lost: make([]atomic.Int32, linearCases), bound: lost, begun: time.Now()}
	for range linearCases {
		h.cases = append(h.cases, uuid.NewString())
	}
	var all sync.WaitGroup
	for caller := range linearCallers {
		all.Go(func() { h.work(t.Context(), caller) })
	}
	all.Wait()
	for _, part := range desks.Partition(h.history) {
		if got := porcupine.CheckOperationsTimeout(desks, part, 20*time.Second); got != porcupine.Ok {
			h.errs = append(h.errs, fmt.Errorf("no order of the %d calls on case %s explains the answers: %s", len(part), part[0].Input.(wanted).c, got))
		}
	}
	kinds := map[string]int{}
	for _, op := range h.history {
		kinds[op.Output.(answered).kind]++
	}
	t.Logf("%d calls: %v", len(h.history), kinds)
	if err := errors.Join(h.errs...); err != nil {
		return err
	}
	c.sound()
	return nil
}

func TestAnOrderExplainsWhatCallersAreTold(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) (store.Store, error){
		"memory": func(*testing.T) (store.Store, error) { return memory.New(memory.Config{Virtual: true}), nil },
		"sqlite": func(t *testing.T) (store.Store, error) {
			return sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "city.db"), Mode: sqlite.Create, Virtual: true})
		},
		"postgres": func(t *testing.T) (store.Store, error) {
			return postgres.Open(t.Context(), postgres.Config{URL: pgtest.Start(t), Mode: postgres.Create, Virtual: true, Conns: 8})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := open(t)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := explain(t, s, linearLost); err != nil {
				t.Fatal(err)
			}
		})
	}
}
