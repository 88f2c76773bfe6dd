package enginetest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
)

// news writes the entries that were not shown yet, in the order in which they
// became durable, of children too.
func (p *play) news(ctx context.Context) error {
	for rec, err := range p.store.Log(ctx, p.district, p.seen) {
		if err != nil {
			return err
		}
		_, e, err := casefile.DecodeEntry(rec.Bytes)
		if err != nil {
			return err
		}
		p.seen = rec.Position
		p.meet(e.Orders)
		prefix := ""
		if c := p.byID(rec.Case.String()); c != p.cases[0] {
			prefix = "@" + c.name + " "
		}
		fmt.Fprintf(&p.out, "  %s%s\n", prefix, Describe(&e))
	}
	return nil
}

// meet remembers the children that an entry orders.
func (p *play) meet(orders []casefile.Order) {
	for _, o := range orders {
		p.cases = append(p.cases, &actor{name: o.Name, id: o.ID, district: o.District})
	}
}

// ask answers a line that changes no case.
func (p *play) ask(ctx context.Context, l line) error {
	c, err := p.find(l.name)
	if err != nil {
		return err
	}
	switch l.verb {
	case "show":
		return p.show(ctx, c)
	case "charge":
		return p.charge(ctx, c)
	case "erase":
		n, err := p.store.Erase(ctx, c.district, uuid.MustParse(c.id), l.args...)
		fmt.Fprintf(&p.out, "  erased %d\n", n)
		return err
	}
	return fmt.Errorf("no line begins with %q", l.verb)
}

// show writes who holds a case, what they owe and by when.
func (p *play) show(ctx context.Context, c *actor) error {
	v, err := p.engine.Case(ctx, c.district, c.id)
	if err != nil {
		return err
	}
	if v.Outcome != "" {
		fmt.Fprintf(&p.out, "  %s = %s\n", v.State, v.Outcome)
	} else {
		fmt.Fprintf(&p.out, "  %s, held by %s, owes %q, %s\n", v.State, who(v.Holder), v.Duty.EN, term(&v))
	}
	for _, k := range v.Clocks {
		fmt.Fprintf(&p.out, "  clock %s\n", clock(&k))
	}
	return nil
}

func who(h casefile.Holder) string {
	if h.Officer != "" {
		return h.Unit + "/" + h.Officer
	}
	return h.Unit
}

func term(v *engine.Case) string {
	var parts []string
	if !v.Target.IsZero() {
		parts = append(parts, "target "+stamp(v.Target))
	}
	if !v.Due.IsZero() {
		parts = append(parts, "due "+stamp(v.Due))
	}
	if !v.Wait.IsZero() {
		parts = append(parts, "waits: "+v.Wait.EN)
	}
	return strings.Join(parts, ", ")
}

func clock(k *engine.Clock) string {
	words := []string{k.Name + ":"}
	add := func(name string, t time.Time) {
		if !t.IsZero() {
			words = append(words, name+" "+stamp(t))
		}
	}
	if !k.On {
		words = append(words, "ended")
	}
	if k.Run > 1 {
		words = append(words, fmt.Sprintf("run %d", k.Run))
	}
	if k.Paused {
		words = append(words, "paused")
	}
	if k.Overdue {
		words = append(words, "overdue")
	}
	add("first", k.First)
	add("due", k.Due)
	add("target", k.Target)
	add("promised", k.Promised)
	return strings.Join(words, " ")
}
