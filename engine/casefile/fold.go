package casefile

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
)

// spare is the room that an opened case keeps in the lists that ordinary moves
// lengthen, so that applying them allocates nothing.
const spare = 8

// reserve makes that room.
func (c *Case) reserve() {
	m := &c.memory
	c.Entered, c.Made = slices.Grow(c.Entered, spare), slices.Grow(c.Made, 2*spare)
	m.fired, m.marks = slices.Grow(m.fired, spare), slices.Grow(m.marks, spare)
	m.deeds, m.desks = slices.Grow(m.deeds, 4*spare), slices.Grow(m.desks, spare)
	m.paths, m.backs, m.policy = slices.Grow(m.paths, spare), slices.Grow(m.backs, spare), slices.Grow(m.policy, spare)
	for i := range c.Clocks {
		c.Clocks[i].Pauses = slices.Grow(c.Clocks[i].Pauses, spare)
	}
	c.Visit.Pauses = slices.Grow(c.Visit.Pauses, spare)
}

// Clone returns a copy that shares nothing with c.
func (c *Case) Clone() *Case {
	var d Case
	d.copy(c)
	d.reserve()
	return &d
}

// copy makes c equal to o, in c's own memory.
func (c *Case) copy(o *Case) {
	tightened, clocks, visit := c.Tightened, c.Clocks, c.Visit.Pauses
	data, documents, entered, made, children := c.Data, c.Documents, c.Entered, c.Made, c.Children
	m := c.memory
	*c = *o
	c.Tightened = append(tightened[:0], o.Tightened...)
	c.Data, c.Documents = append(data[:0], o.Data...), append(documents[:0], o.Documents...)
	c.Entered, c.Made = append(entered[:0], o.Entered...), append(made[:0], o.Made...)
	c.Children = append(children[:0], o.Children...)
	c.Visit.Pauses = append(visit[:0], o.Visit.Pauses...)
	c.Clocks = copyTimers(clocks, o.Clocks)
	c.memory.fired, c.memory.marks = append(m.fired[:0], o.memory.fired...), append(m.marks[:0], o.memory.marks...)
	c.memory.deeds, c.memory.desks = append(m.deeds[:0], o.memory.deeds...), append(m.desks[:0], o.memory.desks...)
	c.memory.paths, c.memory.backs = append(m.paths[:0], o.memory.paths...), append(m.backs[:0], o.memory.backs...)
	c.memory.policy = append(m.policy[:0], o.memory.policy...)
}

// copyTimers is append(dst[:0], src...) in which each timer keeps the memory of
// its own pauses.
func copyTimers(dst, src []Timer) []Timer {
	dst = slices.Grow(dst[:0], len(src))[:len(src)]
	for i := range src {
		var pauses []calendar.Pause = dst[i].Pauses[:0]
		dst[i] = src[i]
		dst[i].Pauses = append(pauses, src[i].Pauses...)
	}
	return dst
}

// put replaces the item of that name in a list sorted by name, or inserts it
// where it belongs.
func put[T any](list []T, name string, item T, nameOf func(*T) string) []T {
	for i := range list {
		switch c := strings.Compare(nameOf(&list[i]), name); {
		case c == 0:
			list[i] = item
			return list
		case c > 0:
			return slices.Insert(list, i, item)
		}
	}
	return append(list, item)
}

func nameOfDatum(d *Datum) string       { return d.Name }
func nameOfDocument(d *Document) string { return d.Name }

// count adds one to the tally of a name.
func count(list []Tally, name string) []Tally {
	for i := range list {
		if list[i].Name == name {
			list[i].N++
			return list
		}
	}
	return put(list, name, Tally{name, 1}, func(t *Tally) string { return t.Name })
}

// tally is how often a name was counted.
func tally(list []Tally, name string) int64 {
	for i := range list {
		if list[i].Name == name {
			return list[i].N
		}
	}
	return 0
}
