package procedure_test

import (
	"fmt"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// A procedure with one desk and one signature, first with a mistake in it.
func ExampleCompile() {
	days := func(n int64) procedure.AllowanceDef {
		return procedure.AllowanceDef{Limits: []procedure.LimitDef{
			{Limit: procedure.Limit{Limit: calendar.Limit{N: n, Unit: calendar.WorkingDay}}},
		}}
	}
	d := &procedure.Definition{
		Language: 1, Name: "certificate", Version: 1,
		Title: wording.Text{VI: "Xác nhận", EN: "Certificate"},
		Legal: procedure.Legal{Basis: []string{"Luật Hộ tịch 2014, Điều 13"}},
		Roles: []procedure.Named{{Name: "desk", Title: wording.Text{VI: "Một cửa", EN: "Desk"}}},
		Open:  &procedure.MoveDef{Title: wording.Text{VI: "Nộp", EN: "Submit"}, By: []string{"applicant"}, To: "sign"},
		States: []procedure.StateDef{
			{Name: "sign", Owner: "desk", Duty: wording.Text{VI: "Ký", EN: "Sign"}, Within: days(2), Moves: []procedure.MoveDef{
				{Event: "sign", Title: wording.Text{VI: "Ký", EN: "Sign"}, To: "don"},
			}},
			{Name: "done", Title: wording.Text{VI: "Xong", EN: "Done"}, Outcome: procedure.Done},
		},
	}
	_, faults := procedure.Compile(d, nil)
	for _, f := range faults {
		fmt.Println(f)
	}
	d.States[0].Moves[0].To = "done"
	m, _ := procedure.Compile(d, nil)
	fmt.Println(m.State("sign").Within.Text().VI, "→", m.State("sign").Move("sign").Branches[0].To)
	fmt.Println(m.Identity[:12])
	// Output:
	// states.sign.moves.sign.to: C03 no state/role/document/field/event named «don»; declare it or correct the name
	// 2 ngày làm việc → done
	// 9f66a951a530
}
