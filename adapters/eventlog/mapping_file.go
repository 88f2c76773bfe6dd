package eventlog

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/motcua/motcua/engine/calendar"
)

// Bounds of a mapping file.
const (
	mappingBytes = 256 << 10
	mappingDepth = 32
)

// ParseMapping reads a mapping file. file only names it in faults; the error
// is a *MappingError with all of them.
func ParseMapping(file string, b []byte) (*Mapping, error) { return parseMapping(file, b, true) }

// ParseReading is ParseMapping for a file that may name no procedure and no
// activities: it is for reading a log, not for checking it.
func ParseReading(file string, b []byte) (*Mapping, error) { return parseMapping(file, b, false) }

func parseMapping(file string, b []byte, checks bool) (*Mapping, error) {
	r := &mappingReader{m: &Mapping{Activity: []string{"concept:name"}, Instant: "time:timestamp", Lifecycle: "lifecycle:transition", at: positions{}, file: file}, checks: checks}
	if root := r.parse(b); root != nil {
		r.top(root)
	}
	if err := r.f.err(file); err != nil {
		return nil, err
	}
	return r.m, nil
}

type mappingReader struct {
	m      *Mapping
	f      faults
	checks bool // a procedure and its activities are required
}

func (r *mappingReader) fault(path, vi, en string, args ...any) { r.f.add(r.m, path, vi, en, args...) }

// parse makes the tree of the file; nil when a fault stands alone.
func (r *mappingReader) parse(b []byte) ast.Node {
	if len(b) > mappingBytes || deep(b) {
		r.fault("", "bảng ánh xạ dài quá 256 KB hoặc lồng nhau quá sâu", "the mapping is longer than 256 KB or nested too deep")
		return nil
	}
	if !utf8.Valid(b) {
		r.fault("", "chữ không theo UTF-8", "text that is not UTF-8")
		return nil
	}
	f, err := parseYAML(b)
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax):
		if t := syntax.GetToken(); t != nil {
			r.m.at["yaml"] = [2]int{t.Position.Line, t.Position.Column}
		}
		r.fault("yaml", "không đọc được: %s", "not readable: %s", syntax.GetMessage())
	case err != nil:
		r.fault("yaml", "không đọc được: %s", "not readable: %s", err.Error())
	case len(f.Docs) != 1 || f.Docs[0].Body == nil:
		r.fault("", "cần đúng một tài liệu YAML", "one YAML document is needed")
	default:
		return f.Docs[0].Body
	}
	return nil
}

// parseYAML runs the parser; what it panics on is a file it cannot read.
func parseYAML(b []byte) (f *ast.File, err error) {
	defer func() {
		if recover() != nil {
			f, err = nil, errors.New("unreadable")
		}
	}()
	return parser.ParseBytes(b, 0)
}

// deep reports whether brackets are open deeper than any mapping needs. Those
// inside quotes count too: no name has so many.
func deep(b []byte) bool {
	open := 0
	for _, c := range b {
		switch c {
		case '[', '{':
			if open++; open > mappingDepth {
				return true
			}
		case ']', '}', '\n':
			open = max(open-1, 0)
		}
	}
	return false
}

func (r *mappingReader) top(n ast.Node) {
	seenEdition := false
	r.pairs(n, "", func(key string, v ast.Node) {
		switch key {
		case "mapping":
			if seenEdition = true; r.word(v, key) != "1" {
				r.fault(key, "phiên bản phải là 1", "the edition must be 1")
			}
		case "procedure":
			r.m.Procedure = r.word(v, key)
		case "calendar":
			r.m.Calendar = r.word(v, key)
		case "offset":
			if o, ok := calendar.ParseOffset(r.word(v, key)); ok {
				r.m.Offset = &o
			} else {
				r.fault(key, "cần dạng \"+01:00\"", "write it as \"+01:00\"")
			}
		case "attributes":
			r.attributes(v)
		case "transitions":
			for _, t := range r.words(v, key) {
				r.m.Transitions = append(r.m.Transitions, strings.ToLower(t))
			}
		case "roles":
			r.m.Roles = map[string][]string{}
			r.pairs(v, key, func(value string, v ast.Node) { r.m.Roles[value] = r.words(v, key+"."+value) })
		case "needs":
			r.m.Needs = map[string]Source{}
			r.pairs(v, key, func(need string, v ast.Node) { r.m.Needs[need] = r.source(v, key+"."+need) })
		case "units":
			r.pairs(v, key, func(name string, v ast.Node) { r.m.Units = append(r.m.Units, r.unit(name, v, key+"."+name)) })
		case "deadline":
			r.m.Deadline = r.word(v, key)
		case "activities":
			r.m.Activities = map[string]Meaning{}
			r.pairs(v, key, func(activity string, v ast.Node) { r.m.Activities[activity] = r.meaning(v, key+"."+activity) })
		default:
			r.unknown(key)
		}
	})
	if !seenEdition {
		r.fault("", "thiếu «mapping: 1»", "«mapping: 1» is missing")
	}
	if r.checks && r.m.Procedure == "" {
		r.fault("", "thiếu procedure", "procedure is missing")
	}
	if r.checks && len(r.m.Activities) == 0 {
		r.fault("", "thiếu activities", "activities are missing")
	}
	if len(r.m.Roles) > 0 && r.m.Role == "" {
		r.fault("roles", "có roles nhưng attributes không nêu role", "there are roles, but attributes names no role")
	}
}

