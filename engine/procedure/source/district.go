package source

import (
	"encoding"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
)

// District reads a district file and checks what it says by itself. The file is
// what could be read, never nil; with an error among the faults nothing may be
// taken from it. What only shows beside its procedures is checked by
// [DistrictFor].
func District(file string, b []byte) (*organisation.File, Faults) {
	r, f := readDistrict(file, b)
	return f, r.faults.sorted()
}

func readDistrict(file string, b []byte) (*reader, *organisation.File) {
	r, root := open(file, b)
	f := &organisation.File{}
	if root == nil {
		return r, f
	}
	given := map[string]bool{}
	r.mapping(root, "", inDistrict, func(key string, v *node, at string) {
		given[key] = true
		r.districtKey(f, key, v, at)
	})
	for _, key := range []string{"language", "district", "calendar", "units", "roles", "procedures"} {
		if !given[key] && root.form == formMap {
			r.missing("", key)
		}
	}
	for _, x := range f.Check() {
		path := fromOne(x.Path)
		if r.said(path, path) {
			continue
		}
		if x.Unknown != "" {
			r.faultHint(didYouMean(x.Unknown, districtNames(f, path)), "C03", path, cut(x.Unknown))
			continue
		}
		r.fault("C04", path).Words = x.Text
	}
	return r, f
}

func (r *reader) districtKey(f *organisation.File, key string, v *node, at string) {
	switch key {
	case "language":
		if n := r.whole(v, at); n > 1 {
			r.fault("C01", at, strconv.Itoa(n))
		}
	case "district":
		f.District = r.id(v, at)
	case "calendar":
		f.Calendar = r.name(v, at)
	case "sessions":
		r.list(v, at, func(v *node, at string) { f.Sessions = append(f.Sessions, r.sessions(v, at)) })
	case "closures":
		r.list(v, at, func(v *node, at string) { f.Closures = append(f.Closures, r.closures(v, at)...) })
	case "units":
		r.entries(v, at, func(id string, v *node, at string) { f.Units = append(f.Units, r.unit(id, v, at)) })
	case "leave":
		r.list(v, at, func(v *node, at string) { f.Leave = append(f.Leave, r.leave(v, at)) })
	case "roles":
		f.Roles = r.bindings(v, at)
	case "procedures":
		r.entries(v, at, func(name string, v *node, at string) { f.Procedures = append(f.Procedures, r.running(name, v, at)) })
	}
}

func (r *reader) unit(id string, n *node, path string) organisation.Unit {
	r.checkID(id, path)
	u := organisation.Unit{ID: id}
	r.mapping(n, path, inUnit, func(key string, v *node, at string) {
		switch key {
		case "title":
			u.Title = r.text(v, at)
		case "parent":
			u.Parent = r.id(v, at)
		case "level":
			u.Level = r.name(v, at)
		case "division":
			u.Division = r.name(v, at)
		case "head":
			u.Head = r.id(v, at)
		case "officers":
			r.entries(v, at, func(id string, v *node, at string) {
				r.checkID(id, at)
				u.Officers = append(u.Officers, organisation.Officer{ID: id, Roles: r.names(v, at)})
			})
		}
	})
	if u.Title.IsZero() && !r.said(path, path+".title") {
		r.missing(path, "title")
	}
	return u
}

func (r *reader) leave(n *node, path string) organisation.Leave {
	var l organisation.Leave
	given := map[string]bool{}
	r.mapping(n, path, inLeave, func(key string, v *node, at string) {
		given[key] = true
		switch key {
		case "officer":
			l.Officer = r.id(v, at)
		case "from":
			r.into(v, at, wantDate, &l.From)
		case "to":
			r.into(v, at, wantDate, &l.To)
		case "substitute":
			l.Substitute = r.id(v, at)
		}
	})
	for _, key := range keys[inLeave] {
		if !given[key] {
			r.missing(path, key)
		}
	}
	return l
}

func (r *reader) sessions(n *node, path string) calendar.Sessions {
	var s calendar.Sessions
	r.mapping(n, path, inSession, func(key string, v *node, at string) {
		switch key {
		case "days":
			r.into(v, at, wantDays, &s.Days)
		case "hours":
			r.list(v, at, func(v *node, at string) {
				var span calendar.Span
				if r.into(v, at, wantHours, &span) {
					s.Hours = append(s.Hours, span)
				}
			})
		case "season":
			r.into(v, at, wantSeason, &s.Season)
		}
	})
	if s.Days == 0 && !r.said(path, path+".days") {
		r.missing(path, "days")
	}
	if s.Hours == nil && !r.said(path, path+".hours") {
		r.missing(path, "hours")
	}
	return s
}

