package eventlog

import (
	"errors"
	"time"
)

var (
	errTime = errors.New("not an instant")
	errZone = errors.New("an instant without an offset")
)

// parseTime reads an xs:dateTime: 2011-10-11T13:45:40.276+02:00, with a
// fraction of any length (digits past the nanosecond are dropped), an offset,
// a Z, or neither, when zone says what is meant. 24:00:00 is the next
// midnight.
func parseTime(s string, zone *time.Location) (time.Time, error) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != 'T' && s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, errTime
	}
	var parts [6]int
	for i, span := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		n, ok := digits(s[span[0]:span[1]])
		if !ok {
			return time.Time{}, errTime
		}
		parts[i] = n
	}
	year, month, day, hour, minute, second := parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5]
	midnight := hour == 24 && minute == 0 && second == 0
	if year == 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 && !midnight || minute > 59 || second > 59 {
		return time.Time{}, errTime
	}
	rest, nanos := fraction(s[19:])
	if nanos < 0 || midnight && nanos > 0 {
		return time.Time{}, errTime
	}
	if rest == "" {
		if zone == nil {
			return time.Time{}, errZone
		}
		return time.Date(year, month, day, hour, minute, second, nanos, zone).UTC(), nil
	}
	offset, ok := parseOffset(rest)
	if !ok {
		return time.Time{}, errTime
	}
	return time.Date(year, month, day, hour, minute, second, nanos, time.UTC).Add(-offset), nil
}

// fraction reads .276 at the start of s; nanos is -1 when it is malformed.
func fraction(s string) (rest string, nanos int) {
	if s == "" || s[0] != '.' {
		return s, 0
	}
	i, scale := 1, 100_000_000
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		nanos += int(s[i]-'0') * scale
		scale /= 10
	}
	if i == 1 {
		return "", -1
	}
	return s[i:], nanos
}

// parseOffset reads Z, +01:00, +0100 or +01, up to 14 hours.
func parseOffset(s string) (time.Duration, bool) {
	if s == "Z" || s == "z" {
		return 0, true
	}
	if len(s) == 5 {
		s = s[:3] + ":" + s[3:]
	}
	if len(s) == 3 {
		s += ":00"
	}
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	hours, ok1 := digits(s[1:3])
	minutes, ok2 := digits(s[4:6])
	if !ok1 || !ok2 || minutes > 59 || hours*60+minutes > 14*60 {
		return 0, false
	}
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, true
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) > 0
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
