package calendar

// Unit is what a limit counts. Larger words of the language are multiples of
// these: a week is 7 days, a year 12 months, an hour 60 minutes.
type Unit uint8

const (
	// SameDay counts one open day, the start's own if it still can be: Civil
	// Status Law 2014 art. 5(3), Decree 23/2015/NĐ-CP art. 7.
	SameDay Unit = iota + 1
	// WorkingDay counts open days (ngày làm việc) after the start's date: Civil
	// Code 2015 art. 147(2), (3), 148(1), (6).
	WorkingDay
	// WorkingMinute counts minutes inside sessions (giờ làm việc) from the very
	// instant: art. 147(1), usage of internal procedures.
	WorkingMinute
	// Day counts dates (ngày) to 24:00, off closed days: art. 148(1), (5), (6).
	Day
	// Month counts months (tháng) to the corresponding day or the month's last:
	// art. 148(3), (4), (5).
	Month
	// Minute counts elapsed time (giờ, phút), without any calendar: art. 147(1).
	Minute
)

// unitNames are the names in journals and proofs.
var unitNames = [...]string{"", "same_day", "working_day", "working_minute", "day", "month", "minute"}

// String gives the stable name: "same_day", "working_day", "working_minute",
// "day", "month", "minute"; "" for no unit.
func (u Unit) String() string {
	if int(u) >= len(unitNames) {
		return ""
	}
	return unitNames[u]
}

// Kind is a family of units inside which amounts can be added and compared.
// Kinds are never converted into each other (time rule 1).
type Kind uint8

const (
	// OpenDays is the kind of SameDay and WorkingDay.
	OpenDays Kind = iota + 1
	// Dates is the kind of Day.
	Dates
	// Months is the kind of Month.
	Months
	// OpenMinutes is the kind of WorkingMinute.
	OpenMinutes
	// Elapsed is the kind of Minute.
	Elapsed
)

// kinds gives the kind of each unit.
var kinds = [...]Kind{0, OpenDays, OpenDays, OpenMinutes, Dates, Months, Elapsed}

// Kind gives the unit's kind; 0 for no unit.
func (u Unit) Kind() Kind {
	if int(u) >= len(kinds) {
		return 0
	}
	return kinds[u]
}

// duration reports whether the unit measures time rather than counting dates.
func (u Unit) duration() bool { return u == WorkingMinute || u == Minute }
