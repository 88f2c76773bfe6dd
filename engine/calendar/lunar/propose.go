package lunar

import (
	"sort"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// Propose gives the days off of a year (2021 or later) that follow from the
// law and custom, as closures by date: the statutory days of the Labour Code
// 2019 art. 112(1), Tết as the Prime Minister usually fixes it, the adjacent
// day of 2 September that lengthens the weekend, compensation by art. 111(3)
// and, from 2026, 24 November (Resolution 28/2026/QH16), which is not of art.
// 112(1) and so is not compensated. It proposes no swapped days. False: the
// year has no proposal.
func Propose(year int) ([]calendar.Closure, bool) {
	tet, ok1 := Find(year, 1, 1)
	gioTo, ok2 := Find(year, 3, 10)
	if !ok1 || !ok2 || year < 2021 || year > 2100 {
		return nil, false
	}
	p := proposal{}
	p.add(calendar.DateOf(year, 1, 1), newYear)
	before := calendar.Date(2) // days of Tết before lunar 1/1
	if tet.Weekday() == time.Tuesday {
		before = 1
	}
	for d := tet - before; d < tet-before+5; d++ {
		p.add(d, lunarNewYear)
	}
	p.add(gioTo, kings)
	p.add(calendar.DateOf(year, 4, 30), victory)
	p.add(calendar.DateOf(year, 5, 1), labour)
	national := calendar.DateOf(year, 9, 2)
	p.add(national, independence)
	switch national.Weekday() {
	case time.Sunday, time.Monday, time.Thursday:
		p.add(national+1, independence)
	default:
		p.add(national-1, independence)
	}
	p.compensate()
	if year >= 2026 {
		p.add(calendar.DateOf(year, 11, 24), culture)
	}
	return p.sorted(), true
}

// The days of the Labour Code 2019 art. 112(1), and of Resolution 28/2026.
var (
	newYear      = wording.Text{VI: "Tết Dương lịch", EN: "New Year's Day"}
	lunarNewYear = wording.Text{VI: "Tết Nguyên đán", EN: "Lunar New Year"}
	kings        = wording.Text{VI: "Giỗ Tổ Hùng Vương", EN: "Hùng Kings' Day"}
	victory      = wording.Text{VI: "Ngày Chiến thắng", EN: "Reunification Day"}
	labour       = wording.Text{VI: "Ngày Quốc tế lao động", EN: "Labour Day"}
	independence = wording.Text{VI: "Quốc khánh", EN: "National Day"}
	culture      = wording.Text{VI: "Ngày Văn hóa Việt Nam", EN: "Vietnam Culture Day"}
)

// proposal is a year's days off while it is put together.
type proposal map[calendar.Date]wording.Text

// add closes a date; the first name stays.
func (p proposal) add(d calendar.Date, title wording.Text) {
	if _, taken := p[d]; !taken {
		p[d] = title
	}
}

// compensate makes up each holiday that falls on a Saturday or Sunday on the
// next working day (art. 111(3)).
func (p proposal) compensate() {
	for _, c := range p.sorted() {
		if !rest(c.Date) {
			continue
		}
		d := c.Date + 1
		for p.closed(d) {
			d++
		}
		p.add(d, wording.Text{VI: "Nghỉ bù " + c.Title.VI, EN: "In lieu of " + c.Title.EN})
	}
}

func rest(d calendar.Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

func (p proposal) closed(d calendar.Date) bool {
	_, off := p[d]
	return off || rest(d)
}

func (p proposal) sorted() []calendar.Closure {
	all := make([]calendar.Closure, 0, len(p))
	for d, title := range p {
		all = append(all, calendar.Closure{Date: d, Title: title})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Date < all[j].Date })
	return all
}
