package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures/calendars"
)

// files are the procedures of the tests' city.
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
  size: {type: integer, title: Cỡ | Size}
clocks:
  legal: {title: Thời hạn | Limit, basis: [Luật], within: 5 working days, stops: [collect], paused_in: [ask], warn_at: [1 working day after]}
open: {title: Nộp | Submit, by: [desk, applicant], needs: [form, name, size], issues: receipt, to: check}
everywhere:
  withdraw: {title: Rút | Withdraw, by: [applicant, desk], except: [collect], to: withdrawn}
states:
  check:
    owner: desk
    duty: Kiểm tra | Check
    within: 1 working day
    moves:
      pass: {title: Trình | Pass, to: sign}
      consult: {title: Hỏi | Consult, to: ask}
      more: {title: Gia hạn | More time, needs: [reason], at_most: 1, extends: {legal: 3 working days}}
  ask:
    owner: desk
    duty: Chờ ý kiến | Await the opinion
    waits_for: child
    within: 3 working days
    opens:
      opinion: {procedure: opinion, at: police, with: {question: form, about: name}}
    moves:
      answered: {title: Đã có ý kiến | Answered, after: all children, to: sign}
  sign:
    owner: boss
    duty: Ký | Sign
    within: 1 working day
    moves:
      sign: {title: Ký | Sign, not_by: [pass], to: collect}
      back: {title: Trả lại | Send back, needs: [reason], sends_back: true, at_most: 2, to: check}
  collect:
    owner: desk
    duty: Trả kết quả | Hand over
    waits_for: applicant
    within: 5 days
    moves:
      give: {title: Trả | Give, issues: result, to: done}
      never: {title: Không nhận | Never collected, after: expiry, to: lapsed}
  done: {title: Xong | Done, outcome: done}
  lapsed: {title: Lưu | Lapsed, outcome: lapsed}
  withdrawn: {title: Đã rút | Withdrawn, outcome: withdrawn}
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
    within: 2 working days
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

const ward = `
language: 1
district: ward
calendar: vietnam
units:
  desk: {title: Một cửa | Desk, head: an, officers: {an: [desk], binh: [desk]}}
  office: {title: Văn phòng | Office, head: chi, officers: {chi: [boss]}}
roles:
  desk: [desk]
  boss: [office]
  police: ["police:hq"]
procedures:
  permit: {version: 1}
`

const police = `
language: 1
district: police
calendar: vietnam
units:
  hq: {title: Công an | Police, head: dung, officers: {dung: [expert]}}
roles: {expert: [hq]}
procedures:
  opinion: {version: 1}
`

func file(name string) ([]byte, error) {
	if text, ok := files[name]; ok {
		return []byte(text), nil
	}
	return nil, fs.ErrNotExist
}

// monday is Monday 2 March 2026, 09:00 in Viet Nam.
var monday = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// city is an engine over a store with both districts loaded.
type city struct {
	*engine.Engine
	t     testing.TB
	store store.Store
}

// newCity opens an engine over s, which is empty.
func newCity(t testing.TB, s store.Store, now func() time.Time) *city {
	t.Helper()
	c := reopen(t, s, now)
	for name, text := range map[string]string{"ward.yaml": ward, "police.yaml": police} {
		if _, err := c.Load(t.Context(), name, []byte(text), nil); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// reopen is a second engine over a store with districts.
func reopen(t testing.TB, s store.Store, now func() time.Time) *city {
	t.Helper()
	e, err := engine.Open(t.Context(), engine.Config{Store: s, Procedures: file, Calendars: calendars.Load, Now: now, Poll: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return &city{Engine: e, t: t, store: s}
}

// virtualCity has a store in memory with a virtual clock.
func virtualCity(t testing.TB) *city {
	return newCity(t, memory.New(memory.Config{Virtual: true}), nil)
}

func opening(id string) engine.Opening {
	return engine.Opening{Procedure: "permit", Applicant: "Trần Thị B", Command: engine.Command{
		ID: id, District: "ward", Actor: "an", At: monday,
		Values:    map[string]string{"name": "Trần Thị B", "size": "3"},
		Documents: map[string][]byte{"form": []byte("form")},
	}}
}

// open opens a permit on monday.
func (c *city) open(id string) engine.Answer {
	c.t.Helper()
	a, err := c.OpenCase(c.t.Context(), opening(id))
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

// do makes a move that must be accepted.
func (c *city) do(id, event, actor string, at time.Time) engine.Answer {
	c.t.Helper()
	a, err := c.Do(c.t.Context(), engine.Command{District: "ward", Case: id, Event: event, Actor: actor, At: at})
	if err != nil {
		c.t.Fatalf("%s: %v", event, err)
	}
	return a
}

func (c *city) see(district, id string) engine.Case {
	c.t.Helper()
	v, err := c.Case(c.t.Context(), district, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

func (c *city) journal(district, id string) []casefile.Entry {
	c.t.Helper()
	var all []casefile.Entry
	for e, err := range c.Journal(c.t.Context(), district, id, 0) {
		if err != nil {
			c.t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// kinds writes a journal in short: "opened warned moved".
func kinds(journal []casefile.Entry) string {
	s := ""
	for i := range journal {
		if i > 0 {
			s += " "
		}
		s += string(journal[i].Kind)
	}
	return s
}

// sound fails unless an audit finds nothing. It is asked again for a moment: a
// change whose caller has given up may still be on its way, and an audit reads
// no snapshot.
func (c *city) sound() {
	c.t.Helper()
	for try := 0; ; try++ {
		v, err := engine.Audit(context.WithoutCancel(c.t.Context()), c.store)
		if err != nil {
			c.t.Fatal(err)
		}
		if v.OK {
			return
		}
		if try == 5 {
			c.t.Fatalf("audit: %+v", *v.FirstBad)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// refusal is the code of a refusal, or what else the error is.
func refusal(err error) string {
	var r *engine.RefusedError
	if errors.As(err, &r) {
		return string(r.Refusal.Code)
	}
	return fmt.Sprint(err)
}
