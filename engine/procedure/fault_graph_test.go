package procedure

import (
	"slices"
	"testing"
)

func TestFaultsOfTheGraph(t *testing.T) {
	runFaults(t, []faultCase{
		{"no way to a state", func(d *Definition) { d.moveDef("check", "request_supplement").To = "" }, `
C08 states.lapsed
C08 states.supplement`},
		{"a way on that is bounded is not sure", func(d *Definition) {
			d.moveDef("collect", "give_result").AtMost = 1
		}, `C09 states.collect`},
		{"the end of any child and the expiry of a clock are not sure", func(d *Definition) {
			s := d.stateDef("consult")
			s.Moves = s.Moves[:1]
			s.Moves[0].After.Kind = TriggerAnyChild
			s.Moves = append(s.Moves, MoveDef{Event: "expired", Title: t2("x"), After: &Trigger{Kind: TriggerExpiryOf, Clock: "legal"}, To: "draft"})
		}, `C09 states.consult`},
		{"a return that the policy may refuse is not sure", func(d *Definition) {
			d.moveDef("sign", "sign").When = "data.remote"
			d.moveDef("sign", "send_back").AtMost = 0
		}, `
C09 states.check
C09 states.consult
C09 states.draft
C09 states.inspect
C09 states.sign`},
		{"a way on that is guarded is not sure", func(d *Definition) { d.moveDef("collect", "give_result").When = "data.remote" }, `C09 states.collect`},
		{"an end by the parent alone is not sure", func(d *Definition) { d.moveDef("collect", "give_result").By = []string{"parent"} }, `C09 states.collect`},
		{"withdrawing is no end", func(d *Definition) { d.moveDef("collect", "give_result").To = "withdrawn" }, `
C09 states.collect
C08 states.granted`},
		{"automatic moves in a circle", func(d *Definition) {
			d.moveDef("inspect", "missed").To = "check"
			s := d.stateDef("check")
			s.Moves = append(s.Moves, MoveDef{Event: "auto", Title: t2("x"), After: &Trigger{Kind: TriggerExpiry}, To: "inspect"})
			d.Open.Needs = append(d.Open.Needs, Need{Name: "inspect_on"})
		}, `C17 states.inspect.moves.missed [check → inspect → check]`},
		{"a circle that nothing marks", func(d *Definition) {
			m := d.moveDef("sign", "send_back")
			m.SendsBack, m.AtMost = false, 0
			d.LoopPolicy = nil
		}, `C28 states.sign.moves.send_back [draft → sign → draft]`},
		{"a return to where nothing else leads", func(d *Definition) {
			d.moveDef("inspect", "inspected").To = "sign"
			d.moveDef("inspect", "missed").To = "sign"
			d.moveDef("consult", "answered").To = "sign"
			d.moveDef("consult", "go_on").To = "sign"
		}, `C29 states.sign.moves.send_back`},
		{"a return to where the case cannot come back from", func(d *Definition) {
			d.moveDef("collect", "give_result").SendsBack = true
		}, `
C09 states.collect
C29 states.collect.moves.give_result`},
		{"not by whom it cannot have been", func(d *Definition) { d.moveDef("check", "extend").NotBy = []string{"give_result", "open", "extend"} }, `C23 states.check.moves.extend.not_by [give_result]`},
		{"not by an event that takes itself", func(d *Definition) { d.moveDef("sign", "sign").NotBy = []string{"escalate"} }, `C23 states.sign.moves.sign.not_by [escalate]`},
		{"everywhere not by an event of later states", func(d *Definition) { d.Everywhere[0].NotBy = []string{"submit"} }, ``},
		{"children that nothing waits for", func(d *Definition) {
			s := d.stateDef("consult")
			s.Moves = s.Moves[1:]
		}, `C31 states.consult.opens`},
		{"a join before any child", func(d *Definition) {
			s := d.stateDef("consult")
			s.Opens = nil
			d.Roles = slices.DeleteFunc(d.Roles, func(r Named) bool { return r.Name == "fire_police" })
		}, `C16 states.consult.moves.answered`},
		{"roles, papers and facts that nobody uses", func(d *Definition) {
			d.Roles = append(d.Roles, Named{"idle", t2("x")})
			d.Documents = append(d.Documents, Named{"spare", t2("x")})
			d.Data = append(d.Data, Field{Name: "extra", Type: Integer, Title: t2("x")})
		}, `
C36W data.extra
C36W documents.spare
C36W roles.idle`},
		{"unknown names keep the graph quiet", func(d *Definition) {
			d.moveDef("check", "request_supplement").To = "suplement"
		}, `C03 states.check.moves.request_supplement.to [suplement]`},
	})
}

