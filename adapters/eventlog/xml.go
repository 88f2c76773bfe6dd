package eventlog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// scanner splits XML into tags. It knows what a log needs: elements, their
// attributes, comments, instructions and text, which no log uses and which is
// skipped. It never holds more than one tag, and no more than max bytes.
type scanner struct {
	r        *bufio.Reader
	max      int // bytes of one token
	maxDepth int

	line, col   int // of the next byte
	atLine, atC int // of the present tag

	raw   []byte // the present tag without < and >, reused
	name  []byte // local name of the present tag, within raw
	attrs []xmlAttr
	text  []byte // values with references, decoded

	open   []byte // names of open elements, one after the other
	starts []int  // where each begins in open
	seen   bool   // an element was seen
	empty  bool   // the present tag closes itself: its end is still to come
	begun  bool   // something was read
}

// xmlAttr is one attribute of a tag: local name and decoded value. Both are
// valid until the next tag.
type xmlAttr struct{ name, value []byte }

type tokenKind uint8

const (
	tokenEnd   tokenKind = iota // the file is over
	tokenOpen                   // <name …>, and the first half of <name …/>
	tokenClose                  // </name>, and the second half of <name …/>
)

func newScanner(r io.Reader, max, maxDepth int) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 64<<10), max: max, maxDepth: maxDepth, line: 1, col: 1}
}

// next reads up to the next tag. After tokenOpen, name and attrs are those of
// the tag.
func (s *scanner) next() (tokenKind, error) {
	if s.empty {
		s.empty = false
		s.pop()
		return tokenClose, nil
	}
	for {
		over, err := s.skipText()
		if err != nil {
			return 0, err
		}
		if over {
			return tokenEnd, s.finish()
		}
		if err := s.readTag(); err != nil {
			return 0, err
		}
		switch {
		case s.raw[0] == '?':
			if err := s.declaration(); err != nil {
				return 0, s.here(err)
			}
		case s.raw[0] == '!':
			// A comment or a CDATA section: readTag refuses anything else.
		case s.raw[0] == '/':
			return tokenClose, s.closing()
		default:
			return tokenOpen, s.opening()
		}
	}
}

func (s *scanner) pop() {
	last := len(s.starts) - 1
	s.open = s.open[:s.starts[last]]
	s.starts = s.starts[:last]
}

// here gives an error the position of the present tag, unless it has one.
func (s *scanner) here(err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) && e.Line == 0 {
		e.Line, e.Col = s.atLine, s.atC
	}
	return err
}

func (s *scanner) finish() error {
	s.atLine, s.atC = s.line, s.col
	switch {
	case len(s.starts) > 0:
		name := s.open[s.starts[len(s.starts)-1]:]
		return s.here(fault("tệp kết thúc giữa chừng, <%s> chưa đóng", "the file ends early, <%s> is not closed", name))
	case !s.seen:
		return s.here(fault("không có phần tử XML nào", "there is no XML element"))
	}
	return nil
}

// skipText passes over what stands between tags.
func (s *scanner) skipText() (over bool, err error) {
	s.atLine, s.atC = s.line, s.col
	size := 0
	for {
		chunk, err := s.r.ReadSlice('<')
		if !s.begun && len(chunk) > 0 {
			s.begun = true
			if chunk, err = s.start(chunk, err); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
				return false, err
			}
		}
		s.advance(chunk)
		size += len(chunk)
		body := bytes.TrimSuffix(chunk, []byte("<"))
		if len(s.starts) == 0 && len(bytes.Trim(body, " \t\r\n")) > 0 {
			s.atLine, s.atC = s.line, s.col
			return false, s.here(fault("đây không phải XML: có chữ ngoài phần tử gốc", "this is not XML: there is text outside the root element"))
		}
		if size > s.max {
			return false, s.tooLong()
		}
		switch {
		case err == nil:
			return false, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return true, nil
		default:
			return false, s.broken(err)
		}
	}
}

// start looks at the first bytes of a file: it drops a byte order mark, and
// names the commonest files that are not XML.
func (s *scanner) start(chunk []byte, err error) ([]byte, error) {
	chunk = bytes.TrimPrefix(chunk, []byte("\xef\xbb\xbf"))
	s.atLine, s.atC = 1, 1
	if e := foreign(chunk); e != nil {
		return nil, s.here(e)
	}
	return chunk, err
}

// readTag reads up to the > that ends the tag, comment or instruction whose <
// was just read.
func (s *scanner) readTag() error {
	s.atLine, s.atC = s.line, s.col-1
	s.raw = s.raw[:0]
	quote, scanned := byte(0), 0
	for {
		chunk, err := s.r.ReadSlice('>')
		s.raw = append(s.raw, chunk...)
		s.advance(chunk)
		if len(s.raw) > s.max {
			return s.tooLong()
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if errors.Is(err, io.EOF) {
				return s.here(fault("tệp kết thúc giữa một thẻ", "the file ends inside a tag"))
			}
			return s.broken(err)
		}
		if bytes.HasPrefix(s.raw, []byte("!")) || bytes.HasPrefix(s.raw, []byte("?")) {
			done, problem := special(s.raw)
			if problem != nil {
				return s.here(problem)
			}
			if err == nil && done {
				break
			}
			continue
		}
		for ; scanned < len(s.raw); scanned++ {
			switch c := s.raw[scanned]; {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case c == quote:
				quote = 0
			case c == '<':
				return s.here(fault("thẻ chưa đóng đã gặp <", "a < inside a tag that is not closed"))
			}
		}
		if err == nil && quote == 0 {
			break
		}
	}
	s.raw = s.raw[:len(s.raw)-1]
	if len(s.raw) == 0 {
		return s.here(fault("thẻ trống <>", "an empty tag <>"))
	}
	return nil
}

// special says whether raw, which begins with ! or ?, is complete.
func special(raw []byte) (done bool, err error) {
	ends := func(head, tail string) bool {
		return len(raw) >= len(head)+len(tail) && bytes.HasSuffix(raw, []byte(tail))
	}
	switch {
	case raw[0] == '?':
		return ends("?", "?>"), nil
	case bytes.HasPrefix(raw, []byte("!--")):
		return ends("!--", "-->"), nil
	case bytes.HasPrefix(raw, []byte("![CDATA[")):
		return ends("![CDATA[", "]]>"), nil
	case len(raw) < len("![CDATA[") && bytes.HasPrefix([]byte("![CDATA["), raw):
		return false, nil
	}
	return false, fault("khai báo <!DOCTYPE hay <!ENTITY không được chấp nhận", "declarations such as <!DOCTYPE and <!ENTITY are refused")
}

func (s *scanner) tooLong() error {
	return s.here(fault("một thẻ hay đoạn chữ dài quá %d byte", "a tag or text is longer than %d bytes", s.max))
}

// broken places an error of the reader below.
func (s *scanner) broken(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		err = because(err, "không đọc tiếp được", "cannot read on")
	}
	s.atLine, s.atC = s.line, s.col
	return s.here(err)
}

// advance moves the position over chunk.
func (s *scanner) advance(chunk []byte) {
	if n := bytes.Count(chunk, []byte{'\n'}); n > 0 {
		s.line += n
		s.col = len(chunk) - bytes.LastIndexByte(chunk, '\n')
		return
	}
	s.col += len(chunk)
}
