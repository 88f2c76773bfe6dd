package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/faultstore"
)

// operation is one thing a caller asks of the engine. It is sent again, with
// the same content, until it is answered.
type operation struct {
	name string
	// before brings a fresh city to where the operation starts and returns the
	// case it is about, empty for none.
	before func(*city) string
	do     func(context.Context, *city, string) error
	// after are the entries that the operation adds to the journals, as kinds.
	ward, police string
}

func operations() []operation {
	later := monday.Add(time.Hour)
	none := func(*city) string { return "" }
	opened := func(c *city) string { return c.open("first").Case }
	consulted := func(c *city) string {
		id := opened(c)
		c.do(id, "consult", "an", later)
		return id
	}
	do := func(event, actor string, at time.Time, change func(*engine.Command)) func(context.Context, *city, string) error {
		return func(ctx context.Context, c *city, id string) error {
			cmd := engine.Command{ID: "again", District: "ward", Case: id, Event: event, Actor: actor, At: at}
			if change != nil {
				change(&cmd)
			}
			a, err := c.Do(ctx, cmd)
			if err == nil && a.Entry.Event != event {
				return fmt.Errorf("another answer: %+v", a.Entry)
			}
			return err
		}
	}
	return []operation{
		{name: "open", before: none, ward: "opened", do: func(ctx context.Context, c *city, _ string) error {
			_, err := c.OpenCase(ctx, opening("again"))
			return err
		}},
		{name: "do", before: opened, ward: "moved", do: do("pass", "an", later, nil)},
		{name: "do, late", before: opened, ward: "expired moved", do: do("pass", "an", monday.AddDate(0, 0, 2), nil)},
		{name: "claim", before: opened, ward: "claimed", do: do("claim", "an", later, nil)},
		{name: "extend", before: opened, ward: "stayed", do: func(ctx context.Context, c *city, id string) error {
			_, err := c.Extend(ctx, engine.Command{ID: "again", District: "ward", Case: id, Actor: "an", At: later,
				Values: map[string]string{engine.Reason: "bận"}}, "legal", "1 working day")
			return err
		}},
		{name: "refused", before: opened, ward: "expired", do: func(ctx context.Context, c *city, id string) error {
			err := do("sign", "chi", monday.AddDate(0, 0, 2), nil)(ctx, c, id)
			if refusal(err) == "no_such_move" {
				return nil
			}
			return err
		}},
		{name: "a child opened", before: consulted, police: "opened", do: func(ctx context.Context, c *city, _ string) error { return c.Settle(ctx) }},
		{name: "a child joined", before: consulted, ward: "child_ended moved", police: "opened expired moved",
			do: func(ctx context.Context, c *city, _ string) error { return c.Advance(ctx, monday.AddDate(0, 0, 3)) }},
		{name: "timers", before: opened, ward: "expired", do: func(ctx context.Context, c *city, _ string) error {
			return c.Advance(ctx, monday.AddDate(0, 0, 2))
		}},
		{name: "another calendar", before: opened, ward: "recomputed", do: func(ctx context.Context, c *city, _ string) error {
			_, err := c.Load(ctx, "ward.yaml", []byte(strings.Replace(ward, "units:", closed, 1)), nil)
			return err
		}},
	}
}

// closed closes the ward on Wednesday 4 March 2026.
const closed = `closures:
  - {date: "2026-03-04", title: Mất điện | Power cut}
units:`

// state is all the journals of the city, in short.
func (c *city) state() (ward, police string) {
	c.t.Helper()
	short := func(district string) string {
		var all []string
		for v, err := range c.List(context.WithoutCancel(c.t.Context()), engine.Query{District: district}) {
			if err != nil {
				c.t.Fatal(err)
			}
			all = append(all, kinds(c.journal(district, v.ID)))
		}
		return strings.Join(all, "; ")
	}
	return short("ward"), short("police")
}

// Whatever store call fails or hangs, before its effect or after: nothing is
// half done, and the same command again gives the one answer.
func TestEveryStoreCallFailsInTurn(t *testing.T) {
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			calls := len(op.run(t, faultstore.Fault{}))
			if calls < 2 {
				t.Fatalf("%d calls", calls)
			}
			for call := 1; call <= calls; call++ {
				for _, f := range []faultstore.Fault{{Lasting: true}, {After: true}, {Hang: true}, {After: true, Hang: true}} {
					f.Call = call
					op.run(t, f)
				}
			}
		})
	}
}

// run does the operation with a fault, then again without, and returns the
// store calls of the first try.
func (op *operation) run(t *testing.T, f faultstore.Fault) []string {
	t.Helper()
	faulty := faultstore.Wrap(founded(t))
	c := reopen(t, faulty, nil)
	id := op.before(c)
	ward, police := c.state()
	fresh := reopen(t, faulty, nil) // nothing cached
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	if f.Hang {
		ctx, cancel = context.WithTimeout(t.Context(), 3*time.Millisecond)
	}
	defer cancel()
	faulty.Inject(f)
	err := op.do(ctx, fresh, id)
	calls := faulty.Calls()
	if err != nil && !errors.Is(err, engine.ErrUnavailable) {
		t.Fatalf("%+v: %v", f, err)
	}
	faulty.Inject(faultstore.Fault{})
	c.sound()
	for _, again := range []*city{fresh, c} {
		if err := op.do(t.Context(), again, id); err != nil {
			t.Fatalf("%+v (%v): again: %v", f, calls, err)
		}
	}
	gotWard, gotPolice := c.state()
	if gotWard != join(ward, op.ward) || gotPolice != join(police, op.police) {
		t.Fatalf("%+v (%v): %q, %q", f, calls, gotWard, gotPolice)
	}
	return calls
}

// founded is a store with the city's registers and definitions, copied from
// one in which they were loaded.
func founded(t *testing.T) *memory.Store {
	t.Helper()
	foundation.Do(func() { template = memory.New(memory.Config{Virtual: true}); newCity(t, template, nil) })
	s := memory.New(memory.Config{Virtual: true})
	definitions, err := template.ListDefinitions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range definitions {
		if err := s.PutDefinition(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	for _, district := range []string{"ward", "police"} {
		var records []store.RegisterRecord
		for r, err := range template.Register(t.Context(), district, 0) {
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, r)
		}
		if err := s.Append(t.Context(), district, 0, records); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

var (
	foundation sync.Once
	template   *memory.Store
)

func join(a, b string) string { return strings.Trim(a+" "+b, " ") }
