package procedure

import (
	"slices"
	"strconv"
	"strings"
)

// Bounds of a definition.
const (
	maxStates   = 64
	maxMoves    = 32
	maxChildren = 64
	maxWarnings = 64 // of one clock or visit: a bit each in the case
	maxName     = 64
)

// compiler carries one compilation.
type compiler struct {
	def      *Definition
	children func(string) *Definition
	faults   []Fault
	found    []Fault
	guards   *guardEnv
	m        *Machine
}

// Compile checks what a definition means and compiles it. All faults come at
// once, sorted by path, then code; the machine is nil when one of them is not
// a warning.
//
// children finds the definition of a child procedure by name; nil, or a nil
// answer, is a procedure that is not in the catalogue.
//
// found are the faults that the reader of the file met already. They are not
// repeated in the answer, and nothing is said that would only echo them: not at
// their paths, not below a value that could not be read, and no check of the
// graph while one of them is a C03, C04 or C06. With any of them, warnings
// apart, the machine is nil.
func Compile(d *Definition, children func(name string) *Definition, found ...Fault) (*Machine, []Fault) {
	if children == nil {
		children = func(string) *Definition { return nil }
	}
	c := &compiler{def: d, children: children, found: found}
	c.checkHead()
	c.checkNames()
	c.checkClocks()
	c.checkStates()
	c.checkMoves()
	c.guards = newGuardEnv(d, children)
	c.build()
	c.checkChildren()
	if !c.standing("C03", "C04", "C06") {
		c.checkGraph()
	}
	if !Errors(c.faults) && !Errors(found) {
		c.confirm()
	}
	faults := sortFaults(c.faults)
	if Errors(faults) || Errors(found) {
		return nil, faults
	}
	c.m.seal()
	return c.m, faults
}

// fault reports code at path, unless the reader of the file was there before.
func (c *compiler) fault(code, path string, args ...string) {
	c.add(Fault{Code: code, Path: path, Args: args})
}

// warn is fault, as a warning.
func (c *compiler) warn(code, path string, args ...string) {
	c.add(Fault{Code: code, Path: path, Args: args, Warning: true})
}

func (c *compiler) add(f Fault) {
	if !c.unread(f.Path) {
		c.faults = append(c.faults, f)
	}
}

// unread reports whether the reader could not read what stands at path.
func (c *compiler) unread(path string) bool {
	return slices.ContainsFunc(c.found, func(k Fault) bool {
		if k.Path == path {
			return true
		}
		value := k.Code == "C04" || k.Code == "C05" || k.Code == "C38"
		return value && k.Path != "" && strings.HasPrefix(path, k.Path+".")
	})
}

// standing reports whether a fault of one of the codes was found so far.
func (c *compiler) standing(codes ...string) bool {
	has := func(f Fault) bool { return slices.Contains(codes, f.Code) }
	return slices.ContainsFunc(c.faults, has) || slices.ContainsFunc(c.found, has)
}

// item is the path of item i (from 0) of the n in a list that may also be
// written as one word.
func item(path string, i, n int) string {
	if n == 1 {
		return path
	}
	return nth(path, i)
}

// nth is the path of item i (from 0) of a list.
func nth(path string, i int) string { return path + "." + strconv.Itoa(i+1) }
