package replay

import (
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
)

// outsider is an actor who has no role at all.
const outsider = "-"

// roleplay is the organisation in which a foreign log is read: one unit for
// each role, and in it one officer, both named like the role. Who really did
// what is compared apart, as persons.
func roleplay(m *procedure.Machine) (*organisation.Timeline, error) {
	f := organisation.File{}
	for _, r := range m.Roles {
		f.Units = append(f.Units, organisation.Unit{
			ID: r.Name, Title: r.Title,
			Officers: []organisation.Officer{{ID: r.Name, Roles: []string{r.Name}}},
		})
		f.Roles = append(f.Roles, organisation.Binding{Role: r.Name, Units: []string{r.Name}})
	}
	var nothing *organisation.Timeline
	return nothing.With(1, time.Time{}, 0, f.Facts())
}

// suspenders are the roles that may end the present suspension.
func (k *Checker) suspenders() []string {
	mv := k.move(k.c.State, k.c.Suspension.Event)
	if mv == nil {
		return nil
	}
	var roles []string
	for _, by := range mv.By {
		switch by {
		case procedure.ByHolder:
			roles = append(roles, k.c.Holder.Role)
		case procedure.ByApplicant:
			roles = append(roles, casefile.Applicant)
		case procedure.ByParent:
			roles = append(roles, casefile.Parent)
		default:
			roles = append(roles, by)
		}
	}
	return roles
}
