package procedure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// What C04 says is expected, in both languages.
const (
	wantText      = "lời «tiếng Việt | tiếng Anh»"
	wantName      = "tên gồm chữ thường không dấu, số và _ (thủ tục: -), dài nhất 64 | a name of lower-case letters, digits and _ (procedures: -), at most 64 long"
	wantCount     = "số nguyên từ 1 trở lên | a whole number of at least 1"
	wantBasis     = "danh sách căn cứ pháp lý | a list of provisions"
	wantRoles     = "ít nhất một vai trò | at least one role"
	wantMove      = "bước open có by và to hoặc choose | the move open with by and to or choose"
	wantStates    = "từ 1 đến 64 trạng thái | 1 to 64 states"
	wantMoves     = "nhiều nhất 32 bước | at most 32 moves"
	wantWarnings  = "nhiều nhất 64 lần nhắc | at most 64 warnings"
	wantChildren  = "nhiều nhất 64 hồ sơ con | at most 64 child names"
	wantLimit     = "thời hạn như «5 working days» | a limit such as «5 working days»"
	wantKind      = "cùng loại với thời hạn, không có cut-off | the kind of the limit, without a cut-off"
	wantPercent   = "1% đến 100%, không dùng cho months, years, same day, until | 1% to 100%, not of months, years, same day or until"
	wantDateField = "trường kiểu date hoặc instant | a field of type date or instant"
	wantWarnable  = "thời hạn để cảnh báo | a limit to warn of"
	wantSlug      = "các giá trị chữ thường không dấu | values in lower-case words"
	wantOpener    = "vai trò, applicant hoặc parent | a role, applicant or parent"
)

// checkHead checks what stands at the top of the file, and the texts of all
// that has a title.
func (c *compiler) checkHead() {
	d := c.def
	switch d.Language {
	case 1:
	case 0:
		c.fault("C04", "language", "language", "1")
	default:
		c.fault("C01", "language", strconv.Itoa(d.Language))
	}
	c.checkSlug("procedure", d.Name, "-")
	if d.Version < 1 {
		c.fault("C04", "version", "version", wantCount)
	}
	c.checkTitle("title", d.Title)
	if len(d.Legal.Basis) == 0 {
		c.fault("C04", "legal.basis", "legal.basis", wantBasis)
	}
	if len(d.Roles) == 0 {
		c.fault("C04", "roles", "roles", wantRoles)
	}
	if d.Open == nil {
		c.fault("C04", "open", "open", wantMove)
	}
	if n := len(d.States); n == 0 || n > maxStates {
		c.fault("C04", "states", "states", wantStates)
	}
	for _, r := range d.Roles {
		c.checkTitle("roles."+r.Name, r.Title)
	}
	for _, p := range d.Documents {
		c.checkTitle("documents."+p.Name, p.Title)
	}
	for _, f := range d.Data {
		c.checkField("data."+f.Name, f)
	}
	c.checkLoopPolicy()
}

func (c *compiler) checkTitle(path string, t wording.Text) {
	if t.VI == "" || t.EN == "" {
		c.fault("C05", path)
	}
}

func (c *compiler) checkField(path string, f Field) {
	c.checkTitle(path+".title", f.Title)
	if !slices.Contains(fieldTypes, f.Type) {
		c.fault("C04", path+".type", string(f.Type), list(fieldTypes))
		return
	}
	if (f.Type == Enum) != (len(f.Values) > 0) {
		c.fault("C04", path+".values", "values", wantSlug)
	}
	for i, v := range f.Values {
		if !isSlug(v, "_") {
			c.fault("C04", nth(path+".values", i), v, wantSlug)
		}
	}
	c.checkSet(path+".values", f.Values)
}

func (c *compiler) checkLoopPolicy() {
	p := c.def.LoopPolicy
	if p == nil {
		return
	}
	marked := false
	each := func(m *MoveDef) {
		marked = marked || m.SendsBack
		for _, b := range m.Choose {
			marked = marked || b.SendsBack
		}
	}
	for i := range c.def.Everywhere {
		each(&c.def.Everywhere[i])
	}
	for _, s := range c.def.States {
		for i := range s.Moves {
			each(&s.Moves[i])
		}
	}
	readable := !c.unread("loop_policy.at_most") && !c.unread("loop_policy.refuse")
	if readable && (p.AtMost < 1 || p.Refuse.IsZero()) || !marked {
		c.fault("C30", "loop_policy")
	}
}

// checkSet reports names that a set holds twice.
func (c *compiler) checkSet(path string, names []string) {
	for i, n := range names {
		if slices.Contains(names[:i], n) {
			c.fault("C10", item(path, i, len(names)))
		}
	}
}

// checkSlug reports a name that is missing or no slug.
func (c *compiler) checkSlug(path, name, joint string) {
	if name == "" {
		c.fault("C04", path, path, wantName)
	} else if !isSlug(name, joint) {
		c.fault("C04", path, name, wantName)
	}
}

// isSlug reports whether name is lower-case words of letters and digits, the
// first a letter, with single joints between them.
func isSlug(name, joint string) bool {
	if name == "" || len(name) > maxName || name[0] < 'a' || name[0] > 'z' {
		return false
	}
	for _, word := range strings.Split(name, joint) {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return true
}

// list writes what may stand somewhere.
func list[T ~string](named []T) string { return strings.Join(words(named), ", ") }
