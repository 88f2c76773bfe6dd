package main

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/adapters/eventlog/figures"
)

// analysisText writes figures for people.
type analysisText struct {
	strings.Builder
	a   *app
	top int // lines of a list
	own figures.Policy
}

// printAnalysis prints the figures of a log.
func (a *app) printAnalysis(f *figures.Figures, l *logAnalyse) error {
	t := &analysisText{a: a, top: l.top, own: policies[l.missing]}
	t.log(f, l)
	t.repetition(f)
	for _, u := range f.Units {
		t.unit(a.say("Đơn vị", "Units"), u)
	}
	for _, u := range f.Actors {
		t.unit(a.say("Người làm", "Persons"), u)
	}
	if len(f.Units) == 0 {
		t.line("\n%s", a.say("Nhật ký không có org:group; nêu --unit KHOÁ để xem hồ sơ chuyền giữa các đơn vị.",
			"The log has no org:group; give --unit KEY to see how cases go between units."))
	}
	for _, c := range f.Courses {
		t.course(c)
	}
	_, err := fmt.Fprint(a.out, t.String())
	return err
}

func (t *analysisText) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

func (t *analysisText) log(f *figures.Figures, l *logAnalyse) {
	a := t.a
	t.line("%s: %s, %s", f.Log, a.cases(f.Cases), a.say(fmt.Sprintf("%d sự kiện", f.Events), plural(f.Events, "event", "events")))
	note := func(n int, vi, en string) {
		if n > 0 {
			t.line("  %s: %d", a.say(vi, en), n)
		}
	}
	note(f.EmptyCases, "hồ sơ không có sự kiện", "cases without events")
	note(f.Untimed, "sự kiện không có thời điểm", "events without a time")
	note(f.Loose, "sự kiện ngoài hồ sơ, không tính", "events outside any case, not counted")
	note(f.LeftOut, "sự kiện thuộc chuyển tiếp khác, không tính", "events of other transitions, not counted")
	if f.Ties > 0 {
		t.line("  %s: %d (%s); %s", a.say("sự kiện cùng thời điểm với sự kiện trước", "events at the same instant as the one before"), f.Ties,
			a.cases(f.CasesWithTies), a.say("thứ tự trong tệp là chứng cứ duy nhất", "the order of the file is the only evidence"))
	}
	if f.OutOfOrder > 0 {
		order := a.say("đã xếp theo thời điểm", "put in order of time")
		if l.order == "file" {
			order = a.say("giữ như tệp", "left as in the file")
		}
		t.line("  %s: %d; %s", a.say("hồ sơ mà tệp không ghi theo thời gian", "cases that the file has in another order than time"), f.OutOfOrder, order)
	}
	t.line("")
	t.summary(a.say("Từ đầu đến cuối, ngày", "First to last event, days"), f.Duration, 1)
	t.summary(a.say("Lúc nằm chờ lâu nhất, ngày", "Longest wait in a case, days"), f.Idle, 1)
	if d := f.Due; d != nil {
		t.line("%s (%s): %s %s %d (%s)", a.say("Quá hạn", "After the deadline"), d.Attribute, a.cases(d.Cases), a.say("có hạn, trễ", "have one, late"),
			d.Late, a.share(int64(d.Late), int64(d.Cases)))
	}
}

// summary tells a sample, its values divided by per.
func (t *analysisText) summary(name string, s figures.Summary, per float64) {
	if s.N == 0 {
		t.line("%s: %s", name, t.a.say("không có số liệu", "nothing to measure"))
		return
	}
	v := func(f figures.Float) string { return t.number(float64(f) / per) }
	t.line("%s: %s %s · %s %s · 90%% ≤ %s · 99%% ≤ %s · %s %s · %s %s (n=%d)", name,
		t.a.say("trung vị", "median"), v(s.P50), t.a.say("giữa 50%", "middle half"), v(s.P25)+"–"+v(s.P75), v(s.P90), v(s.P99),
		t.a.say("dài nhất", "longest"), v(s.Max), t.a.say("trung bình", "mean"), v(s.Mean), s.N)
}

// number rounds for show: two digits behind the point, none for large ones.
func (t *analysisText) number(f float64) string {
	s := fmt.Sprintf("%.2f", f)
	if f >= 100 || f <= -100 {
		s = fmt.Sprintf("%.0f", f)
	}
	if t.a.say("", ".") == "" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func (t *analysisText) repetition(f *figures.Figures) {
	a := t.a
	t.line("%s: %s (%s)", a.say("Làm lại việc đã làm", "An activity done again"), a.cases(f.RepeatedCases), a.share(int64(f.RepeatedCases), int64(f.Cases)))
	loops := map[string]int{}
	for _, x := range f.ImmediateSelfLoop {
		loops[x.Activity] = x.Cases
	}
	for i, x := range f.RepeatedActivity {
		if i == t.top {
			t.more(len(f.RepeatedActivity) - i)
			break
		}
		t.line("  %6d  %s%s", x.Cases, x.Activity, provided(loops[x.Activity] > 0, fmt.Sprintf(a.say(" (%d hồ sơ lặp ngay)", " (%d at once)"), loops[x.Activity])))
	}
}

// provided gives a text only if something holds.
func provided(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}

func (t *analysisText) more(n int) {
	t.line("          %s", t.a.say(fmt.Sprintf("… còn %d dòng; --top N để xem thêm", n), fmt.Sprintf("… %d more; --top N shows more", n)))
}
