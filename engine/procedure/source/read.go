package source

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/engine/wording"
)

// Bounds of what is read. Names and collections past them are cut, so that
// hostile files stay cheap in every check that follows.
const (
	maxName  = 64
	maxItems = 1000
)

// What C04 says is expected, in both languages.
const (
	wantMap      = "các cặp «khoá: giá trị» | pairs «key: value»"
	wantList     = "danh sách | a list"
	wantString   = "một lời | a text"
	wantWord     = "một tên | a name"
	wantSet      = "một tên hoặc danh sách tên | a name or a list of names"
	wantNumber   = "số nguyên từ 1 trở lên | a whole number of at least 1"
	wantTruth    = "true hoặc false | true or false"
	wantName     = "tên dài nhất 64 ký tự | a name of at most 64 characters"
	wantItems    = "nhiều nhất 1000 mục | at most 1000 items"
	wantLimit    = "thời hạn như «5 working days», «3 working hours», «same day cut-off 15:00», «until TRƯỜNG» | a limit such as «5 working days», «3 working hours», «same day cut-off 15:00», «until FIELD»"
	wantTrigger  = "thời hạn, expiry, expiry of THỜI_HẠN, all children hoặc any child | a limit, expiry, expiry of CLOCK, all children or any child"
	wantWarning  = "«50%», «3 days before» hoặc «1 day after» | «50%», «3 days before» or «1 day after»"
	wantReason   = "thời hạn, hoặc lời hai thứ tiếng | a limit, or a text in both languages"
	wantDate     = "ngày trong ngoặc kép, như \"2026-12-24\" | a date in quotes, such as \"2026-12-24\""
	wantDays     = "các ngày trong tuần, như mon-fri hoặc sat | days of the week, such as mon-fri or sat"
	wantHours    = "buổi làm việc trong ngoặc kép, như \"07:30-11:30\" | a session in quotes, such as \"07:30-11:30\""
	wantSeason   = "mùa trong ngoặc kép, như \"04-16..10-15\" | a season in quotes, such as \"04-16..10-15\""
	wantID       = "chữ thường không dấu, số, - và _, dài nhất 64 | lower-case letters, digits, - and _, at most 64"
	wantKey      = "khoá này | this key"
	wantCounted  = "thời hạn đếm được, không phải until | a limit that counts, not until"
	wantBranches = "danh sách nhánh | a list of branches"
	wantGuard    = "điều kiện CEL trong ngoặc kép | a CEL condition in quotes"
)

// mapping reads a map whose keys are those of the language at that place.
func (r *reader) mapping(n *node, path string, w where, each func(key string, v *node, at string)) {
	if !r.isMap(n, path) {
		return
	}
	known := func(key string) bool { return slices.Contains(keys[w], key) }
	rest := r.join(n, known)
	for _, p := range n.pairs {
		at := join(path, p.key.text)
		switch {
		case known(p.key.text):
			each(p.key.text, p.value, at)
		case rest[p.key] != nil:
			r.remainder(p, rest[p.key], at)
		default:
			r.unknown(p.key.text, w, path)
		}
	}
}

// unknown reports a key that the language does not have at that place.
func (r *reader) unknown(key string, w where, path string) {
	at := join(path, key)
	meant := nearest(key, keys[w])
	if meant == "" {
		r.faultHint(elsewhere(key, w), "C01", at, cut(key))
		return
	}
	r.meant = append(r.meant, join(path, meant))
	r.faultHint(hintMeant(meant), "C01", at, cut(key))
}

// entries reads a map from names that the file chooses.
func (r *reader) entries(n *node, path string, each func(name string, v *node, at string)) {
	if !r.isMap(n, path) {
		return
	}
	rest := r.join(n, func(key string) bool { return !strings.ContainsAny(key, " |") })
	for _, p := range n.pairs {
		at := join(path, p.key.text)
		if rest[p.key] != nil {
			r.remainder(p, rest[p.key], at)
			continue
		}
		each(p.key.text, p.value, at)
	}
}

func (r *reader) isMap(n *node, path string) bool {
	switch n.form {
	case formMap:
		return true
	case formOdd:
	default:
		r.wrong(n, path, wantMap)
	}
	return false
}

// join finds, in { }, the keys without a value that are the rest of a text
// which a comma cut, marks the values before them, and returns those.
func (r *reader) join(n *node, known func(string) bool) map[*node]*node {
	if !n.flow {
		return nil
	}
	var rest map[*node]*node
	var base *node
	for _, p := range n.pairs {
		switch {
		case base != nil && p.value.form == formNone && !known(p.key.text):
			if rest == nil {
				rest = map[*node]*node{}
			}
			rest[p.key] = base
			base.cut = true
		case p.value.form == formText && p.value.plain:
			base = p.value
		default:
			base = nil
		}
	}
	return rest
}

