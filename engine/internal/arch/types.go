package arch

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// house knows the types of the module's own packages. Whatever they import from
// elsewhere is unknown to it: that keeps it fast and away from any network, and
// a value whose type it cannot know is no fault.
type house struct {
	fset  *token.FileSet
	trees map[string][]*ast.File // by folder, without tests
	known map[string]*types.Package
	info  types.Info
}

func newHouse(fset *token.FileSet, trees map[string][]*ast.File) *house {
	return &house{fset: fset, trees: trees, known: map[string]*types.Package{}, info: types.Info{Types: map[ast.Expr]types.TypeAndValue{}}}
}

// Import makes a house an importer of its own packages.
func (h *house) Import(imported string) (*types.Package, error) {
	if dir, ok := strings.CutPrefix(imported, Module+"/"); ok && h.load(dir) != nil {
		return h.known[dir], nil
	}
	return nil, errors.New("not of this house")
}

// load finds the types of a package; nil in a circle, or when there is none.
func (h *house) load(dir string) *types.Package {
	if p, ok := h.known[dir]; ok || h.trees[dir] == nil {
		return p
	}
	h.known[dir] = nil
	unknown := types.Config{Importer: h, FakeImportC: true, DisableUnusedImportCheck: true, Error: func(error) {}}
	h.known[dir], _ = unknown.Check(Module+"/"+dir, h.fset, h.trees[dir], &h.info)
	return h.known[dir]
}

// isMap reports whether an expression is known to be a map.
func (h *house) isMap(e ast.Expr) bool {
	t := h.info.TypeOf(e)
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// isFraction reports whether an expression is known to be a fraction.
func (h *house) isFraction(e ast.Expr) bool {
	t := h.info.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsFloat|types.IsComplex) != 0
}

// isUnknown reports whether an expression has no type that the house knows.
func (h *house) isUnknown(e ast.Expr) bool {
	t := h.info.TypeOf(e)
	return t == nil || t == types.Typ[types.Invalid]
}
