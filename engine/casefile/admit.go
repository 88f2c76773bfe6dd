package casefile

import (
	"slices"

	"github.com/motcua/motcua/engine/procedure"
)

// admit makes the first checks: the case is open and not suspended, the caller
// not stale, the event in the table and not automatic. It returns the declared
// move, or nil for a built-in command.
func (d *decider) admit() (*procedure.Move, error) {
	c, event := d.c, d.cmd.Event
	if !c.Started() {
		if event != EventOpen {
			return nil, d.refuse(CodeClosed, wordsNotOpened)
		}
		return d.m.Open, nil
	}
	if c.Ended() {
		return nil, d.refuse(CodeClosed, wordsEnded(d.m, c))
	}
	if c.Suspended() && event != EventResume && event != EventNote {
		return nil, d.refuse(CodeSuspended, wordsSuspended)
	}
	if x := d.cmd.Expect; x != 0 && (x < c.memory.firm || x > c.Seq) {
		return nil, d.refuse(CodeStale, wordsStale(c))
	}
	mv := d.m.State(c.State).Move(event)
	switch {
	case mv != nil && mv.Automatic():
		return nil, d.refuse(CodeAutomatic, wordsAutomatic(mv))
	case mv != nil:
		return mv, nil
	case event == EventResume && !c.Suspended(), !slices.Contains(builtins, event):
		return nil, d.refuse(CodeNoSuchMove, wordsNoSuchMove(d.m, c, event))
	}
	return nil, nil
}

// builtins are the commands that no file declares, sorted.
var builtins = []string{EventAssign, EventClaim, EventForward, EventNote, EventRelease, EventResume}

// unhindered checks that none of the persons made what the move is not_by, and
// that the event was not made as often as allowed.
func (d *decider) unhindered(mv *procedure.Move, who string) error {
	for _, k := range d.c.memory.deeds {
		mine := k.person == d.cmd.Actor || who != "" && k.person == who
		if mine && d.waive&WaiveNotBy == 0 && slices.Contains(mv.NotBy, k.event) {
			return d.refuse(CodeSeparation, wordsSeparation(d.m, k), k.event)
		}
	}
	if n := tally(d.c.Made, mv.Event); mv.AtMost > 0 && n >= int64(mv.AtMost) {
		return d.refuse(CodeAtMost, wordsAtMost(mv))
	}
	return nil
}