func TestFaultsOfKnowing(t *testing.T) {
	runFaults(t, []faultCase{
		{"a fact that only one way carries", func(d *Definition) { d.moveDef("sign", "sign").Choose[0].When = "data.proposal == 'grant'" }, `C21 states.sign.moves.sign.choose.1.when [proposal] [open → check → consult → draft → sign]`},
		{"a fact that comes too late", func(d *Definition) {
			d.Open.Needs = needs("application", "drawings", "owner_name", "remote", "area_note?")
			d.moveDef("sign", "send_back").Needs = needs("reason", "floors")
		}, `
C21 states.check.moves.plan.choose.1.when [floors] [open → check]
C21 states.consult.opens.fire.when [floors] [open → check → consult]`},
		{"an optional need is not known", func(d *Definition) { d.moveDef("check", "plan").Choose[0].When = "data.area_note == ''" }, `C21 states.check.moves.plan.choose.1.when [area_note] [open → check]`},
		{"has in the same conjunction", func(d *Definition) {
			d.moveDef("check", "plan").Choose[0].When = "data.area_note == '' && has(data.area_note)"
		}, ``},
		{"has not, or", func(d *Definition) {
			d.moveDef("check", "plan").Choose[0].When = "!has(data.area_note) || data.area_note == ''"
		}, ``},
		{"has in the condition of a choice", func(d *Definition) {
			d.moveDef("check", "plan").Choose[0].When = "has(data.area_note) ? data.area_note == '' : data.floors > 6"
		}, ``},
		{"has in a disjunction proves nothing", func(d *Definition) {
			d.moveDef("check", "plan").Choose[0].When = "(has(data.area_note) || data.floors > 6) && data.area_note == ''"
		}, `C21 states.check.moves.plan.choose.1.when [area_note] [open → check]`},
		{"a limit until a date not given", func(d *Definition) { d.moveDef("check", "plan").Needs = nil }, `C21 states.inspect.within [inspect_on] [open → check → inspect]`},
		{"a clock chosen by a fact not given", func(d *Definition) { d.Clocks[0].Within.Limits[0].When = "data.area_note == ''" }, `C21 clocks.legal.within.1.when [area_note] [open → check]`},
		{"a child that needs what may not be there", func(d *Definition) {
			d.Open.Needs = needs("application?", "drawings", "owner_name", "floors", "remote", "area_note?")
		}, `C21 states.consult.opens.fire.with.question [application] [open → check → consult]`},
		{"a trigger and a suspension until a date not given", func(d *Definition) {
			s := d.stateDef("draft")
			s.Moves[1].After = &Trigger{Kind: TriggerLimit, Limit: Limit{Until: "promised"}}
			d.Everywhere[1].Suspends.Limit = Limit{Until: "promised"}
		}, `
C21 everywhere.suspend.suspends [promised] [open → check]
C21 states.draft.moves.escalate.after [promised] [open → check → consult → draft]`},
		{"a suspension until the date that it carries", func(d *Definition) {
			d.Everywhere[1].Suspends.Limit = Limit{Until: "promised"}
			d.Everywhere[1].Needs = needs("reason", "promised")
		}, ``},
		{"an opening that asks for what it does not carry", func(d *Definition) {
			d.Open.When = "data.area_note == '' || data.floors > 1"
		}, `C21 open.when [area_note] [open]`},
		{"what a child returns is not known", func(d *Definition) {
			d.moveDef("consult", "answered").When = "data.area_note == ''"
		}, `C21 states.consult.moves.answered.when [area_note] [open → check → consult]`},
		{"what the way's own guard asked is known", func(d *Definition) {
			d.moveDef("check", "plan").Choose[0].When = "has(data.area_note)"
			d.stateDef("consult").Opens[0].When = "data.area_note == ''"
		}, ``},
	})
}

