package replay

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
)

const permit = `
language: 1
procedure: permit
version: 1
title: Giấy phép | Permit
legal: {basis: [Thử]}
roles: {desk: Quầy | Desk, expert: Chuyên viên | Expert, head: Lãnh đạo | Head}
documents: {form: Đơn | Form, plan: Bản vẽ | Plan}
data:
  floors: {type: integer, title: Số tầng | Floors}
  due: {type: date, title: Hạn | Due}
clocks:
  legal: {title: Hạn | Limit, basis: [Thử], within: 10 working days, stops: [collect], paused_in: [supplement]}
open: {title: Mở | Open, by: [applicant, desk], needs: [form, floors, "due?"], to: check}
everywhere:
  suspend: {title: Tạm dừng | Suspend, by: head, except: [check, collect], needs: [reason], suspends: 20 working days}
loop_policy: {at_most: 1, refuse: Đã trả một lần | Returned once}
states:
  check:
    owner: expert
    duty: Kiểm tra | Check
    within: 2 working days
    moves:
      ask: {title: Yêu cầu bổ sung | Ask, needs: [reason, lacks], at_most: 1, issues: supplement_request, to: supplement}
      pass: {title: Chuyển | Pass, needs: ["plan?"], to: sign}
      tall: {title: Nhà cao | Tall, when: data.floors > 6, to: sign}
      nudge: {title: Nhắc | Nudge, after: expiry, issues: notice}
  supplement:
    owner: desk
    duty: Chờ | Wait
    waits_for: applicant
    within: 5 working days
    moves:
      supplied: {title: Đã bổ sung | Supplied, by: [applicant, desk], to: check}
      lapse: {title: Hết hạn | Lapse, after: expiry, to: lapsed}
  sign:
    owner: head
    duty: Ký | Sign
    within: 2 working days
    moves:
      sign:
        title: Ký | Sign
        not_by: [pass, tall]
        choose:
          - {when: data.floors > 20, to: refused}
          - {to: collect}
      back: {title: Trả lại | Back, sends_back: true, to: check}
      stale: {title: Quá lâu | Stale, after: 4 working days, when: data.floors > 6, to: refused}
  collect:
    owner: desk
    duty: Trả | Hand over
    waits_for: applicant
    within: Lúc nào cũng được | Any time
    moves:
      give: {title: Trả | Give, needs: [plan], issues: result, to: done}
  done: {title: Xong | Done, outcome: done}
  refused: {title: Từ chối | Refused, outcome: refused}
  lapsed: {title: Hết hạn | Lapsed, outcome: lapsed}
`

// machine compiles a definition, warnings apart.
func machine(t testing.TB, text string) *procedure.Machine {
	t.Helper()
	m, _, faults := source.Procedure("test.yaml", []byte(text), nil)
	if m == nil {
		t.Fatal(faults)
	}
	return m
}

