package procedure

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/motcua/motcua/engine/wording"
)

// cases are mutations of permit with the faults that each must give, all of
// them and nothing else.
type faultCase struct {
	name   string
	change func(d *Definition)
	want   string // "CODE path [args]" by line
}

func runFaults(t *testing.T, cases []faultCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := permit()
			c.change(d)
			m, faults := Compile(d, children)
			if diff := cmp.Diff(strings.TrimSpace(c.want), brief(faults)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if (m == nil) != Errors(faults) {
				t.Errorf("machine %v with faults %v", m != nil, faults)
			}
		})
	}
}

// brief lists faults, warnings with a W.
func brief(faults []Fault) string {
	var lines []string
	for _, f := range faults {
		s := f.Code
		if f.Warning {
			s += "W"
		}
		s += " " + f.Path
		for _, a := range f.Args {
			if t, both := wording.Parse(a); both {
				a = t.EN
			}
			s += " [" + a + "]"
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "\n")
}

func TestFaultsOfTheHead(t *testing.T) {
	runFaults(t, []faultCase{
		{"an empty definition lacks everything", func(d *Definition) { *d = Definition{} }, `
C04 language [language] [1]
C04 legal.basis [legal.basis] [a list of provisions]
C04 open [open] [the move open with by and to or choose]
C04 procedure [procedure] [a name of lower-case letters, digits and _ (procedures: -), at most 64 long]
C04 roles [roles] [at least one role]
C04 states [states] [1 to 64 states]
C05 title
C04 version [version] [a whole number of at least 1]`},
		{"another language", func(d *Definition) { d.Language = 2 }, `C01 language [2]`},
		{"a procedure name in capitals", func(d *Definition) { d.Name = "House-Permit" }, `C04 procedure [House-Permit] [a name of lower-case letters, digits and _ (procedures: -), at most 64 long]`},
		{"a name that is too long", func(d *Definition) { d.Name = strings.Repeat("a", 65) }, `C04 procedure [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] [a name of lower-case letters, digits and _ (procedures: -), at most 64 long]`},
		{"version 0", func(d *Definition) { d.Version = 0 }, `C04 version [version] [a whole number of at least 1]`},
		{"an enum without values", func(d *Definition) { d.Data[2].Values = nil }, `C04 data.proposal.values [values] [values in lower-case words]`},
		{"values of something else", func(d *Definition) { d.Data[1].Values = []string{"a"} }, `C04 data.floors.values [values] [values in lower-case words]`},
		{"a type that does not exist", func(d *Definition) { d.Data[1].Type = "number" }, `C04 data.floors.type [number] [boolean, date, enum, instant, integer, money, string]`},
		{"a value twice", func(d *Definition) { d.Data[2].Values = []string{"grant", "refuse", "grant"} }, `C10 data.proposal.values.3`},
		{"a loop policy without words", func(d *Definition) { d.LoopPolicy.Refuse = wording.Text{} }, `C30 loop_policy`},
		{"a loop policy with nothing to count", func(d *Definition) {
			d.moveDef("sign", "send_back").SendsBack = false
		}, `C30 loop_policy`},
		{"65 states", func(d *Definition) {
			for i := range 54 {
				d.States = append(d.States, StateDef{Name: "x" + strings.Repeat("a", i), Title: t2("x"), Outcome: Done})
			}
		}, `C04 states [states] [1 to 64 states]`},
		{"a field without a title", func(d *Definition) { d.Data[1].Title = wording.Text{} }, `C05 data.floors.title`},
	})
}

func TestFaultsOfNames(t *testing.T) {
	runFaults(t, []faultCase{
		{"a clock named as a state", func(d *Definition) { d.Clocks[1].Name = "check" }, `C10 clocks.check`},
		{"a field named as a document", func(d *Definition) { d.Data[6].Name = "drawings" }, `
C10 data.drawings
C03 open.needs.6 [area_note]
C03 states.consult.opens.fire.returns.area_note [area_note]`},
		{"a reserved field", func(d *Definition) { d.Documents[2].Name = "reason" }, `
C10 documents.reason
C03 states.draft.moves.submit.needs.1 [draft_result]`},
		{"a reserved role", func(d *Definition) { d.Roles = append(d.Roles, Named{"holder", t2("x")}) }, `C10 roles.holder`},
		{"a reserved event", func(d *Definition) { d.moveDef("collect", "give_result").Event = "forward" }, `C10 states.collect.moves.forward`},
		{"a reserved clock", func(d *Definition) { d.Clocks[1].Name = "visit" }, `C10 clocks.visit`},
		{"a child name used twice", func(d *Definition) {
			s := d.stateDef("consult")
			s.Opens = append(s.Opens, s.Opens[0])
		}, `C10 states.consult.opens.fire`},
		{"an event without a title", func(d *Definition) { d.moveDef("sign", "sign").Title = wording.Text{} }, `C05 states.sign.moves.sign.title`},
		{"an event with two titles", func(d *Definition) {
			m := *d.moveDef("draft", "submit")
			m.Choose, m.To = nil, "collect"
			s := d.stateDef("sign")
			s.Moves = append(s.Moves, m)
		}, `C05 states.sign.moves.submit.title`},
		{"unknown names everywhere", func(d *Definition) {
			d.Open.To = "chek"
			d.Open.By = []string{"applicant", "onestop"}
			d.stateDef("check").Owner = "nobody"
			d.stateDef("check").ForwardTo = []string{"experts"}
			d.moveDef("check", "request_supplement").Needs = needs("reason", "laks", "lacks")
			d.moveDef("sign", "sign").NotBy = []string{"submitted"}
			d.moveDef("check", "extend").Extends[0].Clock = "leagl"
			d.moveDef("draft", "escalate").After.Clock = "leagl"
			d.Clocks[0].PausedIn = []string{"supplements"}
			d.Everywhere[0].Except = []string{"colect"}
			d.stateDef("consult").Opens[0].At = "police"
			d.stateDef("consult").Opens[0].With[0].From = "aplication"
			d.stateDef("inspect").Within.Limits[0].Limit.Until = "inspected_on"
		}, `
C03 clocks.legal.paused_in [supplements]
C03 everywhere.withdraw.except [colect]
C03 open.by.2 [onestop]
C03 open.to [chek]
C03 states.check.forward_to [experts]
C03 states.check.moves.extend.extends.leagl [leagl]
C03 states.check.moves.request_supplement.needs.2 [laks]
C03 states.check.owner [nobody]
C03 states.consult.opens.fire.at [police]
C03 states.consult.opens.fire.with.question [aplication]
C03 states.draft.moves.escalate.after [leagl]
C03 states.inspect.within [inspected_on]
C03 states.sign.moves.sign.not_by [submitted]`},
	})
}