// closures reads one item, which closes a date or all up to another.
func (r *reader) closures(n *node, path string) []calendar.Closure {
	var c calendar.Closure
	var last calendar.Date
	ok, until := false, ""
	r.mapping(n, path, inClosure, func(key string, v *node, at string) {
		switch key {
		case "date":
			ok = r.into(v, at, wantDate, &c.Date)
		case "to":
			until = at
			r.into(v, at, wantDate, &last)
		case "title":
			c.Title = r.text(v, at)
		case "basis":
			c.Basis = r.strings(v, at)
		}
	})
	if c.Title.IsZero() && !r.said(path, path+".title") {
		r.missing(path, "title")
	}
	if !ok {
		if !r.said(path, path+".date") {
			r.missing(path, "date")
		}
		return nil
	}
	if until == "" {
		last = c.Date
	} else if (last < c.Date || last-c.Date > 366) && !r.said(path, until) {
		r.fault("C04", until, "to", "ngày sau date, trong vòng một năm | a date after date, within a year")
	}
	var all []calendar.Closure
	for ; c.Date <= last && len(all) <= 366; c.Date++ {
		all = append(all, c)
	}
	return all
}

// bindings reads role -> units.
func (r *reader) bindings(n *node, path string) []organisation.Binding {
	var list []organisation.Binding
	r.entries(n, path, func(role string, v *node, at string) {
		b := organisation.Binding{Role: role, Units: r.names(v, at)}
		if len(b.Units) == 0 && !r.said(path, at) {
			r.fault("C04", at, role, "ít nhất một đơn vị | at least one unit")
		}
		list = append(list, b)
	})
	return list
}

func (r *reader) running(name string, n *node, path string) organisation.Procedure {
	p := organisation.Procedure{Name: name}
	given := false
	r.mapping(n, path, inBinding, func(key string, v *node, at string) {
		switch key {
		case "version":
			given = true
			p.Version = r.whole(v, at)
		case "roles":
			p.Roles = r.bindings(v, at)
		case "within":
			r.entries(v, at, func(name string, v *node, at string) { p.Within = append(p.Within, r.tightening(name, v, at)) })
		}
	})
	if n.form == formMap && !given {
		r.missing(path, "version")
	}
	return p
}

func (r *reader) tightening(name string, n *node, path string) organisation.Tightening {
	t := organisation.Tightening{Name: name}
	limits := r.allowance(n, path, wantLimit)
	if !limits.Words.IsZero() {
		r.fault("C04", path, cut(limits.Words.String()), wantLimit)
	}
	for _, l := range limits.Limits {
		if l.Limit.Until != "" {
			r.fault("C04", path, l.Limit.String(), wantCounted)
			continue
		}
		t.Items = append(t.Items, organisation.TightItem{When: l.When, Limit: l.Limit.Limit})
	}
	return t
}

// list calls f with each item of a list.
func (r *reader) list(n *node, path string, f func(v *node, at string)) {
	if n.form != formList {
		r.wrong(n, path, wantList)
		return
	}
	for i, v := range n.items {
		f(v, nth(path, i))
	}
}

// into reads a text that a type of the calendar understands.
func (r *reader) into(n *node, path, want string, v encoding.TextUnmarshaler) bool {
	s := r.str(n, path, want)
	if n.form != formText {
		return false
	}
	if err := v.UnmarshalText([]byte(s)); err != nil {
		r.fault("C04", path, cut(s), want)
		return false
	}
	return true
}

// id reads the name of a district, a unit or a person.
func (r *reader) id(n *node, path string) string {
	s := r.name(n, path)
	if s != "" {
		r.checkID(s, path)
	}
	return s
}

func (r *reader) checkID(s, path string) {
	ok := len(s) <= maxName
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c == '-' || c == '_' }) {
		ok = ok && strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
	}
	if !ok || s == "" || strings.Trim(s, "-_") != s {
		r.fault("C04", path, cut(s), wantID)
	}
}

func (r *reader) missing(path, key string) {
	r.fault("C04", join(path, key), key, wantKey)
}

// said reports whether a fault stands at one of the paths or below the second.
func (r *reader) said(around, path string) bool {
	for _, f := range r.faults {
		if f.Path == path || f.Path == around || strings.HasPrefix(f.Path, path+".") {
			return true
		}
	}
	return false
}

// fromOne turns the numbers of items, counted from 0, into ours, from 1.
func fromOne(path string) string {
	words := strings.Split(path, ".")
	for i, w := range words {
		if n, err := strconv.Atoi(w); err == nil && i > 0 && words[0] == "leave" {
			words[i] = strconv.Itoa(n + 1)
		}
	}
	return strings.Join(words, ".")
}

// districtNames are the names that may stand at a path of a district file.
func districtNames(f *organisation.File, path string) []string {
	var names []string
	for _, u := range f.Units {
		if strings.HasSuffix(path, ".parent") || strings.Contains(path, "roles.") {
			names = append(names, u.ID)
			continue
		}
		for _, o := range u.Officers {
			names = append(names, o.ID)
		}
	}
	return names
}
