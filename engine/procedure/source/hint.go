package source

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// What is said beside a message when the likely slip is known.
var (
	hintEncoding  = hint("lưu tệp với bảng mã UTF-8", "save the file as UTF-8")
	hintMark      = hint("tệp bắt đầu bằng dấu BOM; lưu là UTF-8 không BOM", "the file begins with a byte order mark; save as UTF-8 without BOM")
	hintNormal    = hint("chữ có dấu ở dạng tách rời (NFD); lưu tệp ở dạng dựng sẵn (NFC)", "letters and accents are apart (NFD); save the file composed (NFC)")
	hintHidden    = hint("có ký tự ẩn; gõ lại đoạn này", "there is an invisible character; type this again")
	hintDocument  = hint("tài liệu thứ hai bắt đầu ở đây; mỗi tệp chỉ một", "a second document begins here; one file holds one")
	hintDirective = hint("bỏ dòng bắt đầu bằng %", "remove the line that begins with %")
	hintAnchor    = hint("viết lại nội dung tại đây", "write the content out here")
	hintTag       = hint("lời bắt đầu bằng ! phải đặt trong ngoặc kép", "a text that begins with ! must be in double quotes")
	hintKey       = hint("viết «khoá: giá trị»", "write «key: value»")
	hintColon     = hint("lời có dấu hai chấm phải đặt trong ngoặc kép", "a text with a colon must be in double quotes")
	hintComma     = hint("dấu phẩy đã cắt lời; đặt cả lời trong ngoặc kép", "a comma cut the text; put the whole text in double quotes")
	hintItem      = hint("mục có dấu phẩy phải đặt trong ngoặc kép", "an item with a comma must be in double quotes")
	hintHash      = hint("dấu # sau khoảng trắng đã cắt lời; đặt cả lời trong ngoặc kép", "a # after a blank cut the text; put the whole text in double quotes")
	hintBlank     = hint("cạnh dấu | là khoảng trắng không ngắt; gõ dấu cách thường", "beside the | stands a no-break space; type a plain one")
	hintSpace     = hint("có khoảng trắng không ngắt; gõ dấu cách thường", "there is a no-break space; type a plain one")
	hintBars      = hint("chỉ một dấu | giữa hai thứ tiếng", "one | only, between the two languages")
	hintNarrow    = hint("một dấu cách ở mỗi bên của dấu |", "one blank on each side of the |")
	hintLines     = hint("viết lời trên một dòng", "write the text on one line")
	hintBracket   = hint("lời bắt đầu bằng [ hay { phải đặt trong ngoặc kép", "a text that begins with [ or { must be in double quotes")
	hintMarked    = hint("lời bắt đầu bằng dấu đặc biệt phải đặt trong ngoặc kép", "a text that begins with a special mark must be in double quotes")
	hintOpen      = hint("xem lại: mỗi dấu [ và { phải được đóng", "see that every [ and { is closed")
	hintTab       = hint("thụt dòng bằng dấu cách, không dùng tab", "indent with blanks, not with tabs")
	hintBare      = hint("viết số không có ngoặc kép", "write the number without quotes")
	hintTruth     = hint("viết true hoặc false, không có ngoặc kép", "write true or false, without quotes")
	hintChild     = hint("tệp của thủ tục con có lỗi; chạy lint trên tệp đó", "the child's own file has faults; lint that file")
)

func hint(vi, en string) wording.Text { return wording.Text{VI: vi, EN: en} }

func hintMeant(name string) wording.Text {
	return hint("có phải «"+name+"»?", "did you mean «"+name+"»?")
}

// hintQuote says how to write an ambiguous value.
func hintQuote(s string) wording.Text {
	q := `"` + s + `"`
	switch strings.ToLower(s) {
	case "y", "yes", "on", "true", "n", "no", "off", "false":
		return hint("viết true hoặc false; nếu là chữ, viết "+q, "write true or false; if it is a word, "+q)
	case "~", "null":
		return hint("bỏ khoá này; nếu là chữ, viết "+q, "leave the key out; if it is a word, write "+q)
	}
	if bare := strings.ReplaceAll(s, "_", ""); bare != s && number(bare) {
		return hint("viết "+bare+"; nếu là chữ, viết "+q, "write "+bare+"; if it is a text, "+q)
	}
	q = `"` + cut(s) + `"`
	return hint("viết "+q, "write "+q)
}

