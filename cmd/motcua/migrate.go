package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/adapters/postgres"
)

// migrateCmd is `motcua migrate`: makes a database, or brings one up to date.
func migrateCmd(a *app) *cobra.Command {
	var virtual bool
	c := &cobra.Command{
		Use:   "migrate",
		Short: a.say("Tạo cơ sở dữ liệu, hoặc nâng cấp nó", "Make a database, or bring it up to date"),
		Long: a.say(`Tạo cơ sở dữ liệu, hoặc nâng cấp nó. Với PostgreSQL, --db là địa chỉ của chủ sở hữu; bảng nằm trong schema motcua,
và chương trình sau đó làm việc với vai motcua_app, chỉ đọc bảng và gọi hàm. Địa chỉ có mật khẩu nên đặt trong MOTCUA_DB thay vì --db: ai trên máy cũng xem được dòng lệnh.
Nếu chủ sở hữu không được tạo vai, quản trị viên làm trước: create role motcua_app nologin; grant motcua_app to chủ sở hữu.`,
			`Makes a database, or brings one up to date. With PostgreSQL, --db is the address of its owner; tables stand in schema motcua,
and the program then works as role motcua_app, which reads tables and calls functions only. An address with a password belongs in MOTCUA_DB rather than --db: anybody on the machine
can see a command line. Where the owner may not make roles, an administrator does so before: create role motcua_app nologin;
grant motcua_app to the owner.`),
		Example: "  motcua migrate --db motcua.db\n  motcua migrate --db postgres://motcua@localhost/motcua",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return a.migrate(c.Context(), virtual) },
	}
	c.Flags().BoolVar(&virtual, "virtual-clock", false, a.say("thời gian chỉ đi theo --at (cơ sở dữ liệu mới)", "time moves by --at only (a new database)"))
	return c
}

func (a *app) migrate(ctx context.Context, virtual bool) error {
	created := a.isMissing(ctx)
	st, err := a.openStore(ctx, database{where: a.db, access: create, virtual: virtual})
	if err != nil {
		return err
	}
	defer st.Close()
	now, isVirtual, err := st.Now(ctx)
	if err != nil {
		return failed("không đọc được đồng hồ", "cannot read the clock", err)
	}
	var warnings []postgres.Setting
	if server, ok := st.(*postgres.Store); ok {
		warnings = server.Warnings()
	}
	if a.json {
		out := map[string]any{"db": shown(a.db), "created": created, "virtual_clock": isVirtual}
		if isVirtual {
			out["now"] = moment(now)
		}
		if isPostgres(a.db) {
			out["warnings"] = a.settingsJSON(warnings)
		}
		return a.printJSON(out)
	}
	clock := a.say("giờ thật", "real time")
	if isVirtual {
		clock = a.say("đồng hồ ảo", "a virtual clock")
	}
	if _, err := fmt.Fprintf(a.out, a.say("%s sẵn sàng, %s\n", "%s is ready, %s\n"), shown(a.db), clock); err != nil {
		return err
	}
	return a.printSettings(a.out, warnings)
}

// settingJSON is a setting of the server in --json.
type settingJSON struct {
	Setting string `json:"setting"`
	Value   string `json:"value"`
	Wanted  string `json:"wanted"`
	Reason  string `json:"reason"`
}

func (a *app) settingsJSON(all []postgres.Setting) []settingJSON {
	out := []settingJSON{}
	for _, s := range all {
		out = append(out, settingJSON{Setting: s.Name, Value: s.Value, Wanted: s.Wanted, Reason: s.Why.In(a.lang)})
	}
	return out
}

// printSettings names settings of the server that could be better.
func (a *app) printSettings(w io.Writer, all []postgres.Setting) error {
	if len(all) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(w, a.say("Nên chỉnh ở máy chủ:", "The server would do better with:")); err != nil {
		return err
	}
	for _, s := range all {
		if _, err := fmt.Fprintf(w, "  %s\n", s.Text().In(a.lang)); err != nil {
			return err
		}
	}
	return nil
}
