package main

import (
	"encoding/hex"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// entryJSON renders one entry of a journal. What it does not have is left out.
type entryJSON struct {
	Seq       int64            `json:"seq"`
	At        time.Time        `json:"at"`
	Kind      casefile.Kind    `json:"kind"`
	Event     string           `json:"event,omitempty"`
	Actor     string           `json:"actor,omitempty"`
	For       string           `json:"for,omitempty"`
	Command   string           `json:"command,omitempty"`
	Rules     int              `json:"rules"`
	Register  int64            `json:"register"`
	Calendar  string           `json:"calendar"`
	Holder    *holderJSON      `json:"holder"`
	To        string           `json:"to,omitempty"`
	Outcome   string           `json:"outcome,omitempty"`
	Branch    int              `json:"branch,omitempty"`
	Effective *time.Time       `json:"effective,omitempty"`
	Data      map[string]any   `json:"data,omitempty"`
	Reason    bool             `json:"reason,omitempty"`
	Documents []string         `json:"documents,omitempty"`
	Lacks     []string         `json:"lacks,omitempty"`
	Slips     []procedure.Slip `json:"slips,omitempty"`
	Clocks    []turnJSON       `json:"clocks,omitempty"`
	Handover  *handoverJSON    `json:"handover,omitempty"`
	Mark      *markJSON        `json:"mark,omitempty"`
	Children  []childJSON      `json:"children,omitempty"`
	Child     *answerOfJSON    `json:"child,omitempty"`
	Cites     []int64          `json:"cites,omitempty"`
}

type turnJSON struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"`
	Run      int        `json:"run,omitempty"`
	Limit    string     `json:"limit,omitempty"`
	Added    string     `json:"added,omitempty"`
	Old      *time.Time `json:"old,omitempty"`
	Due      *time.Time `json:"due,omitempty"`
	Target   *time.Time `json:"target,omitempty"`
	Promised *time.Time `json:"promised,omitempty"`
}

type handoverJSON struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Return  int    `json:"return,omitempty"`
	Answers int64  `json:"answers,omitempty"`
}

type markJSON struct {
	Clock  string     `json:"clock,omitempty"`
	Run    int        `json:"run,omitempty"`
	Due    *time.Time `json:"due,omitempty"`
	Class  string     `json:"class,omitempty"`
	Reason string     `json:"reason,omitempty"`
	Lifts  int64      `json:"lifts,omitempty"`
}

type answerOfJSON struct {
	ID      string     `json:"id"`
	State   string     `json:"state,omitempty"`
	Outcome string     `json:"outcome,omitempty"`
	EndedAt *time.Time `json:"ended_at,omitempty"`
	Event   string     `json:"event,omitempty"`
}

func entryOf(e *casefile.Entry) entryJSON {
	j := entryJSON{
		Seq: e.Seq, At: e.At, Kind: e.Kind, Event: e.Event, Actor: e.Actor, For: e.For, Command: e.Command,
		Rules: e.Rules, Register: e.Register, Calendar: e.Calendar, To: e.To, Outcome: string(e.Outcome),
		Branch: e.Branch, Effective: moment(e.Effective), Reason: !e.Reason.IsZero(), Lacks: e.Lacks,
		Slips: e.Slips, Cites: e.Cites,
	}
	if !e.Holder.IsZero() {
		j.Holder = &holderJSON{Unit: e.Holder.Unit, Role: e.Holder.Role, Officer: orNull(e.Holder.Officer)}
	}
	for i := range e.Data {
		if j.Data == nil {
			j.Data = map[string]any{}
		}
		j.Data[e.Data[i].Name] = valueOf(&e.Data[i])
	}
	for _, d := range e.Documents {
		j.Documents = append(j.Documents, d.Name)
	}
	for i := range e.Turns {
		j.Clocks = append(j.Clocks, turnOf(&e.Turns[i]))
	}
	if h := e.Handover; h != (casefile.Handover{}) {
		j.Handover = &handoverJSON{From: h.From, To: h.To, Return: h.Return, Answers: h.Answers}
	}
	if m := e.Mark; m != (casefile.Mark{}) {
		j.Mark = &markJSON{Clock: m.Timer, Run: m.Run, Due: moment(m.Due), Class: string(m.Class), Reason: string(m.Reason), Lifts: m.Lifts}
	}
	for i := range e.Orders {
		o := &e.Orders[i]
		j.Children = append(j.Children, childJSON{ID: o.ID, Name: o.Name, Procedure: o.Procedure, District: o.District})
	}
	if c := e.Child; c.ID != "" {
		j.Child = &answerOfJSON{ID: c.ID, State: c.State, Outcome: string(c.Outcome), EndedAt: moment(c.EndedAt), Event: c.Event}
	}
	return j
}

// valueOf is a value as JSON; of a personal one the commitment.
func valueOf(d *casefile.Datum) any {
	switch d.Value.Type {
	case "":
		return map[string]string{"commitment": hex.EncodeToString(d.Commitment[:])}
	case procedure.Integer, procedure.Money:
		return d.Value.Int
	case procedure.Boolean:
		return d.Value.Int == 1
	case procedure.Instant:
		return d.Value.Time
	}
	return d.Value.Text
}

func turnOf(t *casefile.Turn) turnJSON {
	j := turnJSON{
		Name: t.Timer, Kind: string(t.Kind), Run: t.Run, Old: moment(t.Old),
		Due: moment(t.Due), Target: moment(t.Target), Promised: moment(t.Promised),
	}
	if t.Kind == casefile.TurnStart || t.Kind == casefile.TurnExtend {
		j.Limit = limitText(t.Limit)
	}
	if t.Kind == casefile.TurnExtend {
		j.Added = t.Added.String()
	}
	return j
}

// limitText writes a limit as definitions do, "" for none.
func limitText(l procedure.Limit) string {
	switch {
	case l.Until != "":
		return "until " + l.Until
	case l.N == 0 && l.Unit == 0:
		return ""
	}
	return l.Limit.String()
}
