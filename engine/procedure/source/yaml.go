package source

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Bounds of a file. They are checked before the parser runs, which is quadratic
// in depth: 250 KB of brackets would cost it half a minute.
const (
	maxBytes  = 256 << 10
	maxDepth  = 16
	maxTokens = 1 << 16
)

const byteOrderMark = "\ufeff"

// reader carries the reading of one file.
type reader struct {
	file   string
	lines  []string // of the file, for hints
	at     Positions
	faults Faults
	meant  []string // paths of keys that were misspelt: they are not missing
}

// open checks the bytes, parses them and builds the tree. The tree is nil when
// reading cannot go on; the faults say why.
func open(file string, b []byte) (*reader, *node) {
	r := &reader{file: file, at: Positions{}}
	if len(b) > maxBytes {
		r.say(Position{1, 1}, "C04", "", strconv.Itoa(len(b)>>10)+" KB", "tệp nhiều nhất 256 KB | a file of at most 256 KB")
		return r, nil
	}
	text, ok := r.characters(b)
	if !ok {
		return r, nil
	}
	r.lines = strings.Split(text, "\n")
	tokens := lexer.Tokenize(text)
	if !r.bounded(tokens) {
		return r, nil
	}
	f, err := parse(tokens)
	if err != nil {
		r.syntax(err)
		return r, nil
	}
	return r, r.document(f)
}

// parse runs the parser; what it panics on is a file it cannot read.
func parse(tokens token.Tokens) (f *ast.File, err error) {
	defer func() {
		if recover() != nil {
			f, err = nil, errUnreadable
		}
	}()
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

var errUnreadable = errors.New("unreadable")

// characters checks the encoding and returns the text with one kind of line
// end, without the byte order mark.
func (r *reader) characters(b []byte) (string, bool) {
	if !utf8.Valid(b) {
		i := 0
		for i < len(b) {
			c, n := utf8.DecodeRune(b[i:])
			if c == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		r.say(place(string(b[:i])), "C38", "").Hint = hintEncoding
		return "", false
	}
	text := string(b)
	if rest, marked := strings.CutPrefix(text, byteOrderMark); marked {
		r.say(Position{1, 1}, "C38", "").Hint = hintMark
		text = rest
	}
	if bytes.IndexByte(b, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if i := strings.IndexFunc(text, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }); i >= 0 {
		r.say(place(text[:i]), "C00", "", "ký tự điều khiển | control character")
		return "", false
	}
	if !norm.NFC.IsNormalString(text) {
		i := norm.NFC.QuickSpanString(text)
		r.say(place(text[:i]), "C38", "").Hint = hintNormal
		text = norm.NFC.String(text) // said once: what follows is judged as it would be composed
	}
	return text, true
}

// place is the position after the text that precedes it.
func place(before string) Position {
	line := strings.LastIndexByte(before, '\n') + 1
	return Position{Line: 1 + strings.Count(before, "\n"), Col: 1 + utf8.RuneCountInString(before[line:])}
}

// bounded checks size and depth over the tokens.
func (r *reader) bounded(tokens token.Tokens) bool {
	if len(tokens) > maxTokens {
		r.say(Position{1, 1}, "C04", "", strconv.Itoa(len(tokens)), "nhiều nhất 65536 từ và dấu | at most 65536 words and marks")
		return false
	}
	var columns []int // of the block collections that are open
	flow, line, nests := 0, 0, false
	for _, t := range tokens {
		if t.Type == token.CommentType {
			continue
		}
		if flow == 0 && (nests || t.Position.Line != line) {
			for len(columns) > 0 && columns[len(columns)-1] > t.Position.Column {
				columns = columns[:len(columns)-1]
			}
			if len(columns) == 0 || columns[len(columns)-1] < t.Position.Column {
				columns = append(columns, t.Position.Column)
			}
		}
		line = t.Position.Line
		nests = t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow = max(flow-1, 0)
		}
		if t.Type == token.MappingValueType && t.Prev != nil && len(t.Prev.Value) > 4*maxName {
			// The parser repeats every key in the path of what lies below it.
			r.say(position(t.Prev), "C04", "", cut(t.Prev.Value), wantName)
			return false
		}
		if len(columns)+flow > maxDepth {
			r.say(position(t), "C04", "", t.Value, "nhiều nhất 16 tầng lồng nhau | at most 16 levels of nesting")
			return false
		}
	}
	return true
}

// document checks that the file is one document and returns its tree.
func (r *reader) document(f *ast.File) *node {
	var body ast.Node
	for _, d := range f.Docs {
		switch {
		case d.Body != nil && d.Body.Type() == ast.DirectiveType:
			r.say(position(d.Body.GetToken()), "C38", "").Hint = hintDirective
			return nil
		case body != nil && d.Start != nil:
			r.say(position(d.Start), "C38", "").Hint = hintDocument
		case d.Body != nil:
			body = d.Body
		}
	}
	if body == nil {
		r.say(Position{1, 1}, "C00", "", "tệp rỗng | the file is empty")
		return nil
	}
	return r.build(body, "")
}

// syntax reports what the parser could not read.
func (r *reader) syntax(err error) {
	pos, message := Position{1, 1}, "the parser gave up"
	var e interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if errors.As(err, &e) {
		message = e.GetMessage()
		if t := e.GetToken(); t != nil {
			pos = position(t)
		}
	}
	r.say(pos, "C00", "", parserWords(message)).Hint = r.syntaxHint(pos)
}

// say adds a fault at a place; a hint may be put into what it returns until
// the next.
func (r *reader) say(pos Position, code, path string, args ...string) *Fault {
	r.faults = append(r.faults, Fault{
		File: r.file, Line: max(pos.Line, 1), Col: max(pos.Col, 1),
		Fault: procedure.Fault{Code: code, Path: path, Args: args},
	})
	return &r.faults[len(r.faults)-1]
}

// fault adds a fault at the place of its path.
func (r *reader) fault(code, path string, args ...string) *Fault {
	return r.say(r.at.At(path), code, path, args...)
}

// faultHint is fault with a hint.
func (r *reader) faultHint(hint wording.Text, code, path string, args ...string) {
	r.fault(code, path, args...).Hint = hint
}

func position(t *token.Token) Position {
	return Position{Line: t.Position.Line, Col: t.Position.Column}
}
