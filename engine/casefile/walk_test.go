package casefile

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/procedure"
)

// step is one thing put to a case: a command, a delivery, or nil for a sweep.
type step struct {
	at  time.Time
	cmd *Command
}

// history is a case with all that was put to it, accepted or not.
type history struct {
	*world
	steps []step
	fresh func() *world // the same world before the first step
}

var people = []string{"applicant", "dao", "duc", "han", "hoa", "sy", "sinh", "le", "lam", "phuc"}

// carried is what a command of a walk brings; %d is a day of March or April.
var carried = map[string][]string{
	"request": {"reason=x lacks=drawings"}, "supplied": {"drawings"},
	"plan": {"inspect_on=2026-03-%02d", "inspect_on=2026-04-%02d"}, "postpone": {"reason=x inspect_on=2026-03-%02d", "reason=x inspect_on=2026-04-%02d"},
	"inspected": {"finding=fine"}, "extend": {"reason=x", "reason=x add.legal=2_working_days"},
	"sign": {"proposal=grant", "proposal=refuse reason=x"}, "send_back": {"reason=x", "reason=x unit=north", "reason=x unit=south"},
	"suspend": {"reason=x"}, "apologise": {"reason=x promised=2026-04-%02d"}, "note": {"reason=x"},
	"assign": {"officer=hoa", "officer=le", "officer=duc"}, "forward": {"reason=x unit=desk", "reason=x unit=south", "reason=x unit=north"},
}

// rare events end or freeze a walk; they are mostly passed over.
var rare = map[string]bool{"withdraw": true, "suspend": true, "give": true, "note": true, "apologise": true, "extend": true}

// walk draws the history of one permit.
func walk(t *rapid.T, tb testing.TB) *history {
	h := permitHistory(tb)
	now := at("2026-03-02 09:00")
	floors := rapid.SampledFrom([]int{3, 9, 14, 30}).Draw(t, "floors")
	h.step(tb, step{now, h.cmd(fmt.Sprintf("dao open application owner_name=An floors=%d unit=north", floors))})
	for n := rapid.IntRange(1, 25).Draw(t, "steps"); n > 0; n-- {
		now = now.Add(gap(t))
		h.step(tb, step{now, h.draw(t, now)})
	}
	return h
}

// permitHistory is the history of a permit before its first step.
func permitHistory(tb testing.TB) *history {
	fresh := func() *world { return newWorld(tb, "permit") }
	return &history{world: fresh(), fresh: fresh}
}

// gap draws the time to the next step: often none or little, sometimes days,
// now and then exactly to the next wake-up.
func gap(t *rapid.T) time.Duration {
	unit := rapid.SampledFrom([]time.Duration{0, time.Microsecond, time.Minute, time.Hour, 24 * time.Hour}).Draw(t, "unit")
	return unit * time.Duration(rapid.IntRange(0, 9).Draw(t, "times"))
}

// draw makes a command that has some chance, or the end of a child.
func (h *history) draw(t *rapid.T, now time.Time) *Command {
	if end := h.drawEnd(t, now); end != nil {
		return end
	}
	actor := rapid.SampledFrom(people).Draw(t, "actor")
	options := Allowed(h.m, h.org, h.c, actor, "", now)
	if len(options) == 0 || rapid.IntRange(0, 9).Draw(t, "wild") == 0 {
		return h.cmd(actor + " " + rapid.SampledFrom([]string{"checked", "sign proposal=grant", "send_back reason=x", "give", "resume", "claim"}).Draw(t, "event"))
	}
	if rapid.IntRange(0, 4).Draw(t, "rare") > 0 {
		if usual := slices.DeleteFunc(slices.Clone(options), func(o Option) bool { return rare[o.Event] }); len(usual) > 0 {
			options = usual
		}
	}
	event := rapid.SampledFrom(options).Draw(t, "option").Event
	line := actor + " " + event
	if more := carried[event]; more != nil {
		text := rapid.SampledFrom(more).Draw(t, "more")
		if text[len(text)-1] == 'd' {
			text = fmt.Sprintf(text, rapid.IntRange(3, 29).Draw(t, "day"))
		}
		line += " " + text
	}
	return h.cmd(line)
}

// drawEnd lets a child have ended some time ago, or makes nothing.
func (h *history) drawEnd(t *rapid.T, now time.Time) *Command {
	for i := range h.c.Children {
		ch := &h.c.Children[i]
		if !ch.Open() || rapid.IntRange(0, 2).Draw(t, "end") > 0 {
			continue
		}
		ended := now.Add(-gap(t))
		if from := h.c.Visit.Started; ended.Before(from) {
			ended = from
		}
		outcome := rapid.SampledFrom([]procedure.Outcome{procedure.Done, procedure.Refused}).Draw(t, "outcome")
		return &Command{Event: EventChildEnded, End: &ChildEnd{Case: ch.ID, State: "x", Outcome: outcome, At: ended}}
	}
	return nil
}

// step puts a step to the case; a refusal is as good as an acceptance.
func (h *history) step(tb testing.TB, s step) {
	tb.Helper()
	h.steps = append(h.steps, s)
	if err := h.put(tb, s.cmd, s.at); err != nil {
		if _, refused := err.(*Refusal); !refused {
			tb.Fatal(err)
		}
	}
}
