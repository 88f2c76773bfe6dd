package main

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

// kindWords says the kinds of deviation to people.
var kindWords = map[string]wording.Text{
	"no_such_move":         {VI: "trạng thái không có bước này", EN: "the state has no such move"},
	"guard":                {VI: "điều kiện không đạt", EN: "a condition was false"},
	"at_most":              {VI: "quá số lần cho phép", EN: "once too often"},
	"loop_policy":          {VI: "trả qua trả lại quá mức", EN: "returned once too often"},
	"separation_of_duties": {VI: "một người làm hai việc phải tách", EN: "one person did two duties"},
	"not_yours":            {VI: "người làm không có vai trò", EN: "made in a role that may not"},
	"needs":                {VI: "thiếu thứ phải kèm", EN: "lacks what it must carry"},
	"closed":               {VI: "hồ sơ đã kết thúc", EN: "the case had ended"},
	"timed_move_missed":    {VI: "bỏ lỡ bước theo thời gian", EN: "a timed move was missed"},
}

// printLog prints the report for people.
func (a *app) printLog(r logReport) error {
	var b strings.Builder
	fmt.Fprintf(&b, a.say("%s phiên bản %d, lịch %s, giờ địa phương %s\n", "%s version %d, calendar %s, local time %s\n"),
		r.Procedure, r.Version, r.Calendar, r.Offset)
	fmt.Fprintf(&b, "%s, %s\n", a.cases(r.Cases), a.say(fmt.Sprintf("%d sự kiện", r.Events), plural(r.Events, "event", "events")))
	fmt.Fprintf(&b, "%s %s (%s)\n", a.say("khớp:", "fitting:"), a.cases(r.Fitting), a.share(int64(r.Fitting), int64(r.Cases)))
	if r.Unchecked > 0 {
		fmt.Fprintf(&b, "%s %s\n", a.say("không đối chiếu được:", "not checked:"), a.cases(r.Unchecked))
	}
	a.printDeviations(&b, r)
	a.printApart(&b, r)
	a.printStates(&b, r)
	a.printLimits(&b, r)
	a.printHolders(&b, r)
	_, err := fmt.Fprint(a.out, b.String())
	return err
}

// cases counts cases.
func (a *app) cases(n int) string {
	return a.say(fmt.Sprintf("%d hồ sơ", n), plural(n, "case", "cases"))
}

func (a *app) printDeviations(b *strings.Builder, r logReport) {
	if len(r.Deviations) == 0 {
		fmt.Fprintf(b, "\n%s\n", a.say("Không có chỗ lệch.", "No deviations."))
		return
	}
	fmt.Fprintf(b, "\n%s\n", a.say("Chỗ lệch:", "Deviations:"))
	for _, d := range r.Deviations {
		fmt.Fprintf(b, "  %-21s %6d  %s, %s\n", d.Kind, d.Count, kindWords[d.Kind].In(a.lang), a.cases(d.Cases))
		fmt.Fprintf(b, "    %s %s, %s %d «%s», %s «%s»: %s\n", a.say("đầu tiên:", "first:"), d.FirstCase,
			a.say("sự kiện", "event"), d.First.Event, d.First.Activity, a.say("ở", "in"), d.First.State, d.First.Why.In(a.lang))
		for _, w := range d.Where {
			fmt.Fprintf(b, "    %6d  %s «%s»\n", w.Count, w.State, w.Activity)
		}
	}
}

func (a *app) printApart(b *strings.Builder, r logReport) {
	for _, u := range r.Unmapped {
		fmt.Fprintf(b, "%s «%s» %d (%s)\n", a.say("Chưa ánh xạ:", "Unmapped:"), u.Activity, u.Count, u.FirstCase)
	}
	apart := func(vi, en string, n int, first string) {
		if n == 0 {
			return
		}
		fmt.Fprintf(b, "%s: %d", a.say(vi, en), n)
		if first != "" {
			fmt.Fprintf(b, " (%s)", first)
		}
		b.WriteByte('\n')
	}
	apart("Sự kiện ngoài phạm vi lịch", "Events outside the calendar", r.Outside.Count, r.Outside.FirstCase)
	apart("Sự kiện không có thời điểm", "Events without an instant", r.Timeless.Count, r.Timeless.FirstCase)
	apart("Sự kiện không thuộc hồ sơ nào", "Events in no case", r.Loose, "")
	apart("Sự kiện cố ý bỏ qua", "Events passed over on purpose", r.Ignored, "")
	apart("Sự kiện thuộc chuyển tiếp khác", "Events of other transitions", r.OtherSteps, "")
}

func (a *app) printStates(b *strings.Builder, r logReport) {
	fmt.Fprintf(b, "\n%s\n", a.say("Thời gian ở từng trạng thái, đến sự kiện cuối của mỗi hồ sơ:", "Time in each state, up to the last event of each case:"))
	width := 0
	for _, s := range r.States {
		width = max(width, len(s.State))
	}
	fmt.Fprintf(b, "  %-*s %9s %9s %12s %12s %9s %11s\n", width, a.say("trạng thái", "state"),
		a.say("hồ sơ", "cases"), a.say("lượt", "visits"), a.say("giờ làm việc", "open hours"), a.say("giờ trôi qua", "hours"), a.say("quá hạn", "overdue"), a.say("dừng ở đây", "end here"))
	for _, s := range r.States {
		if s.Visits == 0 {
			continue
		}
		fmt.Fprintf(b, "  %-*s %9d %9d %12d %12d %9d %11d\n", width, s.State, s.Cases, s.Visits,
			s.Open/60, s.Elapsed/60, s.Overdue, s.Ended)
	}
}

func (a *app) printLimits(b *strings.Builder, r logReport) {
	fmt.Fprintf(b, "\n%s %d", a.say("Hồ sơ quá thời hạn:", "Cases over a limit:"), r.OverLimit.Cases)
	if r.OverLimit.FirstCase != "" {
		fmt.Fprintf(b, " (%s)", r.OverLimit.FirstCase)
	}
	b.WriteByte('\n')
	for _, c := range r.OverLimit.Clocks {
		fmt.Fprintf(b, "  %s (%s): %d\n", c.Clock, c.Title.In(a.lang), c.Cases)
	}
}

func (a *app) printHolders(b *strings.Builder, r logReport) {
	whole := int64(0)
	for _, h := range r.Holders {
		whole += h.Open
	}
	fmt.Fprintf(b, "\n%s\n", a.say("Ai giữ, giờ làm việc:", "Who held the time, open hours:"))
	for _, h := range r.Holders {
		title := h.Title.In(a.lang)
		if h.WaitsFor != "" {
			title += a.say(", chờ ", ", waiting for ") + h.WaitsFor
		}
		fmt.Fprintf(b, "  %10d %7s  %s (%s)\n", h.Open/60, a.share(h.Open, whole), h.Role, title)
	}
	if len(r.Units) == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n", a.say("Đơn vị của sự kiện kết thúc quãng giữ:", "By the unit whose event ended the holding:"))
	for _, u := range r.Units {
		name := u.Unit
		if name == "" {
			name = a.say("(nhật ký không ghi)", "(not in the log)")
		}
		fmt.Fprintf(b, "  %10d %7s  %s\n", u.Open/60, a.share(u.Open, whole), name)
	}
}

// plural chooses the English form of a counted noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

// share is a part of a whole in percent, one digit behind the point.
func (a *app) share(part, whole int64) string {
	if whole == 0 {
		return "-"
	}
	tenths := (part*2000 + whole) / (2 * whole)
	return fmt.Sprintf("%d%s%d%%", tenths/10, a.say(",", "."), tenths%10)
}
