package source

import (
	"github.com/motcua/motcua/engine/procedure"
)

// Procedure reads and compiles a procedure. The machine is nil when some fault
// is not a warning; the definition is what could be read, never nil. file only
// names the file in faults.
//
// lookup returns the file of a child procedure by its name; its error means
// that there is none. It is asked for slugs only, once for each name. A nil
// lookup knows no procedure.
func Procedure(file string, b []byte, lookup func(name string) ([]byte, error)) (*procedure.Machine, *procedure.Definition, Faults) {
	r, d := parseProcedure(file, b)
	if d == nil {
		return nil, &procedure.Definition{}, r.faults.sorted()
	}
	at, faults := r.at, r.faults
	found := make([]procedure.Fault, 0, len(faults)+len(r.meant))
	for _, f := range faults {
		found = append(found, f.Fault)
	}
	for _, path := range r.meant {
		found = append(found, procedure.Fault{Code: "C04", Path: path})
	}
	kin := &family{lookup: lookup, read: map[string]*procedure.Definition{}}
	m, more := procedure.Compile(d, kin.find, found...)
	for _, f := range more {
		f.Hint = hintFor(d, f)
		if f.Code == "C34" && len(f.Args) > 0 && kin.broken[f.Args[0]] {
			f.Hint = hintChild
		}
		pos := at.At(f.Path)
		faults = append(faults, Fault{File: file, Line: pos.Line, Col: pos.Col, Fault: f})
	}
	return m, d, faults.sorted()
}

// Parse reads a procedure without looking at its meaning. The definition is
// never nil; of a file that is no YAML it is empty.
func Parse(file string, b []byte) (*procedure.Definition, Positions, Faults) {
	r, d := parseProcedure(file, b)
	if d == nil {
		d = &procedure.Definition{}
	}
	return d, r.at, r.faults.sorted()
}

// parseProcedure returns no definition when reading ended before any of it
// could be seen.
func parseProcedure(file string, b []byte) (*reader, *procedure.Definition) {
	r, root := open(file, b)
	if root == nil {
		return r, nil
	}
	if root.form != formMap {
		r.wrong(root, "", wantMap)
		return r, nil
	}
	d := &procedure.Definition{}
	r.definition(root, d)
	return r, d
}

// family finds the children of a procedure and reads each once.
type family struct {
	lookup func(string) ([]byte, error)
	read   map[string]*procedure.Definition
	broken map[string]bool // there, but with faults of its own
}

func (k *family) find(name string) *procedure.Definition {
	if d, known := k.read[name]; known {
		return d
	}
	k.read[name] = nil
	if k.lookup == nil || !slug(name) {
		return nil
	}
	b, err := k.lookup(name)
	if err != nil {
		return nil
	}
	d, _, faults := Parse(name, b)
	if faults.Errors() > 0 {
		if k.broken == nil {
			k.broken = map[string]bool{}
		}
		k.broken[name] = true
		return nil
	}
	k.read[name] = d
	return d
}

// slug reports whether name may be a procedure's: it may become part of the
// name of a file.
func slug(name string) bool {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (i == 0 || (r < '0' || r > '9') && r != '-') {
			return false
		}
	}
	return name != "" && len(name) <= 64
}
