package enginetest

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/engine/casefile"
)

// audit folds every journal again: it gives the case that the engine shows.
func (p *play) audit(ctx context.Context) error {
	for _, a := range p.cases {
		c := casefile.Case{ID: a.id, District: a.district}
		for e, err := range p.engine.Journal(ctx, a.district, a.id, 0) {
			if err == nil {
				err = casefile.Apply(&c, &e)
			}
			if err != nil {
				return fmt.Errorf("case %s: %w", a.name, err)
			}
		}
		if c.Seq == 0 {
			continue // a child that could not be opened
		}
		shown, err := p.engine.Case(ctx, a.district, a.id)
		if err != nil {
			return err
		}
		if shown.Seq != c.Seq || shown.State != c.State || shown.Holder != c.Holder || shown.Outcome != string(c.Outcome) {
			return fmt.Errorf("case %s: shown %d %s, folded %d %s", a.name, shown.Seq, shown.State, c.Seq, c.State)
		}
	}
	return nil
}
