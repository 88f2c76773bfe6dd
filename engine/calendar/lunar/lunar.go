// Package lunar computes the Vietnamese lunar calendar at UTC+7 and, from it,
// proposes the days off of years that the Government has not decided yet.
//
// It proposes data and checks it; nothing is ever decided from it. A proposal
// becomes part of a calendar only as reviewed data, marked provisional. That is
// why floats are allowed here and nowhere else under engine/calendar.
//
// The method is the one published by Hồ Ngọc Đức ("Thuật toán tính âm lịch"),
// after Meeus, Astronomical Algorithms (1998): a month begins on the day of
// the new moon at 105° East; the 11th month holds the winter solstice; in a
// year of thirteen months the first without a principal solar term is leap.
// Good for the years 1900 to 2100.
//
//	lunar.Of(calendar.DateOf(2030, 2, 2)) // 1/1, Tết
package lunar

import (
	"math"

	"github.com/motcua/motcua/engine/calendar"
)

// Date is a day of the Vietnamese lunar calendar.
type Date struct {
	Year, Month, Day int
	Leap             bool // the month is the leap one of that number
}

// epoch is the Julian day number of 1970-01-01.
const epoch = 2440588

// Of gives the lunar date of a date.
func Of(d calendar.Date) Date {
	jd := int(d) + epoch
	k := int((float64(jd) - 2415021.076998695) / synodic)
	start := newMoonDay(k + 1)
	if start > jd {
		start = newMoonDay(k)
	}
	year := d.Year()
	a11, b11 := month11(year), 0
	if a11 >= start {
		a11, b11 = month11(year-1), a11
	} else {
		b11 = month11(year + 1)
		year++
	}
	since := (start - a11) / 29
	month, leap := since+11, false
	if b11-a11 > 365 {
		if at := leapOffset(a11); since >= at {
			month, leap = since+10, since == at
		}
	}
	if month > 12 {
		month -= 12
	}
	if month >= 11 && since < 4 {
		year--
	}
	return Date{Year: year, Month: month, Day: jd - start + 1, Leap: leap}
}

// Find gives the date of a day of an ordinary (never leap) lunar month, in
// the lunar year that begins in the given year.
func Find(year, month, day int) (calendar.Date, bool) {
	for d := calendar.DateOf(year, 1, 1); d <= calendar.DateOf(year+1, 3, 1); d++ {
		if Of(d) == (Date{Year: year, Month: month, Day: day}) {
			return d, true
		}
	}
	return 0, false
}

// synodic is the mean length of a lunar month in days.
const synodic = 29.530588853

// month11 gives the first day of the 11th month, which holds the winter
// solstice of the given year.
func month11(year int) int {
	off := int(calendar.DateOf(year, 12, 31)) + epoch - 2415021
	k := int(float64(off) / synodic)
	if nm := newMoonDay(k); solarTerm(nm) < 9 {
		return nm
	}
	return newMoonDay(k - 1)
}

// leapOffset gives which month after an 11th month is leap, in a year of
// thirteen: the first in which the sun enters no new twelfth of its circle.
func leapOffset(a11 int) int {
	k := int(math.Floor((float64(a11)-2415021.076998695)/synodic + 0.5))
	i, arc := 1, solarTerm(newMoonDay(k+1))
	for {
		last := arc
		i++
		arc = solarTerm(newMoonDay(k + i))
		if arc == last || i >= 14 {
			return i - 1
		}
	}
}

// newMoonDay gives the Julian day number, at UTC+7, of the kth new moon after
// that of 1900-01-01 13:52 UTC.
func newMoonDay(k int) int { return int(math.Floor(newMoon(k) + 0.5 + 7.0/24)) }

// newMoon gives the kth new moon as a Julian date in UTC.
func newMoon(k int) float64 {
	n := float64(k)
	t := n / 1236.85 // Julian centuries from 1900-01-00.5
	t2, t3 := t*t, t*t*t
	jd := 2415020.75933 + 29.53058868*n + 0.0001178*t2 - 0.000000155*t3
	jd += 0.00033 * sin(166.56+132.87*t-0.009173*t2)
	m := 359.2242 + 29.10535608*n - 0.0000333*t2 - 0.00000347*t3    // the sun's mean anomaly
	mpr := 306.0253 + 385.81691806*n + 0.0107306*t2 + 0.00001236*t3 // the moon's
	f := 21.2964 + 390.67050646*n - 0.0016528*t2 - 0.00000239*t3    // the moon's argument of latitude
	c := (0.1734-0.000393*t)*sin(m) + 0.0021*sin(2*m)
	c += -0.4068*sin(mpr) + 0.0161*sin(2*mpr) - 0.0004*sin(3*mpr)
	c += 0.0104*sin(2*f) - 0.0051*sin(m+mpr) - 0.0074*sin(m-mpr)
	c += 0.0004*sin(2*f+m) - 0.0004*sin(2*f-m) - 0.0006*sin(2*f+mpr)
	c += 0.0010*sin(2*f-mpr) + 0.0005*sin(2*mpr+m)
	deltaT := -0.000278 + 0.000265*t + 0.000262*t2 // dynamical time to UTC
	if t < -11 {
		deltaT = 0.001 + 0.000839*t + 0.0002261*t2 - 0.00000845*t3 - 0.000000081*t*t3
	}
	return jd + c - deltaT
}

// solarTerm gives in which twelfth of its circle the sun stands at local
// midnight (UTC+7) with which the Julian day begins: 0 from the spring
// equinox, 9 from the winter solstice.
func solarTerm(jd int) int {
	t := (float64(jd) - 2451545.5 - 7.0/24) / 36525 // Julian centuries from 2000-01-01.5
	t2 := t * t
	m := 357.52910 + 35999.05030*t - 0.0001559*t2 - 0.00000048*t*t2
	l0 := 280.46645 + 36000.76983*t + 0.0003032*t2
	l := l0 + (1.914600-0.004817*t-0.000014*t2)*sin(m) + (0.019993-0.000101*t)*sin(2*m) + 0.000290*sin(3*m)
	return int(math.Floor(math.Mod(math.Mod(l, 360)+360, 360) / 30))
}

// sin takes degrees.
func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
