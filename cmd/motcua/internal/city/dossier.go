package city

import (
	"context"
	"errors"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/procedure"
)

// dossier is a case as the people who work on it remember it.
type dossier struct {
	*district
	id       string
	book     *book
	parent   *dossier
	online   bool // its applicant does everything online
	visit    string
	officer  string // who means to do it
	stage    stage
	absent   bool              // nobody turns up in this visit
	stuck    int               // how often nothing could be done
	passed   int               // how often it was forwarded
	returned int               // how often it was sent back
	did      map[string]string // by visit: who moved it on from there the last time
	looks    int               // counts plans: a look that was planned before the last is void
}

// stage is how far the work on a visit has come.
type stage uint8

const (
	untouched stage = iota
	taken           // by an officer, or left in the pool on purpose
)

// look plans the next look at a case; it takes the place of the one planned
// before.
func (c *City) look(x *dossier, at time.Time) {
	x.looks++
	looks := x.looks
	c.plan(at, func(ctx context.Context) error {
		if x.looks != looks {
			return nil
		}
		return c.follow(ctx, x)
	})
}

// lookIn plans the next look some working minutes on.
func (c *City) lookIn(x *dossier, minutes int) {
	at, err := x.later(c.now, minutes)
	if err != nil {
		return // beyond the calendar
	}
	c.look(x, at)
}

// follow looks at a case and does what is next, or plans it.
func (c *City) follow(ctx context.Context, x *dossier) error {
	v, err := c.Engine.Case(ctx, x.district.name, x.id)
	if errors.Is(err, engine.ErrNotFound) {
		c.lookIn(x, 60) // a child that is not there yet
		return nil
	}
	if err != nil {
		return err
	}
	c.adopt(x, &v)
	visit := v.State + " " + v.Holder.Unit
	switch {
	case v.Outcome != "":
		return c.over(x, &v)
	case v.Suspended:
		return c.suspended(ctx, x, &v)
	case x.visit != visit:
		x.visit, x.stage, x.officer, x.absent, x.stuck = visit, untouched, "", false, 0
		return c.begin(x, &v)
	case x.stage == untouched && v.WaitsFor == "":
		return c.take(ctx, x, &v)
	}
	return c.work(ctx, x, &v)
}

// adopt begins to follow the children of a case.
func (c *City) adopt(x *dossier, v *engine.Case) {
	for _, ch := range v.Children {
		d, b := c.district(ch.District), c.books[ch.Procedure]
		if c.cases[ch.ID] != nil || d == nil || b == nil {
			continue
		}
		child := &dossier{district: d, id: ch.ID, book: b, parent: x}
		c.cases[ch.ID] = child
		c.lookIn(child, c.between(1, 10))
	}
}

// over is the end of a case: its parent hears of it, and some who were refused
// come again.
func (c *City) over(x *dossier, v *engine.Case) error {
	if x.parent != nil {
		c.lookIn(x.parent, c.between(5, 120))
		return nil
	}
	if v.Outcome == string(procedure.Done) || !c.chance(15) {
		return nil
	}
	at, err := x.later(c.now, c.between(60, 2000))
	if err != nil {
		return nil
	}
	actor := engine.Applicant
	if !x.online {
		desks := c.desks(x.district, x.book)
		if len(desks) == 0 {
			return nil
		}
		actor = one(c, desks)
	}
	c.plan(at, func(ctx context.Context) error { return c.file(ctx, x.district, x.book, actor, x.id) })
	return nil
}

// begin plans when somebody turns to a visit.
func (c *City) begin(x *dossier, v *engine.Case) error {
	switch {
	case v.WaitsFor == procedure.WaitsForApplicant:
		c.applicantComes(x, v)
	case v.WaitsFor != "":
		c.lookIn(x, c.between(120, 900))
	default:
		x.officer = c.choosesOfficer(x, v)
		c.lookIn(x, c.share(x, v, 5, 30))
	}
	return nil
}

// applicantComes plans when the applicant turns up; some never do.
func (c *City) applicantComes(x *dossier, v *engine.Case) {
	switch {
	case c.chance(12):
		x.absent = true
		c.lookIn(x, 5*8*60) // what the law does then is not the applicant's
	case x.online && c.byApplicant(v):
		hours := c.between(1, c.between(4, 12*24))
		at := c.now.Add(time.Duration(hours)*time.Hour + time.Duration(c.between(0, 59))*time.Minute)
		c.look(x, at)
	default:
		c.lookIn(x, c.between(20, c.between(240, 5000)))
	}
}

// share is a part of the working minutes that a visit has left, between low
// and high hundredths.
func (c *City) share(x *dossier, v *engine.Case, low, high int) int {
	left := 3 * 8 * 60
	if !v.Due.IsZero() {
		left = x.open(c.now, v.Due)
	}
	if left <= 0 {
		left = c.between(30, 600) // late already
	}
	return max(1, left*c.between(low, high)/100)
}
