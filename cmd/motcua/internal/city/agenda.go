package city

import (
	"container/heap"
	"context"
	"time"
)

// errand is something that somebody means to do at an instant.
type errand struct {
	at time.Time
	n  int // the order of planning, for one instant
	do func(context.Context) error
}

// agenda is a heap of errands, the earliest first.
type agenda struct {
	errands []errand
	planned int
}

func (a *agenda) Len() int      { return len(a.errands) }
func (a *agenda) Swap(i, j int) { a.errands[i], a.errands[j] = a.errands[j], a.errands[i] }
func (a *agenda) Push(x any)    { a.errands = append(a.errands, x.(errand)) }

func (a *agenda) Less(i, j int) bool {
	if d := a.errands[i].at.Compare(a.errands[j].at); d != 0 {
		return d < 0
	}
	return a.errands[i].n < a.errands[j].n
}

func (a *agenda) Pop() any {
	last := len(a.errands) - 1
	e := a.errands[last]
	a.errands = a.errands[:last]
	return e
}

// plan puts an errand on the agenda, now at the earliest.
func (c *City) plan(at time.Time, do func(context.Context) error) {
	if at.Before(c.now) {
		at = c.now
	}
	c.agenda.planned++
	heap.Push(&c.agenda, errand{at, c.agenda.planned, do})
}
