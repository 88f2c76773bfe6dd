package calendar

import (
	"strings"
	"time"
)

// ParseInstant reads "2026-03-02T08:30", "2026-03-02T08:30:15.25Z",
// "2026-03-02 08:30+07:00": a date, a time of day with seconds if wanted, and
// an offset, o where there is none. Digits past the microsecond are dropped.
// False: it is no instant, or outside the years 1 to 9999.
func ParseInstant(s string, o Offset) (time.Time, bool) {
	if len(s) < len("2026-03-02T08:30") || !strings.ContainsRune("Tt ", rune(s[10])) {
		return time.Time{}, false
	}
	d, ok1 := ParseDate(s[:10])
	clock, ok2 := parseClock(s[11:16])
	if !ok1 || !ok2 || clock == minutesPerDay {
		return time.Time{}, false
	}
	micro, rest, ok := parseSeconds(s[16:])
	if !ok {
		return time.Time{}, false
	}
	switch {
	case rest == "Z" || rest == "z":
		o = 0
	case rest != "":
		if o, ok = ParseOffset(rest); !ok {
			return time.Time{}, false
		}
	}
	at := int64(d)*day + int64(clock-int(o))*minute + micro
	if at < minInstant-day || at > maxInstant {
		return time.Time{}, false
	}
	t := time.UnixMicro(at).UTC()
	return t, !t.IsZero()
}

// parseSeconds reads ":15.25" off the front, if it is there, in microseconds.
func parseSeconds(s string) (micro int64, rest string, ok bool) {
	if s == "" || s[0] != ':' {
		return 0, s, true
	}
	if len(s) < 3 || !digit(s[1]) || !digit(s[2]) || s[1] > '5' {
		return 0, "", false
	}
	micro = int64(s[1]-'0')*10_000_000 + int64(s[2]-'0')*1_000_000
	s = s[3:]
	if s == "" || s[0] != '.' {
		return micro, s, true
	}
	i, unit := 1, int64(100_000)
	for ; i < len(s) && digit(s[i]); i++ {
		micro += int64(s[i]-'0') * unit
		unit /= 10
	}
	return micro, s[i:], i > 1
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
