package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
)

// progress is a bar on a terminal, and nothing elsewhere.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress makes a bar up to size, -1 when nobody knows how much there is;
// extra says what it counts, if not just steps.
func newProgress(w io.Writer, size int64, what string, extra ...progressbar.Option) progress {
	f, ok := w.(*os.File)
	if !ok {
		return progress{}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return progress{}
	}
	options := append([]progressbar.Option{
		progressbar.OptionSetWriter(f),
		progressbar.OptionSetDescription(what),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30),
	}, extra...)
	return progress{progressbar.NewOptions64(size, options...)}
}

// newBytes makes a bar over bytes.
func newBytes(w io.Writer, size int64, what string) progress {
	return newProgress(w, size, what, progressbar.OptionShowBytes(true))
}

// reader shows what is read from r.
func (p progress) reader(r io.Reader) io.Reader {
	if p.bar == nil {
		return r
	}
	return io.TeeReader(r, p.bar)
}

// set shows that so many steps are done.
func (p progress) set(n int) {
	if p.bar != nil && p.bar.State().CurrentNum != int64(n) {
		_ = p.bar.Set(n) // only a picture
	}
}

// of shows that so many steps of so many are done.
func (p progress) of(n, of int) {
	if p.bar != nil {
		p.bar.ChangeMax(of)
		p.set(n)
	}
}

// done takes the bar away.
func (p progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish() // only a picture
	}
}