// textHint finds why a text is not «Vietnamese | English».
func (r *reader) textHint(n *node) wording.Text {
	bare := strings.ReplaceAll(n.text, "\u00a0", " ")
	switch {
	case n.cut:
		return hintComma
	case n.form == formMap || n.form == formList:
		return hintBracket
	case strings.Contains(n.text, "\n"):
		return hintLines
	case bare != n.text && strings.Contains(bare, " | ") && !strings.Contains(n.text, " | "):
		return hintBlank
	case n.plain && r.comment(n):
		return hintHash
	case strings.Count(n.text, " | ") > 1:
		return hintBars
	case strings.Count(n.text, "|") == 1:
		return hintNarrow
	}
	return wording.Text{}
}

// comment reports whether a comment follows the value on its line.
func (r *reader) comment(n *node) bool {
	rest := []rune(r.line(n.pos.Line))
	if n.pos.Col-1 > len(rest) {
		return false
	}
	return strings.Contains(string(rest[max(n.pos.Col-1, 0):]), " #")
}

// line returns a line of the file, from 1.
func (r *reader) line(i int) string {
	if i < 1 || i > len(r.lines) {
		return ""
	}
	return r.lines[i-1]
}

// syntaxHint looks at the line on which the parser stopped.
func (r *reader) syntaxHint(at Position) wording.Text {
	line := r.line(at.Line)
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	if strings.Contains(indent, "\t") {
		return hintTab
	}
	value := strings.TrimLeft(line, " -")
	if _, v, keyed := strings.Cut(value, ": "); keyed {
		value = strings.TrimLeft(v, " ")
	}
	switch {
	case value == "":
	case unclosed(line):
		return hintOpen
	case strings.ContainsRune("[{", rune(value[0])):
		if strings.HasSuffix(value, "]") || strings.HasSuffix(value, "}") {
			break
		}
		return hintBracket
	case strings.ContainsRune("!%&*@`|>", rune(value[0])):
		return hintMarked
	case value[0] != '"' && value[0] != '\'' && strings.Contains(value, ": "):
		return hintColon
	}
	return wording.Text{}
}

// unclosed reports whether more brackets open than close in s, quotes aside.
func unclosed(s string) bool {
	depth, quote, last := 0, rune(0), ' '
	for _, c := range s {
		begins := strings.ContainsRune(" [{,", last)
		last = c
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case begins && (c == '"' || c == '\''):
			quote = c
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		}
	}
	return depth > 0
}

// hintFor adds to a fault of the meaning what the reader of the file can say:
// the nearest name that exists.
func hintFor(d *procedure.Definition, f procedure.Fault) wording.Text {
	if !f.Hint.IsZero() || len(f.Args) == 0 {
		return f.Hint
	}
	switch f.Code {
	case "C03":
		return didYouMean(f.Args[0], candidates(d, f.Path))
	case "C04":
		if len(f.Args) == 2 && !strings.Contains(f.Args[1], " | ") {
			return didYouMean(f.Args[0], strings.Split(f.Args[1], ", "))
		}
	}
	return wording.Text{}
}

// candidates returns the names that may stand at a path.
func candidates(d *procedure.Definition, path string) []string {
	var names []string
	words := strings.Split(path, ".")
	switch key := lastKey(words); key {
	case "to", "starts", "stops", "paused_in", "except":
		for _, s := range d.States {
			names = append(names, s.Name)
		}
	case "owner", "by", "at", "forward_to":
		for _, r := range d.Roles {
			names = append(names, r.Name)
		}
		if key == "by" {
			names = append(names, procedure.ByHolder, procedure.ByApplicant, procedure.ByParent)
		}
	case "not_by":
		for _, m := range d.Everywhere {
			names = append(names, m.Event)
		}
		for _, s := range d.States {
			for _, m := range s.Moves {
				names = append(names, m.Event)
			}
		}
	case "extends", "after":
		for _, k := range d.Clocks {
			names = append(names, k.Name)
		}
	case "needs", "with", "returns", "within":
		for _, f := range d.Data {
			names = append(names, f.Name)
		}
		if key != "within" {
			for _, p := range d.Documents {
				names = append(names, p.Name)
			}
		}
		if key == "needs" {
			names = append(names, procedure.NeedReason, procedure.NeedLacks)
		}
	}
	return names
}

// lastKey returns the last word of a path that is a key holding names.
func lastKey(words []string) string {
	holders := []string{
		"to", "starts", "stops", "paused_in", "except", "owner", "by", "at", "forward_to", "not_by",
		"extends", "after", "needs", "with", "returns", "within",
	}
	for i := len(words) - 1; i >= max(len(words)-2, 0); i-- {
		if slices.Contains(holders, words[i]) {
			return words[i]
		}
	}
	return ""
}
