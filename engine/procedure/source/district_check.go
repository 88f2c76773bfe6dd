package source

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Running finds a procedure that a district runs: compiled, and as its file
// says it. Both are nil when there is none of that name and version.
type Running func(name string, version int) (*procedure.Machine, *procedure.Definition)

// DistrictFor is [District], and checks the file against the procedures it
// names: every role bound, owner roles to units of this district, no unknown
// name, allowances shorter than the procedure's, and still long enough for the
// designed path (C35).
func DistrictFor(file string, b []byte, running Running) (*organisation.File, Faults) {
	r, f := readDistrict(file, b)
	if r.faults.Errors() > 0 && f.District == "" {
		return f, r.faults.sorted()
	}
	c := &districtCheck{reader: r, file: f, roles: map[string]bool{}}
	for i := range f.Procedures {
		p := &f.Procedures[i]
		path := "procedures." + p.Name
		m, d := running(p.Name, p.Version)
		if m == nil {
			c.whole = true
			if !r.said(path, path) {
				r.fault("C03", path, cut(p.Name)+", version "+strconv.Itoa(p.Version))
			}
			continue
		}
		c.procedure(path, p, m)
		c.tightened(path, p, m, d)
	}
	c.named()
	return f, r.faults.sorted()
}

type districtCheck struct {
	*reader
	file  *organisation.File
	roles map[string]bool // of the procedures
	whole bool            // some procedure is not there, so roles may not be known
}

// procedure checks the bindings of one procedure.
func (c *districtCheck) procedure(path string, p *organisation.Procedure, m *procedure.Machine) {
	var names []string
	for _, role := range m.Roles {
		names = append(names, role.Name)
		c.roles[role.Name] = true
	}
	for _, b := range p.Roles {
		if !slices.Contains(names, b.Role) {
			c.faultHint(didYouMean(b.Role, names), "C03", path+".roles."+b.Role, cut(b.Role))
		}
	}
	acting := actingRoles(m)
	for _, name := range names {
		at, units := c.bound(path, p, name)
		if units == nil {
			if !c.reader.said(at, at) {
				c.words(path, "vai trò «"+name+"» của thủ tục chưa gắn với đơn vị nào; ghi trong roles",
					"role «"+name+"» of the procedure is bound to no unit; bind it in roles")
			}
			continue
		}
		for _, u := range units {
			if acting[name] && strings.Contains(u, ":") {
				c.words(at, "vai trò «"+name+"» giữ hoặc xử lý hồ sơ nên không gắn với đơn vị «"+u+"» của địa phương khác; ghi đơn vị ở đây",
					"role «"+name+"» holds or moves cases, so it cannot be bound to «"+u+"» of another district; name a unit of this one")
			}
		}
	}
}

// bound returns the units of a role, its own binding in the procedure first,
// and where that stands.
func (c *districtCheck) bound(path string, p *organisation.Procedure, role string) (string, []string) {
	for _, b := range p.Roles {
		if b.Role == role {
			return path + ".roles." + role, b.Units
		}
	}
	for _, b := range c.file.Roles {
		if b.Role == role {
			return "roles." + role, b.Units
		}
	}
	return path, nil
}

// actingRoles are the roles that own, move or are handed cases of the procedure
// itself; the others only say where a child case goes.
func actingRoles(m *procedure.Machine) map[string]bool {
	acting := map[string]bool{}
	add := func(names []string) {
		for _, n := range names {
			acting[n] = true
		}
	}
	add(m.Open.By)
	for _, s := range m.States {
		add([]string{s.Owner})
		add(s.ForwardTo)
		for _, move := range s.Moves {
			add(move.By)
		}
	}
	return acting
}

// tightened checks the shorter allowances of one procedure.
func (c *districtCheck) tightened(path string, p *organisation.Procedure, m *procedure.Machine, d *procedure.Definition) {
	fine := len(p.Within) > 0
	for _, t := range p.Within {
		at := path + ".within." + t.Name
		if c.reader.said(at, at) {
			fine = false
			continue
		}
		allowance, fixed, known := allowanceOf(m, t.Name)
		switch {
		case !known:
			c.faultHint(didYouMean(t.Name, allowances(m)), "C03", at, cut(t.Name))
		case fixed:
			c.words(at, "thời hạn của «"+t.Name+"» không thuộc về địa phương (chờ, until, hoặc bằng lời); bỏ",
				"the allowance of «"+t.Name+"» is not the district's (a wait, until, or words); remove it")
		case !tighter(t.Items, allowance.Limits):
			c.words(at, "thời hạn của «"+t.Name+"» dài hơn thủ tục; bỏ hoặc rút ngắn",
				"allowance of «"+t.Name+"» is looser than the procedure; remove it or lower it")
		default:
			continue
		}
		fine = false
	}
	if fine && d != nil {
		c.longest(path, p, d)
	}
}

