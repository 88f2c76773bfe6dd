package eventlog

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/replay"
)

const full = `
mapping: 1
procedure: permit
calendar: weekdays
offset: "-03:30"
attributes:
  activity: [concept:name, step]
  instant: when
  lifecycle: phase
  officer: who
  role: part
  unit: office
transitions: [Complete, DONE]
roles:
  Group 1: desk
  "0010": [desk, applicant]
needs:
  floors: storeys
  town: case:town
  tall: {attribute: big, values: {J: "true", N: "false"}}
  filed: day
  seen: day
  form: paper
  reason: why
  lacks: missing
activities:
  Register+1: open
  Pass+2: [pass, back]
  Gone+3: {state: done}
  End+4: {event: pass, state: done}
  Tea+5: {ignore: true}
`

const permit = `
language: 1
procedure: permit
version: 1
title: Giấy phép | Permit
legal: {basis: [Thử]}
roles: {desk: Quầy | Desk}
documents: {form: Đơn | Form}
data:
  floors: {type: integer, title: Số tầng | Floors}
  town: {type: string, personal: true, title: Nơi | Town}
  tall: {type: boolean, title: Cao | Tall}
  filed: {type: date, title: Ngày | Filed}
  seen: {type: instant, title: Lúc | Seen}
open: {title: Mở | Open, by: [desk, applicant], needs: ["form?", "floors?", "town?", "tall?", "filed?", "seen?"], to: check}
states:
  check:
    owner: desk
    duty: Kiểm tra | Check
    within: 2 working days
    moves:
      pass: {title: Chuyển | Pass, to: done}
      back: {title: Ghi | Back, needs: ["reason?", "lacks?"]}
  done: {title: Xong | Done, outcome: done}
`

func permitMachine(t testing.TB) *procedure.Machine {
	t.Helper()
	m, _, f := source.Procedure("permit.yaml", []byte(permit), nil)
	if m == nil {
		t.Fatal(f)
	}
	return m
}

func TestParseMapping(t *testing.T) {
	got, err := ParseMapping("permit.mapping.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	offset := calendar.Offset(-210)
	want := &Mapping{
		Procedure: "permit", Calendar: "weekdays", Offset: &offset,
		Activity: []string{"concept:name", "step"}, Instant: "when", Lifecycle: "phase", Transitions: []string{"complete", "done"},
		Officer: "who", Role: "part", Unit: "office",
		Roles: map[string][]string{"Group 1": {"desk"}, "0010": {"desk", "applicant"}},
		Needs: map[string]Source{
			"floors": {Attribute: "storeys"}, "town": {Attribute: "case:town"},
			"tall":  {Attribute: "big", Values: map[string]string{"J": "true", "N": "false"}},
			"filed": {Attribute: "day"}, "seen": {Attribute: "day"}, "form": {Attribute: "paper"}, "reason": {Attribute: "why"}, "lacks": {Attribute: "missing"},
		},
		Activities: map[string]Meaning{
			"Register+1": {Events: []string{"open"}}, "Pass+2": {Events: []string{"pass", "back"}},
			"Gone+3": {State: "done"}, "End+4": {Events: []string{"pass"}, State: "done"}, "Tea+5": {Ignore: true},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Mapping{})); diff != "" {
		t.Error(diff)
	}
	if err := got.Check(permitMachine(t)); err != nil {
		t.Error(err)
	}
}

func TestTranslate(t *testing.T) {
	m, err := ParseMapping("permit.mapping.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	text := func(pairs ...string) (list []Attribute) {
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, Attribute{Key: pairs[i], Text: pairs[i+1]})
		}
		return list
	}
	trace := &Trace{Attrs: text("concept:name", "A", "town", "Huế"), Events: []Event{
		{Seq: 0, Attrs: text("concept:name", "Pass", "step", "2", "when", "2026-03-02T22:00:00", "phase", "COMPLETE", "who", "EMPTY", "part", "Group 9", "why", "wrong", "missing", "form, form")},
		{Seq: 1, Attrs: text("concept:name", "Register", "step", "1", "when", "2026-03-02T09:00:00Z", "who", "An", "part", "0010", "office", "u", "storeys", "3.0", "big", "J", "day", "2026-03-02T23:00:00-05:00", "paper", "x")},
		{Seq: 2, Attrs: text("concept:name", "Tea", "step", "5", "when", "2026-03-02T10:00:00Z")},
		{Seq: 3, Attrs: text("concept:name", "Pass", "step", "2", "when", "2026-03-02T10:00:00Z", "phase", "start")},
		{Seq: 4, Attrs: text("concept:name", "Nap", "when", "noon")},
	}}
	translator := NewTranslator(m, permitMachine(t))
	got := translator.Case(trace)
	want := []replay.Sighting{
		{
			Activity: "Register+1", At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Events: []string{"open"},
			Person: "An", Roles: []string{"desk", "applicant"}, Acts: true, Unit: "u",
			Given: []casefile.Given{
				{Name: "filed", Text: "2026-03-03"}, {Name: "floors", Text: "3"}, {Name: "seen", Text: "2026-03-03T04:00:00Z"},
				{Name: "tall", Text: "true"}, {Name: "town", Text: "Huế", Commitment: commit("Huế", true)},
			},
			Documents: []casefile.Document{{Name: "form", Commitment: commit("x", true)}},
		},
		{Activity: "Nap+", Given: []casefile.Given{{Name: "town", Text: "Huế", Commitment: commit("Huế", true)}}},
		{
			Activity: "Pass+2", At: time.Date(2026, 3, 3, 1, 30, 0, 0, time.UTC), Events: []string{"pass", "back"}, Acts: true,
			Given: []casefile.Given{
				{Name: "reason", Commitment: commit("wrong", true)}, {Name: "town", Text: "Huế", Commitment: commit("Huế", true)},
			},
			Lacks: []string{"form", "form"},
		},
	}
	// An event without an instant stays behind the one it follows in the file.
	if diff := cmp.Diff(want, []replay.Sighting{got[0], got[1], got[2]}); diff != "" || len(got) != 3 {
		t.Errorf("%d sightings: %s", len(got), diff)
	}
	if translator.Skipped != (Skipped{Ignored: 1, Transitions: 1}) {
		t.Errorf("skipped %+v", translator.Skipped)
	}
}