func TestFaultsOfLength(t *testing.T) {
	runFaults(t, []faultCase{
		{"offices alone take longer", func(d *Definition) { d.stateDef("sign").Within = within("40 days") }, `
C35 clocks.legal.within [check → consult → draft → sign] [46 days] [legal] [30 days]
C35 clocks.legal.within [check → consult → draft → sign] [46 days] [legal] [45 days]`},
		{"with the child they take longer", func(d *Definition) { d.stateDef("consult").Within = within("25 days") }, `C35W clocks.legal.within [check → consult → draft → sign] [about 33 days] [legal] [30 days]`},
		{"across kinds they take longer", func(d *Definition) { d.stateDef("sign").Within = within("20 working days") }, `
C35W clocks.legal.within [check → consult → draft → sign] [about 46 days] [legal] [30 days]
C35W clocks.legal.within [check → consult → draft → sign] [about 46 days] [legal] [45 days]`},
		{"as long as the clock is not longer", func(d *Definition) { d.stateDef("sign").Within = within("24 days") }, `C35W clocks.legal.within [check → consult → draft → sign] [about 42 days] [legal] [30 days]`},
		{"a date on the way is named", func(d *Definition) {
			d.stateDef("sign").Within = within("25 days")
			d.moveDef("check", "plan").Choose[0].To = "sign"
			d.moveDef("consult", "answered").To = "inspect"
			d.moveDef("consult", "go_on").To = "inspect"
			d.stateDef("consult").Within = within("1 day")
			d.moveDef("check", "extend").To = "consult"
			d.moveDef("check", "extend").Extends = nil
			d.Open.Needs = append(d.Open.Needs, Need{Name: "inspect_on"}, Need{Name: "proposal"})
		}, `C35 clocks.legal.within [check → consult → inspect (not counting until inspect_on) → draft → sign] [31 days] [legal] [30 days]`},
		{"limits under one guard are compared with each other", func(d *Definition) {
			d.stateDef("sign").Within = AllowanceDef{Limits: []LimitDef{{When: "data.remote", Limit: lim("39 days")}, {Limit: lim("24 days")}}}
		}, `
C35W clocks.legal.within [check → consult → draft → sign] [about 42 days] [legal] [30 days]
C35W clocks.legal.within [check → consult → draft → sign] [about 57 days] [legal] [45 days]`},
		{"the larger one under another guard", func(d *Definition) {
			d.stateDef("sign").Within = AllowanceDef{Limits: []LimitDef{{When: "data.floors > 1", Limit: lim("39 days")}, {Limit: lim("24 days")}}}
		}, `
C35 clocks.legal.within [check → consult → draft → sign] [45 days] [legal] [30 days]
C35W clocks.legal.within [check → consult → draft → sign] [about 57 days] [legal] [45 days]`},
		{"the guarded limit is too short by itself", func(d *Definition) {
			d.Clocks[0].Within.Limits[0].Limit = lim("7 days")
		}, `C35 clocks.legal.within [check → consult → draft → sign] [8 days] [legal] [7 days]`},
	})
}

