package arch

import (
	"go/ast"
	"slices"
)

// clocks are the names of package time that read a clock, wait or read zones
// of the machine.
var clocks = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "LoadLocation", "Local",
}

// fractions are types whose arithmetic differs from machine to machine.
var fractions = []string{"float32", "float64", "complex64", "complex128"}

// purity finds what a pure package may not do: read a clock, start a
// goroutine, compute with fractions, or walk a map, whose order nobody knows.
func (c *checker) purity(name string, tree *ast.File, line func(ast.Node) int) {
	maps := mapNames(tree)
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			c.fault(name, line(n), "starts a goroutine: a pure package waits for nobody")
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clocks, n.Sel.Name) {
				c.fault(name, line(n), "time.%s: an instant is an argument called now", n.Sel.Name)
			}
		case *ast.Ident:
			if slices.Contains(fractions, n.Name) {
				c.fault(name, line(n), "%s: fractions differ between machines, count in whole numbers", n.Name)
			}
		case *ast.RangeStmt:
			if isMap(n.X, maps) {
				c.fault(name, line(n), "ranges over a map: its order is not the same twice, sort the keys")
			}
		}
		return true
	})
}

// mapNames collects the names that a file declares as maps: variables,
// parameters and fields. It knows no types of other files, so the rule is
// helped by keeping maps where they are declared.
func mapNames(tree *ast.File) map[string]bool {
	names := map[string]bool{}
	add := func(idents []*ast.Ident, t ast.Expr) {
		if _, ok := t.(*ast.MapType); ok {
			for _, id := range idents {
				names[id.Name] = true
			}
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			add(n.Names, n.Type)
		case *ast.ValueSpec:
			add(n.Names, n.Type)
			for i, v := range n.Values {
				if i < len(n.Names) {
					add(n.Names[i:i+1], madeMap(v))
				}
			}
		case *ast.AssignStmt:
			for i, v := range n.Rhs {
				if id, ok := n.Lhs[min(i, len(n.Lhs)-1)].(*ast.Ident); ok {
					add([]*ast.Ident{id}, madeMap(v))
				}
			}
		}
		return true
	})
	return names
}

// madeMap returns the type of a map literal or of make(map...), else nil.
func madeMap(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return e.Type
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.Ident); ok && f.Name == "make" && len(e.Args) > 0 {
			return e.Args[0]
		}
	}
	return nil
}

func isMap(e ast.Expr, names map[string]bool) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return names[e.Name]
	case *ast.SelectorExpr:
		return names[e.Sel.Name]
	}
	m, ok := madeMap(e).(*ast.MapType)
	return ok && m != nil
}
