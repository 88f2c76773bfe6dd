package main

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/wording"
)

// app is what every verb needs of its surroundings. Verbs read and write only
// through it, so that a test can run the whole program in memory.
type app struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string
	lang   wording.Lang
	json   bool   // --json: out is one JSON document, or JSON lines where said
	db     string // --db: a SQLite file, or the address of a PostgreSQL database
	unsafe bool   // --unsafe: a server whose settings are refused will do
}

// run is the whole program: it parses args, runs one verb and returns the
// exit status.
func run(args []string, in io.Reader, out, errw io.Writer, getenv func(string) string) int {
	a := &app{in: in, out: out, err: errw, getenv: getenv}
	a.lang = language(args, getenv)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	return a.report(root.Execute())
}

// root builds the command tree. Words are chosen while it is built, so the
// language is known before.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "motcua",
		Short:         a.say("Động cơ quy trình một cửa: ai giữ hồ sơ, nợ việc gì, hạn nào", "One-stop workflow engine: who holds a case, what they owe, by when"),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().String("lang", "", a.say("ngôn ngữ: vi hoặc en", "language: vi or en"))
	root.PersistentFlags().BoolVar(&a.json, "json", false, a.say("in ra JSON", "print JSON"))
	place := a.getenv("MOTCUA_DB") // so that no password need stand on the command line
	if place == "" {
		place = "motcua.db"
	}
	root.PersistentFlags().StringVar(&a.db, "db", place, a.say("tệp SQLite, hoặc postgres://…; mặc định lấy từ MOTCUA_DB", "SQLite file, or postgres://…; by default from MOTCUA_DB"))
	root.PersistentFlags().Lookup("db").DefValue = shown(place) // which help prints
	root.PersistentFlags().BoolVar(&a.unsafe, "unsafe", false, a.say("chấp nhận máy chủ PostgreSQL có cấu hình không an toàn", "accept a PostgreSQL server with unsafe settings"))
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return checkLang(c) }
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage(err) })
	for _, verb := range verbs {
		root.AddCommand(verb(a))
	}
	return root
}

// verbs builds each command of the program, in the order of help.
var verbs = []func(*app) *cobra.Command{
	auditCmd,
	benchCmd,
	calendarCmd,
	caseCmd,
	demoCmd,
	districtCmd,
	logCmd,
	migrateCmd,
	procedureCmd,
	versionCmd,
}

// checkLang refuses a --lang that is no language of ours.
func checkLang(c *cobra.Command) error {
	l, _ := c.Flags().GetString("lang")
	if l == "" || l == string(wording.VI) || l == string(wording.EN) {
		return nil
	}
	return bad("ngôn ngữ "+quote(l)+" không có; dùng vi hoặc en", "no language "+quote(l)+"; use vi or en")
}

// language decides the language before flags are parsed: --lang, then
// MOTCUA_LANG, then LANG if it says vi or en, else Vietnamese.
func language(args []string, getenv func(string) string) wording.Lang {
	choices := []string{flagValue(args, "--lang"), getenv("MOTCUA_LANG"), getenv("LANG")}
	for _, c := range choices {
		c = strings.ToLower(c)
		for _, l := range []wording.Lang{wording.VI, wording.EN} {
			if c == string(l) || strings.HasPrefix(c, string(l)+"_") || strings.HasPrefix(c, string(l)+".") {
				return l
			}
		}
	}
	return wording.VI
}

// flagValue finds "--name value" or "--name=value" in args, the last if several.
func flagValue(args []string, name string) string {
	found := ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, name+"="); ok {
			found = v
		} else if arg == name && i+1 < len(args) {
			found = args[i+1]
		}
	}
	return found
}

// say chooses between the two languages.
func (a *app) say(vi, en string) string { return wording.Text{VI: vi, EN: en}.In(a.lang) }

// printJSON writes v as one indented JSON document, names of people and
// places as they are.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