func TestTooManyPathsToCompute(t *testing.T) {
	d := permit()
	for i := range 12 {
		s := StateDef{Name: "x" + string(rune('a'+i)), Owner: "signer", Duty: t2("x"), Within: within("1 day"), Moves: []MoveDef{
			{Event: "out" + string(rune('a'+i)), Title: t2("x"), To: "draft"},
		}}
		for j := range 12 {
			if i != j {
				m := MoveDef{Event: "to" + string(rune('a'+j)), AtMost: 1, To: "x" + string(rune('a'+j))}
				if i == 0 || i == 1 && j == 0 {
					m.Title = t2("x")
				}
				s.Moves = append(s.Moves, m)
			}
		}
		d.States = append(d.States, s)
	}
	d.moveDef("inspect", "inspected").To = "xa"
	m, faults := Compile(d, children)
	want := "C35W clocks.legal.within [legal]\nC35W clocks.whole.within [whole]"
	if got := brief(faults); got != want || m == nil {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A procedure may not come back to itself through its children's children.
func TestChildrenThatOpenTheirParent(t *testing.T) {
	nested := func(opens string) func(string) *Definition {
		return func(name string) *Definition {
			d := consultation()
			if d.Name = name; name == "consultation" {
				d.States[0].Opens = []ChildDef{{Name: "deeper", Procedure: "middle"}}
			} else {
				d.States[0].Opens = []ChildDef{{Name: "deepest", Procedure: opens}}
			}
			return d
		}
	}
	for opens, want := range map[string]string{
		"house-permit": "C34 states.consult.opens.fire [consultation]", // through middle
		"middle":       "",                                             // a circle of others is their fault
		"consultation": "",
	} {
		if _, faults := Compile(permit(), nested(opens)); brief(faults) != want {
			t.Errorf("%s: got %s, want %s", opens, brief(faults), want)
		}
	}
	if _, faults := Compile(permit(), nil); brief(faults) != "C34 states.consult.opens.fire [consultation]" {
		t.Errorf("without a catalogue: %s", brief(faults))
	}
}

func TestFaultsOfChildren(t *testing.T) {
	child := func(d *Definition) *ChildDef { return &d.stateDef("consult").Opens[0] }
	runFaults(t, []faultCase{
		{"not in the catalogue", func(d *Definition) { child(d).Procedure = "nothing" }, `C34 states.consult.opens.fire [nothing]`},
		{"itself", func(d *Definition) { child(d).Procedure = "house-permit" }, `C34 states.consult.opens.fire [house-permit]`},
		{"its opening lacks something", func(d *Definition) { child(d).With = nil }, `C34 states.consult.opens.fire [consultation]`},
		{"it is given what it does not take", func(d *Definition) { child(d).With = append(child(d).With, Pair{"answer", "area_note"}) }, `C34 states.consult.opens.fire [consultation]`},
		{"a paper for a fact", func(d *Definition) { child(d).With[0].From = "area_note" }, `
C34 states.consult.opens.fire [consultation]
C21 states.consult.opens.fire.with.question [area_note] [open → check → consult]`},
		{"a number for a text", func(d *Definition) { child(d).Returns[0].To = "floors" }, `C34 states.consult.opens.fire [consultation]`},
		{"a personal value into one that is not", func(d *Definition) { child(d).Returns[0].To = "owner_name" }, `C34 states.consult.opens.fire [consultation]`},
		{"it returns what it has not", func(d *Definition) { child(d).Returns[0].From = "reply" }, `C34 states.consult.opens.fire [consultation]`},
	})
}

func TestFaultsOfGuards(t *testing.T) {
	when := func(source string) func(d *Definition) {
		return func(d *Definition) {
			d.Data[6].Name, d.Open.Needs[5] = "note", Need{Name: "note"}
			d.stateDef("consult").Opens[0].Returns[0].To = "note"
			d.moveDef("check", "plan").Choose[0].When = source
		}
	}
	cases := []faultCase{}
	for _, g := range []struct{ source, want string }{
		{"data.floors > 6 && data.remote && data.note == 'x' && data.note in ['a', 'b'] && size(data.note) < 4", ``},
		{"visits.check == 1 && count.plan == 0 && children.fire.state == 'answered' && children.fire.outcome == 'done'", ``},
		{"outcomes.all(o, o == 'done') && outcomes.exists_one(o, o == 'refused') && size(outcomes) > 0", ``},
		{"data.floors * 3 - 1 >= -data.floors / 2 % 5 ? data.note.startsWith('x') : data.note.endsWith('y') || data.note.contains('z')", ``},
		{"has(data.owner_name) && has(data.promised)", ``},
		{"data.floor > 6", `C18 states.check.moves.plan.choose.1.when [column 5: undefined field 'floor']`},
		{"dat.floors > 6", `C18 states.check.moves.plan.choose.1.when [column 1: undeclared reference to 'dat' (did you mean 'data'?)]`},
		{"data.floors >", `C18 states.check.moves.plan.choose.1.when [column 14: Syntax error: the guard ends too soon]`},
		{"data.floors", `C18 states.check.moves.plan.choose.1.when [the result is int, not bool]`},
		{"data.floors + data.note == 1", `C18 states.check.moves.plan.choose.1.when [column 13: found no matching overload for '_+_' applied to '(int, string)']`},
		{"data.note + 'x' == 'y'", `C18 states.check.moves.plan.choose.1.when [column 11: found no matching overload for '_+_' applied to '(string, string)']`},
		{"data.note[0] == 'x'", `C18 states.check.moves.plan.choose.1.when [[] is not part of the guard language]`},
		{"b'x' == b'y'", `C18 states.check.moves.plan.choose.1.when [bytes is not part of the guard language]`},
		{"1.5 < 2.5", `C18 states.check.moves.plan.choose.1.when [double is not part of the guard language]`},
		{"1u == 1u", `C18 states.check.moves.plan.choose.1.when [uint is not part of the guard language]`},
		{"null == null", `C18 states.check.moves.plan.choose.1.when [null_type is not part of the guard language]`},
		{"{'a': 1} == {'a': 1}", `C18 states.check.moves.plan.choose.1.when [{} is not part of the guard language]`},
		{"['a'].map(x, x) == ['a']", `C18 states.check.moves.plan.choose.1.when [map is not part of the guard language]`},
		{"outcomes.filter(o, o == 'done') == []", `C18 states.check.moves.plan.choose.1.when [filter is not part of the guard language]`},
		{"data.note.matches('x')", `C18 states.check.moves.plan.choose.1.when [matches is not part of the guard language]`},
		{"int(data.note) == 1", `C18 states.check.moves.plan.choose.1.when [int is not part of the guard language]`},
		{"timestamp('2026-01-01T00:00:00Z') < data.inspect_on", `C18 states.check.moves.plan.choose.1.when [timestamp is not part of the guard language]`},
		{"data.inspect_on.getFullYear() == 2026", `C18 states.check.moves.plan.choose.1.when [getFullYear is not part of the guard language]`},
		{"now > 1", `C18 states.check.moves.plan.choose.1.when [column 1: undeclared reference to 'now']`},
		{"data == data", `C18 states.check.moves.plan.choose.1.when [data is not part of the guard language]`},
		{"string == string", `
C18 states.check.moves.plan.choose.1.when [column 11: undeclared reference to 'string']
C18 states.check.moves.plan.choose.1.when [column 1: undeclared reference to 'string']`},
		{"type(1) == int", `C18 states.check.moves.plan.choose.1.when [type is not part of the guard language]`},
		{"dyn(1) == 1", `C18 states.check.moves.plan.choose.1.when [dyn is not part of the guard language]`},
		{"duration('1h') == duration('1h')", `C18 states.check.moves.plan.choose.1.when [duration is not part of the guard language]`},
		{"data.owner_name == 'x'", `C20 states.check.moves.plan.choose.1.when [owner_name]`},
		{"data.floors == 'six'", `C22 states.check.moves.plan.choose.1.when [six] [floors]`},
		{"data.note == 6", `C22 states.check.moves.plan.choose.1.when [6] [note]`},
		{"data.remote == 'yes'", `C22 states.check.moves.plan.choose.1.when [yes] [remote]`},
		{"'maybe' in ['grant'] && 'lost' in outcomes", `C22 states.check.moves.plan.choose.1.when [lost] [outcomes]`},
		{"outcomes.exists(o, o == 'lost')", `C22 states.check.moves.plan.choose.1.when [lost] [outcomes]`},
		{"children.fire.outcome == 'lost'", `C22 states.check.moves.plan.choose.1.when [lost] [children.fire.outcome]`},
		{"children.fire.state == 'asked'", `C22 states.check.moves.plan.choose.1.when [asked] [children.fire.state]`},
		{"children.fire.state == ''", ``},
		{"children.fire.outcome == 'cancelled'", ``},
		{"children.water.state == 'x'", `C18 states.check.moves.plan.choose.1.when [column 9: undefined field 'water']`},
		{"clocks.legal.due", `C18 states.check.moves.plan.choose.1.when [column 13: undefined field 'due']`},
		{"clocks.visit.overdue", `C18 states.check.moves.plan.choose.1.when [column 7: undefined field 'visit']`},
		{"visits.nowhere > 0", `C18 states.check.moves.plan.choose.1.when [column 7: undefined field 'nowhere']`},
		{"count.open > 0", `C18 states.check.moves.plan.choose.1.when [column 6: undefined field 'open']`},
		{"outcomes.all(o, outcomes.exists(p, p == o))", `C19 states.check.moves.plan.choose.1.when`},
		{"outcomes.all(o, ['done'].exists(p, p == o))", `C19 states.check.moves.plan.choose.1.when`},
		{"has(data.promised) && data.promised == '2026-02-30'", `C22 states.check.moves.plan.choose.1.when [2026-02-30] [promised]`},
		{"has(data.promised) && data.promised >= '2026-02-28'", ``},
		{"has(data.proposal) && data.proposal in ['grant', 'deny']", `C22 states.check.moves.plan.choose.1.when [deny] [proposal]`},
	} {
		cases = append(cases, faultCase{g.source, when(g.source), g.want})
	}
	long := "data.floors > 6"
	for len(long) <= 400 {
		long += " || data.floors > 6"
	}
	cases = append(cases, faultCase{"longer than 400 characters", when(long), `C19 states.check.moves.plan.choose.1.when`})
	runFaults(t, cases)
}
