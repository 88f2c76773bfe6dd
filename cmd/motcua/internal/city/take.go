package city

import (
	"context"
	"slices"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
)

// choosesOfficer finds who in the holding unit turns to a case: whoever has it,
// else who did this before, else anybody.
func (c *City) choosesOfficer(x *dossier, v *engine.Case) string {
	if v.Holder.Officer != "" {
		return v.Holder.Officer
	}
	if before := x.did[x.visit]; before != "" {
		return before
	}
	officers := x.holding(v.Holder.Unit, v.Holder.Role)
	if len(officers) == 0 {
		return ""
	}
	return one(c, officers)
}

// take puts a case on somebody's desk: they claim it, the head assigns it, or
// it is worked on from the pool. Then the work itself is planned.
func (c *City) take(ctx context.Context, x *dossier, v *engine.Case) error {
	x.stage = taken
	if v.Holder.Officer == "" && x.officer != "" {
		if err := c.claim(ctx, x, v); err != nil {
			return err
		}
	}
	switch pace := x.pace[x.officer]; {
	case pace == prompt:
		c.lookIn(x, c.share(x, v, 10, 50))
	case pace == shelves && c.chance(45):
		c.lookIn(x, c.share(x, v, 110, 320))
	default:
		c.lookIn(x, c.share(x, v, 30, 101))
	}
	return nil
}

// claim has the chosen officer take the case on, if they may do more with it
// than claim; else a colleague.
func (c *City) claim(ctx context.Context, x *dossier, v *engine.Case) error {
	officers := append([]string{x.officer}, x.holding(v.Holder.Unit, v.Holder.Role)...)
	for _, officer := range officers {
		actor, whom := x.hands(officer, c.now)
		options, err := c.Engine.Allowed(ctx, v.District, v.ID, actor, whom)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(options, func(o casefile.Option) bool { return c.onward(x, v, &o) }) {
			continue
		}
		x.officer = officer
		if c.chance(20) {
			return nil
		}
		cmd := engine.Command{District: v.District, Case: v.ID, Event: engine.Claim, Actor: actor, For: whom, At: c.now}
		if head := x.unit(v.Holder.Unit).Head; head != "" && head != officer && whom == "" && c.chance(15) {
			cmd.Event, cmd.Actor, cmd.Officer = engine.Assign, head, officer
		}
		_, _, err = c.do(ctx, cmd)
		return err
	}
	return nil
}

// do sends a command to a case.
func (c *City) do(ctx context.Context, cmd engine.Command) (engine.Answer, *casefile.Refusal, error) {
	return c.put(ctx, func(ctx context.Context) (engine.Answer, error) { return c.Engine.Do(ctx, cmd) })
}

// onward reports whether an option is a move that leads on.
func (c *City) onward(x *dossier, v *engine.Case, o *casefile.Option) bool {
	if o.Move == nil || o.Move.Automatic() {
		return false
	}
	to := x.book.target(o.Move, v.State)
	return to != "" && x.book.ahead(to, v.State) == 3
}
