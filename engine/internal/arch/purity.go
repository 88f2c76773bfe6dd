package arch

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
)

// clocks are the names of package time that read a clock, wait or read zones
// of the machine.
var clocks = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "LoadLocation", "Local",
}

// sorters are the functions of package slices that may be given the keys of a
// map, for they put them in order.
var sorters = []string{"Sorted", "SortedFunc", "SortedStableFunc"}

// walkers are the functions of package maps whose answers come in any order.
var walkers = []string{"All", "Keys", "Values"}

// purity finds what a pure package may not do: read a clock, start a goroutine
// or wait for one, compute with fractions, or walk a map, whose order nobody
// knows.
func (c *checker) purity(name string, tree *ast.File, line func(ast.Node) int) {
	names := imports(tree)
	if names["."] != "" {
		c.fault(name, 1, "imports %s into its own names: nobody sees what it calls", names["."])
	}
	// of returns the name that is selected from a package, "" for another selector.
	of := func(n *ast.SelectorExpr, pkg string) string {
		if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil && names[x.Name] == pkg {
			return n.Sel.Name
		}
		return ""
	}
	sorted := map[ast.Node]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			c.fault(name, line(n), "starts a goroutine: a pure package waits for nobody")
		case *ast.SelectStmt, *ast.ChanType, *ast.SendStmt:
			c.fault(name, line(n), "uses a channel: a pure package waits for nobody")
		case *ast.SelectorExpr:
			if f := of(n, "time"); slices.Contains(clocks, f) {
				c.fault(name, line(n), "time.%s: an instant is an argument called now", f)
			}
			if f := of(n, "maps"); slices.Contains(walkers, f) && !sorted[n] {
				c.fault(name, line(n), "maps.%s: the order of a map is not the same twice, sort the keys", f)
			}
		case *ast.RangeStmt:
			if c.isMap(n.X) {
				c.fault(name, line(n), "ranges over a map: its order is not the same twice, sort the keys")
			}
		case *ast.CallExpr:
			c.call(name, n, line)
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(sorters, of(f, "slices")) && len(n.Args) > 0 {
				if walk, ok := n.Args[0].(*ast.CallExpr); ok {
					sorted[walk.Fun] = true
				}
			}
		}
		if e, ok := n.(ast.Expr); ok && c.isFraction(e) {
			c.fault(name, line(n), "computes with a fraction: they differ between machines, count in whole numbers")
		}
		return true
	})
}

// strangers are methods of instants and durations, whose types the house does
// not know, and why they may not be called.
var strangers = map[string]string{
	"Local":   "reads the zone of the machine",
	"Seconds": "gives a fraction",
	"Minutes": "gives a fraction",
	"Hours":   "gives a fraction",
}

// call finds calls of methods of package time that are not pure.
func (c *checker) call(name string, n *ast.CallExpr, line func(ast.Node) int) {
	f, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) > 0 || !c.isUnknown(f) {
		return
	}
	if why := strangers[f.Sel.Name]; why != "" {
		c.fault(name, line(n), "%s(): %s", f.Sel.Name, why)
	}
}

// imports gives the path of each package by the name a file has for it.
func imports(tree *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range tree.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}
