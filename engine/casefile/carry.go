package casefile

import (
	"slices"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// carry puts what the command brings into the draft, checked against what the
// move needs: all there, well typed, nothing beyond what it or one of its
// branches lists; dates ahead where they must be; amounts that can be added.
func (d *decider) carry(e *Entry, mv *procedure.Move) error {
	if err := d.bring(e); err != nil {
		return err
	}
	if err := d.required(mv.Needs); err != nil {
		return err
	}
	for _, name := range d.brought(e) {
		if d.waive&WaiveNeeds == 0 && !listedAnywhere(mv, name) {
			return d.refuse(CodeNeeds, wordsNotNeeded(name), name)
		}
	}
	if mv.Suspends != nil || apologises(mv) {
		if err := d.ahead(e); err != nil {
			return err
		}
	}
	return d.amounts(mv)
}

// bring types the values and copies documents and lacks.
func (d *decider) bring(e *Entry) error {
	for i := range d.cmd.Given {
		g := &d.cmd.Given[i]
		if g.Name == procedure.NeedReason {
			if g.Commitment.IsZero() || !e.Reason.IsZero() {
				return d.refuse(CodeNeeds, wordsIllTyped(g.Name), g.Name)
			}
			e.Reason = g.Commitment
			continue
		}
		f := d.m.Field(g.Name)
		if f == nil || datumOf(e.Data, g.Name) != nil {
			return d.refuse(CodeNeeds, wordsNotNeeded(g.Name), g.Name)
		}
		k, ok := typed(f, g)
		if !ok {
			return d.refuse(CodeNeeds, wordsIllTyped(g.Name), g.Name)
		}
		e.Data = put(e.Data, k.Name, k, nameOfDatum)
	}
	for _, doc := range d.cmd.Documents {
		if !d.m.Document(doc.Name) || doc.Commitment.IsZero() || documentOf(e.Documents, doc.Name) != nil {
			return d.refuse(CodeNeeds, wordsNotNeeded(doc.Name), doc.Name)
		}
		e.Documents = put(e.Documents, doc.Name, doc, nameOfDocument)
	}
	for _, name := range d.cmd.Lacks {
		if !d.m.Document(name) {
			return d.refuse(CodeNeeds, wordsNoDocument(name), name)
		}
	}
	e.Lacks = append(e.Lacks, d.cmd.Lacks...)
	slices.Sort(e.Lacks)
	e.Lacks = slices.Compact(e.Lacks)
	return nil
}

// required checks that the command carries all that is listed and not optional.
func (d *decider) required(needs []procedure.Need) error {
	if d.waive&WaiveNeeds != 0 {
		return nil
	}
	var missing []string
	for _, n := range needs {
		if !n.Optional && !d.carries(n.Name) {
			missing = append(missing, n.Name)
		}
	}
	if len(missing) > 0 {
		return d.refuse(CodeNeeds, wordsMissing(missing), missing...)
	}
	return nil
}

// carries reports whether the command brings something under a name.
func (d *decider) carries(name string) bool {
	if name == procedure.NeedLacks {
		return len(d.cmd.Lacks) > 0
	}
	return slices.ContainsFunc(d.cmd.Given, func(g Given) bool { return g.Name == name }) ||
		documentOf(d.cmd.Documents, name) != nil
}

// brought are the names of all that the command brings, in its own order.
func (d *decider) brought(e *Entry) []string {
	if len(e.Data)+len(e.Documents)+len(e.Lacks) == 0 && e.Reason.IsZero() {
		return nil
	}
	var names []string
	for i := range d.cmd.Given {
		names = append(names, d.cmd.Given[i].Name)
	}
	for i := range d.cmd.Documents {
		names = append(names, d.cmd.Documents[i].Name)
	}
	if len(d.cmd.Lacks) > 0 {
		names = append(names, procedure.NeedLacks)
	}
	return names
}

func listedAnywhere(mv *procedure.Move, name string) bool {
	if listed(mv.Needs, name) != nil {
		return true
	}
	return slices.ContainsFunc(mv.Branches, func(b procedure.Branch) bool { return listed(b.Needs, name) != nil })
}

// branchNeeds checks what the branch taken needs, and that nothing is brought
// that only another lists.
func (d *decider) branchNeeds() error {
	if d.waive&WaiveNeeds != 0 {
		return nil
	}
	if err := d.required(d.plan.branch.Needs); err != nil {
		return err
	}
	for i := range d.plan.move.Branches {
		for _, n := range d.plan.move.Branches[i].Needs {
			if d.carries(n.Name) && !d.plan.needs(n.Name) {
				return d.refuse(CodeNeeds, wordsNotNeeded(n.Name), n.Name)
			}
		}
	}
	return nil
}

// apologises reports whether the move, or a branch of it, issues an apology.
func apologises(mv *procedure.Move) bool {
	return slices.Contains(mv.Issues, procedure.Apology) ||
		slices.ContainsFunc(mv.Branches, func(b procedure.Branch) bool { return slices.Contains(b.Issues, procedure.Apology) })
}

// ahead checks that the dates given end after now: a date at its 24:00.
func (d *decider) ahead(e *Entry) error {
	for i := range e.Data {
		k := &e.Data[i]
		past := false
		switch k.Value.Type {
		case procedure.Date:
			date, _ := calendar.ParseDate(k.Value.Text)
			past = date < d.cal.DateOf(e.At)
		case procedure.Instant:
			past = !k.Value.Time.After(e.At)
		}
		if past {
			return d.refuse(CodePastDate, wordsPast(k.Name), k.Name)
		}
	}
	return nil
}
