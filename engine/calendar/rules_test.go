package calendar_test

import "testing"

// Rule 2, sentence by sentence. March 2026: 2 March is a Monday; the calendar
// weekdays knows no holidays.
func TestRuleTwoCounting(t *testing.T) {
	check(t, shipped(t, "weekdays"), []row{
		{"the start's date is never counted", "1 working day", "2026-03-02T00:00", "", "2026-03-03T17:00"},
		{"nor after hours", "1 working day", "2026-03-02T23:59", "", "2026-03-03T17:00"},
		{"working days: close of the Nth open day", "5 working days", "2026-03-02T09:00", "", "2026-03-09T17:00"},
		{"from a Saturday", "1 working day", "2026-03-07T09:00", "", "2026-03-09T17:00"},
		{"days: 24:00 of the Nth date", "3 days", "2026-03-02T09:00", "", "2026-03-06T00:00"},
		{"a closed end moves to the next open day", "5 days", "2026-03-02T09:00", "", "2026-03-10T00:00"},
		{"weeks are 7 days", "2 weeks", "2026-03-02T09:00", "", "2026-03-17T00:00"},
		{"months: the same day number", "1 month", "2026-03-02T09:00", "", "2026-04-03T00:00"},
		{"clamped to the month's last", "1 month", "2026-03-31T09:00", "", "2026-05-01T00:00"},
		{"a year from 29 February", "1 year", "2024-02-29T09:00", "", "2025-03-01T00:00"},
		{"four years find it again, a Tuesday", "4 years", "2024-02-29T09:00", "", "2028-03-01T00:00"},
		{"a closed end of a month moves", "1 month", "2026-01-28T09:00", "", "2026-03-03T00:00"},
		{"working hours from the very minute", "2 working hours", "2026-03-02T10:30:15", "", "2026-03-02T13:30:15"},
		{"outside a session from the next opening", "2 working hours", "2026-03-02T12:30", "", "2026-03-02T15:00"},
		{"a full session is due at its end", "4 working hours", "2026-03-02T08:00", "", "2026-03-02T12:00"},
		{"hours are elapsed", "20 hours", "2026-03-06T23:00", "", "2026-03-07T19:00"},
		{"hours know no validity", "1 hour", "2150-01-01T00:00", "", "2150-01-01T01:00"},
		{"same day, before the cut-off", "same day cut-off 15:00", "2026-03-02T14:59:59.999999", "", "2026-03-02T17:00"},
		{"at the cut-off", "same day cut-off 15:00", "2026-03-02T15:00", "", "2026-03-03T17:00"},
		{"on a closed day", "same day cut-off 15:00", "2026-03-07T09:00", "", "2026-03-09T17:00"},
		{"before any session", "same day cut-off 15:00", "2026-03-02T05:00", "", "2026-03-02T17:00"},
		{"without a cut-off the close serves", "same day", "2026-03-02T16:59", "", "2026-03-02T17:00"},
		{"at the close", "same day", "2026-03-02T17:00", "", "2026-03-03T17:00"},
		{"a cut-off after the close", "same day cut-off 18:00", "2026-03-02T17:30", "", "2026-03-03T17:00"},
		{"a cut-off at 00:00", "same day cut-off 00:00", "2026-03-02T00:00", "", "2026-03-03T17:00"},
		{"cut-off on working days, before", "3 working days cut-off 15:00", "2026-03-02T14:59", "", "2026-03-05T17:00"},
		{"at it: as if received the next open day", "3 working days cut-off 15:00", "2026-03-02T15:00", "", "2026-03-06T17:00"},
		{"on a closed day, before its hour", "3 working days cut-off 15:00", "2026-03-08T09:00", "", "2026-03-12T17:00"},
		{"from Friday late", "1 day cut-off 15:00", "2026-03-06T15:00", "", "2026-03-11T00:00"},
		{"after the close but before the cut-off", "1 working day cut-off 18:00", "2026-03-02T17:30", "", "2026-03-03T17:00"},
		{"on months", "1 month cut-off 15:00", "2026-03-06T15:00", "", "2026-04-10T00:00"},
		{"at 00:00 every start moves", "1 day cut-off 00:00", "2026-03-02T00:00", "", "2026-03-05T00:00"},
		{"out of the calendar", "1 working day", "2100-12-31T09:00", "", "outside"},
		{"the last day is inside", "1 working day", "2100-12-30T09:00", "", "2100-12-31T17:00"},
		{"the start's date is not read", "1 working day", "1969-12-31T09:00", "", "1970-01-01T17:00"},
		{"unless hours are counted in it", "1 working hour", "1969-12-31T09:00", "", "outside"},
		{"or a cut-off asks", "1 working day cut-off 15:00", "1969-12-31T09:00", "", "outside"},
		{"days far outside", "1000000000000000000 days", "2026-03-02T09:00", "", "outside"},
		{"minutes past the year 9999", "1000000000000000000 minutes", "2026-03-02T09:00", "", "outside"},
		{"months far outside", "1000000000000000000 months", "2026-03-02T09:00", "", "outside"},
		{"working minutes far outside", "1000000000000000000 working minutes", "2026-03-02T09:00", "", "outside"},
		{"working days far outside", "1000000000000000000 working days", "2026-03-02T09:00", "", "outside"},
	})
}

