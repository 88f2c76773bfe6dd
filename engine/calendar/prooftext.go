package calendar

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/wording"
)

// Text writes the proof for a clerk to read, local dates and hours, in lines
// that end with a newline.
func (p Proof) Text(lang wording.Lang) string {
	w := proofWriter{lang: lang, offset: p.Offset}
	w.head(p)
	for i, r := range p.Runs {
		w.run(p, i, r)
	}
	for _, x := range p.Pauses {
		w.pause(x)
	}
	if p.Gross != nil && len(p.Pauses) > 0 {
		w.line("Tổng thời gian kể cả tạm dừng: %d ngày làm việc, %s giờ làm việc",
			"Gross time, pauses included: %d working days, %s working hours", p.Gross.OpenDays, length(p.Gross.OpenMicroseconds))
	}
	w.line("Cách tính: %s", "Rule: %s", p.Rule.In(lang))
	w.line("Căn cứ: %s", "Source: %s", p.Source.In(lang))
	if !p.PauseSource.IsZero() {
		w.line("Tạm dừng: %s", "Pauses: %s", p.PauseSource.In(lang))
	}
	w.line("Lịch: %s (giờ địa phương UTC%s)", "Calendar: %s (local time UTC%s)", p.Calendar, p.Offset)
	if p.Provisional {
		w.line("TẠM TÍNH: có năm chưa được quyết định trong lịch", "PROVISIONAL: a year of the calendar is not decided yet")
	}
	return w.b.String()
}

// proofWriter writes lines in one language.
type proofWriter struct {
	b      strings.Builder
	lang   wording.Lang
	offset Offset
}

func (w *proofWriter) line(vi, en string, args ...any) {
	fmt.Fprintf(&w.b, wording.Text{VI: vi, EN: en}.In(w.lang)+"\n", args...)
}

func (w *proofWriter) head(p Proof) {
	w.line("Thời hạn: %s, từ %s", "Limit: %s, from %s", p.limit.Text().In(w.lang), w.when(p.Start))
	if p.Due == nil {
		w.line("Hạn: chưa có, thời hạn đang tạm dừng", "Due: none yet, the clock is paused")
		return
	}
	w.line("Hạn: %s", "Due: %s", w.end(*p.Due))
	w.line("Quá hạn kể từ: %s", "Overdue from: %s", w.end(*p.Expires))
}

func (w *proofWriter) run(p Proof, i int, r RunProof) {
	if len(p.Runs) > 1 {
		w.line("Lần tính %d, từ %s:", "Run %d, from %s:", i+1, w.when(r.Start))
	}
	if r.NotCounted != nil {
		if r.Moved {
			w.line("  %s  sau giờ chốt hoặc ngày nghỉ: coi như nhận ngày này, không tính", "  %s  after the cut-off or on a closed day: counts as received this day, not counted", w.day(*r.NotCounted))
		} else {
			w.line("  %s  ngày bắt đầu, không tính", "  %s  day of the start, not counted", w.day(*r.NotCounted))
		}
	}
	for _, s := range r.Steps {
		w.line("  %s  %s", "  %s  %s", w.days(s.From, s.To), w.step(s))
	}
	if r.LastCounted != nil {
		w.line("  đủ vào %s là ngày nghỉ: lùi đến ngày làm việc kế tiếp", "  full on %s, a closed day: moved to the next open day", w.day(*r.LastCounted))
	}
	if r.Ended != nil {
		w.line("  lần tính này dừng lúc %s", "  this run was ended at %s", w.when(*r.Ended))
	}
}

func (w *proofWriter) step(s Step) string {
	say := func(vi, en string) string { return wording.Text{VI: vi, EN: en}.In(w.lang) }
	var text string
	switch s.What {
	case Counted:
		switch {
		case s.Microseconds > 0:
			text = say("tính ", "counted ") + length(s.Microseconds) + say(" giờ", " hours")
		case s.Days == 1:
			text = fmt.Sprintf(say("ngày thứ %d", "day %d"), s.SoFar)
		default:
			text = fmt.Sprintf(say("%d ngày, đến ngày thứ %d", "%d days, up to day %d"), s.Days, s.SoFar)
		}
	case Rest:
		text = say("nghỉ hằng tuần", "weekly rest")
	case Closed:
		text = say("nghỉ", "closed")
	case Paused:
		text = say("tạm dừng, không tính", "paused, not counted")
	case Onward:
		text = say("chuyển sang ngày làm việc", "on to the next open day")
	}
	if len(s.Hours) > 0 {
		text += "  " + strings.Join(s.Hours, ", ")
	}
	if !s.Title.IsZero() {
		text += ": " + s.Title.In(w.lang)
	}
	if len(s.Basis) > 0 {
		text += " (" + strings.Join(s.Basis, "; ") + ")"
	}
	return text
}

func (w *proofWriter) pause(p PauseProof) {
	until := wording.Text{VI: "chưa kết thúc", EN: "still open"}.In(w.lang)
	if p.To != nil {
		until = w.when(*p.To)
	}
	took := ""
	switch {
	case p.Uncounted > 0:
		took = fmt.Sprintf(wording.Text{VI: ": số ngày không tính %d", EN: ": days not counted %d"}.In(w.lang), p.Uncounted)
	case p.Microseconds > 0:
		took = fmt.Sprintf(wording.Text{VI: ": số giờ không tính %s", EN: ": hours not counted %s"}.In(w.lang), length(p.Microseconds))
	}
	w.line("Tạm dừng từ %s đến %s%s", "Paused from %s to %s%s", w.when(p.From), until, took)
}

// length writes microseconds as hours: "7:30", "0:00:30.5".
func length(us int64) string {
	h, m, rest := us/(60*minute), us/minute%60, us%minute
	text := fmt.Sprintf("%d:%02d", h, m)
	if rest != 0 {
		text += time.UnixMicro(rest).UTC().Format(":05.999999")
	}
	return text
}

// when writes an instant by the local clock.
func (w *proofWriter) when(t time.Time) string {
	local := t.UnixMicro() + int64(w.offset)*minute
	return w.at(dayOf(local), local)
}

// end writes an instant at which something ends: midnight is the 24:00 of the
// day before.
func (w *proofWriter) end(t time.Time) string {
	local := t.UnixMicro() + int64(w.offset)*minute
	return w.at(dayOf(local-1), local)
}

// at writes a local instant as a time of the given day.
func (w *proofWriter) at(d, local int64) string {
	in := local - d*day
	text := clockText(int(in / minute))
	if rest := in % minute; rest != 0 {
		text += time.UnixMicro(rest).UTC().Format(":05.999999")
	}
	return w.day(Date(d)) + " " + text
}

// day writes a date with its day of the week.
func (w *proofWriter) day(d Date) string {
	y, m, day := d.Civil()
	if w.lang == wording.EN {
		return fmt.Sprintf("%s %02d %s %04d", d.Weekday().String()[:3], day, m.String()[:3], y)
	}
	return fmt.Sprintf("%s %02d/%02d/%04d", weekdaysVI[d.Weekday()], day, int(m), y)
}

// days writes a stretch of dates.
func (w *proofWriter) days(a, b Date) string {
	if a == b {
		return w.day(a)
	}
	return w.day(a) + " - " + w.day(b)
}

var weekdaysVI = [...]string{"CN", "T2", "T3", "T4", "T5", "T6", "T7"}
