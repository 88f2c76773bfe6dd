package casefile

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// maxText bounds a value, in bytes.
const maxText = 4096

// typed reads a given value as its field's type; a personal one becomes its
// commitment, and its text, if there, is checked.
func typed(f *procedure.Field, g *Given) (Datum, bool) {
	k := Datum{Name: f.Name}
	if f.Personal {
		k.Commitment = g.Commitment
		if g.Text != "" {
			_, ok := parse(f, g.Text)
			return k, ok && !k.Commitment.IsZero()
		}
		return k, !k.Commitment.IsZero()
	}
	v, ok := parse(f, g.Text)
	k.Value = v
	return k, ok
}

// parse reads a text as a value of the field's type.
func parse(f *procedure.Field, text string) (procedure.Value, bool) {
	v := procedure.Value{Type: f.Type}
	if text == "" || len(text) > maxText || !utf8.ValidString(text) {
		return v, false
	}
	ok := true
	switch f.Type {
	case procedure.Integer, procedure.Money:
		n, err := strconv.ParseInt(text, 10, 64)
		v.Int, ok = n, err == nil && strconv.FormatInt(n, 10) == text
	case procedure.Boolean:
		if ok = text == "true" || text == "false"; text == "true" {
			v.Int = 1
		}
	case procedure.Date:
		_, ok = calendar.ParseDate(text)
		v.Text = text
	case procedure.Instant:
		at, err := time.Parse(time.RFC3339Nano, text)
		v.Time, ok = calendar.Cut(at), err == nil
	case procedure.Enum:
		v.Text, ok = text, slices.Contains(f.Values, text)
	default:
		v.Text = text
	}
	return v, ok
}
