package procedure

import (
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// t2 is a text for tests: Vietnamese with its English.
func t2(s string) wording.Text { return wording.Text{VI: s + " (vi)", EN: s} }

// lim reads a limit for tests.
func lim(s string) Limit {
	l, err := calendar.ParseLimit(s)
	if err != nil {
		panic(err)
	}
	return Limit{Limit: l}
}

func within(s string) AllowanceDef { return AllowanceDef{Limits: []LimitDef{{Limit: lim(s)}}} }

func needs(names ...string) []Need {
	var list []Need
	for _, n := range names {
		if n[len(n)-1] == '?' {
			list = append(list, Need{Name: n[:len(n)-1], Optional: true})
		} else {
			list = append(list, Need{Name: n})
		}
	}
	return list
}

// permit is a definition that uses every key of the language and has no fault:
// a house-construction permit, shortened.
func permit() *Definition {
	return &Definition{
		Language: 1, Name: "house-permit", Version: 1, Code: "1.013225",
		Title: t2("Building permit"),
		Legal: Legal{Basis: []string{"Luật Xây dựng 2014: Điều 102"}, Source: "cổng dịch vụ công", Unverified: []string{"mã thủ tục"}},
		Fee:   t2("Set by the council"),
		Roles: []Named{
			{"one_stop", t2("One-stop desk")}, {"appraiser", t2("Construction office")},
			{"signer", t2("Leader")}, {"fire_police", t2("Fire police")}, {"expert", t2("Expert")},
		},
		Documents: []Named{
			{"application", t2("Application")}, {"drawings", t2("Drawings")}, {"draft_result", t2("Draft")},
		},
		Data: []Field{
			{Name: "owner_name", Type: String, Personal: true, Title: t2("Owner")},
			{Name: "floors", Type: Integer, Title: t2("Floors")},
			{Name: "proposal", Type: Enum, Values: []string{"grant", "refuse"}, Title: t2("Proposal")},
			{Name: "promised", Type: Date, Title: t2("Promised date")},
			{Name: "inspect_on", Type: Instant, Title: t2("Inspection")},
			{Name: "remote", Type: Boolean, Title: t2("Remote area")},
			{Name: "area_note", Type: String, Title: t2("Note")},
		},
		Clocks: []ClockDef{
			{Name: "legal", Title: t2("Time limit"), Basis: []string{"Điều 102 khoản 1"},
				Within: AllowanceDef{Limits: []LimitDef{{When: "data.remote", Limit: lim("45 days")}, {Limit: lim("30 days")}}},
				Starts: []string{"check"}, Stops: []string{"collect"}, PausedIn: []string{"supplement"},
				WarnAt: []Warning{{Percent: 50}, {Limit: lim("3 days").Limit}, {Limit: lim("5 days").Limit, After: true}}},
			{Name: "whole", Title: t2("Whole"), Basis: []string{"Điều 1"}, Within: within("12 months"), Stops: []string{"collect"}},
		},
		Open: &MoveDef{Title: t2("Submit"), By: []string{"applicant", "one_stop"}, Needs: needs("application", "drawings", "owner_name", "floors", "remote", "area_note?"), Issues: []Slip{Receipt}, To: "check"},
		Everywhere: []MoveDef{
			{Event: "withdraw", Title: t2("Withdraw"), By: []string{"one_stop", "applicant"}, Except: []string{"collect"}, To: "withdrawn"},
			{Event: "suspend", Title: t2("Suspend"), By: []string{"signer"}, Needs: needs("reason"), Suspends: &Suspension{Limit: lim("60 days")}, Except: []string{"collect", "draft"}},
		},
		LoopPolicy: &LoopPolicy{AtMost: 2, Refuse: t2("Returned twice")},
		States: []StateDef{
			{Name: "check", Owner: "appraiser", Duty: t2("Check"), Within: within("4 days"),
				WarnAt: []Warning{{Limit: lim("1 day").Limit}}, ForwardTo: []string{"expert"},
				Moves: []MoveDef{
					{Event: "request_supplement", Title: t2("Request supplement"), Needs: needs("reason", "lacks"), AtMost: 1, Issues: []Slip{SupplementRequest}, To: "supplement"},
					{Event: "plan", Title: t2("Plan inspection"), Needs: needs("inspect_on"), Choose: []BranchDef{
						{When: "data.floors > 6", To: "consult"}, {To: "inspect"}}},
					{Event: "extend", Title: t2("Extend"), By: []string{"signer"}, When: "!clocks.legal.overdue", Needs: needs("reason"), AtMost: 1, Extends: []Extension{{"legal", lim("15 days")}, {"visit", lim("2 days")}}, Issues: []Slip{Notice}},
					{Event: "apologise", Title: t2("Apologise"), Needs: needs("reason", "promised"), AtMost: 1, Issues: []Slip{Apology}},
				}},
			{Name: "supplement", Owner: "one_stop", Duty: t2("Follow up"), WaitsFor: WaitsForApplicant, Within: within("90 days"),
				Moves: []MoveDef{
					{Event: "supplied", Title: t2("Supplied"), By: []string{"applicant", "one_stop"}, Needs: needs("drawings"), To: "check"},
					{Event: "lapse", Title: t2("Lapse"), After: &Trigger{Kind: TriggerExpiry}, Issues: []Slip{Notice}, To: "lapsed"},
				}},
			{Name: "inspect", Owner: "appraiser", Duty: t2("Inspect"), WaitsFor: WaitsForDate,
				Within: AllowanceDef{Limits: []LimitDef{{Limit: Limit{Until: "inspect_on"}}}},
				Moves: []MoveDef{
					{Event: "move_date", Title: t2("Move the date"), Needs: needs("reason", "inspect_on"), AtMost: 1},
					{Event: "inspected", Title: t2("Inspected"), To: "draft"},
					{Event: "missed", Title: t2("Missed"), After: &Trigger{Kind: TriggerExpiry}, To: "draft"},
				}},
			{Name: "consult", Owner: "appraiser", Duty: t2("Consult"), WaitsFor: WaitsForChild, Within: within("12 days"),
				Opens: []ChildDef{{Name: "fire", Procedure: "consultation", At: "fire_police", When: "data.floors > 8",
					With: []Pair{{"question", "application"}}, Returns: []Pair{{"area_note", "answer"}}}},
				Moves: []MoveDef{
					{Event: "answered", Title: t2("Answered"), After: &Trigger{Kind: TriggerAllChildren}, To: "draft"},
					{Event: "go_on", Title: t2("Go on"), After: &Trigger{Kind: TriggerLimit, Limit: lim("10 days")}, To: "draft"},
				}},
			{Name: "draft", Owner: "appraiser", Duty: t2("Draft"), Within: within("2 days"),
				Moves: []MoveDef{
					{Event: "submit", Title: t2("Submit for signature"), Needs: needs("draft_result", "proposal"), Choose: []BranchDef{
						{When: "data.proposal == 'grant' && 'refused' in outcomes", Refuse: t2("An agency objected")}, {To: "sign"}}},
					{Event: "escalate", Title: t2("Escalate"), After: &Trigger{Kind: TriggerExpiryOf, Clock: "legal"}, To: "sign"},
				}},
			{Name: "sign", Owner: "signer", Duty: t2("Sign"), Within: within("2 days"),
				Moves: []MoveDef{
					{Event: "sign", Title: t2("Sign"), NotBy: []string{"submit"}, Choose: []BranchDef{
						{When: "has(data.proposal) && data.proposal == 'grant'", To: "collect"}, {Needs: needs("reason"), Issues: []Slip{Refusal}, To: "refused"}}},
					{Event: "send_back", Title: t2("Send back"), Needs: needs("reason"), SendsBack: true, AtMost: 2, To: "draft"},
				}},
			{Name: "collect", Title: t2("Collecting"), Owner: "one_stop", Duty: t2("Hand over"), WaitsFor: WaitsForApplicant, Within: AllowanceDef{Words: t2("At any time")},
				Moves: []MoveDef{{Event: "give_result", Title: t2("Give result"), Issues: []Slip{Result}, To: "granted"}}},
			{Name: "granted", Title: t2("Granted"), Outcome: Done},
			{Name: "refused", Title: t2("Refused"), Outcome: Refused},
			{Name: "withdrawn", Title: t2("Withdrawn"), Outcome: Withdrawn},
			{Name: "lapsed", Title: t2("Lapsed"), Outcome: Lapsed},
		},
	}
}

// consultation is the child that permit opens.
func consultation() *Definition {
	return &Definition{
		Language: 1, Name: "consultation", Version: 1, Title: t2("Consultation"),
		Legal:     Legal{Basis: []string{"Điều 1"}},
		Roles:     []Named{{"agency", t2("Agency")}},
		Documents: []Named{{"question", t2("Question")}},
		Data:      []Field{{Name: "answer", Type: String, Title: t2("Answer")}},
		Open:      &MoveDef{Title: t2("Ask"), By: []string{"parent"}, Needs: needs("question"), To: "asked"},
		States: []StateDef{
			{Name: "asked", Owner: "agency", Duty: t2("Answer"), Within: within("12 days"), Moves: []MoveDef{
				{Event: "answer", Title: t2("Answer"), Needs: needs("answer"), To: "answered"},
				{Event: "object", Title: t2("Object"), Needs: needs("reason"), To: "objected"},
				{Event: "withdraw", Title: t2("Withdraw"), By: []string{"parent"}, To: "withdrawn"},
				{Event: "silence", Title: t2("Silence"), After: &Trigger{Kind: TriggerExpiry}, To: "answered"},
			}},
			{Name: "answered", Title: t2("Answered"), Outcome: Done},
			{Name: "objected", Title: t2("Objected"), Outcome: Refused},
			{Name: "withdrawn", Title: t2("Withdrawn"), Outcome: Withdrawn},
		},
	}
}

// children is the catalogue of these tests.
func children(name string) *Definition {
	if name == "consultation" {
		return consultation()
	}
	return nil
}

// Parts of permit, for changing one thing.
func (d *Definition) stateDef(name string) *StateDef {
	for i := range d.States {
		if d.States[i].Name == name {
			return &d.States[i]
		}
	}
	panic("no state " + name)
}

func (d *Definition) moveDef(state, event string) *MoveDef {
	s := d.stateDef(state)
	for i := range s.Moves {
		if s.Moves[i].Event == event {
			return &s.Moves[i]
		}
	}
	panic("no move " + event)
}
