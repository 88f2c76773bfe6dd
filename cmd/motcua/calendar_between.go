package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/calendar"
)

// betweenAnswer is what `calendar between` says.
type betweenAnswer struct {
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	OpenMinutes int64     `json:"open_minutes"` // whole ones
	OpenTime    string    `json:"open_time"`    // exact: "7h30m0.5s"
	OpenDays    int       `json:"open_days"`
	Calendar    string    `json:"calendar"`
	Provisional bool      `json:"provisional"`
}

// calendarBetweenCmd is `motcua calendar between`: the open minutes in
// [FROM, TO) and the open days d with FROM's date < d <= TO's date.
func calendarBetweenCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "between FROM TO",
		Short:   a.say("Đếm phút và ngày làm việc giữa hai thời điểm", "Open minutes and open days between two instants"),
		Example: "  motcua calendar between 2026-11-20T16:00 2026-11-26T17:00",
		Args:    cobra.ExactArgs(2),
	}
	name := calendarFlag(a, cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		c, err := loadCalendar(*name)
		if err != nil {
			return err
		}
		b, err := between(c, args[0], args[1])
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(b)
		}
		fmt.Fprintf(a.out, "open_minutes: %d\nopen_days: %d\n", b.OpenMinutes, b.OpenDays)
		fmt.Fprintf(a.out, a.say("Lịch: %s\n", "Calendar: %s\n"), b.Calendar)
		if b.Provisional {
			fmt.Fprintln(a.out, a.say("TẠM TÍNH: có năm chưa được quyết định trong lịch", "PROVISIONAL: a year of the calendar is not decided yet"))
		}
		return nil
	}
	return cmd
}

func between(c *calendar.Calendar, from, to string) (b betweenAnswer, err error) {
	if b.From, err = instant(from, c); err != nil {
		return b, err
	}
	if b.To, err = instant(to, c); err != nil {
		return b, err
	}
	if b.To.Before(b.From) {
		return b, bad("TO phải không trước FROM", "TO must not be before FROM")
	}
	first, last := c.DateOf(b.From), c.DateOf(b.To)
	if !c.Valid(first) || !c.Valid(last) {
		return b, &calendar.RangeError{Calendar: c.Name(), From: c.Data().From, To: c.Data().To}
	}
	if b.OpenDays, err = c.OpenDays(b.From, b.To); err != nil {
		return b, err
	}
	open := c.Between(b.From, b.To)
	b.OpenMinutes, b.OpenTime = int64(open/time.Minute), open.String()
	b.Calendar = c.Version()
	for y := first.Year(); y <= last.Year(); y++ {
		d := max(first, calendar.DateOf(y, time.January, 1))
		b.Provisional = b.Provisional || c.Provisional(d)
	}
	return b, nil
}
