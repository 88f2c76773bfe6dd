package procedure

import (
	"testing"

	"github.com/motcua/motcua/engine/wording"
)

func TestFaultsOfStates(t *testing.T) {
	runFaults(t, []faultCase{
		{"neither open nor final", func(d *Definition) { d.stateDef("granted").Outcome = "" }, `C06 states.granted`},
		{"both open and final", func(d *Definition) { d.stateDef("collect").Outcome = Done }, `C06 states.collect`},
		{"no owner", func(d *Definition) { d.stateDef("sign").Owner = "" }, `C06 states.sign`},
		{"no duty", func(d *Definition) { d.stateDef("sign").Duty = wording.Text{} }, `C06 states.sign`},
		{"no moves", func(d *Definition) { d.stateDef("collect").Moves = nil }, `C06 states.collect`},
		{"an office without a limit", func(d *Definition) { d.stateDef("sign").Within = AllowanceDef{} }, `C07 states.sign.within`},
		{"an office with words for a limit", func(d *Definition) { d.stateDef("sign").Within = AllowanceDef{Words: t2("soon")} }, `C07 states.sign.within`},
		{"a wait without a limit or words", func(d *Definition) { d.stateDef("collect").Within = AllowanceDef{} }, `C06 states.collect`},
		{"waiting for somebody else", func(d *Definition) { d.stateDef("collect").WaitsFor = "weather" }, `C04 states.collect.waits_for [weather] [agency, applicant, child, date]`},
		{"an outcome that does not exist", func(d *Definition) { d.stateDef("granted").Outcome = "great" }, `C04 states.granted.outcome [great] [cancelled, done, lapsed, refused, transferred, withdrawn]`},
		{"a final state without a title", func(d *Definition) { d.stateDef("granted").Title = wording.Text{} }, `C05 states.granted.title`},
		{"a warning of words", func(d *Definition) { d.stateDef("collect").WarnAt = []Warning{{Percent: 50}} }, `C04 states.collect.warn_at [warn_at] [a limit to warn of]`},
		{"a guard on the last limit", func(d *Definition) { d.Clocks[0].Within.Limits[1].When = "data.floors > 1" }, `C15 clocks.legal.within.2`},
		{"no guard on the first limit", func(d *Definition) { d.Clocks[0].Within.Limits[0].When = "" }, `C15 clocks.legal.within.1`},
		{"a limit of nothing", func(d *Definition) { d.stateDef("sign").Within.Limits[0].Limit.N = 0 }, `C04 states.sign.within [0 days] [a limit such as «5 working days»]`},
		{"a cut-off on hours", func(d *Definition) {
			l := lim("2 working hours")
			l.Cut = 900
			d.stateDef("sign").Within.Limits[0].Limit = l
		}, `C04 states.sign.within [120 working minutes cut-off 15:00] [a limit such as «5 working days»]`},
		{"until a text", func(d *Definition) { d.stateDef("inspect").Within.Limits[0].Limit.Until = "area_note" }, `C04 states.inspect.within [area_note] [a field of type date or instant]`},
		{"until a personal date", func(d *Definition) { d.Data[4].Personal = true }, `C20 states.inspect.within [inspect_on]`},
		{"a share of months", func(d *Definition) { d.Clocks[1].WarnAt = []Warning{{Percent: 50}} }, `C04 clocks.whole.warn_at [warn_at] [1% to 100%, not of months, years, same day or until]`},
		{"a share of 101 percent", func(d *Definition) { d.Clocks[0].WarnAt[0].Percent = 101 }, `C04 clocks.legal.warn_at.1 [warn_at] [1% to 100%, not of months, years, same day or until]`},
		{"a warning of another kind", func(d *Definition) { d.Clocks[0].WarnAt[1].Limit = lim("3 working days").Limit }, `C04 clocks.legal.warn_at.2 [warn_at] [the kind of the limit, without a cut-off]`},
		{"hours before an until", func(d *Definition) {
			d.stateDef("inspect").WarnAt = []Warning{{Limit: lim("3 hours").Limit}, {Limit: lim("1 day").Limit}, {Limit: lim("3 hours").Limit, After: true}}
		}, `C04 states.inspect.warn_at.1 [warn_at] [the kind of the limit, without a cut-off]`},
	})
}

