package calendar

import (
	"fmt"
	"strconv"

	"github.com/motcua/motcua/engine/wording"
)

// InputError refuses a question or calendar data that makes no sense.
type InputError struct{ text wording.Text }

func inputError(vi, en string) error { return &InputError{wording.Text{VI: vi, EN: en}} }

func (e *InputError) Error() string { return e.text.EN }

// Text says what is wrong in both languages.
func (e *InputError) Text() wording.Text { return e.text }

// RangeError says that a count reads a date outside the calendar's validity
// (time rule 2), or runs past the year 9999.
type RangeError struct {
	Calendar string // its name
	From, To Date   // its validity, both dates included
}

func (e *RangeError) Error() string { return e.Text().EN }

// Text says so in both languages.
func (e *RangeError) Text() wording.Text {
	return wording.Text{
		VI: fmt.Sprintf("phép tính ra ngoài phạm vi của lịch %s (%s đến %s); cần lịch mới hơn", e.Calendar, e.From, e.To),
		EN: fmt.Sprintf("the count goes outside calendar %s (%s to %s); load a newer calendar", e.Calendar, e.From, e.To),
	}
}

func badDate(s string) error {
	return inputError("ngày "+strconv.Quote(s)+" không có; viết như 2026-11-24", "no date "+strconv.Quote(s)+"; write as in 2026-11-24")
}

func badCut(s string) error {
	return inputError("giờ chốt "+strconv.Quote(s)+" không đọc được; viết như 15:00", "cut-off "+strconv.Quote(s)+" is not understood; write as in 15:00")
}
