package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// calendarShowCmd is `motcua calendar show YEAR`: a page to pin to the wall.
func calendarShowCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show YEAR",
		Short:   a.say("Một năm làm việc, để treo tường", "A working year, to pin to the wall"),
		Example: "  motcua calendar show 2026",
		Args:    cobra.ExactArgs(1),
	}
	name := calendarFlag(a, cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		year, err := strconv.Atoi(args[0])
		if err != nil {
			return bad("năm "+quote(args[0])+" không đọc được; viết như 2026", "year "+quote(args[0])+" is not understood; write as in 2026")
		}
		c, err := loadCalendar(*name)
		if err != nil {
			return err
		}
		y, err := c.Year(year)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(yearOf(c, y))
		}
		_, err = fmt.Fprint(a.out, yearPage(a, c, y))
		return err
	}
	return cmd
}

// yearAnswer is `calendar show --json`.
type yearAnswer struct {
	Year        int                 `json:"year"`
	Calendar    string              `json:"calendar"`
	Title       wording.Text        `json:"title"`
	Provisional bool                `json:"provisional"`
	WorkingDays int                 `json:"working_days"`
	Months      []monthAnswer       `json:"months"`
	Sessions    []calendar.Sessions `json:"sessions"`
	Closures    []calendar.Closure  `json:"closures"`
	Worked      []calendar.Worked   `json:"worked"`
	Source      []string            `json:"source"`
}

type monthAnswer struct {
	Month       int `json:"month"`
	WorkingDays int `json:"working_days"`
	OpenMinutes int `json:"open_minutes"`
}

func yearOf(c *calendar.Calendar, y calendar.Year) yearAnswer {
	d := c.Data()
	ans := yearAnswer{
		Year: y.Year, Calendar: c.Version(), Title: d.Title, Provisional: y.Provisional, WorkingDays: y.WorkingDays,
		Sessions: d.Sessions, Closures: append([]calendar.Closure{}, y.Closures...), Worked: append([]calendar.Worked{}, y.Worked...),
		Source: append([]string{}, d.Source...),
	}
	for _, m := range y.Months {
		ans.Months = append(ans.Months, monthAnswer{int(m.Month), m.WorkingDays, m.OpenMinutes})
	}
	return ans
}

// monthWidth is the width of one month of the grid: 7 days of 4 columns.
const monthWidth = 28

// yearPage draws the year: three months beside each other, then the closures
// by name, the swapped days and the hours.
func yearPage(a *app, c *calendar.Calendar, y calendar.Year) string {
	var b strings.Builder
	fmt.Fprintf(&b, a.say("NĂM %d: %d ngày làm việc\n", "%d: %d working days\n"), y.Year, y.WorkingDays)
	fmt.Fprintf(&b, "%s\n", c.Data().Title.In(a.lang))
	if y.Provisional {
		b.WriteString(a.say("TẠM TÍNH: Nhà nước chưa quyết định ngày nghỉ của năm này\n", "PROVISIONAL: the days off of this year are not decided yet\n"))
	}
	for i := 0; i < 12; i += 3 {
		b.WriteByte('\n')
		columns := [3][]string{}
		for j := range columns {
			columns[j] = monthLines(a, y.Months[i+j])
		}
		for row := range columns[0] {
			line := pad(columns[0][row], monthWidth) + "  " + pad(columns[1][row], monthWidth) + "  " + columns[2][row]
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	b.WriteString("\n" + a.say("* nghỉ   + làm bù\n", "* closed   + worked by swap\n"))
	writeClosures(a, &b, y.Closures)
	for _, w := range y.Worked {
		fmt.Fprintf(&b, a.say("+ %s  làm bù cho %s (%s)\n", "+ %s  worked for %s (%s)\n"), wallDate(a, w.Date), wallDate(a, w.For), strings.Join(w.Basis, "; "))
	}
	writeHours(a, &b, c.Data().Sessions)
	fmt.Fprintf(&b, a.say("Lịch: %s\n", "Calendar: %s\n"), c.Version())
	return b.String()
}

// monthLines draws one month: a title, the days of the week, six weeks.
func monthLines(a *app, m calendar.YearMonth) []string {
	title := a.say(fmt.Sprintf("Tháng %d (%d ngày)", m.Month, m.WorkingDays), fmt.Sprintf("%s (%d days)", m.Month, m.WorkingDays))
	lines := []string{title, a.say(" T2  T3  T4  T5  T6  T7  CN", " Mo  Tu  We  Th  Fr  Sa  Su")}
	week := strings.Repeat("    ", (int(m.Days[0].Date.Weekday())+6)%7)
	for _, d := range m.Days {
		_, _, n := d.Date.Civil()
		mark := " "
		switch {
		case d.Worked:
			mark = "+"
		case d.Closed:
			mark = "*"
		}
		week += fmt.Sprintf("%3d%s", n, mark)
		if d.Date.Weekday() == time.Sunday {
			lines, week = append(lines, week), ""
		}
	}
	lines = append(lines, week)
	for len(lines) < 8 {
		lines = append(lines, "")
	}
	return lines
}

// pad fills a text up to a width in characters.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-len([]rune(s)), 0))
}

// writeClosures lists closures, those of one name on dates that follow each
// other as one.
func writeClosures(a *app, b *strings.Builder, list []calendar.Closure) {
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1].Date == list[j].Date+1 && list[j+1].Title == list[i].Title {
			j++
		}
		when := wallDate(a, list[i].Date)
		if j > i {
			when += " - " + wallDate(a, list[j].Date)
		}
		basis := ""
		if len(list[i].Basis) > 0 {
			basis = " (" + strings.Join(list[i].Basis, "; ") + ")"
		}
		fmt.Fprintf(b, "* %s  %s%s\n", pad(when, 23), list[i].Title.In(a.lang), basis)
		i = j + 1
	}
}

func writeHours(a *app, b *strings.Builder, list []calendar.Sessions) {
	for _, s := range list {
		hours := a.say("đóng cửa", "closed")
		for i, h := range s.Hours {
			if i == 0 {
				hours = h.String()
			} else {
				hours += ", " + h.String()
			}
		}
		season := s.Season.String()
		if season != "" {
			season = " (" + season + ")"
		}
		fmt.Fprintf(b, a.say("Giờ làm việc %s%s: %s\n", "Hours %s%s: %s\n"), s.Days, season, hours)
	}
}

// wallDate writes a date with its day of the week, without the year.
func wallDate(a *app, d calendar.Date) string {
	_, m, day := d.Civil()
	vi := [...]string{"CN", "T2", "T3", "T4", "T5", "T6", "T7"}[d.Weekday()]
	return a.say(fmt.Sprintf("%s %02d/%02d", vi, day, int(m)), fmt.Sprintf("%s %02d %s", d.Weekday().String()[:3], day, m.String()[:3]))
}
