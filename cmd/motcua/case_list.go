package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine"
)

func caseListCmd(a *app) *cobra.Command {
	var q engine.Query
	var overdue bool
	c := &cobra.Command{
		Use:   "list",
		Short: a.say("Danh sách hồ sơ: ai giữ, hạn nào", "List cases: who holds them, by when"),
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.session(c.Context(), existing, func(s *session) error {
				return s.list(c.Context(), q, overdue)
			})
		},
	}
	p := c.Flags()
	p.StringVar(&q.District, "district", "", a.say("chỉ của địa phương này", "of this district only"))
	p.StringVar(&q.Procedure, "procedure", "", a.say("chỉ của thủ tục này", "of this procedure only"))
	p.StringVar(&q.State, "state", "", a.say("chỉ ở trạng thái này", "in this state only"))
	p.StringVar(&q.Unit, "unit", "", a.say("chỉ do đơn vị này giữ", "held by this unit only"))
	p.StringVar(&q.Officer, "officer", "", a.say("chỉ do người này giữ", "claimed by this officer only"))
	p.BoolVar(&q.Open, "open", false, a.say("chỉ hồ sơ đang giải quyết", "open cases only"))
	p.BoolVar(&q.Ended, "ended", false, a.say("chỉ hồ sơ đã kết thúc", "ended cases only"))
	p.BoolVar(&overdue, "overdue", false, a.say("chỉ hồ sơ quá hạn", "overdue cases only"))
	c.MarkFlagsMutuallyExclusive("open", "ended")
	return c
}

func (s *session) list(ctx context.Context, q engine.Query, overdue bool) error {
	a := s.app
	cases := []caseJSON{}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	if !a.json {
		fmt.Fprintln(table, a.say("HỒ SƠ\tĐỊA PHƯƠNG\tTHỦ TỤC\tTRẠNG THÁI\tAI GIỮ\tHẠN", "CASE\tDISTRICT\tPROCEDURE\tSTATE\tHOLDER\tDUE"))
	}
	n := 0
	for c, err := range s.List(ctx, q) {
		if err != nil {
			return err
		}
		if overdue && !c.Overdue {
			continue
		}
		n++
		if a.json {
			cases = append(cases, a.caseOf(&c))
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", c.ID, c.District, c.Procedure, c.State, holderText(&c), a.dueText(&c))
	}
	if a.json {
		return a.printJSON(map[string]any{"cases": cases})
	}
	if n == 0 {
		_, err := fmt.Fprintln(a.out, a.say("Không có hồ sơ nào.", "There are no cases."))
		return err
	}
	return table.Flush()
}

func holderText(c *engine.Case) string {
	switch {
	case c.Outcome != "":
		return "-"
	case c.Holder.Officer != "":
		return c.Holder.Officer + " (" + c.Holder.Unit + ")"
	}
	return c.Holder.Unit
}

// dueText says by when, or why there is no such instant, in a few words.
func (a *app) dueText(c *engine.Case) string {
	late := ""
	if c.Overdue {
		late = a.say(" QUÁ HẠN", " OVERDUE")
	}
	switch {
	case c.Outcome != "":
		return "-"
	case c.Suspended:
		return a.say("tạm đình chỉ", "suspended") + late
	case c.Due.IsZero():
		return a.say("không có hạn", "no due") + late
	}
	due := until(c.Due, c)
	if !c.Target.IsZero() {
		due = until(c.Target, c) + a.say(" (địa phương), ", " (district), ") + due
	}
	return due + late
}