func TestFaultsOfMoves(t *testing.T) {
	runFaults(t, []faultCase{
		{"a move to its own state", func(d *Definition) { d.moveDef("check", "extend").To = "check" }, `C11 states.check.moves.extend.to`},
		{"everywhere to an open state that is not excepted", func(d *Definition) { d.Everywhere[0].To = "collect"; d.Everywhere[0].Except = nil }, `
C11 everywhere.withdraw.to
C08 states.withdrawn`},
		{"an event here and everywhere", func(d *Definition) {
			m := d.Everywhere[0]
			m.Except, m.Title = nil, wording.Text{}
			d.stateDef("sign").Moves = append(d.stateDef("sign").Moves, m)
		}, `C12 states.sign.moves.withdraw`},
		{"except where nothing is written", func(d *Definition) { d.moveDef("sign", "sign").Except = []string{"check"} }, `C01 states.sign.moves.sign.except [except]`},
		{"one branch", func(d *Definition) { m := d.moveDef("check", "plan"); m.Choose = m.Choose[1:] }, `
C13 states.check.moves.plan.choose
C08 states.consult`},
		{"a guard on the last branch", func(d *Definition) { d.moveDef("check", "plan").Choose[1].When = "true" }, `C13 states.check.moves.plan.choose`},
		{"no guard on the first branch", func(d *Definition) { d.moveDef("check", "plan").Choose[0].When = "" }, `C13 states.check.moves.plan.choose`},
		{"to beside choose", func(d *Definition) { d.moveDef("check", "plan").To = "inspect" }, `C13 states.check.moves.plan.choose`},
		{"a refusal that leads on", func(d *Definition) { d.moveDef("draft", "submit").Choose[0].To = "sign" }, `C13 states.draft.moves.submit.choose.1`},
		{"an automatic move with needs", func(d *Definition) { d.moveDef("supplement", "lapse").Needs = needs("reason") }, `C14 states.supplement.moves.lapse`},
		{"an automatic move that refuses", func(d *Definition) {
			m := d.moveDef("draft", "escalate")
			m.To, m.Choose = "", []BranchDef{{When: "data.remote", Refuse: t2("no")}, {To: "sign"}}
		}, `C14 states.draft.moves.escalate`},
		{"an opening that takes itself", func(d *Definition) { d.Open.After = &Trigger{Limit: lim("1 day")} }, `C14 open`},
		{"an opening bounded by at_most", func(d *Definition) { d.Open.AtMost = 1 }, `C14 open`},
		{"an opening by nobody", func(d *Definition) { d.Open.By = nil }, `C04 open.by [by] [a role, applicant or parent]`},
		{"an opening by the holder", func(d *Definition) { d.Open.By = []string{"one_stop", "holder"} }, `C04 open.by.2 [holder] [a role, applicant or parent]`},
		{"an opening that leads nowhere", func(d *Definition) { d.Open.To = "" }, `C04 open.to [to] [the move open with by and to or choose]`},
		{"an opening with a branch that stays", func(d *Definition) {
			d.Open.To, d.Open.Choose = "", []BranchDef{{When: "data.remote", To: "check"}, {}}
		}, `C04 open.choose.2 [to] [the move open with by and to or choose]`},
		{"expiry without a limit", func(d *Definition) {
			d.stateDef("collect").Moves = append(d.stateDef("collect").Moves, MoveDef{Event: "uncollected", Title: t2("x"), After: &Trigger{Kind: TriggerExpiry}, To: "lapsed"})
		}, `C16 states.collect.moves.uncollected`},
		{"an extension of another kind", func(d *Definition) { d.moveDef("check", "extend").Extends[0].Limit = lim("15 working days") }, `C26 states.check.moves.extend.extends.legal`},
		{"an extension of an until", func(d *Definition) {
			m := d.moveDef("inspect", "move_date")
			m.Extends = []Extension{{"visit", lim("3 days")}}
		}, `C26 states.inspect.moves.move_date.extends.visit`},
		{"an extension until", func(d *Definition) { d.moveDef("check", "extend").Extends[0].Limit = Limit{Until: "inspect_on"} }, `C26 states.check.moves.extend.extends.legal`},
		{"an extension with a cut-off", func(d *Definition) { d.moveDef("check", "extend").Extends[1].Limit = lim("2 days cut-off 15:00") }, `C04 states.check.moves.extend.extends.visit [extends] [the kind of the limit, without a cut-off]`},
		{"an extension twice", func(d *Definition) { d.moveDef("check", "extend").Extends[1].Clock = "legal" }, `C10 states.check.moves.extend.extends.legal`},
		{"a suspension that leads on", func(d *Definition) { d.Everywhere[1].To = "withdrawn" }, `C27 everywhere.suspend`},
		{"a suspension of nothing", func(d *Definition) { d.Everywhere[1].Suspends = &Suspension{} }, `C04 everywhere.suspend.suspends [suspends] [a limit such as «5 working days»]`},
		{"a need, a performer, an event and a slip twice", func(d *Definition) {
			m := d.moveDef("sign", "send_back")
			m.Needs, m.By, m.NotBy = needs("reason", "reason?"), []string{"signer", "signer"}, []string{"submit", "submit"}
			m.Issues = []Slip{Notice, Notice}
		}, `
C10 states.sign.moves.send_back.by.2
C10 states.sign.moves.send_back.issues.2
C10 states.sign.moves.send_back.needs.2
C10 states.sign.moves.send_back.not_by.2`},
		{"a slip that does not exist", func(d *Definition) { d.Open.Issues = []Slip{"letter"} }, `C04 open.issues [letter] [apology, notice, receipt, refusal, result, supplement_request]`},
		{"at_most below nothing", func(d *Definition) { d.moveDef("sign", "send_back").AtMost = -1 }, `C04 states.sign.moves.send_back.at_most [at_most] [a whole number of at least 1]`},
		{"a return that stays", func(d *Definition) { d.moveDef("inspect", "move_date").SendsBack = true }, `C29 states.inspect.moves.move_date`},
		{"a refusal without grounds", func(d *Definition) { d.moveDef("sign", "sign").Choose[1].Needs = nil }, `C33 states.sign.moves.sign.choose.2`},
		{"a refusal with optional grounds", func(d *Definition) { d.moveDef("sign", "sign").Choose[1].Needs = needs("reason?") }, `C33 states.sign.moves.sign.choose.2`},
		{"a request for supplement that does not say what lacks", func(d *Definition) { d.moveDef("check", "request_supplement").Needs = needs("reason") }, `C33 states.check.moves.request_supplement`},
		{"an apology without a date", func(d *Definition) { d.moveDef("check", "apologise").Needs = needs("reason") }, `
C36W data.promised
C33 states.check.moves.apologise`},
		{"an apology with two dates", func(d *Definition) {
			d.moveDef("check", "apologise").Needs = needs("reason", "promised", "inspect_on")
		}, `C33 states.check.moves.apologise`},
		{"two moves by the parent, one of them to an open state", func(d *Definition) {
			d.moveDef("sign", "send_back").By = []string{"parent"}
			s := d.stateDef("sign")
			s.Moves = append(s.Moves, MoveDef{Event: "drop", Title: t2("x"), By: []string{"parent"}, To: "withdrawn"})
		}, `C32 states.sign.moves.send_back`},
		{"33 moves", func(d *Definition) {
			s := d.stateDef("sign")
			for i := range 29 {
				s.Moves = append(s.Moves, MoveDef{Event: "x" + string(rune('a'+i%26)) + string(rune('a'+i/26)), Title: t2("x")})
			}
		}, `C04 states.sign.moves [moves] [at most 32 moves]`},
	})
}

