package arch

import (
	"go/ast"
	"strings"
)

// words finds exported names that say nothing of themselves: functions and
// types without a comment that begins with their name, and constants and
// variables without one of their own or of their group.
func (c *checker) words(name string, tree *ast.File, line func(ast.Node) int) {
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if exported(d) && !begins(d.Doc, d.Name.Name) {
				c.fault(name, line(d.Name), "%s is exported without a comment that begins with its name", d.Name.Name)
			}
		case *ast.GenDecl:
			c.group(name, d, line)
		}
	}
}

func (c *checker) group(name string, d *ast.GenDecl, line func(ast.Node) int) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && !begins(s.Doc, s.Name.Name) && !begins(d.Doc, s.Name.Name) {
				c.fault(name, line(s), "%s is exported without a comment that begins with its name", s.Name.Name)
			}
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
				c.fault(name, line(s), "%s is exported without a comment", s.Names[0].Name)
			}
		}
	}
}

// exported reports whether a function can be seen from outside: its name, and
// for a method that of its receiver. Methods that an interface of the language
// or its libraries names explain themselves.
func exported(d *ast.FuncDecl) bool {
	switch d.Name.Name {
	case "Error", "String", "Unwrap", "Is", "As", "Len", "Less", "Swap":
		return false
	}
	if d.Recv != nil && len(d.Recv.List) > 0 {
		t := d.Recv.List[0].Type
		if p, ok := t.(*ast.StarExpr); ok {
			t = p.X
		}
		if id, ok := t.(*ast.Ident); ok && !id.IsExported() {
			return false
		}
	}
	return d.Name.IsExported()
}

// begins reports whether a comment begins with a name, after an article.
func begins(doc *ast.CommentGroup, name string) bool {
	text := doc.Text()
	for _, article := range []string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	return strings.HasPrefix(text, name)
}
