package eventlog

import "time"

// Instant reads an instant strictly, as microseconds since 1970 in UTC: RFC
// 3339 with T or a blank before the time, a fraction of up to nine digits, and
// an offset written Z, +01:00 or +0100; without one the time is local. What is
// finer than a microsecond is cut off.
//
// It counts microseconds because logs hold the year 1 for "unknown", which a
// time.Time cannot tell from none.
func Instant(s string, local time.Duration) (micros int64, ok bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	year, ok1 := digits(s[0:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:10])
	hour, ok4 := digits(s[11:13])
	minute, ok5 := digits(s[14:16])
	second, ok6 := digits(s[17:19])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || month < 1 || month > 12 || day < 1 || day > lastDay(year, month) ||
		hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	rest, micro, ok := microseconds(s[19:])
	if !ok {
		return 0, false
	}
	offset, ok := local, true
	if rest != "" {
		if offset, ok = strictOffset(rest); !ok {
			return 0, false
		}
	}
	clock := int64(hour*3600 + minute*60 + second)
	return (daysTo(year, month, day)*86400+clock)*1e6 + micro - offset.Microseconds(), true
}

// microseconds reads .276 at the start of s.
func microseconds(s string) (rest string, micro int64, ok bool) {
	if s == "" || s[0] != '.' {
		return s, 0, true
	}
	i := 1
	for scale := int64(100_000); i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		micro += int64(s[i]-'0') * scale
		scale /= 10
	}
	return s[i:], micro, i > 1 && i <= 10
}

// strictOffset reads Z, +01:00 or +0100.
func strictOffset(s string) (time.Duration, bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) == 6 && s[3] == ':' {
		s = s[:3] + s[4:]
	}
	if len(s) != 5 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, ok := digits(s[1:])
	if !ok || n/100 > 23 || n%100 > 59 {
		return 0, false
	}
	d := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, true
}

func lastDay(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysTo counts the days from 1970-01-01 to a date of the Gregorian calendar,
// year 0 or later. The year is taken to begin in March, so that the leap day
// comes last.
func daysTo(year, month, day int) int64 {
	if month <= 2 {
		year, month = year-1, month+12
	}
	y := int64(year + 400) // no negative years
	return 365*y + y/4 - y/100 + y/400 + int64((153*(month-3)+2)/5+day-1) - 719468 - 146097
}
