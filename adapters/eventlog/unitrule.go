package eventlog

import (
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// UnitRule says how an event shows the unit that holds the case. MAPPING.md
// describes it; a rule of one attribute and nothing else reads that attribute.
type UnitRule struct {
	Name   string
	From   []string // attributes, of which the first counts that says something
	Match  *regexp.Regexp
	As     string
	Values map[string]string
	Else   *string // nil: what Match and Values do not know stays as it is
	// Transitions, in lower case, and Activities are those of the events that
	// tell of the unit; none: all do.
	Transitions []string
	Activities  []string
}

// Counts says whether an event of that transition and activity has a part in
// the reading.
func (u *UnitRule) Counts(transition, activity string) bool {
	return (len(u.Transitions) == 0 || slices.Contains(u.Transitions, strings.ToLower(transition))) &&
		(len(u.Activities) == 0 || slices.Contains(u.Activities, activity))
}

// Text finds what an event of a case writes of its unit, untouched; "" when it
// writes nothing.
func (u *UnitRule) Text(t *Trace, e *Event) string {
	for _, key := range u.From {
		attrs := e.Attrs
		if own, ok := strings.CutPrefix(key, "case:"); ok {
			if _, ok := Last(attrs, key); !ok { // a column of CSV may be called so
				attrs, key = t.Attrs, own
			}
		}
		if text, ok := Last(attrs, key); ok && (len(u.From) == 1 || !Missing(text)) {
			return text
		}
	}
	return ""
}

// Unit makes the name of the unit of what an event writes; false: it has none.
func (u *UnitRule) Unit(text string) (name string, ok bool) {
	text = strings.TrimSpace(text)
	if Missing(text) {
		return "", false
	}
	known := u.Match == nil && u.Values == nil
	if u.Match != nil {
		if at := u.Match.FindStringSubmatchIndex(text); at != nil {
			text, known = string(u.Match.ExpandString(nil, u.As, text, at)), true
		}
	}
	if v, ok := u.Values[text]; ok {
		text, known = v, true
	} else if u.Values != nil {
		known = false
	}
	if !known && u.Else != nil {
		text = *u.Else
	}
	text = strings.TrimSpace(text)
	return text, !Missing(text)
}

// unit reads an attribute, or a map of what UnitRule has.
func (r *mappingReader) unit(name string, n ast.Node, path string) UnitRule {
	u := UnitRule{Name: name}
	if !isMap(n) {
		u.From = r.words(n, path)
		return u
	}
	r.pairs(n, path, func(key string, v ast.Node) {
		at := path + "." + key
		switch key {
		case "from":
			u.From = r.words(v, at)
		case "match":
			re, err := regexp.Compile(r.word(v, at))
			if err != nil {
				r.fault(at, "biểu thức sai: %s", "not a regular expression: %s", err)
			}
			u.Match = re
		case "as":
			u.As = r.word(v, at)
		case "values":
			u.Values = map[string]string{}
			r.pairs(v, at, func(value string, v ast.Node) { u.Values[value] = r.word(v, at+"."+value) })
		case "else":
			text := r.word(v, at)
			u.Else = &text
		case "transitions":
			for _, t := range r.words(v, at) {
				u.Transitions = append(u.Transitions, strings.ToLower(t))
			}
		case "activities":
			u.Activities = r.words(v, at)
		default:
			r.unknown(at)
		}
	})
	if len(u.From) == 0 {
		r.fault(path, "thiếu from", "from is missing")
	}
	if u.As != "" && u.Match == nil {
		r.fault(path, "có as mà không có match", "there is as without match")
	}
	if u.As == "" && u.Match != nil {
		u.As = "$0"
		if u.Match.NumSubexp() > 0 {
			u.As = "$1"
		}
	}
	return u
}
