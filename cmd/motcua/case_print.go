package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/wording"
)

// names are the words for the units, states, events and clocks of a case.
type names struct {
	units, states, events, clocks map[string]wording.Text
}

func (s *session) names(ctx context.Context, c *engine.Case) (names, error) {
	n := names{units: map[string]wording.Text{}}
	d, err := s.District(ctx, c.District)
	if err != nil {
		return n, err
	}
	for _, u := range d.Units {
		n.units[u.ID] = u.Title
	}
	w, err := s.Words(ctx, c.Identity)
	n.states, n.events, n.clocks = w.States, w.Events, w.Clocks
	return n, err
}

// word is the title of a name, or the name where it has none.
func (a *app) word(titles map[string]wording.Text, name string) string {
	if t, ok := titles[name]; ok && !t.IsZero() {
		return t.In(a.lang)
	}
	return name
}

// printAnswer says what a command did: the entry, and what it means.
func (a *app) printAnswer(c *engine.Case, answer *engine.Answer) error {
	var b bytes.Buffer
	head := a.say("Đã ghi", "Recorded")
	if answer.Replayed {
		head = a.say("Đã ghi từ trước", "Recorded before")
	}
	fmt.Fprintf(&b, "%s: %s %s, %s %d\n", head, a.say("hồ sơ", "case"), c.ID, a.say("mục", "entry"), answer.Entry.Seq)
	a.glance(&b, c)
	_, err := a.out.Write(b.Bytes())
	return err
}

// printCase answers at a glance, then tells the whole story.
func (a *app) printCase(c *engine.Case, followers []string, journal []casefile.Entry, n names) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s — %s (%s)\n", c.Title.In(a.lang), c.ID, c.District)
	a.glance(&b, c)
	a.clocks(&b, c)
	a.kin(&b, c, followers)
	if len(c.Next) > 0 {
		fmt.Fprintln(&b, a.say("Làm tiếp:", "Next:"))
	}
	for _, next := range c.Next {
		by := make([]string, len(next.ByTitles))
		for i, t := range next.ByTitles {
			by[i] = t.In(a.lang)
		}
		fmt.Fprintf(&b, "  %-20s %s — %s", next.Event, next.Title.In(a.lang), strings.Join(by, "; "))
		if len(next.Needs) > 0 {
			fmt.Fprintf(&b, " [%s]", strings.Join(next.Needs, ", "))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintln(&b, a.say("Nhật ký:", "Journal:"))
	for i := range journal {
		fmt.Fprintf(&b, "  %3d  %s  %s\n", journal[i].Seq, local(journal[i].At, c), a.line(&journal[i], c, n))
	}
	_, err := a.out.Write(b.Bytes())
	return err
}

// glance says who holds the case, what they owe, and by when.
func (a *app) glance(b *bytes.Buffer, c *engine.Case) {
	row := func(vi, en, text string) { fmt.Fprintf(b, "%-12s %s\n", a.say(vi, en)+":", text) }
	if c.Outcome != "" {
		row("Kết thúc", "Ended", c.StateTitle.In(a.lang)+" ("+c.Outcome+"), "+local(c.At, c))
		return
	}
	if c.StateTitle != c.Duty {
		row("Bước", "Step", c.StateTitle.In(a.lang))
	}
	who := c.UnitTitle.In(a.lang) + " (" + c.RoleTitle.In(a.lang) + ")"
	if c.Holder.Officer == "" {
		who += a.say(", chưa ai nhận", ", not claimed")
	} else {
		who = c.Holder.Officer + ", " + who
	}
	row("Người giữ", "Holder", who)
	row("Việc", "Duty", c.Duty.In(a.lang))
	due := c.Wait.In(a.lang)
	if !c.Due.IsZero() {
		due = until(c.Due, c)
	}
	if !c.Target.IsZero() {
		due = until(c.Target, c) + a.say(" (địa phương), ", " (district), ") + due + a.say(" (thủ tục)", " (procedure)")
	}
	if c.Overdue {
		due += a.say(" — QUÁ HẠN", " — OVERDUE")
	}
	row("Hạn", "Due", due)
}

func (a *app) clocks(b *bytes.Buffer, c *engine.Case) {
	for _, k := range c.Clocks {
		text := a.say("đã dừng", "stopped")
		switch {
		case k.On && k.Paused:
			text = a.say("tạm dừng", "paused")
		case k.On && !k.Due.IsZero():
			text = a.say("đến ", "until ") + until(k.Due, c)
		case k.On:
			text = a.say("đang tính, chưa có hạn", "running, no due yet")
		}
		if !k.Target.IsZero() {
			text += a.say("; địa phương: ", "; district: ") + until(k.Target, c)
		}
		if !k.Promised.IsZero() {
			text += a.say("; hẹn lại: ", "; promised: ") + until(k.Promised, c)
		}
		if k.Overdue {
			text += a.say(" — quá hạn", " — overdue")
		}
		title := k.Title.In(a.lang)
		if title == "" {
			title = k.Name
		}
		fmt.Fprintf(b, "%-12s %s: %s\n", a.say("Thời hạn", "Clock")+":", title, text)
	}
}

// kin are the cases that have to do with this one.
func (a *app) kin(b *bytes.Buffer, c *engine.Case, followers []string) {
	if c.Parent.Case != "" {
		fmt.Fprintf(b, "%-12s %s (%s)\n", a.say("Hồ sơ mẹ", "Parent")+":", c.Parent.Case, c.Parent.District)
	}
	for _, ch := range c.Children {
		end := a.say("đang giải quyết", "open")
		if !ch.Open() {
			end = string(ch.Outcome)
		}
		fmt.Fprintf(b, "%-12s %s %s (%s): %s\n", a.say("Hồ sơ con", "Child")+":", ch.Name, ch.ID, ch.District, end)
	}
	if c.Follows != "" {
		fmt.Fprintf(b, "%-12s %s\n", a.say("Tiếp nối", "Follows")+":", c.Follows)
	}
	for _, id := range followers {
		fmt.Fprintf(b, "%-12s %s\n", a.say("Có tiếp", "Followed by")+":", id)
	}
}
