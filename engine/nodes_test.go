package engine_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures/calendars"
)

// counting counts the sweeps that go through one engine.
type counting struct {
	store.Store
	sweeps atomic.Int32
}

func (c *counting) Due(ctx context.Context, district string, after store.Mark, now time.Time, limit int) ([]store.Wake, store.Mark, bool, error) {
	c.sweeps.Add(1)
	return c.Store.Due(ctx, district, after, now, limit)
}

// node is an engine that looks at the store once a second.
func node(t *testing.T, s store.Store) *engine.Engine {
	t.Helper()
	e, err := engine.Open(t.Context(), engine.Config{Store: s, Calendars: calendars.Load, Poll: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestADeadNodesDistrictsAreTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		s := memory.New(memory.Config{})
		c := newCity(t, s, nil)
		id := now(c)
		due := c.see("ward", id).Due
		time.Sleep(time.Until(due))
		if _, err := s.Lease(t.Context(), "ward", uuid.New(), 3*time.Second); err != nil { // a node that has died
			t.Fatal(err)
		}
		stop := running(t, node(t, s))
		time.Sleep(2900 * time.Millisecond)
		if got := kinds(c.journal("ward", id)); got != "opened" {
			t.Errorf("while the lease runs: %s", got)
		}
		time.Sleep(1200 * time.Millisecond)
		if got := kinds(c.journal("ward", id)); got != "opened expired" {
			t.Errorf("a second after the lease ran out: %s", got)
		}
		stop()
		if _, err := s.Lease(t.Context(), "ward", uuid.New(), time.Second); err != nil {
			t.Errorf("the lease was not given up at the end: %v", err)
		}
		c.sound()
	})
}

func TestOneOfTwoNodesSweeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		s := memory.New(memory.Config{})
		c := newCity(t, s, nil)
		id := now(c)
		var nodes [2]*counting
		for i := range nodes {
			nodes[i] = &counting{Store: s}
			defer running(t, node(t, nodes[i]))()
		}
		time.Sleep(time.Until(c.see("ward", id).Due) - time.Second)
		nodes[0].sweeps.Store(0) // each has looked at every district once
		nodes[1].sweeps.Store(0)
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		if got := kinds(c.journal("ward", id)); got != "opened expired" {
			t.Errorf("after due: %s", got)
		}
		if a, b := nodes[0].sweeps.Load(), nodes[1].sweeps.Load(); (a == 0) == (b == 0) {
			t.Errorf("%d and %d sweeps", a, b)
		}
	})
}

// zombie is a store whose leases say they are held, though another node has
// taken them over: what a node believes that was stopped for a while.
type zombie struct{ store.Store }

func (z zombie) Lease(ctx context.Context, district string, owner uuid.UUID, life time.Duration) (int64, error) {
	fence, err := z.Store.Lease(ctx, district, owner, time.Nanosecond)
	if err != nil {
		return fence, err
	}
	time.Sleep(time.Millisecond)
	_, err = z.Store.Lease(ctx, district, uuid.New(), time.Hour)
	return fence, err
}

func TestANodeThatLostItsLeaseWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		s := memory.New(memory.Config{})
		c := newCity(t, s, nil)
		id := now(c)
		time.Sleep(time.Until(c.see("ward", id).Due) + time.Minute)
		stop := running(t, node(t, zombie{s}))
		time.Sleep(10 * time.Second)
		stop()
		if got := kinds(c.journal("ward", id)); got != "opened" {
			t.Errorf("under a lost lease: %s", got)
		}
		if err := c.Settle(t.Context()); err != nil { // which needs no lease
			t.Fatal(err)
		}
		if got := kinds(c.journal("ward", id)); got != "opened expired" {
			t.Errorf("later: %s", got)
		}
	})
}

// remote is a store on another machine, whose clock may differ from ours.
type remote struct {
	store.Store
	ahead atomic.Int64 // of ours
	gone  atomic.Bool
}

func (r *remote) Wall(context.Context) (time.Time, error) {
	if r.gone.Load() {
		return time.Time{}, store.ErrUnavailable
	}
	return time.Now().Add(time.Duration(r.ahead.Load())), nil
}

func TestANodeGoesByTheStoresClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		r := &remote{Store: memory.New(memory.Config{})}
		r.ahead.Store(int64(-1500 * time.Millisecond)) // ours is fast
		c := newCity(t, r, nil)
		id := now(c)
		v := c.see("ward", id)
		if want := time.Now().Add(-1500 * time.Millisecond); v.At.After(want.Add(time.Microsecond)) || v.At.Before(want.Add(-time.Millisecond)) {
			t.Errorf("opened at %s, the store's clock says %s", v.At, want)
		}
		defer running(t, node(t, r))()
		time.Sleep(time.Until(v.Due) + time.Second)
		if got := kinds(c.journal("ward", id)); got != "opened" {
			t.Errorf("half a second early by the store's clock: %s", got)
		}
		time.Sleep(1500 * time.Millisecond)
		if got := kinds(c.journal("ward", id)); got != "opened expired" {
			t.Errorf("a second late: %s", got)
		}
	})
}

func TestClocksTooFarApartDecideNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		r := &remote{Store: memory.New(memory.Config{})}
		c := newCity(t, r, nil)
		id := now(c)
		claim := engine.Command{ID: "claim", District: "ward", Case: id, Event: engine.Claim, Actor: "an"}
		for _, ahead := range []time.Duration{time.Hour, -time.Hour, 2100 * time.Millisecond} {
			r.ahead.Store(int64(ahead))
			time.Sleep(2 * time.Second)
			_, err := c.Do(t.Context(), claim)
			var e *engine.Error
			if !errors.Is(err, engine.ErrUnavailable) || !errors.As(err, &e) || !strings.Contains(e.Text().VI, "đồng hồ") {
				t.Errorf("clocks %s apart: %v", ahead, err)
			}
		}
		r.ahead.Store(0)
		time.Sleep(2 * time.Second)
		if _, err := c.Do(t.Context(), claim); err != nil {
			t.Errorf("clocks set right: %v", err)
		}
		// For a while the last reading is good enough.
		r.gone.Store(true)
		time.Sleep(5 * time.Second)
		if _, err := c.Do(t.Context(), claim); err != nil {
			t.Errorf("a reading of 7 s: %v", err)
		}
		time.Sleep(5 * time.Second)
		if _, err := c.Do(t.Context(), claim); !errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("a reading of 12 s: %v", err)
		}
		own, err := engine.Open(t.Context(), engine.Config{Store: r, Calendars: calendars.Load, Skew: -1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := own.Do(t.Context(), claim); err != nil {
			t.Errorf("a clock of its own: %v", err)
		}
	})
}
