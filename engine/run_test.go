package engine_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/faultstore"
	"github.com/motcua/motcua/procedures/calendars"
)

// now opens a permit at the present instant.
func now(c *city) string {
	c.t.Helper()
	o := opening("")
	o.At = time.Time{}
	a, err := c.OpenCase(c.t.Context(), o)
	if err != nil {
		c.t.Fatal(err)
	}
	return a.Case
}

// running starts Run and returns how to stop it, which waits for it.
func running(t *testing.T, e *engine.Engine) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("run: %v", err)
		}
	}
}

func TestRunFiresTimersAtTheirInstant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		c := newCity(t, memory.New(memory.Config{}), nil)
		id := now(c)
		due := c.see("ward", id).Due
		stop := running(t, c.Engine)
		time.Sleep(time.Until(due))
		synctest.Wait()
		if got := kinds(c.journal("ward", id)); got != "opened" {
			t.Errorf("at its due, which is in time: %s", got)
		}
		time.Sleep(2 * time.Microsecond)
		synctest.Wait()
		journal := c.journal("ward", id)
		if kinds(journal) != "opened expired" || !journal[1].At.Equal(due.Add(time.Microsecond)) {
			t.Errorf("2 µs later: %s", kinds(journal))
		}
		stop()
		c.sound()
	})
}

// A sweeper sleeps until a timer far away; meanwhile a nearer one is set.
func TestANewTimerWakesTheSweeper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		c := newCity(t, memory.New(memory.Config{}), nil)
		stop := running(t, c.Engine)
		defer stop()
		synctest.Wait()
		time.Sleep(25 * time.Second) // between two polls
		id := now(c)
		do := func(event, actor string) {
			if _, err := c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: event, Actor: actor}); err != nil {
				t.Fatal(err)
			}
		}
		do("consult", "an") // orders a child: no poll is waited for
		time.Sleep(50 * time.Millisecond)
		children := c.see("ward", id).Children
		if len(children) != 1 || c.see("police", children[0].ID).State != "asked" {
			t.Errorf("children: %+v", children)
		}
	})
}