// Rule 4, sentence by sentence.
func TestRuleFourPauses(t *testing.T) {
	check(t, shipped(t, "weekdays"), []row{
		{"a pause over the close uncounts the day, however short", "2 working days", "2026-03-02T09:00", "2026-03-03T17:00..2026-03-03T17:00:00.000001", "2026-03-05T17:00"},
		{"a pause inside the day does not", "2 working days", "2026-03-02T09:00", "2026-03-03T08:00..2026-03-03T17:00", "2026-03-04T17:00"},
		{"stopped at the close", "2 working days", "2026-03-02T09:00", "2026-03-04T17:00..2026-03-05T09:00", "2026-03-05T17:00"},
		{"begins after due", "2 working days", "2026-03-02T09:00", "2026-03-04T17:00:00.000001..2026-03-09T09:00", "2026-03-04T17:00"},
		{"no due while paused", "2 working days", "2026-03-02T09:00", "2026-03-03T10:00..", "-"},
		{"open pause after due", "2 working days", "2026-03-02T09:00", "2026-03-05T10:00..", "2026-03-04T17:00"},
		{"dates: over 24:00", "2 days", "2026-03-02T09:00", "2026-03-03T23:59..2026-03-04T00:00:00.000001", "2026-03-06T00:00"},
		{"dates: up to 24:00", "2 days", "2026-03-02T09:00", "2026-03-03T08:00..2026-03-04T00:00", "2026-03-05T00:00"},
		{"the start's own date is not paused", "2 days", "2026-03-02T09:00", "2026-03-02T10:00..2026-03-03T09:00", "2026-03-05T00:00"},
		{"overlapping pauses are one", "2 working days", "2026-03-02T09:00", "2026-03-03T16:00..2026-03-04T09:00 2026-03-03T10:00..2026-03-03T18:00", "2026-03-05T17:00"},
		{"touching pauses are one", "2 working days", "2026-03-02T09:00", "2026-03-03T17:00..2026-03-03T18:00 2026-03-03T16:00..2026-03-03T17:00", "2026-03-05T17:00"},
		{"an empty pause covers nothing", "2 working days", "2026-03-02T09:00", "2026-03-03T17:00..2026-03-03T17:00", "2026-03-04T17:00"},
		{"to before from", "2 working days", "2026-03-02T09:00", "2026-03-03T17:00..2026-03-03T16:00", "refused"},
		{"begins at the start", "2 working days", "2026-03-02T09:00", "2026-03-02T09:00..2026-03-03T16:00", "refused"},
		{"begins before the start", "2 working days", "2026-03-02T09:00", "2026-03-02T08:00..2026-03-03T16:00", "refused"},
		{"digits past the microsecond are dropped before comparing", "2 working days", "2026-03-02T09:00:00.0000011", "2026-03-02T09:00:00.0000019..2026-03-03T16:00", "refused"},
		{"and so an empty pause", "2 working days", "2026-03-02T09:00", "2026-03-03T17:00:00.0000001..2026-03-03T17:00:00.0000009", "2026-03-04T17:00"},
		{"open minutes count while the clock runs", "8 working hours", "2026-03-02T08:00", "2026-03-02T10:00..2026-03-02T14:30", "2026-03-03T11:30"},
		{"full at its last minute, though a pause begins there", "2 working hours", "2026-03-02T08:00", "2026-03-02T10:00..", "2026-03-02T10:00"},
		{"elapsed likewise", "2 hours", "2026-03-02T08:00", "2026-03-02T10:00..2026-03-02T11:00", "2026-03-02T10:00"},
		{"a microsecond earlier keeps it", "2 hours", "2026-03-02T08:00", "2026-03-02T09:59:59.999999..2026-03-02T11:00", "2026-03-02T11:00:00.000001"},
		{"off a closed date where the clock runs", "5 days", "2026-03-02T09:00", "2026-03-09T23:00..2026-03-10T01:00", "2026-03-11T00:00"},
		{"a pause on the closed date itself uncounts it", "5 days", "2026-03-02T09:00", "2026-03-07T23:00..2026-03-08T01:00", "2026-03-10T00:00"},
		{"an open pause before it can move", "5 days", "2026-03-02T09:00", "2026-03-08T10:00..", "-"},
		{"months: the pause's dates are added", "1 month", "2026-03-02T09:00", "2026-03-10T09:00..2026-03-12T09:00", "2026-04-07T00:00"},
		{"and the dates that adding runs into", "1 month", "2026-03-02T09:00", "2026-03-10T09:00..2026-03-12T09:00 2026-04-03T09:00..2026-04-08T09:00", "2026-04-10T00:00"},
		{"months: not the start's own date", "1 month", "2026-03-02T09:00", "2026-03-02T10:00..2026-03-03T09:00", "2026-04-03T00:00"},
		{"months: nor dates before a moved start", "1 month cut-off 15:00", "2026-03-06T15:00", "2026-03-07T10:00..2026-03-08T10:00", "2026-04-10T00:00"},
		{"pauses do not matter to the cut-off", "1 working day cut-off 15:00", "2026-03-06T15:00", "2026-03-06T16:00..2026-03-10T10:00", "2026-03-10T17:00"},
		{"same day, paused over the close", "same day cut-off 15:00", "2026-03-02T09:00", "2026-03-02T16:00..2026-03-03T10:00", "2026-03-03T17:00"},
	})
}

