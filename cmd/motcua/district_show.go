package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
)

func districtShowCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   a.say("show [ĐỊA-PHƯƠNG]", "show [DISTRICT]"),
		Short: a.say("Ai được giao việc gì, lịch nào", "Who is bound to what, by which calendar"),
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.session(c.Context(), existing, func(s *session) error { return s.showDistricts(c.Context(), args) })
		},
	}
}

type districtJSON struct {
	District   string        `json:"district"`
	Position   int64         `json:"position"`
	Calendar   string        `json:"calendar"`
	Units      []unitJSON    `json:"units"`
	Leave      []leaveJSON   `json:"leave"`
	Procedures []runningJSON `json:"procedures"`
}

type leaveJSON struct {
	Officer    string `json:"officer"`
	From       string `json:"from"`
	To         string `json:"to"`
	Substitute string `json:"substitute"`
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
	Within    map[string][]string `json:"within"`
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
	j := districtJSON{District: d.Name, Position: d.Position, Calendar: d.Calendar.Version(), Units: []unitJSON{}, Leave: []leaveJSON{}, Procedures: []runningJSON{}}
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
	for _, l := range d.Leave {
		j.Leave = append(j.Leave, leaveJSON{Officer: l.Officer, From: l.From.String(), To: l.To.String(), Substitute: l.Substitute})
	}
	for _, r := range d.Runs {
		v := runningJSON{Procedure: r.Procedure, Version: r.Version, Identity: r.Identity, Title: r.Title.In(a.lang), Roles: map[string][]string{}, Within: map[string][]string{}}
		for _, t := range r.Within {
			v.Within[t.Name] = limits(t)
		}
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
	if len(d.Leave) > 0 {
		fmt.Fprintln(b, a.say("Nghỉ phép:", "Leave:"))
	}
	for _, l := range d.Leave {
		fmt.Fprintf(b, a.say("  %s  %s đến %s, %s thay\n", "  %s  %s to %s, %s stands in\n"), l.Officer, date(l.From), date(l.To), l.Substitute)
	}
	fmt.Fprintln(b, a.say("Thủ tục:", "Procedures:"))
	for _, r := range d.Runs {
		fmt.Fprintf(b, "  %s v%d  %s\n", r.Procedure, r.Version, r.Title.In(a.lang))
		for _, role := range r.Roles {
			fmt.Fprintf(b, "    %-22s %s\n", role.Role, strings.Join(role.Units, ", "))
		}
		for _, t := range r.Within {
			fmt.Fprintf(b, "    %s %-16s %s\n", a.say("rút ngắn", "tightened"), t.Name, strings.Join(limits(t), "; "))
		}
		for _, u := range r.Unverified {
			fmt.Fprintf(b, "    ! %s: %s\n", a.say("chưa kiểm chứng", "unverified"), u)
		}
	}
	b.WriteByte('\n')
}

// limits writes a shorter allowance as its file does, an item for each limit.
func limits(t organisation.Tightening) []string {
	list := make([]string, len(t.Items))
	for i, item := range t.Items {
		list[i] = item.Limit.String()
		if item.When != "" {
			list[i] = item.When + ": " + list[i]
		}
	}
	return list
}

// date is a date for people.
func date(d calendar.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%02d/%02d/%d", day, month, year)
}
