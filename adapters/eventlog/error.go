package eventlog

import (
	"fmt"

	"github.com/motcua/motcua/engine/wording"
)

// Error says where a file is wrong, and what. Line and column count from 1,
// the column in bytes; both are 0 when the file has no lines, as in a broken
// archive.
type Error struct {
	Line, Col int
	what      wording.Text
	cause     error
}

func (e *Error) Error() string { return e.Text().EN }

// Text is the error in both languages.
func (e *Error) Text() wording.Text {
	t := e.what
	if e.Line > 0 {
		t.VI = fmt.Sprintf("dòng %d, cột %d: %s", e.Line, e.Col, t.VI)
		t.EN = fmt.Sprintf("line %d, column %d: %s", e.Line, e.Col, t.EN)
	}
	return t
}

// Unwrap gives the error of the reader below, if one caused this.
func (e *Error) Unwrap() error { return e.cause }

// fault makes an Error without a position; the scanner adds it.
func fault(vi, en string, args ...any) *Error {
	return &Error{what: wording.Text{VI: fmt.Sprintf(vi, args...), EN: fmt.Sprintf(en, args...)}}
}

// because is fault with the error that caused it.
func because(cause error, vi, en string) *Error {
	return &Error{
		what:  wording.Text{VI: vi + ": " + cause.Error(), EN: en + ": " + cause.Error()},
		cause: cause,
	}
}
