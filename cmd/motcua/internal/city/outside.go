package city

import (
	"context"
	"slices"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/procedure"
)

// outsider is somebody who does not hold the case and acts on it all the same:
// an applicant who withdraws, a leader who suspends or extends. It reports
// whether anything came of it.
func (c *City) outsider(ctx context.Context, x *dossier, v *engine.Case) (bool, error) {
	if !c.chance(7) {
		return false, nil
	}
	var roles []string
	for _, mv := range x.book.State(v.State).Moves {
		for _, by := range mv.By {
			if by != v.Holder.Role && by != procedure.ByHolder && by != procedure.ByParent && !slices.Contains(roles, by) {
				roles = append(roles, by)
			}
		}
	}
	if len(roles) == 0 {
		return false, nil
	}
	actor := one(c, roles)
	if actor != procedure.ByApplicant {
		var officers []string
		for _, unit := range x.bound[x.book.Name][actor] {
			officers = append(officers, x.holding(unit, actor)...)
		}
		if len(officers) == 0 {
			return false, nil
		}
		actor, _ = x.hands(one(c, officers), c.now)
	}
	options, err := c.Engine.Allowed(ctx, v.District, v.ID, actor, "")
	if err != nil {
		return false, err
	}
	i := c.choose(x, v, options, actor == engine.Applicant)
	if i < 0 {
		return false, nil
	}
	if to := x.book.target(options[i].Move, v.State); to != "" && x.book.ahead(to, v.State) == 1 && !c.chance(20) {
		return false, nil // second thoughts
	}
	return c.move(ctx, x, v, &options[i], actor, "")
}

// suspended plans when a suspension is ended, and ends it.
func (c *City) suspended(ctx context.Context, x *dossier, v *engine.Case) error {
	if x.visit != "suspended" {
		x.visit = "suspended"
		c.lookIn(x, c.between(480, 3000))
		return nil
	}
	by := slices.IndexFunc(v.Next, func(n engine.Next) bool { return n.Event == engine.Resume })
	if by >= 0 {
		done, err := c.resume(ctx, x, v, v.Next[by].By)
		if err != nil || done {
			return err
		}
	}
	c.lookIn(x, 480)
	return nil
}

func (c *City) resume(ctx context.Context, x *dossier, v *engine.Case, by []string) (bool, error) {
	for _, role := range by {
		actors := x.holding(v.Holder.Unit, v.Holder.Role)
		switch role {
		case procedure.ByApplicant:
			actors = []string{engine.Applicant}
		case procedure.ByHolder:
		default:
			actors = nil
			for _, unit := range x.bound[x.book.Name][role] {
				actors = append(actors, x.holding(unit, role)...)
			}
		}
		for _, actor := range actors {
			_, refusal, err := c.do(ctx, engine.Command{District: v.District, Case: v.ID, Event: engine.Resume, Actor: actor, At: c.now})
			if err != nil {
				return false, err
			}
			if refusal == nil {
				return true, c.follow(ctx, x)
			}
		}
	}
	return false, nil
}