// allowanceOf returns the allowance of a clock or state, whether it is fixed,
// and whether there is such a name.
func allowanceOf(m *procedure.Machine, name string) (a procedure.Allowance, fixed, known bool) {
	if k := m.Clock(name); k != nil {
		a, known = k.Within, true
	} else if s := m.State(name); s != nil {
		a, fixed, known = s.Within, !s.Works(), true
	}
	for _, l := range a.Limits {
		fixed = fixed || l.Limit.Until != ""
	}
	return a, fixed || len(a.Limits) == 0, known
}

func allowances(m *procedure.Machine) []string {
	var names []string
	for _, k := range m.Clocks {
		names = append(names, k.Name)
	}
	for _, s := range m.States {
		if s.Works() {
			names = append(names, s.Name)
		}
	}
	return names
}

// tighter reports whether no item is looser than the limit in its place, under
// the same guard.
func tighter(items []organisation.TightItem, limits []procedure.GuardedLimit) bool {
	if len(items) != len(limits) {
		return false
	}
	for i, l := range limits {
		when := ""
		if l.When != nil {
			when = l.When.Source
		}
		if items[i].When != when || !atMost(items[i].Limit, l.Limit.Limit) {
			return false
		}
	}
	return true
}

// atMost reports whether a is never due later than b: the same kind, no larger
// number, and no earlier cut-off, for a later one lets more cases count today.
func atMost(a, b calendar.Limit) bool {
	if a.Unit.Kind() != b.Unit.Kind() {
		return false
	}
	switch {
	case a.Unit == calendar.SameDay && b.Unit != calendar.SameDay:
		return true
	case a.Unit != b.Unit:
		return false
	case a.Unit != calendar.SameDay && a.N > b.N:
		return false
	}
	return cutRank(a) >= cutRank(b)
}

// cutRank orders cut-offs; none is the latest.
func cutRank(l calendar.Limit) int {
	switch l.Cut {
	case 0:
		return 24 * 60
	case calendar.CutMidnight:
		return 0
	}
	return l.Cut
}

// longest compiles the procedure with the shorter allowances and passes on what
// it then says about designed paths and did not say before.
func (c *districtCheck) longest(path string, p *organisation.Procedure, d *procedure.Definition) {
	before := designed(d)
	short := *d
	short.Clocks, short.States = slices.Clone(d.Clocks), slices.Clone(d.States)
	for _, t := range p.Within {
		var within procedure.AllowanceDef
		for _, i := range t.Items {
			within.Limits = append(within.Limits, procedure.LimitDef{When: i.When, Limit: procedure.Limit{Limit: i.Limit}})
		}
		for i := range short.Clocks {
			if short.Clocks[i].Name == t.Name {
				short.Clocks[i].Within = within
			}
		}
		for i := range short.States {
			if short.States[i].Name == t.Name {
				short.States[i].Within = within
			}
		}
	}
	for _, f := range designed(&short) {
		same := func(o procedure.Fault) bool {
			return o.Path == f.Path && o.Warning == f.Warning && slices.Equal(o.Args, f.Args)
		}
		if slices.ContainsFunc(before, same) {
			continue
		}
		at := path + ".within"
		if name := lastWord(strings.TrimSuffix(f.Path, ".within")); c.at[at+"."+name] != (Position{}) {
			at += "." + name
		}
		c.fault("C35", at, f.Args...).Warning = f.Warning
	}
}

// designed returns what is said about the length of designed paths. Children
// do not matter to it.
func designed(d *procedure.Definition) []procedure.Fault {
	_, faults := procedure.Compile(d, nil)
	return slices.DeleteFunc(faults, func(f procedure.Fault) bool { return f.Code != "C35" })
}

// named checks that the roles that the district binds and its officers hold
// are roles of its procedures.
func (c *districtCheck) named() {
	if c.whole {
		return
	}
	names := slices.Sorted(maps.Keys(c.roles))
	check := func(path, role string) {
		if !c.roles[role] {
			c.faultHint(didYouMean(role, names), "C03", path, cut(role))
		}
	}
	for _, b := range c.file.Roles {
		check("roles."+b.Role, b.Role)
	}
	for _, u := range c.file.Units {
		for _, o := range u.Officers {
			path := "units." + u.ID + ".officers." + o.ID
			for i, role := range o.Roles {
				if len(o.Roles) == 1 {
					check(path, role)
				} else {
					check(path+"."+strconv.Itoa(i+1), role)
				}
			}
		}
	}
}

// words reports what no code has words for.
func (c *districtCheck) words(path, vi, en string) {
	c.fault("C04", path).Words = wording.Text{VI: vi, EN: en}
}
