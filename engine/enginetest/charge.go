package enginetest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/casefile"
)

// charge writes the working time of a case, split by holder, up to now; the
// parts add up to the whole, or it fails.
func (p *play) charge(ctx context.Context, c *actor) error {
	var ledger casefile.Ledger
	for e, err := range p.engine.Journal(ctx, c.district, c.id, 0) {
		if err != nil {
			return err
		}
		ledger.Step(&e)
	}
	now, err := p.engine.Now(ctx)
	if err != nil {
		return err
	}
	var sum time.Duration
	var parts []string
	for _, s := range ledger.Shares(p.calendar, now) {
		sum += s.Work
		who := who(casefile.Holder{Unit: s.Unit, Officer: s.Officer})
		if s.Wait != "" {
			who += " waiting for " + s.Wait
		}
		parts = append(parts, who+" "+minutes(s.Work))
	}
	whole := ledger.Whole(p.calendar, now)
	if sum != whole {
		return fmt.Errorf("shares add up to %v, not to %v", sum, whole)
	}
	fmt.Fprintf(&p.out, "  %s; whole %s\n", strings.Join(parts, ", "), minutes(whole))
	return nil
}

// minutes writes working time as clerks count it.
func minutes(d time.Duration) string {
	if d%time.Minute != 0 {
		return d.String()
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}
