package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/wording"
)

// procedureLintCmd is `motcua procedure lint`: all faults of each file. Exit 2
// with an error, 1 with a warning under --strict, else 0.
func procedureLintCmd(a *app) *cobra.Command {
	strict := false
	c := &cobra.Command{
		Use:   "lint FILE...",
		Short: a.say("Kiểm tra tệp thủ tục, nói mọi lỗi một lần", "Check procedure files, all faults at once"),
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			report := lint{Files: []lintFile{}}
			for _, file := range files {
				report.add(file)
			}
			if err := a.printLint(report); err != nil {
				return err
			}
			switch {
			case report.Errors > 0:
				return bad("", "")
			case strict && report.Warnings > 0:
				return wrong("", "")
			}
			return nil
		},
	}
	c.Flags().BoolVar(&strict, "strict", false, a.say("cảnh báo cũng làm mã thoát là 1", "exit 1 for warnings too"))
	return c
}

// lint is the JSON of `procedure lint`.
type lint struct {
	OK       bool       `json:"ok"`
	Errors   int        `json:"errors"`
	Warnings int        `json:"warnings"`
	Files    []lintFile `json:"files"`
}

type lintFile struct {
	File      string        `json:"file"`
	OK        bool          `json:"ok"` // no error; perhaps warnings
	Procedure string        `json:"procedure,omitempty"`
	Version   int           `json:"version,omitempty"`
	Identity  string        `json:"identity,omitempty"`
	Faults    []lintFault   `json:"faults"`
	Error     *wording.Text `json:"error,omitempty"` // the file cannot be read
	faults    source.Faults // as printed
	err       error         // what Error says
}

type lintFault struct {
	File    string       `json:"file"`
	Line    int          `json:"line"`
	Col     int          `json:"col"`
	Path    string       `json:"path"`
	Code    string       `json:"code"`
	Warning bool         `json:"warning"`
	Text    wording.Text `json:"text"`
}

func (l *lint) add(file string) {
	f := lintFile{File: file, Faults: []lintFault{}}
	r, err := readProcedureFile(file)
	if err != nil {
		f.err = err
		if t, ok := err.(*failure); ok {
			f.Error = &t.text
		}
		l.Errors++
		l.Files = append(l.Files, f)
		l.OK = false
		return
	}
	for _, x := range r.faults {
		f.Faults = append(f.Faults, lintFault{x.File, x.Line, x.Col, x.Path, x.Code, x.Warning, x.Text()})
	}
	f.faults = r.faults
	f.OK = r.machine != nil
	f.Procedure, f.Version = r.definition.Name, r.definition.Version
	if r.machine != nil {
		f.Identity = r.machine.Identity
	}
	l.Errors += r.faults.Errors()
	l.Warnings += len(r.faults) - r.faults.Errors()
	l.OK = l.Errors == 0
	l.Files = append(l.Files, f)
}

// printLint writes one fault a line, as compilers do; a file that cannot be
// read is said on standard error.
func (a *app) printLint(l lint) error {
	for _, f := range l.Files {
		if f.err != nil {
			a.report(f.err)
		}
	}
	if a.json {
		return a.printJSON(l)
	}
	for _, f := range l.Files {
		for _, x := range f.faults {
			if _, err := fmt.Fprintln(a.out, x.In(a.lang)); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintln(a.out, a.say(
		fmt.Sprintf("%d tệp, %d lỗi, %d cảnh báo", len(l.Files), l.Errors, l.Warnings),
		fmt.Sprintf("%s, %s, %s", count(len(l.Files), "file"), count(l.Errors, "error"), count(l.Warnings, "warning"))))
	return err
}

// count writes a number and its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
