package main

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/procedures/calendars"
)

// calendarCmd is `motcua calendar`: due instants, working time, a year's page.
func calendarCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "calendar",
		Short: a.say("Lịch làm việc: tính hạn, đếm giờ, xem một năm", "Working calendar: due instants, open time, a year's page"),
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	cmd.AddCommand(calendarDueCmd(a), calendarBetweenCmd(a), calendarShowCmd(a))
	return cmd
}

// calendarFlag adds --calendar.
func calendarFlag(a *app, cmd *cobra.Command) *string {
	return cmd.Flags().String("calendar", "vietnam", a.say("lịch: vietnam, weekdays, lịch khác kèm theo, hoặc một TỆP", "calendar: vietnam, weekdays, another that ships, or a FILE"))
}

// loadCalendar finds a calendar by the name it ships under, else as a file.
func loadCalendar(name string) (*calendar.Calendar, error) {
	c, err := calendars.Load(name)
	var unknown *calendars.UnknownError
	if !errors.As(err, &unknown) {
		return c, err
	}
	b, readErr := os.ReadFile(name)
	if errors.Is(readErr, fs.ErrNotExist) || name == "" {
		return nil, err
	}
	if readErr != nil {
		return nil, bad("không đọc được lịch: "+readErr.Error(), "cannot read the calendar: "+readErr.Error())
	}
	return source.Calendar(name, b)
}

// instant reads an instant of the command line, local to the calendar unless
// it has an offset.
func instant(s string, c *calendar.Calendar) (time.Time, error) {
	at, ok := calendar.ParseInstant(s, c.Offset())
	if !ok {
		return time.Time{}, bad("thời điểm "+quote(s)+" không đọc được; viết như 2026-03-02T08:30 hoặc 2026-03-02T08:30:00+07:00",
			"instant "+quote(s)+" is not understood; write as in 2026-03-02T08:30 or 2026-03-02T08:30:00+07:00")
	}
	return at, nil
}
