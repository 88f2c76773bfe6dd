package city

import (
	"context"
	"slices"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// work does the next thing that is to be done in a visit.
func (c *City) work(ctx context.Context, x *dossier, v *engine.Case) error {
	if x.absent {
		c.lookIn(x, 5*8*60)
		return nil
	}
	if done, err := c.outsider(ctx, x, v); done || err != nil {
		return err
	}
	if v.WaitsFor == procedure.WaitsForChild && !c.chance(10) {
		c.lookIn(x, c.between(240, 900))
		return nil
	}
	actor, whom := c.actor(x, v)
	options, err := c.Engine.Allowed(ctx, v.District, v.ID, actor, whom)
	if err != nil {
		return err
	}
	if v.WaitsFor == procedure.WaitsForChild {
		options = slices.DeleteFunc(options, func(o casefile.Option) bool { return o.Move == nil || x.book.target(o.Move, v.State) != "" })
	}
	if done, err := c.passOn(ctx, x, v, options, actor, whom); done || err != nil {
		return err
	}
	for range tries {
		i := c.choose(x, v, options, actor == engine.Applicant || whom == engine.Applicant)
		if i < 0 {
			break
		}
		done, err := c.move(ctx, x, v, &options[i], actor, whom)
		if done || err != nil {
			return err
		}
		options = slices.Delete(options, i, i+1)
	}
	return c.stay(ctx, x, v, actor, whom)
}

// actor says who acts now, and for whom.
func (c *City) actor(x *dossier, v *engine.Case) (actor, whom string) {
	if v.WaitsFor == procedure.WaitsForApplicant && c.byApplicant(v) {
		if x.online {
			return engine.Applicant, ""
		}
		if officers := x.holding(v.Holder.Unit, v.Holder.Role); len(officers) > 0 {
			actor, _ = x.hands(one(c, officers), c.now)
			return actor, engine.Applicant
		}
	}
	officer := v.Holder.Officer
	if officer == "" {
		officer = x.officer
	}
	if officer == "" {
		officer = c.choosesOfficer(x, v)
	}
	return x.hands(officer, c.now)
}

// byApplicant reports whether the state offers the applicant a way on.
func (c *City) byApplicant(v *engine.Case) bool {
	m := c.books[v.Procedure]
	return slices.ContainsFunc(m.State(v.State).Moves, func(mv *procedure.Move) bool {
		to := m.target(mv, v.State)
		return slices.Contains(mv.By, procedure.ByApplicant) && (to == "" || m.ahead(to, v.State) > 1)
	})
}

// move makes a move and reports whether it was accepted; then the next look is
// planned.
func (c *City) move(ctx context.Context, x *dossier, v *engine.Case, o *casefile.Option, actor, whom string) (bool, error) {
	cmd := engine.Command{District: v.District, Case: v.ID, Event: o.Event, Actor: actor, For: whom, At: c.now}
	c.fill(&cmd, x.district, x.book, o.Move, x.book.target(o.Move, v.State))
	answer, refusal, err := c.attempt(ctx, &cmd, x.district, x.book, o.Move, func(ctx context.Context) (engine.Answer, error) {
		return c.Engine.Do(ctx, cmd)
	})
	if err != nil || refusal != nil {
		return false, err
	}
	x.stuck = 0
	if answer.Entry.Handover.Return > 0 {
		x.returned++
	}
	if answer.Entry.To == "" {
		c.lookIn(x, c.between(20, 300))
		return true, nil
	}
	if len(answer.Entry.Orders) > 0 || answer.Entry.Outcome != "" {
		if err := c.advance(ctx); err != nil {
			return true, err
		}
	}
	if x.did == nil {
		x.did = map[string]string{}
	}
	if x.officer != "" {
		x.did[x.visit] = x.officer
	}
	x.visit = ""
	return true, c.follow(ctx, x)
}

// passOn forwards a case to another unit, as some like to do.
func (c *City) passOn(ctx context.Context, x *dossier, v *engine.Case, options []casefile.Option, actor, whom string) (bool, error) {
	may := slices.ContainsFunc(options, func(o casefile.Option) bool { return o.Event == engine.Forward })
	often := 4
	if x.round[v.Holder.Unit] {
		often = 55
	}
	if !may || x.passed >= 8 || !c.chance(often) {
		return false, nil
	}
	var units []string
	s := x.book.State(v.State)
	for _, role := range append([]string{s.Owner}, s.ForwardTo...) {
		for _, unit := range x.bound[x.book.Name][role] {
			if unit != v.Holder.Unit {
				units = append(units, unit)
			}
		}
	}
	if len(units) == 0 {
		return false, nil
	}
	cmd := engine.Command{
		District: v.District, Case: v.ID, Event: engine.Forward, Actor: actor, For: whom, At: c.now,
		Unit: one(c, units), Values: map[string]string{engine.Reason: one(c, reasons)},
	}
	_, refusal, err := c.do(ctx, cmd)
	if err != nil || refusal != nil {
		return false, err
	}
	x.passed++
	return true, c.follow(ctx, x)
}

// stay is what happens when nothing could be done: another officer tries, and
// looks are planned further and further apart.
func (c *City) stay(ctx context.Context, x *dossier, v *engine.Case, actor, whom string) error {
	x.stuck++
	if v.Holder.Officer != "" && v.WaitsFor == "" {
		cmd := engine.Command{District: v.District, Case: v.ID, Event: engine.Release, Actor: actor, For: whom, At: c.now}
		if _, _, err := c.do(ctx, cmd); err != nil {
			return err
		}
		x.stage = untouched
	}
	x.officer = ""
	if officers := x.holding(v.Holder.Unit, v.Holder.Role); len(officers) > 0 {
		x.officer = one(c, officers)
	}
	c.lookIn(x, 120*x.stuck)
	return nil
}
