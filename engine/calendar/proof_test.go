package calendar_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
	"pgregory.net/rapid"
)

// A proof counts what the answer counted: its days, or its minutes, and on the
// dates the pencil would name.
func TestProofAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c, o := must(t, d), newOracle(d)
		for range 6 {
			q := drawQuestion(t, d)
			a, err := c.Answer(q)
			p, proofErr := c.Proof(q)
			if (err == nil) != (proofErr == nil) {
				t.Fatalf("answer %v, proof %v", err, proofErr)
			}
			if err != nil {
				continue
			}
			if (p.Due == nil) != a.Due.IsZero() || p.Due != nil && !p.Due.Equal(a.Due) || p.Provisional != a.Provisional {
				t.Fatalf("proof says %v, answer %v", p.Due, a)
			}
			last := p.Runs[len(p.Runs)-1]
			days, micros := int64(0), int64(0)
			for _, s := range last.Steps {
				days, micros = days+s.Days, micros+s.Microseconds
				for x := s.From; x <= s.To && s.What != calendar.Counted && s.What != calendar.Paused && s.What != calendar.Onward; x++ {
					day, _ := time.Parse(time.DateOnly, x.String())
					if _, isOpen, _ := o.close(day); isOpen {
						t.Fatalf("%v is open, the proof says %s", x, s.What)
					}
				}
			}
			if p.Due == nil {
				continue
			}
			switch q.Limit.Unit {
			case calendar.WorkingMinute, calendar.Minute:
				if micros != q.Limit.N*60_000_000 {
					t.Fatalf("%v: %d µs in the proof %+v", q.Limit, micros, last)
				}
			case calendar.WorkingDay, calendar.Day, calendar.SameDay:
				if days != q.Limit.N {
					t.Fatalf("%v: %d days in the proof %+v", q.Limit, days, last)
				}
			}
			for _, lang := range []wording.Lang{wording.VI, wording.EN} {
				if text := p.Text(lang); strings.Contains(text, "%!") || !strings.Contains(text, p.Calendar) {
					t.Fatalf("%s", text)
				}
			}
			if q.Restart {
				if len(p.Runs)-1 > len(q.Pauses) {
					t.Fatalf("%d runs of %d pauses", len(p.Runs), len(q.Pauses))
				}
				continue
			}
			took := int64(0)
			for _, x := range p.Pauses {
				took += x.Uncounted + x.Microseconds
			}
			open := stretches(o, nil)
			switch q.Limit.Unit {
			case calendar.WorkingMinute:
				days = clip(open, q.Start, a.Due).Microseconds() - q.Limit.N*60_000_000
			case calendar.Minute:
				days = a.Due.Sub(q.Start).Microseconds() - q.Limit.N*60_000_000
			case calendar.WorkingDay:
				since, _ := o.uncounted(q.Limit, o.local(q.Start))
				days = -q.Limit.N
				for x := since.AddDate(0, 0, 1); !x.After(o.local(a.Due)); x = x.AddDate(0, 0, 1) {
					if _, isOpen, _ := o.close(x); isOpen {
						days++
					}
				}
			default:
				continue
			}
			if took != days {
				t.Fatalf("%v from %v, pauses %v: pauses took %d, want %d", q.Limit, q.Start, q.Pauses, took, days)
			}
		}
	})
}

func TestProofForAClerk(t *testing.T) {
	c := shipped(t, "vietnam")
	p, err := c.Proof(row{limit: "7 working days", start: "2026-08-18T10:00", pauses: "2026-08-22T16:00..2026-08-26T09:00"}.question(t))
	if err != nil {
		t.Fatal(err)
	}
	const vi = `Thời hạn: 7 ngày làm việc, từ T3 18/08/2026 10:00
Hạn: T5 03/09/2026 17:00
Quá hạn kể từ: T5 03/09/2026 17:00:00.000001
  T3 18/08/2026  ngày bắt đầu, không tính
  T4 19/08/2026  ngày thứ 1  08:00-12:00, 13:00-17:00
  T5 20/08/2026  ngày thứ 2  08:00-12:00, 13:00-17:00
  T6 21/08/2026  ngày thứ 3  08:00-12:00, 13:00-17:00
  T7 22/08/2026  tạm dừng, không tính
  CN 23/08/2026  nghỉ hằng tuần
  T2 24/08/2026 - T3 25/08/2026  tạm dừng, không tính
  T4 26/08/2026  ngày thứ 4  08:00-12:00, 13:00-17:00
  T5 27/08/2026  ngày thứ 5  08:00-12:00, 13:00-17:00
  T6 28/08/2026  ngày thứ 6  08:00-12:00, 13:00-17:00
  T7 29/08/2026 - CN 30/08/2026  nghỉ hằng tuần
  T2 31/08/2026  nghỉ: Nghỉ hoán đổi (3383/BNV-CVL)
  T3 01/09/2026 - T4 02/09/2026  nghỉ: Quốc khánh (9441/TB-BNV)
  T5 03/09/2026  ngày thứ 7  08:00-12:00, 13:00-17:00
Tạm dừng từ T7 22/08/2026 16:00 đến T4 26/08/2026 09:00: số ngày không tính 3
Tổng thời gian kể cả tạm dừng: 10 ngày làm việc, 86:00 giờ làm việc
`
	if got := p.Text(wording.VI); !strings.HasPrefix(got, vi) {
		t.Errorf("proof:\n%s\nwant it to begin:\n%s", got, vi)
	}
	en := p.Text(wording.EN)
	for _, want := range []string{
		"Due: Thu 03 Sep 2026 17:00\n", "Sat 22 Aug 2026  paused, not counted\n", "day 7  08:00-12:00, 13:00-17:00\n",
		"Source: Civil Code 2015 art. 147(2), (3)", "Calendar: " + c.Version(),
	} {
		if !strings.Contains(en, want) {
			t.Errorf("English proof lacks %q:\n%s", want, en)
		}
	}
}

