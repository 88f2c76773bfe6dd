package source

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
	"golang.org/x/text/unicode/norm"
)

// form says what a node of the file is.
type form uint8

const (
	formText form = iota // a text, in quotes or plainly one
	formInt              // a whole number in decimal digits
	formBool             // true or false
	formNone             // a key with nothing behind it
	formMap
	formList
	formOdd // unusable; a fault has said so
)

// node is a value of the file, with what readers and hints need to know of how
// it was written.
type node struct {
	form   form
	pos    Position
	text   string  // of a scalar
	plain  bool    // a scalar without quotes
	flow   bool    // a collection in { } or [ ]
	cut    bool    // a comma in { } cut the text here
	spoken bool    // a fault was said of this text
	pairs  []pair  // of formMap, in the order of the file
	items  []*node // of formList
}

type pair struct {
	key   *node
	value *node
}

// build turns a node of the parser into ours, notes the place of every path,
// and reports what no file of ours may hold (C02, C38).
func (r *reader) build(a ast.Node, path string) *node {
	switch a := a.(type) {
	case *ast.MappingNode:
		n := &node{form: formMap, pos: position(a.GetToken()), flow: a.IsFlowStyle}
		seen := map[string]bool{}
		for _, v := range capped(r, a.Values, path) {
			r.buildPair(n, v, path, seen)
		}
		return n
	case *ast.MappingValueNode:
		n := &node{form: formMap, pos: position(a.GetToken())}
		r.buildPair(n, a, path, map[string]bool{})
		return n
	case *ast.SequenceNode:
		n := &node{form: formList, pos: position(a.GetToken()), flow: a.IsFlowStyle}
		for i, v := range capped(r, a.Values, path) {
			at := join(path, strconv.Itoa(i+1))
			if t := v.GetToken(); t != nil {
				r.at[at] = position(t)
			}
			item := r.build(v, at)
			if item.form == formMap && len(item.pairs) > 0 && !item.flow {
				item.pos = item.pairs[0].key.pos
				r.at[at] = item.pos
			}
			n.items = append(n.items, item)
		}
		return n
	case *ast.AnchorNode:
		r.say(position(a.GetToken()), "C38", path).Hint = hintAnchor
		return r.build(a.Value, path)
	case nil:
		return &node{form: formNone, pos: r.at.At(path)}
	}
	return r.scalar(a, path)
}

// buildPair adds a key and its value to n; seen holds the keys it has.
func (r *reader) buildPair(n *node, v *ast.MappingValueNode, path string, seen map[string]bool) {
	keyToken := v.Key.GetToken()
	if k, complex := v.Key.(*ast.MappingKeyNode); complex {
		r.say(position(k.GetToken()), "C38", path).Hint = hintKey
		return
	}
	if v.Key.IsMergeKey() || keyToken.Type == token.MergeKeyType {
		r.say(position(keyToken), "C38", path).Hint = hintAnchor
		return
	}
	name := keyToken.Value
	if utf8.RuneCountInString(name) > maxName {
		name = cut(string([]rune(name)[:maxName]))
		r.say(position(keyToken), "C04", join(path, name), name, wantName)
	}
	at := join(path, name)
	if _, known := r.at[at]; !known {
		r.at[at] = position(keyToken)
	}
	key := r.scalar(v.Key, at)
	key.text = name
	if seen[name] {
		r.say(key.pos, "C02", at, cut(name))
		return
	}
	seen[name] = true
	n.pairs = append(n.pairs, pair{key, r.build(v.Value, at)})
}

// scalar reads a value that is no collection.
func (r *reader) scalar(a ast.Node, path string) *node {
	t := a.GetToken()
	n := &node{form: formText, pos: position(t), text: t.Value}
	odd := func() *Fault {
		n.form = formOdd
		return r.fault("C38", path)
	}
	switch a := a.(type) {
	case *ast.StringNode:
		n.text = a.Value
		n.plain = t.Type == token.StringType
	case *ast.LiteralNode:
		n.text = strings.TrimRight(a.Value.Value, "\n")
	case *ast.NullNode:
		if t.Type == token.ImplicitNullType {
			n.form, n.text = formNone, ""
			return n
		}
		n.plain = true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		n.plain = true
	case *ast.TagNode:
		odd().Hint = hintTag
		return n
	case *ast.AliasNode:
		odd().Hint = hintAnchor
		return n
	default:
		odd()
		return n
	}
	switch {
	case n.plain && number(n.text):
		n.form = formInt
	case n.plain && (n.text == "true" || n.text == "false"):
		n.form = formBool
	case n.plain && ambiguous(n.text):
		odd().Hint = hintQuote(n.text)
	case n.plain && strings.ContainsAny(n.text[:min(1, len(n.text))], "!%&*@`|>{}[]#\"',"):
		odd().Hint = hintQuote(n.text)
	case n.plain && (strings.Contains(n.text, ": ") || strings.HasSuffix(n.text, ":")):
		odd().Hint = hintColon
	case strings.IndexFunc(n.text, hidden) >= 0:
		odd().Hint = hintHidden
	case t.Type == token.DoubleQuoteType && !norm.NFC.IsNormalString(n.text):
		odd().Hint = hintNormal
	}
	return n
}

// hidden reports characters that a reader does not see, or that show what
// stands beside them in another order than it is.
func hidden(c rune) bool {
	return c != '\n' && unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029'
}

// capped returns the items of a collection that are read.
func capped[T any](r *reader, items []T, path string) []T {
	if len(items) <= maxItems {
		return items
	}
	r.fault("C04", path, lastWord(path), wantItems)
	return items[:maxItems]
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
