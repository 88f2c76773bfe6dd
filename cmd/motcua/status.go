package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/motcua/motcua/engine/wording"
)

// Exit statuses of the program, as documented on the command.
const (
	statusWrong = 1 // found something wrong; a command refused or overtaken
	statusBad   = 2 // usage or bad input
	statusFail  = 3 // the store or the machine failed
)

// failure is an error that knows its exit status and its words.
type failure struct {
	status int
	text   wording.Text
	cause  error
}

func (f *failure) Error() string { return f.text.EN }
func (f *failure) Unwrap() error { return f.cause }

// bad refuses the input: exit 2.
func bad(vi, en string) error { return &failure{status: statusBad, text: wording.Text{VI: vi, EN: en}} }

// wrong says that something was found wrong: exit 1. Without words nothing
// more is printed, the verb has said it all.
func wrong(vi, en string) error {
	return &failure{status: statusWrong, text: wording.Text{VI: vi, EN: en}}
}

// failed says that the store or the machine failed: exit 3.
func failed(vi, en string, cause error) error {
	return &failure{status: statusFail, text: wording.Text{VI: vi, EN: en}, cause: cause}
}

// usage wraps an error of the command line, which only speaks English.
func usage(err error) error {
	return &failure{
		status: statusBad,
		text:   wording.Text{VI: "sai cách gọi: " + err.Error() + "; xem --help", EN: err.Error() + "; see --help"},
		cause:  err,
	}
}

// texter is an error that speaks both languages.
type texter interface{ Text() wording.Text }

// report prints what went wrong and returns the exit status.
func (a *app) report(err error) int {
	if err == nil {
		return 0
	}
	status, text := a.status(err)
	if text != "" {
		fmt.Fprintf(a.err, "motcua: %s\n", scrubbed(text))
	}
	return status
}

// status finds the exit status and the words of an error. An error that no
// verb has placed comes from the command line itself.
func (a *app) status(err error) (int, string) {
	var f *failure
	if errors.As(err, &f) {
		text := f.text.In(a.lang)
		if f.status == statusFail && f.cause != nil {
			text += ": " + f.cause.Error()
		}
		return f.status, text
	}
	var t texter
	if errors.As(err, &t) {
		return statusBad, t.Text().In(a.lang)
	}
	return statusBad, usage(err).(*failure).text.In(a.lang)
}

func quote(s string) string { return strconv.Quote(s) }
