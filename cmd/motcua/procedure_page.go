package main

import (
	"fmt"
	"slices"
	"strings"
)

// page writes a procedure for people, line by line.
type page struct {
	a     *app
	roles []shownName
	facts []shownName // documents and fields
	b     strings.Builder
}

// printPage writes the page a jurist reads: what the procedure rests on, its
// time limits, and for every state who holds the case, what they owe, by when,
// and the ways on.
func (a *app) printPage(p shownProcedure) error {
	w := &page{a: a, roles: p.Roles, facts: slices.Clone(p.Documents)}
	for _, f := range p.Data {
		w.facts = append(w.facts, f.shownName)
	}
	w.head(p)
	for _, k := range p.Clocks {
		w.clock(k)
	}
	w.line(0, "")
	w.line(0, "%s", a.say("MỞ HỒ SƠ", "OPENING"))
	w.move(p.Open)
	if l := p.LoopPolicy; l != nil {
		w.line(0, "")
		w.line(0, a.say("Trả qua trả lại giữa hai đơn vị: nhiều nhất %d lần. %s", "Returns between two units: at most %d. %s"), l.AtMost, l.Refuse.In(a.lang))
	}
	w.line(0, "")
	w.line(0, "%s", a.say("TRẠNG THÁI", "STATES"))
	for _, s := range p.States {
		w.state(s)
	}
	_, err := fmt.Fprint(a.out, w.b.String())
	return err
}

func (w *page) line(indent int, format string, args ...any) {
	fmt.Fprintf(&w.b, strings.Repeat("  ", indent)+format+"\n", args...)
}

// list writes a labelled list, nothing when it is empty.
func (w *page) list(indent int, vi, en string, items []string) {
	if len(items) > 0 {
		w.line(indent, "%s: %s", w.a.say(vi, en), strings.Join(items, "; "))
	}
}

func (w *page) head(p shownProcedure) {
	w.line(0, "%s", p.Title.In(w.a.lang))
	code := ""
	if p.Code != "" {
		code = w.a.say(", mã ", ", code ") + p.Code
	}
	w.line(0, w.a.say("%s, phiên bản %d%s", "%s, version %d%s"), p.Procedure, p.Version, code)
	w.line(0, "")
	w.list(0, "Căn cứ", "Basis", p.Legal.Basis)
	w.list(0, "Nguồn", "Source", some(p.Legal.Source))
	w.list(0, "CHƯA XÁC MINH", "UNVERIFIED", p.Legal.Unverified)
	if p.Fee != nil {
		w.line(0, "%s: %s", w.a.say("Phí", "Fee"), p.Fee.In(w.a.lang))
	}
	w.list(0, "Vai trò", "Roles", w.names(p.Roles))
	w.list(0, "Giấy tờ", "Documents", w.names(p.Documents))
	var fields []string
	for _, f := range p.Data {
		s := fmt.Sprintf("%s (%s: %s", f.Title.In(w.a.lang), f.Name, f.Type)
		if len(f.Values) > 0 {
			s += " " + strings.Join(f.Values, ", ")
		}
		if f.Personal {
			s += w.a.say(", cá nhân", ", personal")
		}
		fields = append(fields, s+")")
	}
	w.list(0, "Dữ kiện", "Data", fields)
	w.line(0, "%s: %s", w.a.say("Định danh", "Identity"), p.Identity)
	w.line(0, "%s: %s", w.a.say("Lời", "Wording"), p.Wording)
	if len(p.Clocks) > 0 {
		w.line(0, "")
		w.line(0, "%s", w.a.say("THỜI HẠN", "CLOCKS"))
	}
}

func (w *page) names(list []shownName) []string {
	var names []string
	for _, n := range list {
		names = append(names, n.Title.In(w.a.lang)+" ("+n.Name+")")
	}
	return names
}

func (w *page) clock(k shownClock) {
	w.line(1, "%s  %s: %s", k.Name, k.Title.In(w.a.lang), k.Allowance.In(w.a.lang))
	w.list(3, "Căn cứ", "Basis", k.Basis)
	if len(k.Starts) == 0 {
		w.line(3, "%s", w.a.say("Bắt đầu: khi mở hồ sơ", "Starts: at the opening"))
	}
	w.list(3, "Bắt đầu khi vào", "Starts on entering", k.Starts)
	w.list(3, "Tạm dừng ở", "Paused in", k.PausedIn)
	w.list(3, "Kết thúc khi vào", "Stops on entering", k.Stops)
	w.list(3, "Nhắc", "Warnings", k.WarnAt)
}