// Rule 4, restart.
func TestRestart(t *testing.T) {
	check(t, shipped(t, "weekdays"), []row{
		{"no pause", "restart 2 working days", "2026-03-02T09:00", "", "2026-03-04T17:00"},
		{"again from zero", "restart 2 working days", "2026-03-02T09:00", "2026-03-04T10:00..2026-03-05T09:00", "2026-03-09T17:00"},
		{"a pause inside a day restarts too", "restart 3 working days", "2026-03-02T09:00", "2026-03-03T10:00..2026-03-03T11:00", "2026-03-06T17:00"},
		{"cut-off and all", "restart 2 working days cut-off 15:00", "2026-03-02T09:00", "2026-03-04T10:00..2026-03-05T15:00", "2026-03-10T17:00"},
		{"twice", "restart 2 working days", "2026-03-02T09:00", "2026-03-03T10:00..2026-03-03T11:00 2026-03-04T10:00..2026-03-04T11:00", "2026-03-06T17:00"},
		{"after it is full nothing changes", "restart 2 working days", "2026-03-02T09:00", "2026-03-04T17:00:00.000001..2026-03-05T09:00", "2026-03-04T17:00"},
		{"at the close of the last day it was not yet full", "restart 2 working days", "2026-03-02T09:00", "2026-03-04T17:00..2026-03-05T09:00", "2026-03-09T17:00"},
		{"a duration was", "restart 2 working hours", "2026-03-02T08:00", "2026-03-02T10:00..2026-03-03T09:00", "2026-03-02T10:00"},
		{"a duration was not", "restart 2 working hours", "2026-03-02T08:00", "2026-03-02T09:59..2026-03-03T09:00", "2026-03-03T11:00"},
		{"before the move off a closed date it is not full", "restart 5 days", "2026-03-02T09:00", "2026-03-08T10:00..2026-03-08T11:00", "2026-03-14T00:00"},
		{"open", "restart 2 working days", "2026-03-02T09:00", "2026-03-03T10:00..", "-"},
		{"an empty pause ends no run", "restart 2 working days", "2026-03-02T09:00", "2026-03-03T10:00..2026-03-03T10:00", "2026-03-04T17:00"},
		{"same day again", "restart same day cut-off 15:00", "2026-03-02T09:00", "2026-03-02T10:00..2026-03-02T15:30", "2026-03-03T17:00"},
		{"months again", "restart 1 month", "2026-03-02T09:00", "2026-03-10T10:00..2026-03-31T09:00", "2026-05-01T00:00"},
		{"ended before it left the calendar", "restart 20 working days", "2100-12-20T09:00", "2100-12-22T09:00..", "-"},
		{"left the calendar in a later run", "restart 5 working days", "2100-12-20T09:00", "2100-12-22T09:00..2100-12-30T09:00", "outside"},
	})
}
