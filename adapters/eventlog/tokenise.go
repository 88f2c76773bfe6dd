package eventlog

import "io"

// Tokenise reads an XES file, decompressing it if need be, and does nothing
// with it but count its elements: what no reader of the file can fall below.
func Tokenise(r io.Reader, l Limits) (elements int, err error) {
	o := Options{Limits: l}
	in, err := plain(r, o.limits())
	if err != nil {
		return 0, err
	}
	s := newScanner(in, o.limits().Token, o.limits().Depth)
	for {
		kind, err := s.next()
		if err != nil || kind == tokenEnd {
			return elements, err
		}
		if kind == tokenOpen {
			elements++
		}
	}
}
