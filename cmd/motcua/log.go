package main

import "github.com/spf13/cobra"

// logCmd is `motcua log`: event logs that other systems wrote.
func logCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log",
		Short: a.say("Nhật ký của hệ thống khác: đo việc chuyển qua chuyển lại, đối chiếu với thủ tục", "Logs of other systems: measure how work goes round, check it against a procedure"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(logAnalyseCmd(a), logCheckCmd(a))
	return cmd
}