func TestProofShowsRunsAndMoves(t *testing.T) {
	c := shipped(t, "weekdays")
	for _, x := range []struct {
		row  row
		want []string
	}{
		{row{limit: "restart 2 working days", start: "2026-03-02T09:00", pauses: "2026-03-04T10:00..2026-03-05T09:00"},
			[]string{"Run 1, from Mon 02 Mar 2026 09:00:", "this run was ended at Wed 04 Mar 2026 10:00", "Run 2, from Thu 05 Mar 2026 09:00:", "again from zero", "Gross time, pauses included: 5 working days"}},
		{row{limit: "5 days", start: "2026-03-02T09:00"}, []string{"Due: Mon 09 Mar 2026 24:00", "full on Sat 07 Mar 2026, a closed day: moved"}},
		{row{limit: "1 day cut-off 15:00", start: "2026-03-06T15:00"}, []string{"Mon 09 Mar 2026  after the cut-off or on a closed day: counts as received this day"}},
		{row{limit: "2 working hours", start: "2026-03-02T11:30:15.5"}, []string{"counted 2:00 hours  11:30:15.5-12:00, 13:00-14:30:15.5", "Due: Mon 02 Mar 2026 14:30:15.5"}},
		{row{limit: "2 working days", start: "2026-03-02T09:00", pauses: "2026-03-03T10:00.."}, []string{"Due: none yet, the clock is paused", "to still open"}},
		{row{limit: "2 hours", start: "2026-03-02T23:00"}, []string{"2026-03-02 23:00-2026-03-03 01:00", "elapsed time"}},
	} {
		p, err := c.Proof(x.row.question(t))
		if err != nil {
			t.Fatal(err)
		}
		text := p.Text(wording.EN)
		for _, want := range x.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: proof lacks %q:\n%s", x.row.limit, want, text)
			}
		}
	}
}

func TestProofSaysProvisional(t *testing.T) {
	c := shipped(t, "vietnam")
	for _, x := range []struct {
		limit, start string
		want         bool
	}{
		{"3 working days", "2026-12-28T09:00", false}, // due on 31 December
		{"4 working days", "2026-12-28T09:00", true},
		{"4 days", "2026-12-27T09:00", false},
		{"5 days", "2026-12-27T09:00", true}, // 1 January is looked at
		{"8 working hours", "2026-12-31T08:00", false},
		{"481 working minutes", "2026-12-31T08:00", true},
		{"1000 hours", "2026-12-31T08:00", false}, // no calendar
		{"same day cut-off 15:00", "2026-12-31T15:00", true},
		{"1 month", "2026-12-31T08:00", true},
		{"2 working days", "2027-06-01T08:00", true},
	} {
		a, err := c.Answer(calendar.Question{Limit: limit(t, x.limit), Start: at(x.start)})
		if err != nil || a.Provisional != x.want {
			t.Errorf("%s from %s: provisional %v %v, want %v", x.limit, x.start, a.Provisional, err, x.want)
		}
	}
}

// A century of days, ten thousand pauses: still an answer, soon.
func TestProofOfALongCount(t *testing.T) {
	c := shipped(t, "weekdays")
	start := at("1970-01-05T09:00")
	q := calendar.Question{Limit: limit(t, "30000 working days"), Start: start}
	for i := range 10_000 {
		from := start.Add(time.Duration(i+1) * 60 * time.Hour)
		q.Pauses = append(q.Pauses, calendar.Pause{From: from, To: from.Add(time.Hour)})
	}
	for _, l := range []string{"30000 working days", "30000 days", "1000 months", "100000 working hours", "900000 hours"} {
		for _, q.Restart = range []bool{false, true} {
			q.Limit = limit(t, l)
			p, err := c.Proof(q)
			var r *calendar.RangeError
			if errors.As(err, &r) {
				continue
			}
			if err != nil {
				t.Fatal(l, err)
			}
			if _, err := json.Marshal(p); err != nil {
				t.Fatal(l, err)
			}
		}
	}
}
