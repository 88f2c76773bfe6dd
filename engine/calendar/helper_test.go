package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/procedures/calendars"
)

// at reads local time at UTC+7; "" is none.
func at(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, ok := calendar.ParseInstant(s, 7*60)
	if !ok {
		panic("no instant: " + s)
	}
	return t
}

func shipped(t testing.TB, name string) *calendar.Calendar {
	t.Helper()
	c, err := calendars.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func limit(t testing.TB, s string) calendar.Limit {
	t.Helper()
	l, err := calendar.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func refused(err error) bool {
	var e *calendar.InputError
	return errors.As(err, &e)
}

func outside(err error) bool {
	var e *calendar.RangeError
	return errors.As(err, &e)
}

// row is one counted example. Due is local; "-" while a pause keeps the count
// from filling, "outside" or "refused" for an error. Pauses are "FROM..TO",
// separated by blanks; a limit with "restart" in front restarts.
type row struct{ why, limit, start, pauses, due string }

func (r row) question(t testing.TB) calendar.Question {
	t.Helper()
	words, restart := strings.CutPrefix(r.limit, "restart ")
	q := calendar.Question{Limit: limit(t, words), Start: at(r.start), Restart: restart}
	for _, p := range strings.Fields(r.pauses) {
		from, to, _ := strings.Cut(p, "..")
		q.Pauses = append(q.Pauses, calendar.Pause{From: at(from), To: at(to)})
	}
	return q
}

func check(t *testing.T, c *calendar.Calendar, rows []row) {
	t.Helper()
	for _, r := range rows {
		got, err := c.Answer(r.question(t))
		said := "-"
		switch {
		case outside(err):
			said = "outside"
		case refused(err):
			said = "refused"
		case err != nil:
			said = err.Error()
		case !got.Due.IsZero():
			said = got.Due.Add(7 * time.Hour).Format("2006-01-02T15:04:05.999999")
			said = strings.TrimSuffix(said, ":00")
		}
		if said != r.due {
			t.Errorf("%s: %s from %s, pauses %q: %s, want %s", r.why, r.limit, r.start, r.pauses, said, r.due)
		}
		if _, err := c.Proof(r.question(t)); (err == nil) != (said != "outside" && said != "refused") {
			t.Errorf("%s: proof says %v", r.why, err)
		}
	}
}
