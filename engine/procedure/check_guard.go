package procedure

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"golang.org/x/text/unicode/norm"
)

// maxGuard is how many characters a guard may have.
const maxGuard = 400

// guard compiles the guard said at path; no source is no guard. A faulty guard
// is reported (C18 to C20, C22) and given back without a program, so that the
// graph keeps its shape.
func (c *compiler) guard(path, source string) *Guard {
	source = strings.TrimSpace(norm.NFC.String(source))
	if source == "" {
		return nil
	}
	if g := c.guards.known[source]; g != nil {
		return g
	}
	g := &Guard{Source: source}
	n := len(c.faults)
	c.compileGuard(path, g)
	if len(c.faults) == n {
		c.guards.known[source] = g
	}
	return g
}

func (c *compiler) compileGuard(path string, g *Guard) {
	if utf8.RuneCountInString(g.Source) > maxGuard {
		c.fault("C19", path)
		return
	}
	parsed, issues := c.guards.env.Parse(g.Source)
	if issues.Err() != nil {
		// One is enough: the others of a syntax fault only follow from it.
		c.fault("C18", path, said(issues.Errors()[0]))
		return
	}
	w := &walker{c: c, path: path}
	w.walk(parsed.NativeRep().Expr(), nil)
	if w.faulty {
		return
	}
	checked, issues := c.guards.env.Check(parsed)
	if issues.Err() != nil {
		for _, e := range issues.Errors() {
			c.fault("C18", path, said(e))
		}
		return
	}
	if checked.OutputType() != cel.BoolType {
		t := checked.OutputType().String()
		c.fault("C18", path, "kết quả kiểu "+t+", không phải bool | the result is "+t+", not bool")
		return
	}
	program, err := c.guards.env.Program(checked)
	if err != nil {
		c.fault("C18", path, err.Error())
		return
	}
	g.program, g.expr = program, checked.NativeRep().Expr()
}

// celWords are Vietnamese words for the commonest faults of CEL: a message that
// has the first part, then a quoted text, then the second.
var celWords = []struct{ en, vi string }{
	{"undefined field ", "không có tên "},
	{"undeclared reference to ", "không có "},
	{"found no matching overload for ", "không dùng được với kiểu dữ liệu này: "},
	{"Syntax error: the guard ends too soon", "sai cú pháp: điều kiện viết dở"},
	{"Syntax error: mismatched input ", "sai cú pháp, không hiểu "},
	{"Syntax error: extraneous input ", "sai cú pháp, thừa "},
	{"Syntax error: token recognition error at: ", "sai cú pháp, không đọc được "},
	{"Syntax error: ", "sai cú pháp: "},
	{"expression of type ", "kiểu không phù hợp: "},
}

// said writes a fault of CEL with its column, in both languages.
func said(e *common.Error) string {
	column := strconv.Itoa(e.Location.Column() + 1)
	en, _, _ := strings.Cut(e.Message, "\n")
	en, _, _ = strings.Cut(en, " expecting ") // a list of the parser's own words
	en = strings.ReplaceAll(en, "mismatched input '<EOF>'", "the guard ends too soon")
	en = strings.ReplaceAll(strings.TrimSuffix(en, " (in container '')"), " | ", " ¦ ")
	vi := en
	for _, w := range celWords {
		if rest, found := strings.CutPrefix(en, w.en); found {
			vi = w.vi + rest
			break
		}
	}
	return "cột " + column + ": " + vi + " | column " + column + ": " + en
}
