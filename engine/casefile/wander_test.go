package casefile

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/procedure"
)

// drawMove makes a command that somebody may give, with all that it needs; a
// sweep if nobody may do anything.
func (h *history) drawMove(r *rapid.T, now time.Time) *Command {
	actors := []string{Applicant, Parent}
	for _, role := range h.m.Roles {
		for _, n := range []string{"-1-a", "-1-b", "-2-a", "-2-b"} {
			actors = append(actors, role.Name+n)
		}
	}
	type choice struct {
		actor string
		Option
	}
	var choices []choice
	for _, actor := range actors {
		for _, o := range Allowed(h.m, h.org, h.c, actor, "", now) {
			if o.Event == EventNote && len(choices)%5 > 0 {
				continue // there would be little else
			}
			choices = append(choices, choice{actor, o})
		}
	}
	if len(choices) == 0 {
		return nil
	}
	onward := func(b procedure.Branch) bool { s := h.m.State(b.To); return s != nil && !s.Final() }
	if rapid.IntRange(0, 4).Draw(r, "end") > 0 { // most walks are to go on
		if on := slices.DeleteFunc(slices.Clone(choices), func(c choice) bool {
			return c.Move != nil && !slices.ContainsFunc(c.Move.Branches, onward)
		}); len(on) > 0 {
			choices = on
		}
	}
	c := rapid.SampledFrom(choices).Draw(r, "choice")
	cmd := &Command{ID: "id", Event: c.Event, Actor: c.actor}
	if c.Move == nil {
		cmd.Officer, cmd.Unit = h.c.Holder.Unit+"-b", ""
		if units := h.bound(now); c.Event == EventForward {
			cmd.Unit = rapid.SampledFrom(units).Draw(r, "unit")
		}
		cmd.Given = []Given{{Name: procedure.NeedReason, Commitment: committed("x")}}
		return cmd
	}
	branch := rapid.SampledFrom(c.Move.Branches).Draw(r, "branch")
	for _, n := range append(append([]procedure.Need(nil), c.Move.Needs...), branch.Needs...) {
		if !n.Optional || rapid.Bool().Draw(r, n.Name) {
			h.give(r, cmd, n.Name, now)
		}
	}
	if s := h.m.State(branch.To); s != nil && s.Owner != "" {
		cmd.Unit = s.Owner + rapid.SampledFrom([]string{"-1", "-2"}).Draw(r, "unit")
		for _, child := range s.Opens {
			if child.At != "" {
				cmd.Units = append(cmd.Units, ChildUnit{child.Name, child.At + "-1"})
			}
		}
	}
	return cmd
}

// bound are the units of the present owner role.
func (h *history) bound(now time.Time) []string {
	return h.org.At(now).Bound(h.m.Name, h.m.State(h.c.State).Owner)
}

// give adds to a command what a need asks for.
func (h *history) give(r *rapid.T, cmd *Command, name string, now time.Time) {
	f := h.m.Field(name)
	switch {
	case name == procedure.NeedLacks:
		cmd.Lacks = []string{h.m.Documents[0].Name}
		return
	case name == procedure.NeedReason:
		cmd.Given = append(cmd.Given, Given{Name: name, Commitment: committed("x")})
		return
	case f == nil:
		cmd.Documents = append(cmd.Documents, Document{name, committed(name)})
		return
	}
	g := Given{Name: name}
	days := time.Duration(rapid.IntRange(-1, 20).Draw(r, name)) * 24 * time.Hour
	switch f.Type {
	case procedure.Integer, procedure.Money:
		g.Text = fmt.Sprint(rapid.IntRange(0, 20).Draw(r, name))
	case procedure.Boolean:
		g.Text = fmt.Sprint(rapid.Bool().Draw(r, name))
	case procedure.Date:
		g.Text = now.Add(days).In(local).Format(time.DateOnly)
	case procedure.Instant:
		g.Text = now.Add(days).Format(time.RFC3339)
	case procedure.Enum:
		g.Text = rapid.SampledFrom(f.Values).Draw(r, name)
	default:
		g.Text = "text"
	}
	if f.Personal {
		g.Commitment = committed(g.Text)
	}
	cmd.Given = append(cmd.Given, g)
}
