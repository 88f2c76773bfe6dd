package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/adapters/sqlite"
)

// migrateCmd is `motcua migrate`: makes a database, or brings one up to date.
func migrateCmd(a *app) *cobra.Command {
	var virtual bool
	c := &cobra.Command{
		Use:   "migrate",
		Short: a.say("Tạo cơ sở dữ liệu, hoặc nâng cấp nó", "Make a database, or bring it up to date"),
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := os.Stat(a.db)
			created := errors.Is(err, fs.ErrNotExist)
			st, err := a.openStore(c.Context(), sqlite.Config{Path: a.db, Mode: sqlite.Create, Virtual: virtual})
			if err != nil {
				return err
			}
			defer st.Close()
			now, isVirtual, err := st.Now(c.Context())
			if err != nil {
				return failed("không đọc được đồng hồ", "cannot read the clock", err)
			}
			if a.json {
				out := map[string]any{"db": a.db, "created": created, "virtual_clock": isVirtual}
				if isVirtual {
					out["now"] = moment(now)
				}
				return a.printJSON(out)
			}
			clock := a.say("giờ thật", "real time")
			if isVirtual {
				clock = a.say("đồng hồ ảo", "a virtual clock")
			}
			_, err = fmt.Fprintf(a.out, a.say("%s sẵn sàng, %s\n", "%s is ready, %s\n"), a.db, clock)
			return err
		},
	}
	c.Flags().BoolVar(&virtual, "virtual-clock", false, a.say("thời gian chỉ đi theo --at (cơ sở dữ liệu mới)", "time moves by --at only (a new database)"))
	return c
}
