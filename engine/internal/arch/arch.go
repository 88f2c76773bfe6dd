// Package arch holds the rules of the house as a test: who may import whom,
// what the pure packages may not do, how large a file may grow, and that what
// is exported says what it is. It reads the source of the module and nothing
// else.
//
// It is no linter of style: what gofmt, vet and staticcheck say is theirs.
//
//	faults := arch.Check(files) // "engine/casefile/decide.go:12: imports os, ..."
package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Module is the path of this module.
const Module = "github.com/motcua/motcua"

// File is one Go file of the module. Name is its path from the root, with
// slashes.
type File struct {
	Name   string
	Source []byte
}

// Check returns what breaks a rule, sorted, each with file and line.
func Check(files []File) []string {
	fset := token.NewFileSet()
	trees := map[string][]*ast.File{} // by folder, without tests
	parsed := make([]*ast.File, len(files))
	c := checker{house: newHouse(fset, trees)}
	for i, f := range files {
		tree, err := parser.ParseFile(fset, f.Name, f.Source, parser.ParseComments)
		if err != nil {
			c.fault(f.Name, 1, "does not parse: %v", err)
			continue
		}
		parsed[i] = tree
		if dir := path.Dir(f.Name); !isTest(f.Name) {
			trees[dir] = append(trees[dir], tree)
		}
	}
	documented := map[string]bool{}
	for i, f := range files {
		if parsed[i] != nil {
			c.check(f, parsed[i], documented)
		}
	}
	for _, f := range files {
		if dir := path.Dir(f.Name); !isTest(f.Name) && !documented[dir] {
			c.fault(f.Name, 1, "package has no doc comment")
			documented[dir] = true
		}
	}
	slices.Sort(c.faults)
	return slices.Compact(c.faults)
}

type checker struct {
	*house
	faults []string
}

func (c *checker) fault(name string, line int, format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf("%s:%d: %s", name, line, fmt.Sprintf(format, args...)))
}

func (c *checker) check(f File, tree *ast.File, documented map[string]bool) {
	dir := path.Dir(f.Name)
	if !isTest(f.Name) && tree.Doc != nil && len(tree.Doc.Text()) > 40 {
		documented[dir] = true
	}
	c.size(f)
	line := func(n ast.Node) int { return c.fset.Position(n.Pos()).Line }
	if !isTest(f.Name) {
		c.words(f.Name, tree, line)
	}
	for _, spec := range tree.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if why := forbidden(f.Name, imported); why != "" {
			c.fault(f.Name, line(spec), "imports %s: %s", imported, why)
		}
	}
	if pure(dir) && !isTest(f.Name) {
		c.load(dir)
		c.purity(f.Name, tree, line)
	}
}

// Bounds of a file, in lines.
const (
	maxLines     = 400
	maxTestLines = 600 // tests and suites of tests
)

func (c *checker) size(f File) {
	bound := maxLines
	if dir := path.Dir(f.Name); isTest(f.Name) || strings.HasSuffix(path.Base(dir), "test") {
		bound = maxTestLines
	}
	if n := strings.Count(string(f.Source), "\n"); n > bound {
		c.fault(f.Name, n, "has %d lines, more than %d: split it by noun", n, bound)
	}
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }
