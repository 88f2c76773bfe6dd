package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/engine"
)

func districtShowCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   a.say("show [ĐỊA-PHƯƠNG]", "show [DISTRICT]"),
		Short: a.say("Ai được giao việc gì, lịch nào", "Who is bound to what, by which calendar"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.session(c.Context(), sqlite.Existing, func(s *session) error { return s.showDistricts(c.Context(), args) })
		},
	}
}

type districtJSON struct {
	District   string        `json:"district"`
	Position   int64         `json:"position"`
	Calendar   string        `json:"calendar"`
	Units      []unitJSON    `json:"units"`
	Procedures []runningJSON `json:"procedures"`
}

type unitJSON struct {
	ID       string              `json:"id"`
	Title    string              `json:"title"`
	Parent   *string             `json:"parent"`
	Level    *string             `json:"level"`
	Division string              `json:"division"`
	Head     *string             `json:"head"`
	Officers map[string][]string `json:"officers"`
}

type runningJSON struct {
	Procedure string              `json:"procedure"`
	Version   int                 `json:"version"`
	Identity  string              `json:"identity"`
	Title     string              `json:"title"`
	Roles     map[string][]string `json:"roles"`
}

func (s *session) showDistricts(ctx context.Context, names []string) error {
	if len(names) == 0 {
		var err error
		if names, err = s.Districts(ctx); err != nil {
			return err
		}
	}
	out := []districtJSON{}
	var b bytes.Buffer
	for _, name := range names {
		d, err := s.District(ctx, name)
		if err != nil {
			return err
		}
		out = append(out, s.app.districtOf(&d))
		s.app.districtText(&b, &d)
	}
	if s.app.json {
		return s.app.printJSON(map[string]any{"districts": out})
	}
	if len(names) == 0 {
		fmt.Fprintln(&b, s.app.say("Chưa nạp địa phương nào.", "No district is loaded."))
	}
	_, err := s.app.out.Write(b.Bytes())
	return err
}

func (a *app) districtOf(d *engine.District) districtJSON {
	j := districtJSON{District: d.Name, Position: d.Position, Calendar: d.Calendar.Version(), Units: []unitJSON{}, Procedures: []runningJSON{}}
	for _, u := range d.Units {
		v := unitJSON{
			ID: u.ID, Title: u.Title.In(a.lang), Parent: orNull(u.Parent), Level: orNull(u.Level),
			Division: u.Division, Head: orNull(u.Head), Officers: map[string][]string{},
		}
		for _, o := range u.Officers {
			v.Officers[o.ID] = list(o.Roles)
		}
		j.Units = append(j.Units, v)
	}
	for _, r := range d.Runs {
		v := runningJSON{Procedure: r.Procedure, Version: r.Version, Identity: r.Identity, Title: r.Title.In(a.lang), Roles: map[string][]string{}}
		for _, role := range r.Roles {
			v.Roles[role.Role] = list(role.Units)
		}
		j.Procedures = append(j.Procedures, v)
	}
	return j
}

func (a *app) districtText(b *bytes.Buffer, d *engine.District) {
	fmt.Fprintf(b, "%s — %s %s, %s %d\n", d.Name, a.say("lịch", "calendar"), d.Calendar.Version(), a.say("sổ đăng ký đến mục", "register at record"), d.Position)
	fmt.Fprintln(b, a.say("Đơn vị:", "Units:"))
	for _, u := range d.Units {
		fmt.Fprintf(b, "  %-24s %s", u.ID, u.Title.In(a.lang))
		if u.Head != "" {
			fmt.Fprintf(b, a.say(" — trưởng: %s", " — head: %s"), u.Head)
		}
		b.WriteByte('\n')
		for _, o := range u.Officers {
			fmt.Fprintf(b, "    %-22s %s\n", o.ID, strings.Join(o.Roles, ", "))
		}
	}
	fmt.Fprintln(b, a.say("Thủ tục:", "Procedures:"))
	for _, r := range d.Runs {
		fmt.Fprintf(b, "  %s v%d  %s\n", r.Procedure, r.Version, r.Title.In(a.lang))
		for _, role := range r.Roles {
			fmt.Fprintf(b, "    %-22s %s\n", role.Role, strings.Join(role.Units, ", "))
		}
		for _, u := range r.Unverified {
			fmt.Fprintf(b, "    ! %s: %s\n", a.say("chưa kiểm chứng", "unverified"), u)
		}
	}
	b.WriteByte('\n')
}
