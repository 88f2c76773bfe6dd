package procedure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// walker goes once over a guard before it is type-checked. It refuses what the
// language leaves out although CEL has it (C18), one comprehension inside
// another (C19), reading a personal field (C20), and a literal that cannot be
// a value of what it is compared with (C22), which CEL would not notice or say
// less clearly.
type walker struct {
	c      *compiler
	path   string
	faulty bool
	nested bool
}

// roots are the variables of guards that only ever stand before a dot.
var roots = []string{"data", "visits", "count", "children", "clocks"}

func (w *walker) fault(code string, args ...string) {
	w.c.fault(code, w.path, args...)
	w.faulty = true
}

// refuse reports something that CEL has and the language of guards has not.
func (w *walker) refuse(name string) {
	w.fault("C18", "«"+name+"» không thuộc ngôn ngữ điều kiện | "+name+" is not part of the guard language")
}

// walk visits e; loop names the variables of the comprehension around it, the
// first of them the element when it goes over outcomes.
func (w *walker) walk(e ast.Expr, loop []string) {
	switch e.Kind() {
	case ast.LiteralKind:
		switch v := e.AsLiteral().(type) {
		case types.String, types.Int, types.Bool:
		default:
			w.refuse(v.Type().TypeName())
		}
	case ast.IdentKind:
		if name := e.AsIdent(); slices.Contains(roots, name) {
			w.refuse(name)
		}
	case ast.SelectKind:
		w.walkSelect(e, loop)
	case ast.CallKind:
		call := e.AsCall()
		args := call.Args()
		if !slices.ContainsFunc(allowed, func(o operation) bool { return o.name == call.FunctionName() }) {
			w.refuse(strings.ReplaceAll(call.FunctionName(), "_", ""))
			return
		}
		if call.IsMemberFunction() {
			w.walk(call.Target(), loop)
		}
		for _, a := range args {
			w.walk(a, loop)
		}
		w.compare(call, loop)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			w.walk(x, loop)
		}
	case ast.ComprehensionKind:
		w.walkLoop(e.AsComprehension(), loop)
	default:
		w.refuse("{}")
	}
}

func (w *walker) walkLoop(l ast.ComprehensionExpr, loop []string) {
	if loop != nil && !w.nested {
		w.nested = true
		w.fault("C19")
	}
	vars := []string{"", l.IterVar(), l.AccuVar()}
	if r := l.IterRange(); r.Kind() == ast.IdentKind && r.AsIdent() == "outcomes" {
		vars[0] = l.IterVar()
	}
	w.walk(l.IterRange(), vars)
	w.walk(l.AccuInit(), vars)
	w.walk(l.LoopCondition(), vars)
	w.walk(l.LoopStep(), vars)
	w.walk(l.Result(), vars)
}

func (w *walker) walkSelect(e ast.Expr, loop []string) {
	s := e.AsSelect()
	if s.Operand().Kind() != ast.IdentKind || !slices.Contains(roots, s.Operand().AsIdent()) {
		w.walk(s.Operand(), loop)
		return
	}
	if field := w.c.def.field(s.FieldName()); field != nil && field.Personal &&
		s.Operand().AsIdent() == "data" && !s.IsTestOnly() {
		w.fault("C20", field.Name)
	}
}

// comparisons are the operators whose two sides must be of one type.
var comparisons = []string{
	operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals,
	operators.Greater, operators.GreaterEquals,
}

// compare checks the literals on one side of a comparison, or in the list after
// in, against the fact on the other.
func (w *walker) compare(call ast.CallExpr, loop []string) {
	args := call.Args()
	if len(args) != 2 {
		return
	}
	switch name := call.FunctionName(); {
	case slices.Contains(comparisons, name):
		w.fits(args[0], args[1:], loop)
		w.fits(args[1], args[:1], loop)
	case name == operators.In && args[1].Kind() == ast.ListKind:
		w.fits(args[0], args[1].AsList().Elements(), loop)
	case name == operators.In && isIdent(args[1], "outcomes"):
		w.literals(args[:1], Field{Name: "outcomes", Type: Enum, Values: words(outcomes)})
	}
}

// fits checks literals against the fact that subject is, if it is one.
func (w *walker) fits(subject ast.Expr, literals []ast.Expr, loop []string) {
	if subject.Kind() == ast.IdentKind && len(loop) > 0 && loop[0] == subject.AsIdent() {
		w.literals(literals, Field{Name: "outcomes", Type: Enum, Values: words(outcomes)})
		return
	}
	if subject.Kind() != ast.SelectKind {
		return
	}
	s := subject.AsSelect()
	if isIdent(s.Operand(), "data") && !s.IsTestOnly() {
		if f := w.c.def.field(s.FieldName()); f != nil {
			w.literals(literals, *f)
		}
		return
	}
	if s.Operand().Kind() == ast.SelectKind && isIdent(s.Operand().AsSelect().Operand(), "children") {
		if values := w.ends(s.Operand().AsSelect().FieldName(), s.FieldName()); values != nil {
			name := "children." + s.Operand().AsSelect().FieldName() + "." + s.FieldName()
			w.literals(literals, Field{Name: name, Type: Enum, Values: values})
		}
	}
}

// ends returns what children.name.state or .outcome can be: nothing yet, an end
// of the child's procedure, or cancelled when it could not be opened. It is nil
// when the procedure is not known.
func (w *walker) ends(name, what string) []string {
	for _, s := range w.c.def.States {
		for _, o := range s.Opens {
			if o.Name != name {
				continue
			}
			d := w.c.children(o.Procedure)
			if d == nil {
				return nil
			}
			values := []string{""}
			if what == "outcome" {
				values = append(values, string(Cancelled))
			}
			for _, end := range d.States {
				switch {
				case end.Outcome == "":
				case what == "outcome":
					values = append(values, string(end.Outcome))
				case what == "state":
					values = append(values, end.Name)
				}
			}
			return values
		}
	}
	return nil
}

// literals reports those literals that cannot be a value of f.
func (w *walker) literals(exprs []ast.Expr, f Field) {
	for _, e := range exprs {
		if e.Kind() == ast.LiteralKind && !f.holds(e.AsLiteral()) {
			w.fault("C22", fmt.Sprint(e.AsLiteral().Value()), f.Name)
		}
	}
}

// holds reports whether a field may have the value of a literal.
func (f Field) holds(v ref.Val) bool {
	if !slices.Contains(fieldTypes, f.Type) || f.Type == Enum && len(f.Values) == 0 {
		return true // a fault of the field, not of the guard
	}
	switch v := v.(type) {
	case types.Int:
		return f.Type == Integer || f.Type == Money
	case types.Bool:
		return f.Type == Boolean
	case types.String:
		switch f.Type {
		case Enum:
			return slices.Contains(f.Values, string(v))
		case Date:
			_, err := time.Parse(time.DateOnly, string(v))
			return err == nil
		case String:
			return true
		}
	}
	return false
}

func isIdent(e ast.Expr, name string) bool { return e.Kind() == ast.IdentKind && e.AsIdent() == name }

// words gives named words as strings.
func words[T ~string](named []T) []string {
	s := make([]string, len(named))
	for i, w := range named {
		s[i] = string(w)
	}
	return s
}
