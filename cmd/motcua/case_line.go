package main

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// line writes a journal entry as a sentence.
func (a *app) line(e *casefile.Entry, c *engine.Case, n names) string {
	parts := []string{a.deed(e, c, n)}
	if e.Kind.ChangesState() && e.Outcome == "" {
		parts = append(parts, a.say("giữ: ", "held by ")+a.word(n.units, e.Holder.Unit))
	}
	if h := e.Handover; h.Return > 0 {
		parts = append(parts, a.say("trả lại lần ", "return no. ")+strconv.Itoa(h.Return))
	}
	for i := range e.Turns {
		if t := a.turn(&e.Turns[i], c, n); t != "" {
			parts = append(parts, t)
		}
	}
	for _, s := range e.Slips {
		parts = append(parts, slipWords[s].In(a.lang))
	}
	for i := range e.Orders {
		parts = append(parts, a.say("mở hồ sơ con ", "opens child ")+e.Orders[i].Name)
	}
	return strings.Join(parts, "; ")
}

var slipWords = map[procedure.Slip]wording.Text{
	procedure.Receipt:           {VI: "giấy tiếp nhận và hẹn trả", EN: "receipt"},
	procedure.SupplementRequest: {VI: "phiếu yêu cầu bổ sung", EN: "supplement request"},
	procedure.Refusal:           {VI: "phiếu từ chối", EN: "refusal"},
	procedure.Apology:           {VI: "phiếu xin lỗi và hẹn lại", EN: "apology"},
	procedure.Notice:            {VI: "thông báo", EN: "notice"},
	procedure.Result:            {VI: "kết quả", EN: "result"},
}

// deed says who did what, or what happened by itself.
func (a *app) deed(e *casefile.Entry, c *engine.Case, n names) string {
	event := a.word(n.events, e.Event)
	who := a.who(e) + ": "
	switch e.Kind {
	case casefile.Opened, casefile.Moved, casefile.Observed:
		return who + event + " → " + a.word(n.states, e.To)
	case casefile.Assigned:
		return who + event + " → " + e.Holder.Officer
	case casefile.Forwarded:
		return who + event + " → " + a.word(n.units, e.Holder.Unit)
	case casefile.Suspended:
		return who + event + a.say(" (tạm đình chỉ)", " (suspended)")
	case casefile.ChildEnded:
		return a.say("hồ sơ con kết thúc: ", "child ended: ") + e.Child.ID + " " + string(e.Child.Outcome)
	case casefile.Told:
		if e.Event == casefile.EventParentEnded {
			return a.say("hồ sơ mẹ đã kết thúc", "the parent has ended")
		}
		return a.say("hồ sơ con đã được báo: ", "child was told: ") + e.Child.ID + " " + e.Child.Event
	case casefile.NotTaken:
		return event + a.say(" không thực hiện được: ", " not taken: ") + string(e.Mark.Reason)
	case casefile.RefusedByPolicy:
		return who + event + a.say(" bị từ chối theo giới hạn trả qua trả lại", " refused by the loop policy")
	case casefile.Recomputed:
		return a.say("tính lại hạn theo lịch ", "dues counted again by calendar ") + e.Calendar
	case casefile.Lifted:
		return a.say("bỏ ghi nhận ở mục ", "lifts entry ") + strconv.FormatInt(e.Mark.Lifts, 10)
	case casefile.Expired, casefile.Warned, casefile.TargetMissed:
		return a.mark(e, c, n)
	}
	return who + event
}

func (a *app) who(e *casefile.Entry) string {
	who := e.Actor
	switch e.Actor {
	case casefile.Engine:
		return a.say("tự động", "by itself")
	case casefile.Applicant:
		who = a.say("người nộp", "applicant")
	case casefile.Parent:
		who = a.say("hồ sơ mẹ", "parent case")
	}
	switch e.For {
	case "":
		return who
	case casefile.Applicant:
		return who + a.say(" (thay người nộp)", " (for the applicant)")
	}
	return who + a.say(" (thay ", " (for ") + e.For + ")"
}

// mark says which limit passed, or is about to.
func (a *app) mark(e *casefile.Entry, c *engine.Case, n names) string {
	what := a.limit(e.Mark.Timer, n)
	due := until(e.Mark.Due, c)
	holder := a.word(n.units, e.Holder.Unit)
	switch {
	case e.Kind == casefile.TargetMissed:
		return a.say("quá hạn của địa phương (", "the district's limit missed (") + what + ", " + due + "): " + holder
	case e.Kind == casefile.Warned && e.Mark.Class == casefile.Reminder:
		return a.say("nhắc: vẫn quá hạn ", "reminder: still late, ") + what + ", " + due + ": " + holder
	case e.Kind == casefile.Warned:
		return a.say("sắp đến hạn ", "due soon: ") + what + ", " + due + ": " + holder
	case e.Mark.Class == casefile.WaitOver:
		return a.say("hết thời gian chờ, ", "the wait is over, ") + due
	}
	return a.say("QUÁ HẠN ", "OVERDUE ") + what + ", " + due + ": " + holder
}

func (a *app) limit(timer string, n names) string {
	if timer == procedure.VisitClock {
		return a.say("bước này", "this step")
	}
	return a.word(n.clocks, timer)
}

// turn says what an entry does to a clock, where people care.
func (a *app) turn(t *casefile.Turn, c *engine.Case, n names) string {
	what := a.limit(t.Timer, n)
	due := a.say("chưa có hạn", "no due")
	if !t.Due.IsZero() {
		due = until(t.Due, c)
	}
	switch t.Kind {
	case casefile.TurnStart, casefile.TurnResume:
		if t.Due.IsZero() {
			return ""
		}
		return what + a.say(" đến ", " until ") + due
	case casefile.TurnPause:
		return what + a.say(" tạm dừng", " paused")
	case casefile.TurnExtend:
		return what + a.say(" gia hạn đến ", " extended until ") + due
	case casefile.TurnMove, casefile.TurnRecompute:
		return what + a.say(" dời đến ", " moved to ") + due
	case casefile.TurnPromise:
		return what + a.say(" hẹn lại ", " promised for ") + until(t.Promised, c)
	}
	return ""
}
