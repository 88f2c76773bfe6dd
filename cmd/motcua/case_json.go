package main

import (
	"time"

	"github.com/motcua/motcua/engine"
)

// The shapes of --json. Instants are RFC 3339 in UTC; what there is not is
// null.

type caseJSON struct {
	ID        string      `json:"id"`
	Procedure string      `json:"procedure"`
	Version   int         `json:"version"`
	District  string      `json:"district"`
	State     string      `json:"state"`
	Outcome   *string     `json:"outcome"`
	Holder    *holderJSON `json:"holder"`
	Duty      *string     `json:"duty"`
	Due       *time.Time  `json:"due"`
	Target    *time.Time  `json:"target"`
	Wait      *string     `json:"wait"`
	WaitsFor  *string     `json:"waits_for"`
	Overdue   bool        `json:"overdue"`
	Suspended bool        `json:"suspended"`
	Seq       int64       `json:"seq"`
	At        time.Time   `json:"at"`
	Opened    time.Time   `json:"opened"`
	Follows   *string     `json:"follows"`
	Parent    *string     `json:"parent"`
}

type holderJSON struct {
	Unit    string  `json:"unit"`
	Role    string  `json:"role"`
	Officer *string `json:"officer"`
}

// shownJSON is a case with everything about it.
type shownJSON struct {
	caseJSON
	Title     string      `json:"title"`
	Identity  string      `json:"identity"`
	Clocks    []clockJSON `json:"clocks"`
	Children  []childJSON `json:"children"`
	Followers []string    `json:"followers"`
	Next      []nextJSON  `json:"next"`
	Journal   []entryJSON `json:"journal"`
}

type clockJSON struct {
	Name     string     `json:"name"`
	Title    string     `json:"title"`
	Running  bool       `json:"running"`
	Paused   bool       `json:"paused"`
	Overdue  bool       `json:"overdue"`
	Run      int        `json:"run"`
	First    *time.Time `json:"first"`
	Due      *time.Time `json:"due"`
	Target   *time.Time `json:"target"`
	Promised *time.Time `json:"promised"`
}

type childJSON struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Procedure string  `json:"procedure"`
	District  string  `json:"district"`
	State     *string `json:"state"`
	Outcome   *string `json:"outcome"`
}

type nextJSON struct {
	Event string   `json:"event"`
	Title string   `json:"title"`
	By    []string `json:"by"`
	Needs []string `json:"needs"`
}

// answerJSON is what a command did: its entry, and the case as it stood then.
type answerJSON struct {
	caseJSON
	Command  string    `json:"command"`
	Replayed bool      `json:"replayed"`
	Entry    entryJSON `json:"entry"`
}

func (a *app) caseOf(c *engine.Case) caseJSON {
	j := caseJSON{
		ID: c.ID, Procedure: c.Procedure, Version: c.Version, District: c.District, State: c.State,
		Outcome: orNull(c.Outcome), Seq: c.Seq, At: c.At, Opened: c.Opened,
		Follows: orNull(c.Follows), Parent: orNull(c.Parent.Case), Suspended: c.Suspended,
		Due: moment(c.Due), Target: moment(c.Target), Wait: orNull(c.Wait.In(a.lang)),
		WaitsFor: orNull(string(c.WaitsFor)), Duty: orNull(c.Duty.In(a.lang)), Overdue: c.Overdue,
	}
	if !c.Holder.IsZero() {
		j.Holder = &holderJSON{Unit: c.Holder.Unit, Role: c.Holder.Role, Officer: orNull(c.Holder.Officer)}
	}
	return j
}

func (a *app) shownOf(c *engine.Case, followers []string, journal []entryJSON) shownJSON {
	j := shownJSON{
		caseJSON: a.caseOf(c), Title: c.Title.In(a.lang), Identity: c.Identity,
		Clocks: []clockJSON{}, Children: []childJSON{}, Followers: followers, Next: []nextJSON{}, Journal: journal,
	}
	if followers == nil {
		j.Followers = []string{}
	}
	for _, k := range c.Clocks {
		j.Clocks = append(j.Clocks, clockJSON{
			Name: k.Name, Title: k.Title.In(a.lang), Running: k.On, Paused: k.Paused, Overdue: k.Overdue, Run: k.Run,
			First: moment(k.First), Due: moment(k.Due), Target: moment(k.Target), Promised: moment(k.Promised),
		})
	}
	for _, ch := range c.Children {
		j.Children = append(j.Children, childJSON{
			ID: ch.ID, Name: ch.Name, Procedure: ch.Procedure, District: ch.District,
			State: orNull(ch.EndState), Outcome: orNull(string(ch.Outcome)),
		})
	}
	for _, n := range c.Next {
		j.Next = append(j.Next, nextJSON{Event: n.Event, Title: n.Title.In(a.lang), By: list(n.By), Needs: list(n.Needs)})
	}
	return j
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
