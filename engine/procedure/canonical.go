package procedure

import (
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object under construction, array a list; beside them the
// canonical form knows strings, integers and booleans.
type (
	object []member
	array  []any
	member struct {
		key   string
		value any
	}
)

// set adds a member, unless the value is the default: empty, zero or false.
func (o *object) set(key string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case int:
		if v == 0 {
			return
		}
	case bool:
		if !v {
			return
		}
	case array:
		if len(v) == 0 {
			return
		}
	case object:
		if len(v) == 0 {
			return
		}
	}
	o.put(key, value)
}

// put adds a member, whatever its value.
func (o *object) put(key string, value any) { *o = append(*o, member{key, value}) }

// encode writes a value as RFC 8785 wants it. Keys are ASCII, so their order by
// bytes is their order by UTF-16 code units.
func encode(b *strings.Builder, value any) {
	switch v := value.(type) {
	case string:
		encodeString(b, v)
	case int:
		b.WriteString(strconv.Itoa(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case array:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			encode(b, x)
		}
		b.WriteByte(']')
	case object:
		sorted := slices.Clone(v)
		slices.SortFunc(sorted, func(a, b member) int { return strings.Compare(a.key, b.key) })
		b.WriteByte('{')
		for i, m := range sorted {
			if i > 0 {
				b.WriteByte(',')
			}
			encodeString(b, m.key)
			b.WriteByte(':')
			encode(b, m.value)
		}
		b.WriteByte('}')
	}
}

// encodeString escapes what RFC 8785 escapes and nothing else.
func encodeString(b *strings.Builder, s string) {
	const hex = "0123456789abcdef"
	b.WriteByte('"')
	for _, r := range s {
		switch i := strings.IndexRune("\"\\\b\f\n\r\t", r); {
		case i >= 0:
			b.WriteByte('\\')
			b.WriteByte("\"\\bfnrt"[i])
		case r < 0x20:
			b.WriteString(`\u00`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&15])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
