package city

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// tries is how often somebody tries to get one thing through.
const tries = 4

// fill gives a command what a move needs, and names units where several are
// bound.
func (c *City) fill(cmd *engine.Command, d *district, b *book, mv *procedure.Move, to string) {
	cmd.Values, cmd.Documents = map[string]string{}, map[string][]byte{}
	cmd.Lacks, cmd.Unit, cmd.ChildUnits = nil, "", map[string]string{}
	for _, n := range mv.Needs {
		if !n.Optional || c.chance(50) {
			c.bring(cmd, d, b, n.Name)
		}
	}
	if to == "" {
		return
	}
	s := b.State(to)
	if units := d.bound[b.Name][s.Owner]; len(units) > 1 && c.chance(30) {
		cmd.Unit = one(c, units)
	}
	for _, child := range s.Opens {
		if units := d.bound[b.Name][child.At]; child.At != "" && len(units) > 1 {
			cmd.ChildUnits[child.Name] = one(c, units)
		}
	}
}

// bring adds one thing to a command: papers, a reason, a fact.
func (c *City) bring(cmd *engine.Command, d *district, b *book, name string) {
	switch f := b.Field(name); {
	case name == procedure.NeedLacks:
		if len(b.Documents) > 0 {
			cmd.Lacks = []string{one(c, b.Documents).Name}
		}
	case name == procedure.NeedReason:
		cmd.Values[name] = one(c, reasons)
	case f != nil:
		cmd.Values[name] = c.fact(f, d)
	case b.Document(name):
		cmd.Documents[name] = []byte(name + " " + strconv.FormatUint(c.rng.Uint64(), 36))
	}
}

// fact makes up a fact of the right type.
func (c *City) fact(f *procedure.Field, d *district) string {
	ahead := c.now.AddDate(0, 0, c.between(8, 40)).Add(time.Duration(d.cal.Offset()) * time.Minute)
	switch f.Type {
	case procedure.Integer:
		return strconv.Itoa(c.between(1, 1+c.between(0, 8)))
	case procedure.Money:
		return strconv.Itoa(1_000_000 * c.between(1, 500))
	case procedure.Boolean:
		return strconv.FormatBool(c.chance(40))
	case procedure.Date:
		return ahead.Format(time.DateOnly)
	case procedure.Instant:
		return ahead.Format(time.DateOnly) + "T09:00"
	case procedure.Enum:
		if c.chance(80) {
			return f.Values[0]
		}
		return one(c, f.Values)
	}
	if f.Personal {
		return c.person()
	}
	return one(c, d.file.Units).Title.VI
}

// attempt sends a command, and once more when the engine says what is missing
// or which unit to name.
func (c *City) attempt(ctx context.Context, cmd *engine.Command, d *district, b *book, mv *procedure.Move, send func(context.Context) (engine.Answer, error)) (engine.Answer, *casefile.Refusal, error) {
	answer, refusal, err := c.put(ctx, send)
	for range tries {
		if refusal == nil || err != nil || !c.mend(cmd, d, b, mv, refusal) {
			break
		}
		answer, refusal, err = c.put(ctx, send)
	}
	return answer, refusal, err
}

// mend changes a command as its refusal asks, and reports whether it could.
func (c *City) mend(cmd *engine.Command, d *district, b *book, mv *procedure.Move, r *casefile.Refusal) bool {
	switch {
	case r.Code == casefile.CodeNeeds:
		before := len(cmd.Values) + len(cmd.Documents) + len(cmd.Lacks)
		for _, name := range r.Names {
			c.bring(cmd, d, b, name)
		}
		return len(cmd.Values)+len(cmd.Documents)+len(cmd.Lacks) > before
	case r.Code == casefile.CodeNameTheUnit && cmd.Unit == "" && len(r.Names) > 0:
		cmd.Unit = one(c, r.Names)
		return true
	case r.Code == casefile.CodeNameTheUnit && (cmd.Unit != "" || len(cmd.ChildUnits) > 0):
		cmd.Unit, cmd.ChildUnits = "", nil
		return true
	case r.Code == casefile.CodeGuard && slices.ContainsFunc(mv.Needs, func(n procedure.Need) bool { return b.Field(n.Name) != nil }) && c.chance(80):
		for _, n := range mv.Needs { // said otherwise, it may pass
			if b.Field(n.Name) != nil && cmd.Values[n.Name] != "" {
				c.bring(cmd, d, b, n.Name)
			}
		}
		return true
	}
	return false
}
