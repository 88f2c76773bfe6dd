package casefile

import (
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// look reads the organisation as of an instant.
func (d *decider) look(at time.Time) { d.view = d.org.At(at) }

// placed is the holder with the unit's division and level as they are now.
func (d *decider) placed(h Holder) Holder {
	if u := d.view.Unit(h.Unit); u != nil {
		h.Division, h.Level = u.Division, u.Level
	}
	return h
}

// seat finds who holds the case in the planned state: the only unit bound to
// the owner role; else the one named; else the one that last held the case in
// this role; else, where nobody is there to name one, the first bound.
func (d *decider) seat(named string) error {
	to := d.plan.to
	if to.Final() {
		d.plan.holder = Holder{}
		if named != "" {
			return d.refuse(CodeNameTheUnit, wordsNoUnit)
		}
		return nil
	}
	bound := d.view.Bound(d.m.Name, to.Owner)
	unit, err := d.pick(bound, named, d.c.memory.desk(to.Owner), to.Owner)
	if err != nil {
		return err
	}
	d.plan.holder = d.placed(Holder{Unit: unit, Role: to.Owner})
	return nil
}

// pick chooses among the units bound to a role.
func (d *decider) pick(bound []string, named, last, role string) (string, error) {
	switch {
	case len(bound) == 0:
		return "", d.refuse(CodeNameTheUnit, wordsUnbound(role))
	case named != "" && !slices.Contains(bound, named):
		return "", d.refuse(CodeNameTheUnit, wordsNotBound(named, role), bound...)
	case len(bound) == 1:
		return bound[0], nil
	case named != "":
		return named, nil
	case last != "" && slices.Contains(bound, last):
		return last, nil
	case d.plan.auto:
		return bound[0], nil
	}
	return "", d.refuse(CodeNameTheUnit, wordsNameOne(role), bound...)
}

// desk is the unit that last held the case in a role, "" for none.
func (m *memory) desk(role string) string {
	for i := range m.desks {
		if m.desks[i].role == role {
			return m.desks[i].unit
		}
	}
	return ""
}

// police refuses the return that the loop policy does not allow. The first
// refusal of a pair in a visit is to be recorded.
func (d *decider) police() error {
	policy := d.m.LoopPolicy
	if policy == nil {
		return nil
	}
	h := d.c.handover(d.plan.holder.Unit, d.plan.branch.SendsBack)
	if h.Return <= policy.AtMost {
		return nil
	}
	p := pairOf(h.From, h.To)
	if !slices.Contains(d.c.memory.policy, p) {
		d.plan.refused = h
	}
	return d.refuse(CodeLoopPolicy, policy.Refuse, p.a, p.b)
}

// cite makes the draft, which has no more yet than what the command brought,
// the record of a refusal by the loop policy, with the returns it counts.
func (d *decider) cite(e *Entry) error {
	e.Kind, e.Handover = RefusedByPolicy, d.plan.refused
	p := pairOf(e.Handover.From, e.Handover.To)
	for i := range d.c.memory.backs {
		if d.c.memory.backs[i].pair == p {
			e.Cites = append(e.Cites, d.c.memory.backs[i].seq)
		}
	}
	return d.commit(e)
}

// order orders the children of the planned state whose guards are true.
func (d *decider) order(e *Entry, to *procedure.State) error {
	for _, u := range d.plan.units {
		if !slices.ContainsFunc(to.Opens, func(c procedure.Child) bool { return c.Name == u.Child }) {
			return d.refuse(CodeNameTheUnit, wordsNoUnit)
		}
	}
	for i := range to.Opens {
		ch := &to.Opens[i]
		ok, err := d.holds(ch.When)
		if err != nil {
			return d.guarded(d.plan.move, err)
		}
		if !ok {
			continue
		}
		o := Order{
			ID: childID(d.c.ID, ch.Name, d.c.Visits+1), Name: ch.Name, Procedure: ch.Procedure, District: d.c.District,
		}
		if ch.At != "" {
			bound := d.view.Bound(d.m.Name, ch.At)
			unit, err := d.pick(bound, d.unitOf(ch.Name), "", ch.At)
			if err != nil {
				return err
			}
			if district, own, ok := strings.Cut(unit, ":"); ok {
				o.District, o.Elsewhere, unit = district, true, own
			}
			o.Unit = unit
		}
		d.handDown(&o, ch)
		e.Orders = append(e.Orders, o)
	}
	return nil
}

// unitOf is the unit named for a child.
func (d *decider) unitOf(child string) string {
	for _, u := range d.plan.units {
		if u.Child == child {
			return u.Unit
		}
	}
	return ""
}

// handDown gives an order the data and documents that the child starts with.
func (d *decider) handDown(o *Order, ch *procedure.Child) {
	for _, p := range ch.With {
		if k := d.facts.datum(p.From); k != nil {
			k := *k
			k.Name = p.To
			o.Data = append(o.Data, k)
			continue
		}
		if k := d.facts.document(p.From); k != nil {
			o.Documents = append(o.Documents, Document{p.To, k.Commitment})
		}
	}
}

// tell lists the open children, to be told of the end.
func (d *decider) tell(e *Entry) {
	for i := range d.c.Children {
		if ch := &d.c.Children[i]; ch.Open() {
			e.Tells = append(e.Tells, Tell{ch.ID, ch.District})
		}
	}
}
