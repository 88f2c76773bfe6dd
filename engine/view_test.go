package engine_test

import (
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/procedures/calendars"
)

// waits is a procedure with a stated wait, a suspension and two desks.
const waits = `
language: 1
procedure: waits
version: 1
title: Chờ | Waits
legal: {basis: [Luật]}
roles: {desk: Một cửa | Desk}
open: {title: Mở | Open, by: desk, to: work}
everywhere:
  suspend: {title: Tạm dừng | Suspend, by: desk, except: [wait], needs: [reason], suspends: Đến khi có lại điện | Until power is back}
states:
  work:
    owner: desk
    duty: Làm | Work
    within: 1 working day
    moves: {put: {title: Để đó | Put, to: wait}}
  wait:
    owner: desk
    duty: Chờ nhận | Await collection
    waits_for: applicant
    within: Lúc nào cũng được | At any time
    moves: {give: {title: Trả | Give, to: done}}
  done: {title: Xong | Done, outcome: done}
`

func TestAnOpenCaseHasADueOrAWait(t *testing.T) {
	c := &city{t: t, store: memory.New(memory.Config{Virtual: true})}
	var err error
	c.Engine, err = engine.Open(t.Context(), engine.Config{Store: c.store, Calendars: calendars.Load,
		Procedures: func(string) ([]byte, error) { return []byte(waits), nil }})
	if err != nil {
		t.Fatal(err)
	}
	district := strings.Replace(ward, "roles:\n  desk: [desk]\n  boss: [office]\n  police: [\"police:hq\"]", "roles: {desk: [desk, office]}", 1)
	district = strings.Replace(strings.Replace(district, "permit:", "waits:", 1), "chi: [boss]", "chi: [desk]", 1)
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(district), nil); err != nil {
		t.Fatal(err)
	}
	cmd := engine.Command{District: "ward", Actor: "an", At: monday}
	if _, err := c.OpenCase(t.Context(), engine.Opening{Command: cmd, Procedure: "waits"}); refusal(err) != "name_the_unit" {
		t.Fatalf("two desks: %v", err)
	}
	cmd.Unit = "desk"
	a, err := c.OpenCase(t.Context(), engine.Opening{Command: cmd, Procedure: "waits"})
	if err != nil {
		t.Fatal(err)
	}
	look := func(state string, due bool, wait string, events ...string) {
		t.Helper()
		v := c.see("ward", a.Case)
		var next []string
		for _, n := range v.Next {
			next = append(next, n.Event)
			if len(n.By) == 0 || len(n.ByTitles) != len(n.By) {
				t.Errorf("%s: nobody may %s", state, n.Event)
			}
		}
		if v.State != state || v.Due.IsZero() == due || v.Wait.EN != wait || strings.Join(next, " ") != strings.Join(events, " ") {
			t.Errorf("%s: due %s, wait %q, next %v", v.State, v.Due, v.Wait.EN, next)
		}
	}
	look("work", true, "", "put", "suspend", "claim", "assign", "forward", "note")
	reason := map[string]string{engine.Reason: "mất điện"}
	cmd = engine.Command{District: "ward", Case: a.Case, Event: "suspend", Actor: "an", At: monday.Add(time.Hour), Values: reason}
	if _, err := c.Do(t.Context(), cmd); err != nil {
		t.Fatal(err)
	}
	look("work", false, "Until power is back", "note", "resume")
	options, err := c.Allowed(t.Context(), "ward", a.Case, "an", "")
	if err != nil || len(options) != 2 || options[0].Event != "note" || options[1].Event != "resume" {
		t.Errorf("allowed: %+v, %v", options, err)
	}
	c.do(a.Case, "resume", "an", monday.Add(2*time.Hour))
	if _, err := c.Forward(t.Context(), engine.Command{District: "ward", Case: a.Case, Actor: "an", Unit: "office", At: monday.Add(3 * time.Hour), Values: reason}); err != nil {
		t.Fatal(err)
	}
	due, err := c.Due(t.Context(), engine.Query{Unit: "office"}, monday.AddDate(0, 0, 7))
	if err != nil || len(due) != 1 || due[0].ID != a.Case {
		t.Errorf("due: %+v, %v", due, err)
	}
	if due, err = c.Due(t.Context(), engine.Query{}, monday); err != nil || len(due) != 0 {
		t.Errorf("due by now: %+v, %v", due, err)
	}
	if _, err := c.Do(t.Context(), engine.Command{District: "ward", Case: a.Case, Event: "put", Actor: "chi", Unit: "desk", At: monday.Add(4 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	look("wait", false, "At any time", "give", "claim", "assign", "forward", "note")
	c.sound()
}