// weekdays is Monday to Friday, 08:00-12:00 and 13:00-17:00, UTC+7.
func weekdays(t testing.TB) *calendar.Calendar {
	t.Helper()
	b, err := os.ReadFile("../../procedures/calendars/weekdays.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := source.Calendar("weekdays.yaml", b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// on is an instant in March 2026, of which the 2nd is a Monday, local time.
func on(day, hour int) time.Time {
	return time.Date(2026, 3, day, hour, 0, 0, 0, time.FixedZone("", 7*3600))
}

// did is a sighting of an event by itself.
func did(event string, at time.Time) Sighting {
	return Sighting{Activity: event, At: at, Events: []string{event}}
}

func (s Sighting) as(roles ...string) Sighting {
	s.Acts, s.Roles = true, roles
	return s
}

func (s Sighting) person(name string) Sighting {
	s.Person = name
	return s
}

func (s Sighting) floors(n string) Sighting {
	s.Given = append(s.Given, casefile.Given{Name: "floors", Text: n})
	return s
}

func (s Sighting) with(document string) Sighting {
	s.Documents = append(s.Documents, casefile.Document{Name: document, Commitment: casefile.Commitment{1}})
	return s
}

func checker(t testing.TB, m *procedure.Machine, needs []string) *Checker {
	t.Helper()
	k, err := NewChecker(m, weekdays(t), needs)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKindsOfDeviation(t *testing.T) {
	m := machine(t, permit)
	state := func(name string, at time.Time) Sighting { return Sighting{Activity: name, At: at, State: name} }
	open := did("open", on(2, 9)).floors("3")
	tall := did("open", on(2, 9)).floors("9")
	for _, c := range []struct {
		name   string
		events []Sighting
		needs  []string
		want   []Kind // one for each event that departs, in the order of the events
		ends   string
	}{
		{"a case that fits", []Sighting{open, did("pass", on(3, 9)), did("sign", on(4, 9)), did("give", on(5, 9))}, nil, nil, "done"},
		{"a move the state has not", []Sighting{open, did("sign", on(3, 9)), did("give", on(4, 9))}, nil, []Kind{NoSuchMove}, "done"},
		{"not opened", []Sighting{did("pass", on(2, 9)).floors("3"), did("sign", on(3, 9))}, nil, []Kind{NoSuchMove}, "collect"},
		{"opened twice", []Sighting{open, did("pass", on(2, 10)), did("open", on(2, 11))}, nil, []Kind{NoSuchMove}, "check"},
		{"after the end", []Sighting{open, did("pass", on(2, 10)), did("sign", on(2, 11)), did("give", on(2, 12)), did("pass", on(2, 13))}, nil, []Kind{Closed}, "sign"},
		{"a false condition", []Sighting{open, did("tall", on(2, 10))}, nil, []Kind{Guard}, "sign"},
		{"a true condition", []Sighting{tall, did("tall", on(2, 10))}, nil, nil, "sign"},
		{"a fact that is not known", []Sighting{did("open", on(2, 9)), did("tall", on(2, 10))}, nil, []Kind{Guard}, "sign"},
		{"too often", []Sighting{open, did("ask", on(2, 10)), did("supplied", on(2, 11)), did("ask", on(2, 12))}, nil, []Kind{AtMost}, "supplement"},
		{"returned too often", []Sighting{open, did("pass", on(2, 10)), did("back", on(2, 11)), did("pass", on(2, 12)), did("back", on(2, 13))}, nil, []Kind{LoopPolicy}, "check"},
		{"one person, two duties", []Sighting{open, did("pass", on(2, 10)).person("An"), did("sign", on(2, 11)).person("An")}, nil, []Kind{Separation}, "collect"},
		{"two persons", []Sighting{open, did("pass", on(2, 10)).person("An"), did("sign", on(2, 11)).person("Bình")}, nil, nil, "collect"},
		{"persons not named", []Sighting{open, did("pass", on(2, 10)), did("sign", on(2, 11))}, nil, nil, "collect"},
		{"another role", []Sighting{open.as("desk"), did("pass", on(2, 10)).as("head")}, nil, []Kind{NotYours}, "sign"},
		{"one of two roles", []Sighting{open.as("head", "desk"), did("pass", on(2, 10)).as("desk", "expert")}, nil, nil, "sign"},
		{"no role of the procedure", []Sighting{open.as()}, nil, []Kind{NotYours}, "check"},
		{"the applicant", []Sighting{open.as(procedure.ByApplicant), did("pass", on(2, 10)).as(procedure.ByApplicant)}, nil, []Kind{NotYours}, "sign"},
		{"needs not asked for", []Sighting{open, did("pass", on(2, 10)), did("sign", on(2, 11)), did("give", on(2, 12))}, []string{"form"}, []Kind{Needs}, "done"},
		{"needs shown", []Sighting{open.with("form"), did("pass", on(2, 10)), did("sign", on(2, 11)), did("give", on(2, 12)).with("plan")}, []string{"form", "plan"}, nil, "done"},
		{"needs missing", []Sighting{open.with("form"), did("pass", on(2, 10)), did("sign", on(2, 11)), did("give", on(2, 12))}, []string{"form", "plan"}, []Kind{Needs}, "done"},
		{"a role before a need before a guard", []Sighting{open.with("form"), did("give", on(2, 10)).as("head")}, []string{"plan"}, []Kind{NoSuchMove}, "done"},
		{"ill-typed", []Sighting{did("open", on(2, 9)).floors("three")}, []string{"floors"}, []Kind{Needs}, "check"},
		{"a timed move missed", []Sighting{open, did("ask", on(2, 10)), did("supplied", on(10, 9))}, nil, []Kind{TimedMoveMissed}, "check"},
		{"a timed move in time", []Sighting{open, did("ask", on(2, 10)), did("supplied", on(9, 17))}, nil, nil, "check"},
		{"the log made the timed move", []Sighting{open, did("ask", on(2, 10)), did("lapse", on(10, 9))}, nil, nil, "lapsed"},
		{"the log made it too early", []Sighting{open, did("ask", on(2, 10)), did("lapse", on(9, 9))}, nil, []Kind{NoSuchMove}, "lapsed"},
		{"missed, and wrong too: one deviation", []Sighting{open, did("ask", on(2, 10)), did("sign", on(10, 9))}, nil, []Kind{TimedMoveMissed}, "collect"},
		{"a timed stay missed, once", []Sighting{open, did("ask", on(5, 9)), did("supplied", on(5, 10))}, nil, []Kind{TimedMoveMissed}, "check"},
		{"a timed move whose condition is false", []Sighting{open, did("pass", on(2, 10)), did("sign", on(11, 9))}, nil, nil, "collect"},
		{"a timed move whose condition is true", []Sighting{tall, did("tall", on(2, 10)), did("sign", on(11, 9))}, nil, []Kind{TimedMoveMissed}, "collect"},
		{"suspended and resumed", []Sighting{open, did("pass", on(2, 10)), did("suspend", on(2, 11)), did("resume", on(9, 9)), did("sign", on(10, 9))}, nil, nil, "collect"},
		{"resumed by another role", []Sighting{open, did("pass", on(2, 10)), did("suspend", on(2, 11)), did("resume", on(9, 9)).as("desk")}, nil, []Kind{NotYours}, "sign"},
		{"moved while suspended", []Sighting{open, did("pass", on(2, 10)), did("suspend", on(2, 11)), did("sign", on(9, 9)), did("give", on(9, 10))}, nil, []Kind{NoSuchMove}, "done"},
		{"not suspended", []Sighting{open, did("pass", on(2, 10)), did("resume", on(2, 11)), did("sign", on(2, 12))}, nil, []Kind{NoSuchMove}, "collect"},
		{"states", []Sighting{state("check", on(2, 9)), state("check", on(2, 10)), state("sign", on(2, 11)), state("collect", on(2, 12)), state("done", on(2, 13))}, nil, []Kind{Guard}, "done"},
		{"a state no move leads to", []Sighting{state("check", on(2, 9)), state("collect", on(2, 10))}, nil, []Kind{NoSuchMove}, "collect"},
		{"a state after the end", []Sighting{open, did("pass", on(2, 10)), did("sign", on(2, 11)), did("give", on(2, 12)), state("check", on(2, 13))}, nil, []Kind{Closed}, "check"},
		{"a state by the timed move", []Sighting{open, did("ask", on(2, 10)), state("lapsed", on(10, 9))}, nil, nil, "lapsed"},
		{"not opened, in a later state", []Sighting{state("sign", on(2, 9)), did("sign", on(2, 10)).floors("1")}, nil, []Kind{NoSuchMove}, "collect"},
		{"either of two events", []Sighting{open, {Activity: "move on", At: on(2, 10), Events: []string{"sign", "pass"}}, {Activity: "move on", At: on(2, 11), Events: []string{"sign", "pass"}}}, nil, nil, "collect"},
		{"another branch than the log says", []Sighting{open, did("pass", on(2, 10)), {Activity: "no", At: on(2, 11), Events: []string{"sign"}, State: "refused"}}, nil, []Kind{Guard}, "refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var k *Checker
			// One event after the other, to see which of them departs.
			var got []Kind
			for n := 1; n <= len(c.events); n++ {
				k = checker(t, m, c.needs)
				if err := k.Case("A", c.events[:n]); err != nil {
					t.Fatal(err)
				}
				total := 0
				var last Kind
				for _, d := range k.Report().Deviations {
					total += d.Count
					if d.First.Event == n {
						last = d.Kind
					}
				}
				if total > len(got)+1 {
					t.Fatalf("event %d has two deviations", n)
				}
				if total > len(got) {
					got = append(got, last)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want, got:\n%s", diff)
			}
			if k.c.State != c.ends {
				t.Errorf("the case stands in %q, want %q", k.c.State, c.ends)
			}
			fits := 0
			if len(c.want) == 0 {
				fits = 1
			}
			if r := k.Report(); r.Fitting != fits || r.Cases != 1 || r.Events != len(c.events) {
				t.Errorf("%d cases, %d events, %d fit", r.Cases, r.Events, r.Fitting)
			}
		})
	}
}
