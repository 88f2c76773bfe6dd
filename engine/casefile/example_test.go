package casefile_test

import (
	"fmt"
	"log"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure/source"
)

const certificate = `
language: 1
procedure: certificate
version: 1
title: Xác nhận | Certificate
legal: {basis: [Văn bản thử | A test text]}
roles:
  desk: Một cửa | Desk
open: {title: Nộp | Submit, by: desk, to: check}
states:
  check:
    owner: desk
    duty: Kiểm tra, trả kết quả | Check and hand over
    within: 4 working hours
    moves:
      give: {title: Trả | Hand over, issues: result, to: done}
  done: {title: Xong | Done, outcome: done}
`

// A case is opened on Monday afternoon; the desk is late by half an hour.
func ExampleDecide() {
	machine, _, faults := source.Procedure("certificate.yaml", []byte(certificate), nil)
	if machine == nil {
		log.Fatal(faults)
	}
	days, _ := calendar.ParseWeekdays("mon-fri")
	weekdays, err := calendar.New(calendar.Data{
		Name: "weekdays", Edition: "1", Offset: 420,
		From: calendar.DateOf(2026, 1, 1), To: calendar.DateOf(2026, 12, 31),
		Sessions: []calendar.Sessions{{Days: days, Hours: []calendar.Span{{From: 480, To: 720}, {From: 780, To: 1020}}}},
	})
	if err != nil {
		log.Fatal(err)
	}
	file := organisation.File{
		Units: []organisation.Unit{{ID: "desk", Officers: []organisation.Officer{{ID: "dao", Roles: []string{"desk"}}}}},
		Roles: []organisation.Binding{{Role: "desk", Units: []string{"desk"}}},
	}
	office, err := (*organisation.Timeline)(nil).With(1, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 420, file.Facts())
	if err != nil {
		log.Fatal(err)
	}

	c := &casefile.Case{ID: "0010", District: "d1"}
	var d casefile.Decision
	put := func(event string, now time.Time) {
		err := casefile.Decide(machine, weekdays, office, c, &casefile.Command{Event: event, Actor: "dao"}, now, &d)
		for i := range d.Entries {
			e := &d.Entries[i]
			if err := casefile.Apply(c, e); err != nil {
				log.Fatal(err)
			}
			fmt.Println(e.Seq, weekdays.Local(e.At).Format("Mon 15:04:05.999999"), e.Kind)
		}
		if err != nil {
			fmt.Println(err)
		}
	}
	put("open", time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	fmt.Println("due", weekdays.Local(c.Visit.Due).Format("Mon 15:04"))
	put("sign", time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	put("give", time.Date(2026, 3, 3, 3, 30, 0, 0, time.UTC))
	// Output:
	// 1 Mon 15:00:00 opened
	// due Tue 10:00
	// no_such_move: there is no «sign» in «Check and hand over»
	// 2 Tue 10:00:00.000001 expired
	// 3 Tue 10:30:00 moved
}
