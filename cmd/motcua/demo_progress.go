package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
)

// steps is a bar that counts steps, on a terminal only.
type steps struct {
	progress
	at int
}

func newSteps(w io.Writer, n int64, what string) *steps {
	f, ok := w.(*os.File)
	if !ok {
		return &steps{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &steps{}
	}
	return &steps{progress: progress{progressbar.NewOptions64(n,
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30),
	)}}
}

// set shows that so many steps are done.
func (s *steps) set(n int) {
	if s.bar == nil || n == s.at {
		return
	}
	s.at = n
	_ = s.bar.Set(n) // only a picture
}
