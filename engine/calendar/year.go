package calendar

import "time"

// Year is what a wall calendar shows of a year.
type Year struct {
	Year        int
	Provisional bool
	Months      [12]YearMonth
	WorkingDays int
	Closures    []Closure // by date
	Worked      []Worked  // by date
}

// YearMonth is one month of it.
type YearMonth struct {
	Month       time.Month
	WorkingDays int
	OpenMinutes int
	Days        []YearDay
}

// YearDay is one date.
type YearDay struct {
	Date   Date
	Open   bool
	Closed bool // by a closure, not weekly rest alone
	Worked bool // open by swap
}

// Year gives a year's page. The error is a *RangeError when the calendar does
// not hold for the whole of it.
func (c *Calendar) Year(year int) (Year, error) {
	if year < 1 || year > 9999 || !c.Valid(DateOf(year, time.January, 1)) || !c.Valid(DateOf(year, time.December, 31)) {
		return Year{}, c.outside()
	}
	y := Year{Year: year}
	for m := time.January; m <= time.December; m++ {
		month := &y.Months[m-1]
		month.Month = m
		for d := DateOf(year, m, 1); d < DateOf(year, m+1, 1); d++ {
			hours := c.Hours(d)
			day := YearDay{Date: d, Open: len(hours) > 0}
			if cl, ok := c.closureOn(d); ok {
				day.Closed = true
				y.Closures = append(y.Closures, cl)
			}
			if w, ok := c.workedOn(d); ok && day.Open {
				day.Worked = true
				y.Worked = append(y.Worked, w)
			}
			if day.Open {
				month.WorkingDays++
				month.OpenMinutes += total(hours)
			}
			y.Provisional = y.Provisional || c.Provisional(d)
			month.Days = append(month.Days, day)
		}
		y.WorkingDays += month.WorkingDays
	}
	return y, nil
}