func TestOneCasesFaultStopsNoOther(t *testing.T) {
	c := virtualCity(t)
	broken := c.open("").Case
	sound := c.open("").Case
	var logged bytes.Buffer
	wrong := &wrongCase{Store: c.store, id: broken}
	e, err := engine.Open(t.Context(), engine.Config{Store: wrong, Log: slog.New(slog.NewTextHandler(&logged, nil)), Poll: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.store.Advance(t.Context(), monday.AddDate(0, 0, 3)); err != nil {
		t.Fatal(err)
	}
	if err := e.Settle(t.Context()); !errors.Is(err, engine.ErrCorrupt) {
		t.Errorf("settle: %v", err)
	}
	if got := kinds(c.journal("ward", sound)); got != "opened expired" {
		t.Errorf("the sound case: %s", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := e.Run(ctx); err != nil {
		t.Errorf("run: %v", err)
	}
	if !strings.Contains(logged.String(), "background work failed") || strings.Contains(logged.String(), "Trần") {
		t.Errorf("log: %s", logged.String())
	}
}

// wrongCase is a store in which one case cannot be read.
type wrongCase struct {
	store.Store
	id string
}

func (w *wrongCase) Rows(ctx context.Context, keys []store.Key) ([]store.Row, error) {
	rows, err := w.Store.Rows(ctx, keys)
	for i := range rows {
		if rows[i].Case.String() == w.id {
			rows[i].Doc = rows[i].Doc[:40]
		}
	}
	return rows, err
}

func TestADistrictsFaultStopsNoOther(t *testing.T) {
	c := virtualCity(t)
	parent, child := c.consult(monday.Add(time.Hour))
	// Nobody can hold a case at the desk any more: it is bound to an office
	// whose officers left, and the role of the boss to nobody at all.
	empty := strings.Replace(ward, "officers: {chi: [boss]}", "officers: {chi: []}", 1)
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(empty), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Advance(t.Context(), monday.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	if v := c.see("police", child); v.State != "silent" {
		t.Errorf("the other district: %s", v.State)
	}
	if v := c.see("ward", parent); v.State != "sign" || !v.Overdue {
		t.Errorf("the emptied one: %s, overdue %v", v.State, v.Overdue)
	}
	c.sound()
}

func TestRunGoesOnAfterTheStoreWasGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday))
		f := faultstore.Wrap(memory.New(memory.Config{}))
		c := newCity(t, f, nil)
		id := now(c)
		stop := running(t, c.Engine)
		synctest.Wait()
		f.Inject(faultstore.Fault{Call: 1, Lasting: true})
		time.Sleep(48 * time.Hour)
		f.Inject(faultstore.Fault{})
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		stop()
		journal := c.journal("ward", id)
		if kinds(journal) != "opened expired" {
			t.Errorf("journal: %s", kinds(journal))
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	if _, err := engine.Open(t.Context(), engine.Config{}); !errors.Is(err, engine.ErrInvalid) {
		t.Errorf("no store: %v", err)
	}
	s := memory.New(memory.Config{})
	if _, err := engine.Open(t.Context(), engine.Config{Store: s, Batch: -1}); !errors.Is(err, engine.ErrInvalid) {
		t.Errorf("batch: %v", err)
	}
	e, err := engine.Open(t.Context(), engine.Config{Store: s, Calendars: calendars.Load})
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.OpenCase(t.Context(), engine.Opening{Command: engine.Command{District: "ward", At: monday}})
	if !errors.Is(err, engine.ErrInvalid) {
		t.Errorf("an instant on a real clock: %v", err)
	}
	_, err = e.OpenCase(t.Context(), engine.Opening{Procedure: "permit", Command: engine.Command{District: "ward", Actor: "an"}})
	if !errors.Is(err, engine.ErrNotFound) || !strings.Contains(err.Error(), "district load") {
		t.Errorf("no district: %v", err)
	}
}

// A sweeper that would sleep until noon finds at 11:06 what was set at 11:00 to
// fall due at 11:05.
func TestPlanningDoesNotRaceTheSweep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(monday.Add(2 * time.Hour))) // 11:00
		files := map[string]string{"waits": strings.Replace(waits, "within: 1 working day", "within: 5 minutes", 1)}
		c := &city{t: t, store: memory.New(memory.Config{})}
		var err error
		c.Engine, err = engine.Open(t.Context(), engine.Config{Store: c.store, Calendars: calendars.Load, Poll: 24 * time.Hour,
			Procedures: func(name string) ([]byte, error) { return []byte(files[name]), nil }})
		if err != nil {
			t.Fatal(err)
		}
		district := strings.Replace(strings.Replace(ward, "permit:", "waits:", 1), "  boss: [office]\n  police: [\"police:hq\"]\n", "", 1)
		district = strings.Replace(district, "chi: [boss]", "chi: [desk]", 1)
		if _, err := c.Load(t.Context(), "ward.yaml", []byte(district), nil); err != nil {
			t.Fatal(err)
		}
		stop := running(t, c.Engine)
		defer stop()
		synctest.Wait() // it sleeps
		a, err := c.OpenCase(t.Context(), engine.Opening{Procedure: "waits", Command: engine.Command{District: "ward", Actor: "an"}})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		journal := c.journal("ward", a.Case)
		if want := a.Entry.At.Add(5*time.Minute + time.Microsecond); kinds(journal) != "opened expired" || !journal[1].At.Equal(want) {
			t.Errorf("journal: %s, %s", kinds(journal), journal[len(journal)-1].At)
		}
	})
}

// A closed case rings no bell: due at 17:00, done at 10:00, swept at 18:00.
func TestAnEndedCaseHasNoTimers(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	c.do(id, "withdraw", "applicant", monday.Add(time.Hour))
	if err := c.Advance(t.Context(), monday.AddDate(0, 1, 0)); err != nil {
		t.Fatal(err)
	}
	if got := kinds(c.journal("ward", id)); got != "opened moved" {
		t.Errorf("journal: %s", got)
	}
}
