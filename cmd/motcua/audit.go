package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/replay"
	"github.com/motcua/motcua/engine/store"
)

// auditCmd is `motcua audit`: checks that need no trust in whoever runs the
// server.
func auditCmd(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: a.say("Kiểm tra lại toàn bộ từ nhật ký", "Check everything again from the journal"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(auditReplayCmd(a))
	return c
}

func auditReplayCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "replay",
		Short: a.say("Quyết định lại từng mục nhật ký; nêu hồ sơ và mục đầu tiên không khớp", "Decide every entry again; name the first case and entry that differ"),
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			st, err := a.openStore(c.Context(), database{where: a.db, access: readOnly})
			if err != nil {
				return err
			}
			defer st.Close()
			return a.auditReplay(c.Context(), st)
		},
	}
}

func (a *app) auditReplay(ctx context.Context, st store.Store) error {
	v, err := engine.Audit(ctx, st)
	if err != nil {
		return failing(err)
	}
	if a.json {
		if err := a.printJSON(v); err != nil {
			return err
		}
	} else {
		a.printVerdict(&v)
	}
	if !v.OK {
		return wrong("", "")
	}
	return nil
}

func (a *app) printVerdict(v *replay.Verdict) {
	if v.OK {
		fmt.Fprintf(a.out, a.say("Khớp: %d hồ sơ, %d mục nhật ký.\n", "Sound: %d cases, %d entries.\n"), v.Cases, v.Entries)
		return
	}
	b := v.FirstBad
	if b.Case == "" && b.District == "" {
		fmt.Fprintf(a.out, a.say("SAI: %s\n", "WRONG: %s\n"), b.Why)
		return
	}
	if b.Case == "" {
		fmt.Fprintf(a.out, a.say("SAI: địa phương %s, mục %d: %s\n", "WRONG: district %s, entry %d: %s\n"), b.District, b.Seq, b.Why)
		return
	}
	fmt.Fprintf(a.out, a.say("SAI: hồ sơ %s (%s), mục %d: %s\n", "WRONG: case %s (%s), entry %d: %s\n"), b.Case, b.District, b.Seq, b.Why)
}
