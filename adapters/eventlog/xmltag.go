package eventlog

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// opening reads name and attributes of the tag in raw.
func (s *scanner) opening() error {
	raw := s.raw
	s.empty = raw[len(raw)-1] == '/'
	if s.empty {
		raw = raw[:len(raw)-1]
	}
	name, rest := cutName(raw)
	if !validName(name) {
		return s.here(fault("tên phần tử %q không hợp lệ", "%q is no name of an element", clip(name)))
	}
	if len(s.starts) == 0 && s.seen {
		return s.here(fault("có phần tử thứ hai sau phần tử gốc", "there is a second element after the root"))
	}
	if len(s.starts) >= s.maxDepth {
		return s.here(fault("phần tử lồng nhau quá %d tầng", "elements are nested more than %d deep", s.maxDepth))
	}
	s.seen = true
	s.starts = append(s.starts, len(s.open))
	s.open = append(s.open, name...)
	s.name = local(name)
	return s.here(s.attributes(rest))
}

// closing matches an end tag with its start.
func (s *scanner) closing() error {
	name := bytes.TrimRight(s.raw[1:], " \t\r\n")
	if len(s.starts) == 0 {
		return s.here(fault("</%s> không có thẻ mở", "</%s> closes nothing", clip(name)))
	}
	if want := s.open[s.starts[len(s.starts)-1]:]; !bytes.Equal(want, name) {
		return s.here(fault("</%s> đứng ở chỗ của </%s>", "</%s> stands where </%s> should", clip(name), clip(want)))
	}
	s.pop()
	return nil
}

func (s *scanner) attributes(rest []byte) error {
	s.attrs, s.text = s.attrs[:0], s.text[:0]
	for {
		trimmed := trimLeft(rest)
		if len(trimmed) == 0 {
			return nil
		}
		if len(trimmed) == len(rest) {
			return fault("thiếu dấu cách trước %q", "a space is missing before %q", clip(rest))
		}
		name, after := cutName(trimmed)
		after = trimLeft(after)
		if !validName(name) || len(after) == 0 || after[0] != '=' {
			return fault("thuộc tính XML %q không hợp lệ", "%q is no XML attribute", clip(trimmed))
		}
		after = trimLeft(after[1:])
		if len(after) == 0 || (after[0] != '"' && after[0] != '\'') {
			return fault("giá trị của %q không ở trong ngoặc kép", "the value of %q is not quoted", clip(name))
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return fault("giá trị của %q chưa đóng ngoặc", "the value of %q is not closed", clip(name))
		}
		value, err := s.value(after[1 : 1+end])
		if err != nil {
			return err
		}
		for _, a := range s.attrs {
			if bytes.Equal(a.name, name) {
				return fault("thuộc tính XML %q lặp lại", "the XML attribute %q appears twice", clip(name))
			}
		}
		s.attrs = append(s.attrs, xmlAttr{name: name, value: value})
		rest = after[end+2:]
	}
}

// attr gives the value of the XML attribute with this local name.
func (s *scanner) attr(name string) ([]byte, bool) {
	for _, a := range s.attrs {
		if string(local(a.name)) == name && !bytes.HasPrefix(a.name, []byte("xmlns:")) {
			return a.value, true
		}
	}
	return nil, false
}

// value decodes references and line ends, and refuses characters that XML
// does not know. Without anything to decode it returns raw itself.
func (s *scanner) value(raw []byte) ([]byte, error) {
	plain := true
	for _, c := range raw {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return nil, fault("ký tự điều khiển %#02x không được có trong XML", "the control character %#02x may not stand in XML", c)
		}
		if c == '&' || c == '\r' || c >= 0x80 {
			plain = false
		}
	}
	if plain {
		return raw, nil
	}
	if !utf8.Valid(raw) {
		return nil, fault("chữ không theo UTF-8", "text that is not UTF-8")
	}
	if bytes.Contains(raw, []byte("\uFFFE")) || bytes.Contains(raw, []byte("\uFFFF")) {
		return nil, fault("ký tự không được có trong XML", "a character that may not stand in XML")
	}
	from := len(s.text)
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '&':
			r, n, err := reference(raw[i:])
			if err != nil {
				return nil, err
			}
			s.text = utf8.AppendRune(s.text, r)
			i += n
		case c == '\r':
			s.text = append(s.text, '\n')
			i++
			if i < len(raw) && raw[i] == '\n' {
				i++
			}
		default:
			s.text = append(s.text, c)
			i++
		}
	}
	return s.text[from:len(s.text):len(s.text)], nil
}

// reference decodes &lt; or &#10; at the start of raw and says how long it is.
func reference(raw []byte) (rune, int, error) {
	end := bytes.IndexByte(raw[:min(len(raw), 16)], ';')
	if end < 0 {
		return 0, 0, fault("dấu & phải viết là &amp;", "a & must be written &amp;")
	}
	switch string(raw[1:end]) {
	case "lt":
		return '<', end + 1, nil
	case "gt":
		return '>', end + 1, nil
	case "amp":
		return '&', end + 1, nil
	case "quot":
		return '"', end + 1, nil
	case "apos":
		return '\'', end + 1, nil
	}
	name := string(raw[1:end])
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err == nil && allowed(rune(n)) && n <= utf8.MaxRune {
			return rune(n), end + 1, nil
		}
	}
	return 0, 0, fault("thực thể &%s; không được chấp nhận", "the entity &%s; is refused", name)
}

// allowed says whether XML 1.0 knows the character.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// declaration reads <?xml …?>, for the encoding; other instructions pass.
func (s *scanner) declaration() error {
	name, rest := cutName(s.raw[1:])
	if string(name) != "xml" {
		return nil
	}
	if err := s.attributes(bytes.TrimSuffix(rest, []byte("?"))); err != nil {
		return err
	}
	for _, a := range s.attrs {
		if string(a.name) == "encoding" && !bytes.EqualFold(a.value, []byte("utf-8")) && !bytes.EqualFold(a.value, []byte("us-ascii")) {
			return fault("bảng mã %q không được hỗ trợ: chuyển sang UTF-8", "the encoding %q is not read: convert the file to UTF-8", clip(a.value))
		}
	}
	return nil
}

// cutName splits a tag behind the name it begins with. It is a plain loop, as
// is trimLeft: these run for every tag, and package bytes builds a set of the
// characters each time.
func cutName(raw []byte) (name, rest []byte) {
	for i, c := range raw {
		switch c {
		case ' ', '\t', '\r', '\n', '=', '/', '?':
			return raw[:i], raw[i:]
		}
	}
	return raw, nil
}

// trimLeft drops blanks from the front.
func trimLeft(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}

func validName(name []byte) bool {
	if len(name) == 0 || !utf8.Valid(name) {
		return false
	}
	for i, c := range name {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
		digit := c >= '0' && c <= '9' || c == '-' || c == '.'
		if !letter && (!digit || i == 0) {
			return false
		}
	}
	return true
}

// local is the name without its namespace prefix.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// clip shortens what a message quotes.
func clip(b []byte) []byte { return b[:min(len(b), 60)] }
