package city

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/procedure"
)

// arrivals plans what is filed in a district, day by day.
func (c *City) arrivals(d *district) {
	var menu []string // each procedure as often as it is filed
	for _, p := range d.file.Procedures {
		b := c.books[p.Name]
		for n := b.frequency(); b.opened() && n > 0; n-- {
			menu = append(menu, p.Name)
		}
	}
	if d.quiet || len(menu) == 0 {
		return
	}
	for day := range 7 * c.Weeks {
		midnight := c.From.AddDate(0, 0, day)
		minutes := d.open(midnight, midnight.AddDate(0, 0, 1))
		many := c.between(0, 1)
		if minutes > 0 {
			many = c.between(c.Daily-1, c.Daily+1)
		}
		for range many {
			c.arrival(d, one(c, menu), midnight, minutes)
		}
	}
}

// arrival plans one filing: at a desk in office hours, or online at any hour.
func (c *City) arrival(d *district, name string, midnight time.Time, minutes int) {
	b := c.books[name]
	seconds := time.Duration(c.between(0, 59)) * time.Second
	online := slices.Contains(b.Open.By, procedure.ByApplicant) && (minutes == 0 || c.chance(45))
	switch {
	case online:
		at := midnight.Add(time.Duration(c.between(6*60, 23*60))*time.Minute + seconds)
		c.plan(at, func(ctx context.Context) error { return c.file(ctx, d, b, engine.Applicant, "") })
	case minutes > 45 && len(c.desks(d, b)) > 0:
		at, err := d.later(midnight, c.between(5, minutes-30))
		if err != nil {
			return // outside the calendar nobody works
		}
		officer := one(c, c.desks(d, b))
		c.plan(at.Add(seconds), func(ctx context.Context) error { return c.file(ctx, d, b, officer, "") })
	}
}

// desks are the officers who may open a case of a procedure.
func (c *City) desks(d *district, b *book) (officers []string) {
	for _, role := range b.Open.By {
		for _, unit := range d.bound[b.Name][role] {
			officers = append(officers, d.holding(unit, role)...)
		}
	}
	return officers
}

// file opens a case, trying until what is filed is in order.
func (c *City) file(ctx context.Context, d *district, b *book, actor, follows string) error {
	o := engine.Opening{
		Procedure: b.Name, Follows: follows, Applicant: c.person(),
		Command: engine.Command{District: d.name, Actor: actor, At: c.now},
	}
	for range tries {
		c.fill(&o.Command, d, b, b.Open, b.target(b.Open, ""))
		answer, refusal, err := c.attempt(ctx, &o.Command, d, b, b.Open, func(ctx context.Context) (engine.Answer, error) {
			return c.Engine.OpenCase(ctx, o)
		})
		if err != nil {
			return err
		}
		if refusal == nil {
			x := &dossier{district: d, id: answer.Case, book: b, online: actor == engine.Applicant}
			return c.follow(ctx, x)
		}
	}
	return nil
}
