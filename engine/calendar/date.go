package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the (proleptic Gregorian) calendar, counted from 1970-01-01
// = 0. It has no offset: a Calendar says which instants belong to it.
type Date int32

// DateOf gives the date of a year, month and day. Values outside their ranges
// are carried over, as time.Date does.
func DateOf(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

// ParseDate reads "2026-11-24". It reports false for anything else, the
// 30 February too.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, false
	}
	return DateOf(t.Year(), t.Month(), t.Day()), true
}

// Civil gives year, month and day.
func (d Date) Civil() (int, time.Month, int) { return civil(int64(d)) }

// Year gives the year.
func (d Date) Year() int {
	y, _, _ := civil(int64(d))
	return y
}

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(floorMod(int64(d)+int64(time.Thursday), 7))
}

// String writes the date as "2026-11-24".
func (d Date) String() string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, int(m), day)
}

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) error {
	v, ok := ParseDate(string(b))
	if !ok {
		return badDate(string(b))
	}
	*d = v
	return nil
}

// civil turns days since 1970-01-01 into year, month and day, for any int64
// that a count can reach.
func civil(days int64) (int, time.Month, int) {
	z := days + 719468 // from 0000-03-01
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day := doy - (153*mp+2)/5 + 1
	month, year := mp+3, yoe+era*400
	if month > 12 {
		month, year = month-12, year+1
	}
	return int(year), time.Month(month), int(day)
}

// daysOf is the inverse of civil; month is 1 to 12.
func daysOf(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yoe := year - era*400
	doy := (153*(month-3)+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return era*146097 + doe - 719468
}

// addMonths gives the same day number n months later, clamped to the month's
// last day: 29 February 2024 and 12 months is 28 February 2025.
func addMonths(days, n int64) int64 {
	y, m, d := civil(days)
	months := int64(y)*12 + int64(m) - 1 + n
	year, month := floorDiv(months, 12), floorMod(months, 12)+1
	if d <= 28 {
		return daysOf(year, month, int64(d))
	}
	next := daysOf(floorDiv(months+1, 12), floorMod(months+1, 12)+1, 1)
	return min(daysOf(year, month, int64(d)), next-1)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }
