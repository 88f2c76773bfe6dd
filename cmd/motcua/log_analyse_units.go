package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/motcua/motcua/adapters/eventlog/figures"
)

// unit tells one reading of the units.
func (t *analysisText) unit(what string, u *figures.Unit) {
	a, cases := t.a, 0
	for _, n := range u.PerCase {
		cases += n
	}
	of := func(n int) string { return fmt.Sprintf("%s (%s)", a.cases(n), a.share(int64(n), int64(cases))) }
	t.line("\n%s: %s — %d", what, u.Name, u.Units)
	if u.Missing > 0 {
		policy := map[figures.Policy]string{
			figures.Skip:  a.say("bỏ qua", "passed over"),
			figures.Break: a.say("ngắt chuỗi", "end the sequence"),
			figures.Own:   a.say("tính là một đơn vị riêng", "counted as a unit of their own"),
		}[t.own]
		t.line("  %s: %d (%s), %s", a.say("sự kiện không ghi đơn vị", "events that name no unit"), u.Missing,
			a.share(int64(u.Missing), int64(u.Missing+u.With)), policy)
	}
	t.line("  %s: %d, %s %d %s", a.say("Bàn giao", "Handovers"), u.Handovers, a.say("nhiều nhất", "at most"), u.Most,
		provided(u.Most > 0, a.say("(hồ sơ ", "(case ")+u.MostCase+")"))
	t.bars(a.say("số bàn giao của một hồ sơ", "handovers of a case"), u.PerCase)
	t.line("  %s: %s, %s", a.say("Quay lại đơn vị đã từng giữ", "Returned to a unit that held it before"), of(u.Returning),
		a.say(fmt.Sprintf("%d lần", u.Returns), plural(u.Returns, "time", "times")))
	t.line("  %s: %s, %s", a.say("Chuyền qua chuyền lại (A-B-A)", "Ping-pong (A-B-A)"), of(u.PingPong),
		a.say(fmt.Sprintf("%d lần, %d không chồng nhau", u.Windows, u.Disjoint), fmt.Sprintf("%s, %d without overlap", plural(u.Windows, "time", "times"), u.Disjoint)))
	for i, p := range u.PingPongs {
		if i == t.top {
			t.more(len(u.PingPongs) - i)
			break
		}
		t.line("  %6d  %s ⇄ %s", p.Count, t.name(p.A), t.name(p.B))
	}
	t.bars(a.say("chuỗi A,B,A,B dài nhất của một hồ sơ, tính bằng lượt giữ", "longest A,B,A,B of a case, in visits"), u.Longest)
	t.line("  %s: %d%s", a.say("Cặp đơn vị bàn giao cho nhau, theo chiều", "Who hands over to whom, pairs"), len(u.Pairs),
		provided(len(u.Pairs) > 0, ", "+t.percent(u.Reciprocal)+a.say(" có cả chiều ngược lại", " of them the other way, too")))
	for i, p := range u.Pairs {
		if i == t.top {
			t.more(len(u.Pairs) - i)
			break
		}
		t.line("  %6d %7s  %s → %s", p.Count, a.share(int64(p.Count), int64(u.Handovers)), t.name(p.From), t.name(p.To))
	}
	t.groups(u)
	t.summary("  "+a.say("Giữ trước khi bàn giao, giờ", "Held before it was handed over, hours"), u.Holding, 3600)
	if u.Working != nil {
		t.summary("  "+a.say("… trong giờ làm việc", "… in working time, hours"), *u.Working, 3600)
	}
}

// groups tells within which units work can go in circles.
func (t *analysisText) groups(u *figures.Unit) {
	a := t.a
	if len(u.SCC.Groups) == 0 {
		t.line("  %s", a.say("Không có nhóm đơn vị nào mà việc có thể đi vòng.", "In no group of units can work go in circles."))
		return
	}
	t.line("  %s (%s ≥ %d):", a.say("Nhóm mà việc có thể đi vòng", "Groups in which work can go in circles"), a.say("bàn giao", "handovers"), u.SCC.Least)
	for i, g := range u.SCC.Groups {
		if i == t.top {
			t.more(len(u.SCC.Groups) - i)
			return
		}
		names := make([]string, 0, t.top)
		for _, n := range g[:min(len(g), t.top)] {
			names = append(names, t.name(n))
		}
		t.line("  %6d  %s%s", len(g), strings.Join(names, ", "), provided(len(g) > t.top, ", …"))
	}
}

// percent tells a fraction.
func (t *analysisText) percent(f figures.Float) string {
	return t.a.share(int64(f*1000+0.5), 1000)
}

// name shows a unit; the unit of events without one has no name.
func (t *analysisText) name(unit string) string {
	if unit == "" {
		return t.a.say("(không ghi)", "(none)")
	}
	return unit
}

// barWidth is the length of the longest bar.
const barWidth = 30

// bars draws a histogram; numbers past the first lines stand together.
func (t *analysisText) bars(what string, c figures.Counts) {
	keys := c.Keys()
	lines := max(t.top, 1)
	highest, whole := 0, 0
	type bar struct {
		label string
		n     int
	}
	var list []bar
	for i, k := range keys {
		whole += c[k]
		if i < lines || len(keys) == lines+1 {
			list = append(list, bar{fmt.Sprint(k), c[k]})
		} else if i == lines {
			list = append(list, bar{fmt.Sprintf("≥%d", k), c[k]})
		} else {
			list[len(list)-1].n += c[k]
		}
	}
	for _, b := range list {
		highest = max(highest, b.n)
	}
	if len(list) > 0 {
		t.line("    %s:", what)
	}
	for _, b := range list {
		t.line("    %5s %7d %7s %s", b.label, b.n, t.a.share(int64(b.n), int64(whole)), strings.Repeat("█", (b.n*barWidth+highest-1)/highest))
	}
}

// course tells one case, event by event and visit by visit.
func (t *analysisText) course(c figures.Course) {
	a := t.a
	t.line("\n%s %s", a.say("Hồ sơ", "Case"), c.Case)
	for _, e := range c.Events {
		t.line("  %4d  %-27s %s", e.Event, t.instant(e.At), e.Activity)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Visits)) {
		t.line("  %s:", name)
		for _, v := range c.Visits[name] {
			held := ""
			if v.Holding != nil {
				held = t.number(float64(*v.Holding)/3600) + a.say(" giờ", " h")
			}
			mark := ""
			switch {
			case v.PingPong:
				mark = a.say("  ← chuyền lại (A-B-A)", "  ← ping-pong (A-B-A)")
			case v.Distance > 0:
				mark = a.say("  ← quay lại sau ", "  ← back after ") + fmt.Sprint(v.Distance) + a.say(" lượt", " visits")
			}
			t.line("  %4d  %-27s %12s  %s%s", v.Event, t.instant(v.At), held, t.name(v.Unit), mark)
		}
	}
}

func (t *analysisText) instant(at string) string {
	if at == "" {
		return t.a.say("(không rõ)", "(no time)")
	}
	return at
}