func TestFaultsOfClocks(t *testing.T) {
	runFaults(t, []faultCase{
		{"a clock in words, without basis", func(d *Definition) { k := &d.Clocks[1]; k.Within, k.Basis = AllowanceDef{Words: t2("x")}, nil }, `
C04 clocks.whole.basis [basis] [a list of provisions]
C04 clocks.whole.within [within] [a limit such as «5 working days»]`},
		{"it starts where it stops", func(d *Definition) { d.Clocks[0].Stops = []string{"collect", "check"} }, `C24 clocks.legal`},
		{"it starts with the opening where it pauses", func(d *Definition) {
			d.Clocks[1].PausedIn = []string{"check"}
			s := d.stateDef("check")
			s.WaitsFor = WaitsForAgency
		}, `C24 clocks.whole`},
		{"it starts at an end", func(d *Definition) { d.Clocks[0].Starts = []string{"granted"} }, `C24 clocks.legal`},
		{"it pauses where an office works", func(d *Definition) { d.Clocks[0].PausedIn = []string{"supplement", "sign"} }, `C25 clocks.legal.paused_in.2 [sign]`},
		{"an until that pauses", func(d *Definition) {
			d.Clocks[1].Within.Limits[0].Limit = Limit{Until: "promised"}
			d.Clocks[1].PausedIn = []string{"supplement"}
			d.Open.Needs = append(d.Open.Needs, Need{Name: "promised"})
		}, `C25 clocks.whole.paused_in [supplement]`},
		{"it runs where nothing is limited", func(d *Definition) { d.Clocks[0].Stops = nil }, `C37 states.collect.within [legal] [collect]`},
		{"it ends while the office works on without any", func(d *Definition) {
			d.Clocks = d.Clocks[:1]
			d.Clocks[0].Stops = []string{"sign"}
		}, `C41W clocks.legal.stops [legal] [sign]`},
		{"a trigger on a clock that is over", func(d *Definition) {
			d.stateDef("collect").Moves = append(d.stateDef("collect").Moves, MoveDef{Event: "uncollected", Title: t2("x"), After: &Trigger{Kind: TriggerExpiryOf, Clock: "legal"}, To: "lapsed"})
		}, `C16 states.collect.moves.uncollected`},
	})
}
