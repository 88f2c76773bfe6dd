package casefile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// refuse makes a refusal of the command, or of the move that falls due.
func (d *decider) refuse(code Code, reason wording.Text, names ...string) error {
	r := &Refusal{Code: code, State: d.c.State, Reason: reason, Names: slices.Sorted(slices.Values(names))}
	if d.cmd != nil {
		r.Event = d.cmd.Event
	}
	r.Allowed = possible(d.m, d.c)
	if code == CodeAtMost || code == CodeLoopPolicy { // it is used up here, for everybody
		r.Allowed = slices.DeleteFunc(r.Allowed, func(event string) bool { return event == r.Event })
	}
	return r
}

// possible are the events that table and state leave open to somebody, sorted.
func possible(m *procedure.Machine, c *Case) []string {
	switch {
	case !c.Started():
		return []string{EventOpen}
	case c.Ended():
		return nil
	case c.Suspended():
		return []string{EventNote, EventResume}
	}
	events := []string{EventAssign, EventForward, EventNote, EventClaim}
	if c.Holder.Officer != "" {
		events[3] = EventRelease
	}
	for _, mv := range m.State(c.State).Moves {
		if !mv.Automatic() && (mv.AtMost == 0 || tally(c.Made, mv.Event) < int64(mv.AtMost)) {
			events = append(events, mv.Event)
		}
	}
	slices.Sort(events)
	return events
}

func text(vi, en string) wording.Text { return wording.Text{VI: vi, EN: en} }

