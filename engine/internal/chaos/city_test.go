package chaos

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/procedures/calendars"
)

// files are procedures whose limits run out while a storm lasts, in real time:
// a minute is the shortest there is, and its warnings come within seconds.
var files = map[string]string{
	"permit": `
language: 1
procedure: permit
version: 1
title: Giấy phép | Permit
legal: {basis: [Luật]}
roles: {desk: Một cửa | Desk, boss: Lãnh đạo | Boss, police: Công an | Police}
documents: {form: Đơn | Form}
data:
  name: {type: string, personal: true, title: Tên | Name}
clocks:
  legal: {title: Thời hạn | Limit, basis: [Luật], within: 2 minutes, stops: [collect], paused_in: [ask], warn_at: [2%, 5%, 10%, 30%, 50%, 1 minute after]}
open: {title: Nộp | Submit, by: [desk, applicant], needs: [form, name], issues: receipt, to: check}
states:
  check:
    owner: desk
    duty: Kiểm tra | Check
    within: 1 minute
    warn_at: [1%, 3%, 6%, 12%, 25%, 50%, 75%]
    moves:
      pass: {title: Trình | Pass, to: sign}
      consult: {title: Hỏi | Consult, to: ask}
      more: {title: Gia hạn | More time, needs: [reason], at_most: 1, extends: {legal: 1 minute}}
      late: {title: Chuyển ký | Passed on, after: expiry, to: sign}
  ask:
    owner: desk
    duty: Chờ ý kiến | Await the opinion
    waits_for: child
    within: 3 minutes
    opens:
      opinion: {procedure: opinion, at: police, with: {question: form, about: name}}
    moves:
      answered: {title: Đã có ý kiến | Answered, after: all children, to: sign}
  sign:
    owner: boss
    duty: Ký | Sign
    within: 1 minute
    warn_at: [1%, 3%, 6%, 12%, 25%, 50%, 75%]
    moves:
      sign: {title: Ký | Sign, to: collect}
      back: {title: Trả lại | Send back, needs: [reason], sends_back: true, at_most: 2, to: check}
      silence: {title: Coi như đồng ý | Deemed signed, after: expiry, to: collect}
  collect:
    owner: desk
    duty: Trả kết quả | Hand over
    waits_for: applicant
    within: 1 minute
    moves:
      give: {title: Trả | Give, issues: result, to: done}
      never: {title: Không nhận | Never collected, after: expiry, to: lapsed}
  done: {title: Xong | Done, outcome: done}
  lapsed: {title: Lưu | Lapsed, outcome: lapsed}
`,
	"opinion": `
language: 1
procedure: opinion
version: 1
title: Ý kiến | Opinion
legal: {basis: [Luật]}
roles: {expert: Chuyên gia | Expert}
documents: {question: Câu hỏi | Question}
data: {about: {type: string, personal: true, title: Về ai | About whom}}
open: {title: Hỏi | Ask, by: parent, needs: [question, about], to: asked}
states:
  asked:
    owner: expert
    duty: Trả lời | Answer
    within: 1 minute
    warn_at: [1%, 3%, 6%, 12%, 25%, 50%, 75%]
    moves:
      agree: {title: Đồng ý | Agree, to: agreed}
      object: {title: Không | Object, needs: [reason], issues: refusal, to: objected}
      silence: {title: Im lặng | Silence, after: expiry, to: silent}
      stop: {title: Thôi | Stop, by: parent, to: stopped}
  agreed: {title: Đồng ý | Agreed, outcome: done}
  objected: {title: Không đồng ý | Objected, outcome: refused}
  silent: {title: Im lặng | Silent, outcome: done}
  stopped: {title: Đã thôi | Stopped, outcome: withdrawn}
`,
}

// asks are the districts in which cases are opened, and whom they ask: each
// orders children in another one.
var asks = map[string]string{"north": "police", "south": "police", "island": "guard"}

// askers are their names, in order.
var askers = []string{"island", "north", "south"}

// districts are all of them.
var districts = []string{"guard", "island", "north", "police", "south"}

// officers act in every district.
var officers = []string{"an", "chi", "dung"}

func districtFile(name string) string {
	if asked, ok := asks[name]; ok {
		return fmt.Sprintf(`
language: 1
district: %s
calendar: vietnam
units:
  desk: {title: Một cửa | Desk, head: an, officers: {an: [desk]}}
  office: {title: Văn phòng | Office, head: chi, officers: {chi: [boss]}}
roles: {desk: [desk], boss: [office], police: ["%s:hq"]}
procedures: {permit: {version: 1}}
`, name, asked)
	}
	return fmt.Sprintf(`
language: 1
district: %s
calendar: vietnam
units:
  hq: {title: Công an | Police, head: dung, officers: {dung: [expert]}}
roles: {expert: [hq]}
procedures: {opinion: {version: 1}}
`, name)
}

// engineOn is what every node, and the harness itself, works with.
func engineOn(c engine.Config) engine.Config {
	c.Calendars = calendars.Load
	c.Procedures = func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
	return c
}

// stamped makes the server write by its own clock when an entry was written,
// whatever clock the node that wrote it goes by.
const stamped = `
create function motcua.stamp() returns trigger language plpgsql as $$
begin
    new.at := clock_timestamp();
    return new;
end
$$;
create trigger stamp before insert on motcua.committed for each row execute function motcua.stamp();
`

// aged is how old the oldest cases are when a storm begins: their expiries
// fall into it.
const aged = 110 * time.Second

// found makes the city in an empty database: its districts, and cases opened
// over the last minutes.
func found(ctx context.Context, address string, cases int) error {
	s, err := postgres.Open(ctx, postgres.Config{URL: address, Mode: postgres.Create, Conns: 4})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := pgtest.Exec(address, stamped); err != nil {
		return err
	}
	now := time.Now().Add(-aged - time.Second)
	e, err := engine.Open(ctx, engineOn(engine.Config{Store: s, Skew: -1, Now: func() time.Time { return now }}))
	if err != nil {
		return err
	}
	for _, name := range districts {
		if _, err := e.Load(ctx, name+".yaml", []byte(districtFile(name)), nil); err != nil {
			return err
		}
	}
	for i := range cases {
		now = time.Now().Add(-aged + time.Duration(i)*aged/time.Duration(cases))
		o := opening(askers[i%len(askers)])
		a, err := e.OpenCase(ctx, o)
		if err != nil {
			return err
		}
		if i%3 == 0 {
			cmd := engine.Command{District: a.District, Case: a.Case, Event: "consult", Actor: "an"}
			if _, err := e.Do(ctx, cmd); err != nil {
				return err
			}
		}
	}
	return nil
}

func opening(district string) engine.Opening {
	return engine.Opening{Procedure: "permit", Applicant: "Trần Thị B", Command: engine.Command{
		District: district, Actor: "an",
		Values:    map[string]string{"name": "Trần Thị B"},
		Documents: map[string][]byte{"form": []byte("form")},
	}}
}
