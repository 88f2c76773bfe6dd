package calendar_test

import (
	"sort"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
	"pgregory.net/rapid"
)

var someWords = wording.Text{VI: "nghỉ", EN: "closed"}

// drawData makes a calendar of a little over a year: sessions by weekday and
// season, closures, worked days, an offset, undecided years.
func drawData(t *rapid.T) calendar.Data {
	from := calendar.DateOf(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "from month")), 1)
	d := calendar.Data{
		Name: "random", Edition: "1", From: from, To: from + calendar.Date(rapid.IntRange(150, 500).Draw(t, "days")),
		Offset: rapid.SampledFrom([]calendar.Offset{420, 420, 0, 60, -210, 840}).Draw(t, "offset"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "more sessions") {
		d.Sessions = append(d.Sessions, drawSessions(t))
	}
	weekdays, _ := calendar.ParseWeekdays("mon-fri")
	d.Sessions = append(d.Sessions, calendar.Sessions{Days: weekdays, Hours: []calendar.Span{{From: 480, To: 720}, {From: 780, To: 1020}}})
	taken := map[calendar.Date]bool{}
	day := func(what string) calendar.Date {
		for {
			x := calendar.Date(rapid.IntRange(int(d.From), int(d.To)).Draw(t, what))
			if !taken[x] {
				taken[x] = true
				return x
			}
		}
	}
	for range rapid.IntRange(0, 40).Draw(t, "closures") {
		d.Closures = append(d.Closures, calendar.Closure{Date: day("closure"), Title: someWords})
	}
	for range rapid.IntRange(0, 4).Draw(t, "worked") {
		d.Worked = append(d.Worked, calendar.Worked{Date: day("worked"), For: d.From + 3, Title: someWords})
	}
	if rapid.Bool().Draw(t, "undecided") {
		d.Provisional = []int{rapid.SampledFrom([]int{d.From.Year(), d.To.Year()}).Draw(t, "year")}
	}
	return d
}

func drawSessions(t *rapid.T) calendar.Sessions {
	var s calendar.Sessions
	s.Days = calendar.Weekdays(rapid.IntRange(1, 127).Draw(t, "weekdays"))
	at := 0
	for range rapid.IntRange(0, 3).Draw(t, "sessions") {
		from := at + rapid.IntRange(0, 400).Draw(t, "gap")
		to := from + rapid.IntRange(1, 400).Draw(t, "length")
		if to > 1440 {
			break
		}
		s.Hours = append(s.Hours, calendar.Span{From: from, To: to})
		at = to
	}
	if rapid.Bool().Draw(t, "seasonal") {
		s.Season, _ = calendar.ParseSeason(rapid.SampledFrom([]string{"04-16..10-15", "10-16..04-15", "02-29..03-01"}).Draw(t, "season"))
	}
	return s
}

// drawInstant gives a whole local minute: anywhere, or where rules turn.
func drawInstant(t *rapid.T, d calendar.Data, from, to int) time.Time {
	date := rapid.IntRange(from, to).Draw(t, "date")
	tod := rapid.OneOf(
		rapid.IntRange(0, 1439),
		rapid.SampledFrom([]int{0, 480, 720, 780, 900, 1019, 1020, 1021, 1439}),
	).Draw(t, "minute")
	return time.Unix(int64(date)*86400+int64(tod-int(d.Offset))*60, 0).UTC()
}

var units = []calendar.Unit{calendar.SameDay, calendar.WorkingDay, calendar.WorkingMinute, calendar.Day, calendar.Month, calendar.Minute}

// drawQuestion asks about a calendar, now and then outside it.
func drawQuestion(t *rapid.T, d calendar.Data) calendar.Question {
	var q calendar.Question
	q.Limit.Unit = rapid.SampledFrom(units).Draw(t, "unit")
	most := map[calendar.Unit]int64{calendar.SameDay: 1, calendar.WorkingDay: 40, calendar.WorkingMinute: 5000, calendar.Day: 60, calendar.Month: 7, calendar.Minute: 4000}
	q.Limit.N = rapid.Int64Range(1, most[q.Limit.Unit]).Draw(t, "n")
	if k := q.Limit.Unit.Kind(); k != calendar.OpenMinutes && k != calendar.Elapsed && rapid.Bool().Draw(t, "with cut-off") {
		q.Limit.Cut = rapid.SampledFrom([]int{calendar.CutMidnight, 1, 480, 900, 1020, 1080}).Draw(t, "cut-off")
	}
	first, last := int(d.From), int(d.To)
	q.Start = drawInstant(t, d, first-2, last+1)
	if rapid.IntRange(0, 9).Draw(t, "any start") > 0 {
		q.Start = drawInstant(t, d, first, first+(last-first)*2/3)
	}
	begin := int(q.Start.Add(time.Duration(d.Offset)*time.Minute).Unix() / 86400)
	var at []time.Time
	for range 2 * rapid.IntRange(0, 4).Draw(t, "pauses") {
		if x := drawInstant(t, d, begin, begin+30); x.After(q.Start) {
			at = append(at, x)
		}
	}
	sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
	for i := 0; i+1 < len(at); i += 2 {
		touching := len(q.Pauses) > 0 && !q.Pauses[len(q.Pauses)-1].To.Before(at[i])
		if at[i].Before(at[i+1]) && !touching {
			q.Pauses = append(q.Pauses, calendar.Pause{From: at[i], To: at[i+1]})
		}
	}
	if n := len(q.Pauses); n > 0 && rapid.IntRange(0, 4).Draw(t, "still open") == 0 {
		q.Pauses[n-1].To = time.Time{}
	}
	q.Restart = rapid.IntRange(0, 3).Draw(t, "restart") == 0
	return q
}
