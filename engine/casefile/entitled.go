package casefile

import (
	"slices"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// entitled checks that the actor may act under by, and returns for whom: as the
// command says, else, for an officer without the role, the first of those they
// substitute for who has it.
func (d *decider) entitled(by []string, now time.Time) (string, error) {
	return d.acting(now, func(person string) bool { return d.allows(by, person) }, by)
}

// acting finds for whom the actor acts so that ok holds of that person.
func (d *decider) acting(now time.Time, ok func(person string) bool, by []string) (string, error) {
	actor, whom := d.cmd.Actor, d.cmd.For
	switch {
	case actor == Engine:
		return "", d.refuse(CodeNotYours, wordsNotYours(d.m, by))
	case actor == Applicant || actor == Parent:
		if whom == "" && ok(actor) {
			return "", nil
		}
	case whom == Applicant:
		if slices.Contains(by, procedure.ByApplicant) && d.allows(rolesOf(by), actor) {
			return Applicant, nil
		}
	case whom != "":
		if d.view.ActsFor(actor, whom, now) && ok(whom) {
			return whom, nil
		}
	case ok(actor):
		return "", nil
	default:
		for _, principal := range d.view.Substitutes(actor, now) {
			if ok(principal) {
				return principal, nil
			}
		}
	}
	return "", d.refuse(CodeNotYours, wordsNotYours(d.m, by))
}

// allows reports whether a person may act under by in their own right.
func (d *decider) allows(by []string, person string) bool {
	for _, b := range by {
		switch {
		case person == Applicant || person == Parent:
			if b == person {
				return true
			}
		case b == procedure.ByApplicant || b == procedure.ByParent:
		case b == procedure.ByHolder:
			if d.holding(person) {
				return true
			}
		case d.inRole(person, b):
			return true
		}
	}
	return false
}

// holding reports whether an officer holds the case: the one who claimed it or,
// unclaimed, any of the unit in the holder's role.
func (d *decider) holding(officer string) bool {
	h := d.c.Holder
	if h.Officer != "" {
		return h.Officer == officer
	}
	return h.Unit != "" && d.view.Holds(officer, h.Unit, h.Role)
}

// inRole reports whether an officer has a role in a unit bound to it.
func (d *decider) inRole(officer, role string) bool {
	for _, unit := range d.view.Bound(d.m.Name, role) {
		if d.view.Holds(officer, unit, role) {
			return true
		}
	}
	return false
}

// rolesOf leaves the roles proper of by.
func rolesOf(by []string) []string {
	roles := make([]string, 0, len(by))
	for _, b := range by {
		if b != procedure.ByApplicant && b != procedure.ByParent {
			roles = append(roles, b)
		}
	}
	return roles
}
