package enginetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
)

// district writes the file of a district in which every role of the procedures
// has a unit of its own. A role that owns a child ordered at some role is bound
// to that role's unit instead.
func district(defs []*procedure.Definition) []byte {
	names := roles(defs)
	hosts := hosts(defs)
	var units, bindings strings.Builder
	for _, r := range names {
		if len(hosts[r]) > 0 {
			fmt.Fprintf(&bindings, "  %s: [%s]\n", r, strings.Join(hosts[r], ", "))
			continue
		}
		u := unit(r)
		held := []string{r}
		for _, other := range names {
			if slices.Contains(hosts[other], u) {
				held = append(held, other)
			}
		}
		list := strings.Join(held, ", ")
		fmt.Fprintf(&units, "  %s: {title: Đơn vị %s | Unit %s, level: commune, head: %s, officers: {%s: [%s], %s-2: [%s]}}\n", u, u, u, u, u, list, u, list)
		fmt.Fprintf(&bindings, "  %s: [%s]\n", r, u)
	}
	var b strings.Builder
	b.WriteString("language: 1\ndistrict: mau\ncalendar: vietnam\nunits:\n" + units.String() + "roles:\n" + bindings.String() + "procedures:\n")
	for _, d := range defs {
		fmt.Fprintf(&b, "  %s: {version: %d}\n", d.Name, d.Version)
	}
	return []byte(b.String())
}

// roles lists the roles of all procedures, sorted.
func roles(defs []*procedure.Definition) []string {
	var names []string
	for _, d := range defs {
		for _, r := range d.Roles {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// hosts says, for each owner role of a child ordered at a role, in which units
// it sits. A role that the parent knows itself keeps its own unit.
func hosts(defs []*procedure.Definition) map[string][]string {
	hosts := map[string][]string{}
	for _, d := range defs {
		for _, s := range d.States {
			for _, ch := range s.Opens {
				for _, role := range owners(defs, ch.Procedure) {
					if u := unit(ch.At); ch.At != "" && unit(role) != u && !slices.Contains(hosts[role], u) {
						hosts[role] = append(hosts[role], u)
					}
				}
			}
		}
	}
	return hosts
}

func owners(defs []*procedure.Definition, name string) (roles []string) {
	for _, d := range defs {
		for _, s := range d.States {
			if d.Name == name && s.Owner != "" {
				roles = append(roles, s.Owner)
			}
		}
	}
	return roles
}

// unit is the name of the unit that a role is bound to.
func unit(role string) string { return strings.ReplaceAll(role, "_", "-") }
