package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

// districtCmd is `motcua district`: who is bound to what.
func districtCmd(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "district",
		Short: a.say("Nạp và xem địa phương: đơn vị, công chức, vai trò, lịch", "Load and show districts: units, officers, roles, calendar"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(districtLoadCmd(a), districtShowCmd(a))
	return c
}

// loadedJSON is what loading one file changed.
type loadedJSON struct {
	District string   `json:"district"`
	Records  int      `json:"records"`
	Position int64    `json:"position"`
	Calendar string   `json:"calendar"`
	Warnings []string `json:"warnings"`
}

func districtLoadCmd(a *app) *cobra.Command {
	var at string
	c := &cobra.Command{
		Use:   a.say("load TỆP|TÊN...", "load FILE|NAME..."),
		Short: a.say("Nạp tệp địa phương (hoặc mẫu: ", "Load district files (or samples: ") + strings.Join(procedures.Districts(), ", ") + ")",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			files, err := readDistricts(args)
			if err != nil {
				return err
			}
			if err := a.rehearse(c.Context(), files); err != nil {
				return err
			}
			return a.session(c.Context(), create, func(s *session) error { return s.load(c.Context(), files, at) })
		},
	}
	c.Flags().StringVar(&at, "at", "", a.say("thời điểm ghi (chỉ với đồng hồ ảo)", "the instant of recording (with a virtual clock only)"))
	return c
}

// districtFile is a file given to load: of a district, or of a procedure that
// one of the districts runs.
type districtFile struct {
	name      string
	text      []byte
	beside    engine.Lookup
	procedure bool
}

// readDistricts reads all files before anything is made, procedures first.
func readDistricts(args []string) ([]districtFile, error) {
	var first, then []districtFile
	for _, arg := range args {
		f := districtFile{name: arg}
		b, err := procedures.District(arg)
		if isFile(arg) || strings.ContainsAny(arg, `./\`) {
			f.beside = beside(filepath.Dir(arg))
			if b, err = os.ReadFile(arg); err != nil {
				return nil, noFile(arg)
			}
		}
		if err != nil {
			return nil, err
		}
		f.text = b
		if d, _, _ := source.Parse(arg, b); d.Name != "" && len(d.States) > 0 {
			f.procedure = true
			first = append(first, f)
		} else {
			then = append(then, f)
		}
	}
	return append(first, then...), nil
}

// rehearse loads files into nothing when there is no database yet, so that a
// faulty file leaves none behind.
func (a *app) rehearse(ctx context.Context, files []districtFile) error {
	if !a.isMissing(ctx) {
		return nil
	}
	eng, err := engine.Open(ctx, engine.Config{
		Store: memory.New(memory.Config{}), Procedures: procedures.Load, Calendars: calendars.Load,
	})
	if err != nil {
		return failing(err)
	}
	for _, f := range files {
		if f.procedure {
			_, err = eng.Publish(ctx, f.name, f.text, f.beside)
		} else {
			_, err = eng.Load(ctx, f.name, f.text, f.beside)
		}
		if err != nil {
			return failing(err)
		}
	}
	return nil
}

func (s *session) load(ctx context.Context, files []districtFile, at string) error {
	if err := s.begin(ctx, at); err != nil {
		return err
	}
	a := s.app
	out := []loadedJSON{}
	for _, f := range files {
		if f.procedure {
			if _, err := s.Publish(ctx, f.name, f.text, f.beside); err != nil {
				return err
			}
			continue
		}
		l, err := s.Load(ctx, f.name, f.text, f.beside)
		if err != nil {
			return err
		}
		j := loadedJSON{District: l.District, Records: l.Records, Position: l.Position, Calendar: l.Calendar, Warnings: []string{}}
		for _, w := range l.Warnings {
			j.Warnings = append(j.Warnings, w.In(a.lang))
			fmt.Fprintln(a.err, w.In(a.lang))
		}
		out = append(out, j)
		if !a.json {
			fmt.Fprintf(a.out, a.say("%s: %d thay đổi, sổ đăng ký đến mục %d, lịch %s\n", "%s: %d changes, register at record %d, calendar %s\n"), j.District, j.Records, j.Position, j.Calendar)
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"districts": out})
	}
	return nil
}

// begin moves a virtual clock to where a flag says.
func (s *session) begin(ctx context.Context, at string) error {
	if at == "" {
		return nil
	}
	t, ok := calendar.ParseInstant(at, localOffset)
	if !ok {
		return badInstant(at)
	}
	return s.Advance(ctx, t)
}

func badInstant(at string) error {
	return bad("thời điểm "+quote(at)+" không đọc được; viết như 2026-03-02T08:30", "instant "+quote(at)+" is not understood; write as in 2026-03-02T08:30")
}