func textf(vi, en string, args ...any) wording.Text {
	return text(fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
}

var (
	wordsNotOpened = text("hồ sơ chưa được mở; mở hồ sơ trước", "the case was never opened; open it first")
	wordsSuspended = text("hồ sơ đang tạm đình chỉ; chỉ có thể ghi chú hoặc tiếp tục giải quyết", "the case is suspended; only note and resume are possible")
	wordsUnclaimed = text("hồ sơ chưa có người nhận nên không có gì để trả lại", "nobody has claimed the case, so there is nothing to release")
	wordsHeadOnly  = text("chỉ người đứng đầu đơn vị đang giữ hồ sơ được phân công", "only the head of the holding unit may assign")
	wordsNoteBy    = text("chỉ công chức có vai trò trong thủ tục này, hoặc người nộp hồ sơ, được ghi chú", "only an officer with a role of this procedure, or the applicant, may note")
	wordsNoUnit    = text("bước này không chuyển hồ sơ đi đâu nên không nêu đơn vị", "this move leads to no unit, so name none")
)

func wordsEnded(m *procedure.Machine, c *Case) wording.Text {
	t := m.State(c.State).Title
	return text("hồ sơ đã kết thúc: "+t.VI+"; mở hồ sơ mới tiếp theo hồ sơ này nếu cần", "the case has ended: "+t.EN+"; open a case that follows it if need be")
}

func wordsStale(c *Case) wording.Text {
	return textf("hồ sơ đã thay đổi, nay ở bước ghi thứ %d; xem lại rồi làm", "the case has changed, it now stands at entry %d; look again, then act", c.Seq)
}

func wordsAutomatic(mv *procedure.Move) wording.Text {
	return text("«"+mv.Title.VI+"» tự diễn ra, không ai làm thay", "«"+mv.Title.EN+"» takes itself; nobody makes it")
}

func wordsNoSuchMove(m *procedure.Machine, c *Case, event string) wording.Text {
	t := m.State(c.State).Title
	return text("không có bước «"+event+"» ở «"+t.VI+"»", "there is no «"+event+"» in «"+t.EN+"»")
}

func wordsNotYours(m *procedure.Machine, by []string) wording.Text {
	var vi, en []string
	for _, b := range by {
		switch r := m.Role(b); {
		case r != nil:
			vi, en = append(vi, r.Title.VI), append(en, r.Title.EN)
		case b == procedure.ByHolder:
			vi, en = append(vi, "người đang giữ hồ sơ"), append(en, "whoever holds the case")
		case b == procedure.ByApplicant:
			vi, en = append(vi, "người nộp hồ sơ"), append(en, "the applicant")
		case b == procedure.ByParent:
			vi, en = append(vi, "hồ sơ mẹ"), append(en, "the parent case")
		}
	}
	return text("không phải việc của người này; dành cho: "+strings.Join(vi, ", "), "not for this person; it is for: "+strings.Join(en, ", "))
}

func wordsSeparation(m *procedure.Machine, k deed) wording.Text {
	t := m.Event(k.event).Title
	return text(k.person+" đã làm «"+t.VI+"» trong hồ sơ này nên người khác phải làm bước này", k.person+" made «"+t.EN+"» in this case, so somebody else must make this move")
}

func wordsAtMost(mv *procedure.Move) wording.Text {
	return text(fmt.Sprintf("«%s» chỉ được làm %d lần", mv.Title.VI, mv.AtMost), fmt.Sprintf("«%s» may be made at most %d times", mv.Title.EN, mv.AtMost))
}

func wordsMissing(names []string) wording.Text {
	l := strings.Join(names, ", ")
	return text("còn thiếu: "+l, "missing: "+l)
}

func wordsNotNeeded(name string) wording.Text {
	return text("bước này không nhận «"+name+"», hoặc nêu hai lần", "this move takes no «"+name+"», or it is given twice")
}

func wordsIllTyped(name string) wording.Text {
	return text("«"+name+"» không đúng kiểu dữ liệu", "«"+name+"» is not a value of its type")
}

func wordsNoDocument(name string) wording.Text {
	return text("thủ tục không có giấy tờ «"+name+"»", "the procedure has no document «"+name+"»")
}

func wordsPast(name string) wording.Text {
	return text("«"+name+"» phải ở sau thời điểm này", "«"+name+"» must lie ahead")
}

func wordsAmount(clock string, x *procedure.Extension) wording.Text {
	if x == nil {
		return text("bước này không gia hạn «"+clock+"»", "this move does not extend «"+clock+"»")
	}
	t := x.Limit.Text()
	return text("«"+clock+"» chỉ được gia hạn nhiều nhất "+t.VI, "«"+clock+"» may be extended by at most "+t.EN)
}

func wordsOff(clock string) wording.Text {
	return text("thời hạn «"+clock+"» không đang tính", "clock «"+clock+"» is not on")
}

func wordsGuard(mv *procedure.Move) wording.Text {
	source := ""
	if mv.When != nil {
		source = mv.When.Source
	}
	return text("điều kiện của «"+mv.Title.VI+"» không đúng: "+source, "the condition of «"+mv.Title.EN+"» does not hold: "+source)
}

func wordsGuardError(cause string) wording.Text {
	return text("không tính được điều kiện: "+cause, "a condition cannot be evaluated: "+cause)
}

func wordsUnbound(role string) wording.Text {
	return text("chưa có đơn vị nào nhận vai trò «"+role+"»", "no unit is bound to role «"+role+"»")
}

func wordsNotBound(unit, role string) wording.Text {
	return text("đơn vị «"+unit+"» không nhận vai trò «"+role+"»", "unit «"+unit+"» is not bound to role «"+role+"»")
}

func wordsNameOne(role string) wording.Text {
	return text("nhiều đơn vị nhận vai trò «"+role+"»; nêu một đơn vị", "several units are bound to role «"+role+"»; name one")
}

func wordsForward(unit string) wording.Text {
	return text("không chuyển được cho «"+unit+"»; nêu một đơn vị khác trong số được phép", "cannot forward to «"+unit+"»; name another unit among those allowed")
}

func wordsClaimed(officer string) wording.Text {
	return text("hồ sơ đã có "+officer+" nhận", "the case is claimed by "+officer)
}

func wordsAssignee(h Holder) wording.Text {
	return text("nêu một cán bộ có vai trò «"+h.Role+"» trong đơn vị «"+h.Unit+"»", "name an officer with role «"+h.Role+"» in unit «"+h.Unit+"»")
}