func TestBrokenMappings(t *testing.T) {
	head := "mapping: 1\nprocedure: permit\n"
	for _, c := range []struct{ text, want string }{
		{"", "one YAML document is needed"},
		{"- a\n", "pairs «key: value» are needed"},
		{"a: [\n", "not readable"},
		{"mapping: 2\nprocedure: permit\nactivities: {A: pass}\n", "m.yaml:1:1 mapping: the edition must be 1"},
		{"procedure: permit\nactivities: {A: pass}\n", "m.yaml:1:1 «mapping: 1» is missing"},
		{"mapping: 1\nactivities: {A: pass}\n", "procedure is missing"},
		{head, "activities are missing"},
		{head + "activities: {A: pass}\nactivites: {}\n", "m.yaml:4:1 activites: there is no such key in a mapping"},
		{head + "activities: {A: pass}\nattributes: {officers: x}\n", "m.yaml:4:14 attributes.officers: there is no such key"},
		{head + "activities: {A: pass}\noffset: 1\n", "m.yaml:4:1 offset: write it as"},
		{head + "activities:\n  A: {}\n", "m.yaml:4:3 activities.A: give event, state, or ignore: true"},
		{head + "activities:\n  A: {ignore: true, state: done}\n", "m.yaml:4:3 activities.A: give event, state, or ignore: true"},
		{head + "activities:\n  A: {evnt: pass}\n", "activities.A.evnt: there is no such key"},
		{head + "activities:\n  A:\n", "m.yaml:4:3 activities.A: the value is missing"},
		{head + "activities:\n  A: [[x]]\n", "m.yaml:4:3 activities.A: a text is needed"},
		{head + "activities: {A: pass}\nroles: {x: desk}\n", "m.yaml:4:1 roles: there are roles, but attributes names no role"},
		{head + "activities: {A: pass}\nneeds: {form: {values: {a: b}}}\n", "m.yaml:4:9 needs.form: attribute is missing"},
		{head + "activities: {A: pass}\nneeds: [form]\n", "m.yaml:4:1 needs: pairs «key: value» are needed"},
		{strings.Repeat("[", 20_000), "nested too deep"},
		{"a: " + strings.Repeat("x", 300<<10), "longer than 256 KB"},
	} {
		_, err := ParseMapping("m.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestMappingNamesAreChecked(t *testing.T) {
	m, err := ParseMapping("m.yaml", []byte(`mapping: 1
procedure: other
attributes: {role: r}
roles: {x: boss}
needs: {passport: p, lacks: l}
activities:
  A: fly
  B: {state: heaven}
  C: [open, resume, pass]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		`m.yaml:2:1 procedure: this mapping is for procedure "other", not "permit"`,
		`m.yaml:4:9 roles.x: the procedure has no role "boss"`,
		`m.yaml:5:9 needs.passport: the procedure has no document or field "passport"`,
		`m.yaml:7:3 activities.A: the procedure has no event "fly"`,
		`m.yaml:8:3 activities.B: the procedure has no state "heaven"`,
	}, "\n")
	if err := m.Check(permitMachine(t)); err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
