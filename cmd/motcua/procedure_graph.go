package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/procedure/graph"
)

// procedureGraphCmd is `motcua procedure graph`: the states and moves as a
// picture's source.
func procedureGraphCmd(a *app) *cobra.Command {
	format := "mermaid"
	c := &cobra.Command{
		Use:   "graph FILE|NAME",
		Short: a.say("Vẽ sơ đồ thủ tục", "Draw a procedure"),
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			draw := graph.Mermaid
			switch format {
			case "mermaid":
			case "dot":
				draw = graph.DOT
			default:
				return bad("dạng sơ đồ "+quote(format)+" không có; dùng mermaid hoặc dot", "no graph format "+quote(format)+"; use mermaid or dot")
			}
			r, err := readProcedure(args[0])
			if err != nil {
				return err
			}
			picture := draw(r.machine, a.lang)
			if a.json {
				return a.printJSON(map[string]string{"procedure": r.machine.Name, "format": format, "graph": picture})
			}
			_, err = fmt.Fprint(a.out, picture)
			return err
		},
	}
	c.Flags().StringVar(&format, "format", format, "mermaid | dot")
	return c
}