func (w *page) state(s shownState) {
	w.line(0, "")
	if s.Outcome != "" {
		w.line(1, "%s  %s [%s: %s]", s.Name, s.Title.In(w.a.lang), w.a.say("kết thúc", "final"), w.words([]string{s.Outcome})[0])
		return
	}
	title := ""
	if s.Title != *s.Duty {
		title = "  " + s.Title.In(w.a.lang)
	}
	w.line(1, "%s%s", s.Name, title)
	w.line(3, "%s: %s", w.a.say("Người giữ", "Holder"), w.who(s.Owner))
	w.line(3, "%s: %s", w.a.say("Việc phải làm", "Duty"), s.Duty.In(w.a.lang))
	w.line(3, "%s: %s", w.a.say("Thời hạn", "Within"), s.Allowance.In(w.a.lang))
	w.list(3, "Chờ", "Waits for", w.words(some(s.WaitsFor)))
	w.list(3, "Nhắc", "Warnings", s.WarnAt)
	w.list(3, "Chuyển tiếp cho", "May hand over to", w.whos(s.ForwardTo))
	for _, c := range s.Opens {
		at, when := "", ""
		if c.At != "" {
			at = w.a.say(" tại ", " at ") + w.who(c.At)
		}
		if c.When != "" {
			when = w.a.say(" nếu ", " if ") + c.When
		}
		w.line(3, "%s: %s (%s)%s%s", w.a.say("Mở hồ sơ con", "Opens child"), c.Name, c.Procedure, at, when)
	}
	for _, m := range s.Moves {
		w.move(m)
	}
}

func (w *page) move(m shownMove) {
	var notes []string
	note := func(vi, en, s string) {
		if s != "" {
			notes = append(notes, w.a.say(vi, en)+s)
		}
	}
	if m.After != nil {
		note("tự động ", "by itself ", m.After.In(w.a.lang))
	} else {
		note("người làm: ", "by: ", strings.Join(w.whos(m.By), ", "))
	}
	note("không phải người đã: ", "not by who did: ", strings.Join(m.NotBy, ", "))
	note("nếu ", "if ", m.When)
	note("cần: ", "needs: ", strings.Join(w.needs(m.Needs), ", "))
	if m.AtMost > 0 {
		note("nhiều nhất: ", "at most: ", fmt.Sprint(m.AtMost))
	}
	note("phiếu: ", "issues: ", strings.Join(w.words(m.Issues), ", "))
	clocks := make([]string, 0, len(m.extensions))
	for _, e := range m.extensions {
		clocks = append(clocks, e.Clock+" "+e.Limit.Text().In(w.a.lang))
	}
	slices.Sort(clocks)
	note("gia hạn: ", "extends: ", strings.Join(clocks, ", "))
	if m.Suspends != nil {
		note("tạm đình chỉ: ", "suspends: ", m.Suspends.In(w.a.lang))
	}
	w.line(3, "- %s  %s%s (%s)", m.Event, m.Title.In(w.a.lang), w.target(m.Branches), strings.Join(notes, "; "))
	if len(m.Branches) > 1 {
		for _, b := range m.Branches {
			w.branch(b)
		}
	}
}

// target says where a move without choose leads.
func (w *page) target(branches []shownBranch) string {
	if len(branches) != 1 {
		return ""
	}
	return w.arrow(branches[0])
}

func (w *page) arrow(b shownBranch) string {
	back := ""
	if b.SendsBack {
		back = w.a.say(" [trả lại]", " [return]")
	}
	switch {
	case b.Refuse != nil:
		return w.a.say(" từ chối: ", " refused: ") + b.Refuse.In(w.a.lang)
	case b.To == "":
		return w.a.say(" (ở nguyên)", " (stays)") + back
	}
	return " → " + b.To + back
}

func (w *page) branch(b shownBranch) {
	when := w.a.say("còn lại", "otherwise")
	if b.When != "" {
		when = w.a.say("nếu ", "if ") + b.When
	}
	line := when + w.arrow(b)
	if len(b.Needs) > 0 {
		line += w.a.say("; cần: ", "; needs: ") + strings.Join(w.needs(b.Needs), ", ")
	}
	if len(b.Issues) > 0 {
		line += w.a.say("; phiếu: ", "; issues: ") + strings.Join(w.words(b.Issues), ", ")
	}
	w.line(5, "%s", line)
}