func (r *mappingReader) attributes(n ast.Node) {
	r.pairs(n, "attributes", func(key string, v ast.Node) {
		path := "attributes." + key
		switch key {
		case "activity":
			r.m.Activity = r.words(v, path)
		case "instant":
			r.m.Instant = r.word(v, path)
		case "lifecycle":
			r.m.Lifecycle = r.word(v, path)
		case "officer":
			r.m.Officer = r.word(v, path)
		case "role":
			r.m.Role = r.word(v, path)
		case "case":
			r.m.Case = r.word(v, path)
		case "unit":
			r.m.Unit = r.word(v, path)
		default:
			r.unknown(path)
		}
	})
}

// meaning reads `event`, `[event, event]`, or a map of event, state, ignore.
func (r *mappingReader) meaning(n ast.Node, path string) Meaning {
	if !isMap(n) {
		return Meaning{Events: r.words(n, path)}
	}
	var m Meaning
	r.pairs(n, path, func(key string, v ast.Node) {
		switch key {
		case "event":
			m.Events = r.words(v, path+".event")
		case "state":
			m.State = r.word(v, path+".state")
		case "ignore":
			m.Ignore = r.word(v, path+".ignore") == "true"
		default:
			r.unknown(path + "." + key)
		}
	})
	if m.Ignore == (len(m.Events) > 0 || m.State != "") {
		r.fault(path, "cần event, state, hoặc ignore: true", "give event, state, or ignore: true")
	}
	return m
}

// source reads an attribute, or a map of attribute and values.
func (r *mappingReader) source(n ast.Node, path string) Source {
	if !isMap(n) {
		return Source{Attribute: r.word(n, path)}
	}
	var s Source
	r.pairs(n, path, func(key string, v ast.Node) {
		switch key {
		case "attribute":
			s.Attribute = r.word(v, path+".attribute")
		case "values":
			s.Values = map[string]string{}
			r.pairs(v, path+".values", func(value string, v ast.Node) { s.Values[value] = r.word(v, path+".values."+value) })
		default:
			r.unknown(path + "." + key)
		}
	})
	if s.Attribute == "" {
		r.fault(path, "thiếu attribute", "attribute is missing")
	}
	return s
}

func (r *mappingReader) unknown(path string) {
	r.fault(path, "khoá này không có trong bảng ánh xạ", "there is no such key in a mapping")
}

func isMap(n ast.Node) bool {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// pairs reads a map, each key once.
func (r *mappingReader) pairs(n ast.Node, path string, each func(key string, v ast.Node)) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.fault(path, "cần các cặp «khoá: giá trị»", "pairs «key: value» are needed")
		return
	}
	seen := map[string]bool{}
	for _, v := range values {
		t := v.Key.GetToken()
		key := t.Value
		at := key
		if path != "" {
			at = path + "." + key
		}
		r.m.at[at] = [2]int{t.Position.Line, t.Position.Column}
		if seen[key] {
			r.fault(at, "khoá lặp lại", "the key appears twice")
			continue
		}
		seen[key] = true
		each(key, v.Value)
	}
}

// word reads a scalar as the file writes it, so that 0010 stays 0010.
func (r *mappingReader) word(n ast.Node, path string) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n")
	}
	if n != nil && n.GetToken().Type != token.ImplicitNullType {
		r.fault(path, "cần một lời", "a text is needed")
		return ""
	}
	r.fault(path, "thiếu giá trị", "the value is missing")
	return ""
}

// words reads a scalar or a list of them.
func (r *mappingReader) words(n ast.Node, path string) []string {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if w := r.word(n, path); w != "" {
			return []string{w}
		}
		return nil
	}
	var words []string
	for _, v := range list.Values {
		words = append(words, r.word(v, path))
	}
	return words
}
