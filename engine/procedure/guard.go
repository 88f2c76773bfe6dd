package procedure

import (
	"errors"
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Guard is a condition over recorded facts, in the Common Expression Language,
// compiled once. It is safe for concurrent use.
type Guard struct {
	// Source is the text of the file, in NFC, without blanks at its ends.
	Source string

	program cel.Program
	expr    ast.Expr
}

// GuardReason says why a guard has no answer.
type GuardReason string

const (
	// DivisionByZero is a division, or a remainder, by zero.
	DivisionByZero GuardReason = "division_by_zero"
	// Overflow is a result outside 64 bits.
	Overflow GuardReason = "overflow"
	// UnknownFact is a fact that the case does not have. Compile proves that it
	// cannot happen on the ways a procedure designs; a case that was put somewhere
	// by a foreign log may still lack it.
	UnknownFact GuardReason = "unknown_fact"
)

// GuardError is returned by a guard that has no answer.
type GuardError struct {
	Guard  string // its source
	Reason GuardReason
	Fact   string // of UnknownFact: the field
}

// Error says which guard failed and why.
func (e *GuardError) Error() string {
	if e.Fact != "" {
		return fmt.Sprintf("guard %q: %s: %s", e.Guard, e.Reason, e.Fact)
	}
	return fmt.Sprintf("guard %q: %s", e.Guard, e.Reason)
}

// unknown is what reading a field that is not known gives.
type unknown string

func (u unknown) Error() string { return "unknown fact " + string(u) }

// Eval answers the guard over the facts of a case. A nil guard is true. The
// same facts give the same answer on every machine; the only error is a
// *GuardError.
func (g *Guard) Eval(f Facts) (bool, error) {
	if g == nil {
		return true, nil
	}
	out, _, err := g.program.Eval(&activation{f})
	if err == nil {
		return out == types.True, nil
	}
	failed := &GuardError{Guard: g.Source}
	var fact unknown
	switch text := err.Error(); {
	case errors.As(err, &fact):
		failed.Reason, failed.Fact = UnknownFact, string(fact)
	case text == "division by zero" || text == "modulus by zero":
		failed.Reason = DivisionByZero
	default: // the operators that are left have no other error
		failed.Reason = Overflow
	}
	return false, failed
}

// activation gives the five roots of the language; each is the facts, and the
// provider of types reads the fields off them.
type activation struct{ facts Facts }

func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "data", "visits", "count", "children", "clocks":
		return a.facts, true
	case "outcomes":
		all := a.facts.Outcomes()
		words := make([]string, len(all))
		for i, o := range all {
			words[i] = string(o)
		}
		return types.NewStringList(types.DefaultTypeAdapter, words), true
	}
	return nil, false
}

func (a *activation) Parent() cel.Activation { return nil }
