package calendar_test

import (
	"testing"
	"time"
)

// The calendar dates of twenty questions that a jurist answered by hand.
func TestJuristQuestions(t *testing.T) {
	check(t, shipped(t, "vietnam"), []row{
		{"1 exactly 15:00 before a worked Saturday", "same day cut-off 15:00", "2025-04-25T15:00", "", "2025-04-26T17:00"},
		{"1 a second earlier", "same day cut-off 15:00", "2025-04-25T14:59:59", "", "2025-04-25T17:00"},
		{"2a before the long holiday", "same day cut-off 15:00", "2025-04-29T15:30", "", "2025-05-05T17:00"},
		{"2b online on the holiday", "same day cut-off 15:00", "2025-04-30T10:00", "", "2025-05-05T17:00"},
		{"3 across Tết", "3 working days", "2025-01-22T09:10", "", "2025-02-03T17:00"},
		{"4 Vietnam Culture Day", "3 working days", "2026-11-20T16:00", "", "2026-11-26T17:00"},
		{"5 hours over Tết", "4 working hours", "2025-01-24T15:30", "", "2025-02-03T10:30"},
		{"6a hours from a worked Saturday's evening", "8 working hours", "2025-04-26T20:00", "", "2025-04-28T17:00"},
		{"6a a day", "1 working day", "2025-04-26T20:00", "", "2025-04-28T17:00"},
		{"6b hours from a Saturday's evening", "8 working hours", "2025-05-03T20:00", "", "2025-05-05T17:00"},
		{"6b a day", "1 working day", "2025-05-03T20:00", "", "2025-05-05T17:00"},
		{"7 the child", "3 working days", "2025-04-22T10:00", "", "2025-04-25T17:00"},
		{"7 the parent", "3 working days", "2025-04-21T14:00", "2025-04-22T10:00..2025-04-25T17:00:00.000001", "2025-04-29T17:00"},
		{"7 a reply at 17:00:00 sharp", "3 working days", "2025-04-21T14:00", "2025-04-22T10:00..2025-04-25T17:00", "2025-04-28T17:00"},
		{"7 without the stop", "3 working days", "2025-04-21T14:00", "", "2025-04-24T17:00"},
		{"8 resume", "7 working days", "2026-08-18T10:00", "2026-08-22T16:00..2026-08-26T09:00", "2026-09-03T17:00"},
		{"8 without the pause", "7 working days", "2026-08-18T10:00", "", "2026-08-26T17:00"},
		{"8 restart", "restart 7 working days", "2026-08-18T10:00", "2026-08-22T16:00..2026-08-26T09:00", "2026-09-09T17:00"},
		{"9 16:59", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-28T16:59", "2025-05-07T17:00"},
		{"9 17:00 sharp", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-28T17:00", "2025-05-07T17:00"},
		{"9 17:01", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-28T17:01", "2025-05-08T17:00"},
		{"9 an ordinary Saturday", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-19T09:00", "2025-04-25T17:00"},
		{"9 a worked Saturday", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-26T09:00", "2025-05-06T17:00"},
		{"9 the same after hours", "8 working days", "2025-04-03T08:30", "2025-04-10T11:00..2025-04-26T17:30", "2025-05-07T17:00"},
		{"10a posting before Tết", "15 days", "2026-01-28T09:00", "", "2026-02-13T00:00"},
		{"10b ending in Tết", "15 days", "2026-02-02T09:00", "", "2026-02-24T00:00"},
		{"11 complaint", "30 days", "2025-01-13T09:00", "", "2025-02-13T00:00"},
		{"11 complex", "45 days", "2025-01-13T09:00", "", "2025-02-28T00:00"},
		{"11 ending on Sunday, Monday a holiday", "30 days", "2025-03-07T09:00", "", "2025-04-09T00:00"},
		{"12 denunciation", "7 working days", "2025-08-21T09:00", "", "2025-09-03T17:00"},
		{"12 transfer", "5 working days", "2025-08-21T09:00", "", "2025-08-28T17:00"},
		{"12 settlement", "30 days", "2025-09-03T16:30", "", "2025-10-04T00:00"},
		{"12 extended", "60 days", "2025-09-03T16:30", "", "2025-11-04T00:00"},
		{"13 task", "10 working days", "2025-03-03T08:00", "", "2025-03-17T17:00"},
		{"13 return windows", "2 working days", "2025-03-03T08:00", "", "2025-03-05T17:00"},
		{"14 four eyes", "3 working days", "2025-03-13T09:00", "", "2025-03-18T17:00"},
		{"15 the group, from the next working day", "3 working days cut-off 15:00", "2025-06-16T15:20", "", "2025-06-20T17:00"},
		{"15 without the shift", "3 working days", "2025-06-16T15:20", "", "2025-06-19T17:00"},
		{"15 the birth child", "same day cut-off 15:00", "2025-06-16T15:20", "", "2025-06-17T17:00"},
		{"15 residence", "2 working days", "2025-06-17T11:00", "", "2025-06-19T17:00"},
		{"16 council", "25 working days", "2025-03-27T09:00", "", "2025-05-06T17:00"},
		{"16 after the minutes", "5 working days", "2025-04-25T15:00", "", "2025-05-06T17:00"},
		{"16 after the objection", "5 working days", "2025-05-05T10:00", "", "2025-05-12T17:00"},
		{"17 permit", "30 days", "2025-03-10T09:00", "2025-03-27T16:00..2025-04-15T09:00", "2025-04-29T00:00"},
		{"17 its own limit", "20 days", "2025-04-15T09:00", "", "2025-05-06T00:00"},
		{"18 months and the leap day", "12 months", "2024-02-29T09:00", "", "2025-03-01T00:00"},
		{"19 reply", "2 working days", "2026-08-22T16:30", "", "2026-08-25T17:00"},
		{"19 execution", "15 days", "2026-08-22T16:30", "", "2026-09-08T00:00"},
		{"19 extended", "30 days", "2026-08-22T16:30", "", "2026-09-22T00:00"},
		{"20 food safety", "20 working days", "2025-08-04T09:00", "", "2025-09-03T17:00"},
	})
	check(t, shipped(t, "vietnam-2026-swap"), []row{
		{"4 with the swap", "3 working days", "2026-11-20T16:00", "", "2026-11-27T17:00"},
	})
}

// The working minutes of the same questions.
func TestJuristMinutes(t *testing.T) {
	c := shipped(t, "vietnam")
	for _, x := range []struct {
		why, from, to string
		minutes       int
	}{
		{"3 the desk", "2025-01-22T09:10", "2025-01-22T10:00", 50},
		{"3 the specialist, Tết charges nobody", "2025-01-22T10:00", "2025-02-03T09:00", 1380},
		{"3 the leader", "2025-02-03T09:00", "2025-02-03T11:30", 150},
		{"3 the whole", "2025-01-22T09:10", "2025-02-03T11:30", 1580},
		{"5 handed over at due", "2025-01-24T15:30", "2025-02-03T10:30", 240},
		{"7 the other commune", "2025-04-22T10:00", "2025-04-25T17:00", 1800},
		{"8 the pause", "2026-08-22T16:00", "2026-08-26T09:00", 1080},
		{"13 A", "2025-03-03T08:00", "2025-03-05T10:00", 1080},
		{"13 the office", "2025-03-05T10:00", "2025-03-05T10:30", 30},
		{"13 B", "2025-03-05T10:30", "2025-03-07T16:00", 1230},
		{"13 the office again", "2025-03-07T16:00", "2025-03-10T09:00", 120},
		{"15 police late", "2025-06-19T17:00", "2025-06-20T17:00", 480},
		{"20 overdue when signed", "2025-09-03T17:00", "2025-09-04T10:15", 135},
		{"20 overdue when withdrawn", "2025-09-03T17:00", "2025-09-04T09:00", 60},
		{"ping-pong between ward and branch", "2026-03-04T09:00", "2026-03-18T09:00", 80 * 60},
		{"nobody named", "2026-10-05T08:00", "2026-10-08T16:00", 31 * 60},
	} {
		if got := c.Between(at(x.from), at(x.to)); got != time.Duration(x.minutes)*time.Minute {
			t.Errorf("%s: %v, want %d minutes", x.why, got, x.minutes)
		}
	}
}

// The press stories whose dates are the calendar's to get right.
func TestStories(t *testing.T) {
	check(t, shipped(t, "vietnam"), []row{
		{"shelved", "15 working days", "2026-05-04T09:00", "", "2026-05-25T17:00"},
		{"late and silent", "20 working days", "2026-01-15T09:00", "", "2026-02-12T17:00"},
		{"swapped Saturday", "same day cut-off 15:00", "2026-08-21T15:20", "", "2026-08-22T17:00"},
		{"ordinary Saturday", "same day cut-off 15:00", "2026-08-14T15:20", "", "2026-08-17T17:00"},
		{"receipt on a Friday at 16:00", "5 working days", "2026-03-06T16:00", "", "2026-03-13T17:00"},
	})
}
