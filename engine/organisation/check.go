package organisation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// Fault is something a district file says wrongly. Path is dotted, as in
// "units.mot-cua.officers"; items of lists bear their number from 0.
type Fault struct {
	Path string
	// Unknown is a name that is not declared, "" when the fault is another.
	Unknown string
	Text    wording.Text
}

// Check finds what is wrong in a file by itself: names that are not declared or
// declared twice, circles in the tree, leave that ends before it begins. What
// needs the procedures (every role bound, shorter allowances) is not its
// business. The faults stand in the order of the file. A file without faults
// gives every fact once.
func (f *File) Check() []Fault {
	c := checker{units: map[string]*Unit{}, officers: map[string]bool{}}
	for i := range f.Units {
		c.units[f.Units[i].ID] = &f.Units[i]
		for _, o := range f.Units[i].Officers {
			c.officers[o.ID] = true
		}
	}
	names(&c, "units.", f.Units, func(u *Unit) string { return u.ID })
	for i := range f.Units {
		c.unit(&f.Units[i])
	}
	begun := map[string]bool{}
	for i, l := range f.Leave {
		path := "leave." + strconv.Itoa(i)
		c.leave(path, l)
		if key := l.key(); begun[key] {
			c.fault(path+".from",
				"công chức «"+l.Officer+"» có hai lần nghỉ phép từ "+l.From.String()+"; gộp làm một",
				"officer «"+l.Officer+"» has two leaves from "+l.From.String()+"; make them one")
		} else {
			begun[key] = true
		}
	}
	c.bindings("roles.", f.Roles)
	names(&c, "procedures.", f.Procedures, func(p *Procedure) string { return p.Name })
	for _, p := range f.Procedures {
		c.bindings("procedures."+p.Name+".roles.", p.Roles)
		names(&c, "procedures."+p.Name+".within.", p.Within, func(t *Tightening) string { return t.Name })
	}
	return c.faults
}

// names checks the names of a list, of which keys of facts are made: each there
// once, none empty, without what separates the parts of a key.
func names[T any](c *checker, prefix string, list []T, name func(*T) string) {
	seen := map[string]bool{}
	for i := range list {
		n := name(&list[i])
		switch {
		case n == "" || strings.ContainsAny(n, "/: "):
			c.fault(prefix+n, "tên «"+n+"» trống, hoặc có «/», «:» hay dấu cách; chọn tên khác",
				"the name «"+n+"» is empty, or has a slash, a colon or a space; choose another")
		case seen[n]:
			c.fault(prefix+n, "«"+n+"» có hai lần ở đây; giữ một", "«"+n+"» appears twice here; keep one")
		}
		seen[n] = true
	}
}

type checker struct {
	units    map[string]*Unit
	officers map[string]bool
	faults   []Fault
}

func (c *checker) fault(path, vi, en string) {
	c.faults = append(c.faults, Fault{Path: path, Text: wording.Text{VI: vi, EN: en}})
}

func (c *checker) unknown(path, vi, en, name string) {
	c.faults = append(c.faults, Fault{
		Path: path, Unknown: name,
		Text: wording.Text{
			VI: "không có " + vi + " tên «" + name + "»; khai báo hoặc sửa tên",
			EN: "no " + en + " named «" + name + "»; declare it or correct the name",
		},
	})
}

func (c *checker) unit(u *Unit) {
	path := "units." + u.ID
	if u.Parent != "" && c.units[u.Parent] == nil {
		c.unknown(path+".parent", "đơn vị", "unit", u.Parent)
	}
	if c.circle(u) {
		c.fault(path+".parent",
			"đơn vị «"+u.ID+"» là cấp trên của chính nó; sửa parent",
			"unit «"+u.ID+"» stands above itself; correct parent")
	}
	if u.Head != "" && !c.officers[u.Head] {
		c.unknown(path+".head", "công chức", "officer", u.Head)
	}
	for i, o := range u.Officers {
		if o.ID == "applicant" || o.ID == "parent" {
			c.fault(path+".officers."+o.ID,
				"«"+o.ID+"» là từ dành riêng, không phải tên công chức; chọn tên khác",
				"«"+o.ID+"» is reserved and no officer's name; choose another")
		}
		if slices.ContainsFunc(u.Officers[:i], func(p Officer) bool { return p.ID == o.ID }) {
			c.fault(path+".officers."+o.ID,
				"công chức «"+o.ID+"» có hai lần trong đơn vị này; giữ một",
				"officer «"+o.ID+"» appears twice in this unit; keep one")
		}
	}
}

// circle reports whether the way up from a unit comes back to it.
func (c *checker) circle(u *Unit) bool {
	at := u
	for range len(c.units) {
		if at = c.units[at.Parent]; at == nil {
			return false
		}
		if at.ID == u.ID {
			return true
		}
	}
	return false // it runs into a circle further up, which is named there
}

func (c *checker) leave(path string, l Leave) {
	if !c.officers[l.Officer] {
		c.unknown(path+".officer", "công chức", "officer", l.Officer)
	}
	if !c.officers[l.Substitute] {
		c.unknown(path+".substitute", "công chức", "officer", l.Substitute)
	}
	if l.Substitute == l.Officer {
		c.fault(path+".substitute",
			"công chức «"+l.Officer+"» không thể tự thay mình; ghi người khác",
			"officer «"+l.Officer+"» cannot stand in for themselves; name another")
	}
	if l.To < l.From {
		c.fault(path+".to",
			"nghỉ phép kết thúc "+l.To.String()+" trước khi bắt đầu "+l.From.String()+"; sửa ngày",
			"leave ends "+l.To.String()+" before it begins "+l.From.String()+"; correct the date")
	}
}

func (c *checker) bindings(prefix string, list []Binding) {
	names(c, prefix, list, func(b *Binding) string { return b.Role })
	for _, b := range list {
		for _, unit := range b.Units {
			if !strings.Contains(unit, ":") && c.units[unit] == nil {
				c.unknown(prefix+b.Role, "đơn vị", "unit", unit)
			}
		}
	}
}
