package city

import (
	"context"
	"slices"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
)

// book is a procedure as the people of the city read it.
type book struct {
	*procedure.Machine
	order map[string]int // place of each state in its file: clerks write the usual way first
}

// publish reads a procedure and gives it to the engine, once.
func (c *City) publish(ctx context.Context, name string) error {
	if c.books[name] != nil {
		return nil
	}
	text, err := c.Procedures(name)
	if err != nil {
		return err
	}
	if _, err := c.Engine.Publish(ctx, name+".yaml", text, c.Procedures); err != nil {
		return err
	}
	m, def, faults := source.Procedure(name+".yaml", text, c.Procedures)
	if m == nil {
		return faults.Err()
	}
	b := &book{m, map[string]int{}}
	for i, s := range def.States {
		b.order[s.Name] = i
	}
	c.books[name] = b
	return nil
}

// opened reports whether people, and not a parent case, open it.
func (b *book) opened() bool { return !slices.Equal(b.Open.By, []string{procedure.ByParent}) }

// frequency is how often it is filed, next to others: what is quickly done is
// asked for most.
func (b *book) frequency() int {
	often := 1
	for _, k := range b.Clocks {
		for _, l := range k.Within.Limits {
			often = max(often, frequency(l.Limit))
		}
	}
	return often
}

func frequency(l procedure.Limit) int {
	switch {
	case l.Until != "":
		return 4
	case l.Unit == calendar.SameDay:
		return 6
	case l.Unit == calendar.WorkingDay && l.N <= 5:
		return 4
	case l.Unit == calendar.WorkingDay && l.N <= 15:
		return 3
	}
	return 1
}

// target is where a move most likely leads: the first state of its branches
// after the present one, else the first of all; "" when it stays.
func (b *book) target(mv *procedure.Move, from string) string {
	best := ""
	for i := range mv.Branches {
		to := mv.Branches[i].To
		if to == "" {
			continue
		}
		if best == "" || b.ahead(best, from) < b.ahead(to, from) {
			best = to
		}
	}
	return best
}

// ahead says how good a way from one state to another is: 3 on to an open one
// or to success, 2 back, 1 to any other end.
func (b *book) ahead(to, from string) int {
	switch s := b.State(to); {
	case s.Final() && s.Outcome != procedure.Done:
		return 1
	case b.order[to] <= b.order[from]:
		return 2
	}
	return 3
}
