// Package wording holds the two languages in which motcua speaks to people:
// Vietnamese first, English beside it. A Text is one sentence in both.
//
// It is not a message catalogue: each package keeps its own sentences beside
// the code that says them, so that a change of meaning and a change of words
// are one change.
//
//	t, ok := wording.Parse("Ký | Sign")
//	t.In(wording.VI) // "Ký"
package wording

import "strings"

// Lang is a language people read.
type Lang string

const (
	// VI is Vietnamese, the default.
	VI Lang = "vi"
	// EN is English.
	EN Lang = "en"
)

// separator stands between the two languages of a text in a file.
const separator = " | "

// Text is one sentence in both languages. The zero Text says nothing.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// Parse reads "Vietnamese | English". It reports false unless both sides are
// there, without blanks at their ends, around exactly one " | ".
func Parse(s string) (Text, bool) {
	vi, en, found := strings.Cut(s, separator)
	if !found || strings.Contains(en, separator) {
		return Text{}, false
	}
	if vi == "" || en == "" || vi != strings.TrimSpace(vi) || en != strings.TrimSpace(en) {
		return Text{}, false
	}
	return Text{VI: vi, EN: en}, true
}

// In returns the text in the given language; any language but EN is VI.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.VI
}

// IsZero reports whether the text says nothing.
func (t Text) IsZero() bool { return t == Text{} }

// String writes the text as files do: "Vietnamese | English".
func (t Text) String() string {
	if t.IsZero() {
		return ""
	}
	return t.VI + separator + t.EN
}
