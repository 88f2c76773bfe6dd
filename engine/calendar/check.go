package calendar

import (
	"fmt"
	"strings"
)

// check refuses data that no calendar can be made of.
func check(d *Data) error {
	switch {
	case d.Name == "" || strings.ContainsAny(d.Name, "@# \t\n"):
		return inputError("lịch phải có tên, không có @, # hay dấu cách", "a calendar has a name without @, # or blanks")
	case d.Edition == "" || strings.ContainsAny(d.Edition, "@# \t\n"):
		return inputError("lịch phải có ấn bản (edition), không có @, # hay dấu cách", "a calendar has an edition without @, # or blanks")
	case d.Offset <= -minutesPerDay || d.Offset >= minutesPerDay:
		return inputError("độ lệch múi giờ quá một ngày", "the offset is more than a day")
	case d.To < d.From || int64(d.To)-int64(d.From) >= maxDays:
		return inputError("phạm vi của lịch phải từ một ngày đến 1000 năm", "a calendar holds for one day to 1000 years")
	}
	if err := checkSessions(d.Sessions); err != nil {
		return err
	}
	return checkDates(d)
}

func checkSessions(list []Sessions) error {
	for _, s := range list {
		if s.Days == 0 {
			return inputError("buổi làm việc không ghi thứ nào", "sessions name no day of the week")
		}
		at := 0
		for _, h := range s.Hours {
			if h.From < at || h.To <= h.From || h.To > minutesPerDay {
				return inputError("buổi "+h.String()+" sai hoặc không theo thứ tự", "session "+h.String()+" is wrong or out of order")
			}
			at = h.To
		}
	}
	return nil
}

func checkDates(d *Data) error {
	outside := func(x Date) error {
		return inputError(fmt.Sprintf("ngày %s ngoài phạm vi của lịch", x), fmt.Sprintf("date %s is outside the calendar's validity", x))
	}
	twice := func(x Date) error {
		return inputError(fmt.Sprintf("ngày %s ghi hai lần", x), fmt.Sprintf("date %s stands there twice", x))
	}
	seen := map[Date]bool{}
	for _, c := range d.Closures {
		if c.Date < d.From || c.Date > d.To {
			return outside(c.Date)
		}
		if seen[c.Date] {
			return twice(c.Date)
		}
		seen[c.Date] = true
	}
	for _, w := range d.Worked {
		if w.Date < d.From || w.Date > d.To {
			return outside(w.Date)
		}
		if seen[w.Date] {
			return twice(w.Date)
		}
		seen[w.Date] = true
	}
	years := map[int]bool{}
	for _, y := range d.Provisional {
		if y < d.From.Year() || y > d.To.Year() || years[y] {
			return inputError(fmt.Sprintf("năm tạm tính %d ngoài phạm vi hoặc ghi hai lần", y), fmt.Sprintf("provisional year %d is outside the validity or stands there twice", y))
		}
		years[y] = true
	}
	return nil
}
