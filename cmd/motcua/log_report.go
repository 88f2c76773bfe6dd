package main

import (
	"time"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/replay"
	"github.com/motcua/motcua/engine/wording"
)

// logReport is the JSON of `log check`.
type logReport struct {
	File       string         `json:"file"`
	Procedure  string         `json:"procedure"`
	Version    int            `json:"version"`
	Identity   string         `json:"identity"`
	Calendar   string         `json:"calendar"`
	Offset     string         `json:"offset"`
	Cases      int            `json:"cases"`
	Events     int            `json:"events"`
	Fitting    int            `json:"fitting_cases"`
	Unchecked  int            `json:"unchecked_cases"` // no event of which could be checked
	Deviations []logDeviation `json:"deviations"`
	Unmapped   []logUnmapped  `json:"unmapped"`
	Outside    logApart       `json:"outside_calendar"`
	Timeless   logApart       `json:"without_instant"`
	Loose      int            `json:"outside_cases"` // events in no case
	Ignored    int            `json:"ignored"`
	OtherSteps int            `json:"other_transitions"`
	States     []logState     `json:"states"`
	OverLimit  logLimits      `json:"over_limit"`
	Holders    []logHolder    `json:"holders"`
	Units      []logUnit      `json:"units"`
}

type logDeviation struct {
	Kind      string     `json:"kind"`
	Count     int        `json:"count"`
	Cases     int        `json:"cases"`
	FirstCase string     `json:"first_case"`
	First     logEvent   `json:"first"`
	Where     []logPlace `json:"where"`
}

type logEvent struct {
	Event    int          `json:"event"` // place in the case, from 1
	Activity string       `json:"activity"`
	At       time.Time    `json:"at"`
	State    string       `json:"state"`
	Why      wording.Text `json:"why"`
}

type logPlace struct {
	State    string `json:"state"`
	Activity string `json:"activity"`
	Count    int    `json:"count"`
}

type logUnmapped struct {
	Activity  string `json:"activity"`
	Count     int    `json:"count"`
	FirstCase string `json:"first_case"`
}

type logApart struct {
	Count     int    `json:"count"`
	FirstCase string `json:"first_case,omitempty"`
}

type logState struct {
	State   string       `json:"state"`
	Title   wording.Text `json:"title"`
	Cases   int          `json:"cases"`
	Visits  int          `json:"visits"`
	Ended   int          `json:"log_ends_here"`
	Elapsed int64        `json:"elapsed_minutes"`
	Open    int64        `json:"open_minutes"`
	Overdue int          `json:"overdue_visits"`
}

type logLimits struct {
	Cases     int        `json:"cases"`
	FirstCase string     `json:"first_case,omitempty"`
	Clocks    []logClock `json:"clocks"`
}

type logClock struct {
	Clock     string       `json:"clock"`
	Title     wording.Text `json:"title"`
	Cases     int          `json:"cases"`
	FirstCase string       `json:"first_case,omitempty"`
}

type logHolder struct {
	Role     string       `json:"role"`
	Title    wording.Text `json:"title"`
	WaitsFor string       `json:"waits_for,omitempty"` // the owner watched
	Open     int64        `json:"open_minutes"`
}

type logUnit struct {
	Unit string `json:"unit"`
	Open int64  `json:"open_minutes"`
}

// total is the number of deviations.
func (r *logReport) total() int {
	n := 0
	for _, d := range r.Deviations {
		n += d.Count
	}
	return n
}

func newLogReport(file string, p *procedure.Machine, m *eventlog.Mapping, cal *calendar.Calendar, r replay.Report, loose int, skipped eventlog.Skipped) logReport {
	out := logReport{
		File: file, Procedure: p.Name, Version: p.Version, Identity: p.Identity,
		Calendar: cal.Version(), Offset: m.Offset.String(),
		Cases: r.Cases, Events: r.Events + skipped.Ignored + skipped.Transitions + loose, Fitting: r.Fitting, Unchecked: r.Unchecked,
		Deviations: []logDeviation{}, Unmapped: []logUnmapped{}, States: []logState{}, Holders: []logHolder{}, Units: []logUnit{},
		Outside: logApart(r.Outside), Timeless: logApart(r.Timeless),
		Loose: loose, Ignored: skipped.Ignored, OtherSteps: skipped.Transitions,
		OverLimit: logLimits{Cases: r.Late.Count, FirstCase: r.Late.FirstCase, Clocks: []logClock{}},
	}
	for _, d := range r.Deviations {
		x := logDeviation{
			Kind: string(d.Kind), Count: d.Count, Cases: d.Cases, FirstCase: d.First.Case,
			First: logEvent{d.First.Event, d.First.Activity, d.First.At, d.First.State, d.First.Why},
		}
		for _, w := range d.Where {
			x.Where = append(x.Where, logPlace(w))
		}
		out.Deviations = append(out.Deviations, x)
	}
	for _, u := range r.Unmapped {
		out.Unmapped = append(out.Unmapped, logUnmapped(u))
	}
	for _, s := range r.States {
		out.States = append(out.States, logState{
			s.State, p.State(s.State).Title, s.Cases, s.Visits, s.Ended, minutes(s.Elapsed), minutes(s.Open), s.Overdue,
		})
	}
	for _, c := range r.OverLimit {
		out.OverLimit.Clocks = append(out.OverLimit.Clocks, logClock{c.Clock, p.Clock(c.Clock).Title, c.Cases, c.FirstCase})
	}
	for _, h := range r.Holders {
		out.Holders = append(out.Holders, logHolder{h.Role, p.Role(h.Role).Title, string(h.Waiting), minutes(h.Open)})
	}
	for _, u := range r.Units {
		out.Units = append(out.Units, logUnit{u.Unit, minutes(u.Open)})
	}
	return out
}

// minutes are whole minutes, the rest dropped.
func minutes(d time.Duration) int64 { return int64(d / time.Minute) }
