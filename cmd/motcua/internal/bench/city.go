package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures/calendars"
)

// definition is a procedure on which a case can move for ever: to the checker
// and, since the applicant is waited for, back. It has what the real ones
// have: a clock for the case, one for each visit, a guard on its data.
const definition = `language: 1
procedure: bench
version: 1
title: Đo tốc độ | Bench
legal: {basis: [không có | none]}
roles: {desk: Một cửa | Desk, checker: Thẩm định | Checker}
data: {copies: {type: integer, title: Số bản | Copies}}
clocks:
  legal: {title: Hạn | Limit, basis: [không có | none], within: 300 working days, starts: check, paused_in: [supply]}
open: {title: Nộp | File, by: desk, needs: [copies], to: check}
states:
  check:
    owner: checker
    duty: Kiểm tra | Check
    within: 30 working days
    moves:
      ask: {title: Hỏi thêm | Ask, by: [checker], when: data.copies > 2 && visits.check < 1000000000, to: supply}
      grant: {title: Đồng ý | Grant, to: done}
  supply:
    owner: desk
    duty: Theo dõi | Follow up
    waits_for: applicant
    within: 60 days
    moves:
      give: {title: Bổ sung | Supply, by: [desk], to: check}
  done: {title: Xong | Done, outcome: done}
`

// district is where the bench's cases are.
const district = `language: 1
district: NAME
calendar: vietnam
units:
  desk: {title: Một cửa | Desk, head: an, officers: {an: [desk]}}
  office: {title: Phòng | Office, head: binh, officers: {binh: [checker]}}
roles: {desk: [desk], checker: [office]}
procedures: {bench: {version: 1}}
`

// city is the districts and cases of one load.
type city struct {
	place     place
	districts []string
	cases     []moving
}

// moving is a case that goes back and forth. One caller at a time moves it.
type moving struct {
	mu       sync.Mutex
	district string
	id       string
	supply   bool // it waits for the applicant
}

func (c *city) names() []string { return c.districts }

// openEngine opens an engine on a fresh store of the place.
func openEngine(ctx context.Context, p place, now func() time.Time) (*engine.Engine, store.Store, error) {
	s, err := p.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	c := engine.Config{
		Store: s, Calendars: calendars.Load, Now: now,
		Procedures: func(string) ([]byte, error) { return []byte(definition), nil },
	}
	if now != nil {
		c.Skew = -1 // the bench's clock is its own
	}
	e, err := engine.Open(ctx, c)
	if err != nil {
		_ = s.Close()
	}
	return e, s, err
}

// found makes districts and opens cases in them, in turn.
func found(ctx context.Context, o Options, p place, districts int) (*city, error) {
	e, s, err := openEngine(ctx, p, nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	c := &city{place: p, cases: make([]moving, o.Cases)}
	for i := range districts {
		name := fmt.Sprintf("bench-%d-%03d", districts, i)
		if _, err := e.Load(ctx, name+".yaml", []byte(strings.Replace(district, "NAME", name, 1)), nil); err != nil {
			return nil, err
		}
		c.districts = append(c.districts, name)
	}
	if err := c.fill(ctx, e); err != nil {
		return nil, err
	}
	// The history; at least as much that the ceiling knows what moved cases
	// look like.
	for moved := 0; moved < max(o.History, len(c.cases)); {
		l, err := drive(ctx, 256, 0, o.Time, c.act(ctx, e))
		if err != nil {
			return nil, err
		}
		moved += l.all
	}
	return c, nil
}

// fill opens the cases.
func (c *city) fill(ctx context.Context, e *engine.Engine) error {
	var all sync.WaitGroup
	errs := make([]error, 256)
	for w := range errs {
		all.Go(func() {
			for i := w; i < len(c.cases); i += len(errs) {
				k := &c.cases[i]
				k.district = c.districts[i%len(c.districts)]
				a, err := e.OpenCase(ctx, engine.Opening{Procedure: "bench", Command: engine.Command{
					District: k.district, Actor: "an", Values: map[string]string{"copies": "3"},
				}})
				if err != nil {
					errs[w] = err
					return
				}
				k.id = a.Case
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// run drives the engine on a store of its own.
func (c *city) run(ctx context.Context, callers int, warm, measured time.Duration) (load, error) {
	e, s, err := openEngine(ctx, c.place, nil)
	if err != nil {
		return load{}, err
	}
	defer s.Close()
	return drive(ctx, callers, warm, measured, c.act(ctx, e))
}

// act moves a case that nobody else is moving, chosen at random.
func (c *city) act(ctx context.Context, e *engine.Engine) func(int) error {
	return func(int) error {
		k := &c.cases[rand.IntN(len(c.cases))]
		for !k.mu.TryLock() {
			k = &c.cases[rand.IntN(len(c.cases))]
		}
		defer k.mu.Unlock()
		cmd := engine.Command{District: k.district, Case: k.id, Event: "ask", Actor: "binh"}
		if k.supply {
			cmd.Event, cmd.Actor = "give", "an"
		}
		if _, err := e.Do(ctx, cmd); err != nil {
			return err
		}
		k.supply = !k.supply
		return nil
	}
}