// remainder reports the rest of a text that a comma cut, unless that text,
// unreadable now, was reported itself.
func (r *reader) remainder(p pair, base *node, at string) {
	if !base.spoken {
		r.faultHint(hintComma, "C01", at, cut(p.key.text))
	}
}

// wrong reports a value of the wrong form.
func (r *reader) wrong(n *node, path, want string) {
	if n.form == formOdd {
		return
	}
	said := lastWord(path)
	if n.form != formNone && n.text != "" {
		said = n.text
	}
	if said == "" {
		said = "YAML"
	}
	r.fault("C04", path, cut(said), want)
}

// text reads «Vietnamese | English».
func (r *reader) text(n *node, path string) wording.Text {
	if n.form == formOdd {
		return wording.Text{}
	}
	if n.form == formText && !strings.Contains(n.text, "\n") {
		if t, ok := wording.Parse(n.text); ok {
			return t
		}
	}
	n.spoken = true
	r.faultHint(r.textHint(n), "C05", path)
	return wording.Text{}
}

// str reads a text in no particular language.
func (r *reader) str(n *node, path, want string) string {
	switch n.form {
	case formText:
		return n.text
	case formInt, formBool:
		r.faultHint(hintQuote(n.text), "C38", path)
		return n.text
	case formOdd:
		if n.plain { // as far as one can guess
			return n.text
		}
	default:
		r.wrong(n, path, want)
	}
	return ""
}

// name reads one name; whether it exists is a question of meaning.
func (r *reader) name(n *node, path string) string {
	s := r.str(n, path, wantWord)
	if utf8.RuneCountInString(s) > maxName {
		r.fault("C04", path, cut(s), wantName)
		return ""
	}
	return s
}

// names reads a set: one name or a list of them.
func (r *reader) names(n *node, path string) []string {
	if n.form != formList {
		if n.form == formMap || n.form == formNone {
			r.wrong(n, path, wantSet)
			return nil
		}
		return some(r.name(n, path))
	}
	var list []string
	r.each(n, path, func(v *node, at string) { list = append(list, some(r.name(v, at))...) })
	return list
}

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// strings reads a list of texts. An item with a comma must be in quotes: in
// [ ] the comma would cut it, and a provision must not lose its law.
func (r *reader) strings(n *node, path string) []string {
	if n.form != formList {
		r.wrong(n, path, wantList)
		return nil
	}
	var list []string
	r.each(n, path, func(v *node, at string) {
		s := r.str(v, at, wantString)
		if v.plain && v.form == formText && (strings.Contains(s, ", ") || len(list) > 0 && n.flow && provision(s)) {
			r.faultHint(hintItem, "C38", at)
		}
		list = append(list, some(s)...)
	})
	return list
}

// provision reports whether s begins as the part of a law that follows a comma.
func provision(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	parts := []string{"điều", "khoản", "điểm", "mục", "chương", "phụ", "article", "clause"}
	return slices.Contains(parts, strings.ToLower(word))
}

// each calls f with each item of a list. The only item of a list stands at the
// path of the list, as one word would.
func (r *reader) each(n *node, path string, f func(v *node, at string)) {
	for i, v := range n.items {
		at := path
		if len(n.items) > 1 {
			at = nth(path, i)
		}
		f(v, at)
	}
}

// nth is the path of item i (from 0) of a list.
func nth(path string, i int) string { return join(path, strconv.Itoa(i+1)) }

// whole reads a whole number of at least 1; 0 when it is none.
func (r *reader) whole(n *node, path string) int {
	if n.form == formInt {
		if i, err := strconv.Atoi(n.text); err == nil && i > 0 && i < 1<<31 {
			return i
		}
	}
	if n.form == formText && number(n.text) {
		r.faultHint(hintBare, "C04", path, cut(n.text), wantNumber)
		return 0
	}
	r.wrong(n, path, wantNumber)
	return 0
}

// truth reads true or false.
func (r *reader) truth(n *node, path string) bool {
	if n.form == formBool {
		return n.text == "true"
	}
	if n.form == formText && (n.text == "true" || n.text == "false") {
		r.faultHint(hintTruth, "C04", path, n.text, wantTruth)
	} else {
		r.wrong(n, path, wantTruth)
	}
	return slices.Contains([]string{"true", "yes", "y", "on"}, strings.ToLower(n.text)) // as far as one can guess
}

// cut shortens what is quoted in a fault and puts it on one line.
func cut(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s)
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func lastWord(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// elsewhere says where a key belongs that is not known at a place.
func elsewhere(key string, w where) wording.Text {
	if w >= inDistrict {
		return wording.Text{}
	}
	var vi, en []string
	for _, p := range places {
		if slices.Contains(keys[p.where], key) {
			vi, en = append(vi, p.vi), append(en, p.en)
		}
	}
	if vi == nil {
		return wording.Text{}
	}
	return hint("«"+cut(key)+"» thuộc về "+strings.Join(vi, ", "), "«"+cut(key)+"» belongs to "+strings.Join(en, ", "))
}
