package source

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Fault is one thing wrong, or with Warning doubtful, at a place in a file.
type Fault struct {
	File string // as the caller named it
	Line int    // from 1
	Col  int    // from 1, in characters
	procedure.Fault
	// Words are what is said in place of the words of the code, in district files.
	Words wording.Text
}

// Text says what is wrong and what to do, without code and place.
func (f Fault) Text() wording.Text {
	if f.Words.IsZero() {
		return f.Fault.Text()
	}
	return f.Words
}

// In writes the fault in one language, as "file:line:col path: Cnn what is
// wrong; what to do".
func (f Fault) In(l wording.Lang) string {
	at := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
	if f.Path != "" {
		at += " " + f.Path
	}
	return shown(at + ": " + f.Code + " " + f.Text().In(l))
}

// shown replaces what would break the line, or hide or turn parts of it.
func shown(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '\n' || hidden(c) {
			return '\ufffd'
		}
		return c
	}, s)
}

// String writes the fault in English.
func (f Fault) String() string { return f.In(wording.EN) }

// Faults are all faults of a file, sorted by position, then code, then path.
type Faults []Fault

// Errors counts the faults that are not warnings.
func (fs Faults) Errors() int {
	n := 0
	for _, f := range fs {
		if !f.Warning {
			n++
		}
	}
	return n
}

// Err returns the faults as one error, nil when there are only warnings. The
// error has Text() wording.Text, one fault a line.
func (fs Faults) Err() error {
	if fs.Errors() == 0 {
		return nil
	}
	return &Error{Faults: fs}
}

// Error is a file that cannot be used.
type Error struct{ Faults Faults }

// Error writes all faults in English, one a line.
func (e *Error) Error() string { return e.Faults.in(wording.EN) }

// Text writes all faults in both languages, one a line.
func (e *Error) Text() wording.Text {
	return wording.Text{VI: e.Faults.in(wording.VI), EN: e.Faults.in(wording.EN)}
}

func (fs Faults) in(l wording.Lang) string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.In(l)
	}
	return strings.Join(lines, "\n")
}

// sorted puts the faults in the order of the file and drops what is said twice.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path), slices.Compare(a.Args, b.Args))
	})
	return slices.CompactFunc(fs, func(a, b Fault) bool {
		return a.Line == b.Line && a.Col == b.Col && a.Code == b.Code && a.Path == b.Path && slices.Equal(a.Args, b.Args) && a.Words == b.Words
	})
}
