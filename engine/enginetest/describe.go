package enginetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// local is the zone in which scenarios are written and read.
var local = time.FixedZone("", 7*60*60)

// Describe writes an entry in one line, the same for the same entry for ever:
// what happened, who holds the case since, and every due instant it set.
func Describe(e *casefile.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s %s", e.Seq, stamp(e.At), e.Kind)
	word := func(format string, args ...any) {
		if !strings.HasPrefix(format, ";") {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, format, args...)
	}
	if e.Event != "" && e.Event != string(e.Kind) {
		word("%s", e.Event)
	}
	if e.Branch > 0 {
		word("(branch %d)", e.Branch)
	}
	if e.To != "" {
		word("-> %s", e.To)
	}
	if e.Outcome != "" {
		word("= %s", e.Outcome)
	}
	describeMark(word, e)
	if e.Child.ID != "" {
		word("child %s", childEnd(&e.Child))
	}
	if !e.Effective.IsZero() && !e.Effective.Equal(e.At) {
		word("effective %s", stamp(e.Effective))
	}
	if e.Actor != casefile.Engine {
		word("by %s", e.Actor)
	}
	if e.For != "" {
		word("for %s", e.For)
	}
	for _, s := range e.Slips {
		word("[%s]", s)
	}
	if len(e.Lacks) > 0 {
		word("lacks %s", strings.Join(e.Lacks, ","))
	}
	for i := range e.Turns {
		word("; %s", turn(&e.Turns[i]))
	}
	describeHandover(word, e)
	for i := range e.Orders {
		word("; orders %s", e.Orders[i].Name)
	}
	if len(e.Tells) > 0 {
		word("; tells %d", len(e.Tells))
	}
	return b.String()
}

func describeMark(word func(string, ...any), e *casefile.Entry) {
	m := &e.Mark
	if m.Timer != "" {
		word("%s", m.Timer)
	}
	if m.Class != "" {
		word("(%s)", m.Class)
	}
	if m.Reason != "" {
		word("(%s)", m.Reason)
	}
	if m.Lifts > 0 {
		word("lifts %d", m.Lifts)
	}
	if e.Kind == casefile.RefusedByPolicy {
		word("citing %v", e.Cites)
	}
	if s := &e.Suspension; e.Kind == casefile.Suspended && !s.Due.IsZero() {
		word("until %s", stamp(s.Due))
	}
}

func describeHandover(word func(string, ...any), e *casefile.Entry) {
	if h := e.Holder; h.IsZero() {
		word("; held by nobody")
	} else if h.Officer != "" {
		word("; held by %s/%s", h.Unit, h.Officer)
	} else {
		word("; held by %s", h.Unit)
	}
	if e.Handover.Return > 0 {
		word("(return %d, answers %d)", e.Handover.Return, e.Handover.Answers)
	}
}

func childEnd(a *casefile.Answer) string {
	var parts []string
	if a.Outcome != "" {
		parts = append(parts, a.State+" = "+string(a.Outcome)+" at "+stamp(a.EndedAt))
	}
	if a.Event != "" {
		parts = append(parts, "takes "+a.Event)
	}
	if len(parts) == 0 {
		return "goes on alone"
	}
	return strings.Join(parts, ", ")
}

func turn(t *casefile.Turn) string {
	words := []string{t.Timer, string(t.Kind)}
	if t.Kind == casefile.TurnStart && t.Run > 1 && t.Timer != procedure.VisitClock {
		words = append(words, fmt.Sprintf("run %d", t.Run))
	}
	switch {
	case t.Kind == casefile.TurnPromise:
		words = append(words, stamp(t.Promised), timely(t.Timely))
	case !t.Due.IsZero():
		words = append(words, "due "+stamp(t.Due))
	}
	if !t.Target.IsZero() {
		words = append(words, "target "+stamp(t.Target))
	}
	if t.Timer == procedure.VisitClock && t.Due.IsZero() && t.Kind == casefile.TurnStart {
		words = append(words, "without a limit")
	}
	return strings.Join(words, " ")
}

func timely(yes bool) string {
	if yes {
		return "timely"
	}
	return "late"
}

// stamp writes an instant as people of the place read it; seconds and
// microseconds only where there are any.
func stamp(t time.Time) string {
	t = t.In(local)
	switch {
	case t.Nanosecond() != 0:
		return t.Format("02/01/2006 15:04:05.000000")
	case t.Second() != 0:
		return t.Format("02/01/2006 15:04:05")
	}
	return t.Format("02/01/2006 15:04")
}
