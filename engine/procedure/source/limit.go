package source

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// allowance reads the value of within: a limit, a guarded list, or words; want
// says what of it is expected.
func (r *reader) allowance(n *node, path, want string) procedure.AllowanceDef {
	if n.form == formList {
		return procedure.AllowanceDef{Limits: r.limits(n, path)}
	}
	if bilingual(n) {
		return procedure.AllowanceDef{Words: r.text(n, path)}
	}
	l, ok := r.limit(n, path, want)
	if !ok {
		return procedure.AllowanceDef{}
	}
	return procedure.AllowanceDef{Limits: []procedure.LimitDef{{Limit: l}}}
}

// limits reads a guarded list. An item is a limit, or {when, within}.
func (r *reader) limits(n *node, path string) []procedure.LimitDef {
	if len(n.items) == 0 {
		r.wrong(n, path, wantLimit)
	}
	var list []procedure.LimitDef
	r.each(n, path, func(v *node, at string) {
		if v.form != formMap {
			if l, ok := r.limit(v, at, wantLimit); ok {
				list = append(list, procedure.LimitDef{Limit: l})
			}
			return
		}
		var d procedure.LimitDef
		read := false
		r.mapping(v, at, inLimit, func(key string, v *node, at string) {
			switch key {
			case "when":
				d.When = r.guard(v, at)
			case "within":
				d.Limit, _ = r.limit(v, at, wantLimit)
				read = true
			}
		})
		if !read {
			r.fault("C04", at, "within", wantLimit)
		}
		list = append(list, d)
	})
	return list
}

// limit reads one limit; false when it is none.
func (r *reader) limit(n *node, path, want string) (procedure.Limit, bool) {
	if n.form == formText {
		if field, until := strings.CutPrefix(n.text, "until "); until && field != "" && len(field) <= maxName {
			return procedure.Limit{Until: field}, true
		}
		if l, err := calendar.ParseLimit(n.text); err == nil {
			return procedure.Limit{Limit: l}, true
		}
	}
	if n.form == formOdd {
		return procedure.Limit{}, false
	}
	said := lastWord(path)
	if n.text != "" {
		said = n.text
	}
	r.faultHint(limitHint(n), "C04", path, cut(said), want)
	return procedure.Limit{}, false
}

// warnings reads warn_at: one warning or a list.
func (r *reader) warnings(n *node, path string) []procedure.Warning {
	var list []procedure.Warning
	read := func(v *node, at string) {
		if w, ok := r.warning(v, at); ok {
			list = append(list, w)
		}
	}
	if n.form == formList {
		r.each(n, path, read)
	} else {
		read(n, path)
	}
	return list
}

func (r *reader) warning(n *node, path string) (procedure.Warning, bool) {
	if n.form == formText {
		if digits, share := strings.CutSuffix(n.text, "%"); share && number(digits) && len(digits) <= 3 {
			p, _ := strconv.Atoi(digits)
			if p > 0 {
				return procedure.Warning{Percent: p}, true
			}
		}
		text, before := strings.CutSuffix(n.text, " before")
		after := false
		if !before {
			text, after = strings.CutSuffix(n.text, " after")
		}
		if l, err := calendar.ParseLimit(text); err == nil && (before || after) {
			return procedure.Warning{Limit: l, After: after}, true
		}
	}
	if n.form == formOdd {
		return procedure.Warning{}, false
	}
	said := lastWord(path)
	if n.text != "" {
		said = n.text
	}
	r.faultHint(limitHint(n), "C04", path, cut(said), wantWarning)
	return procedure.Warning{}, false
}

// bilingual reports whether a value where a limit may stand is meant as text.
func bilingual(n *node) bool {
	return n.form == formText && (strings.Contains(n.text, " |") || strings.Contains(n.text, "| ") || n.cut)
}

// Slips of the pen in limits.
var (
	fraction   = regexp.MustCompile(`^[0-9]+[.,][0-9]+ `)
	clockTime  = regexp.MustCompile(`([0-9]{1,2})[hHg]([0-9]{2})?$`)
	vietnamese = regexp.MustCompile(`^([0-9]+) +(\p{L}+(?: làm việc)?)(?: (trước|sau))?$`)
)

// units are Vietnamese words for units of time, with ours.
var units = map[string]string{
	"ngày làm việc": "working days", "giờ làm việc": "working hours", "phút làm việc": "working minutes",
	"ngày": "days", "tuần": "weeks", "tháng": "months", "năm": "years", "giờ": "hours", "phút": "minutes",
}

// limitHint says what to write instead of something that is no limit.
func limitHint(n *node) wording.Text {
	s := strings.ToLower(n.text)
	switch {
	case n.cut:
		return hintComma
	case n.form == formInt:
		return hint("thiếu đơn vị; viết như «"+n.text+" working days»", "the unit is missing; write as in «"+n.text+" working days»")
	case strings.Contains(s, "\u00a0"):
		return hintSpace
	case fraction.MatchString(s):
		return hint("chỉ dùng số nguyên; nửa ngày làm việc là «4 working hours»", "whole numbers only; half a working day is «4 working hours»")
	case clockTime.MatchString(s):
		m := clockTime.FindStringSubmatch(s)
		minutes := m[2]
		if minutes == "" {
			minutes = "00"
		}
		hour := m[1]
		if len(hour) == 1 {
			hour = "0" + hour
		}
		return hint("giờ viết như «"+hour+":"+minutes+"»", "write the time of day as «"+hour+":"+minutes+"»")
	case s == "trong ngày":
		return hint("viết «same day»", "write «same day»")
	case vietnamese.MatchString(s):
		m := vietnamese.FindStringSubmatch(s)
		if unit, ok := units[m[2]]; ok {
			if m[1] == "1" {
				unit = strings.TrimSuffix(unit, "s")
			}
			order := map[string]string{"": "", "trước": " before", "sau": " after"}[m[3]]
			return hint("viết «"+m[1]+" "+unit+order+"»", "write «"+m[1]+" "+unit+order+"»")
		}
	}
	return wording.Text{}
}
