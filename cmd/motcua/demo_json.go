package main

import "time"

// demoJSON is the report as one document.
type demoJSON struct {
	Seed      uint64    `json:"seed"`
	Weeks     int       `json:"weeks"`
	From      time.Time `json:"from"`
	Until     time.Time `json:"until"`
	DB        *string   `json:"db"` // null: it is gone
	Cases     int       `json:"cases"`
	Children  int       `json:"children"`
	Entries   int       `json:"entries"`
	Accepted  int       `json:"accepted"` // commands
	Refused   int       `json:"refused"`
	Refusals  []counted `json:"refusals"`
	Districts []tallied `json:"districts"`
	States    []stated  `json:"states"`

	Overdue   []lateJSON      `json:"overdue"`
	Travelled []travelledJSON `json:"travelled"`
}

// lateJSON is an overdue case. Limit is the clock that passed, or "visit".
type lateJSON struct {
	caseJSON
	Limit       string    `json:"limit"`
	PassedAt    time.Time `json:"passed_at"`
	LateMinutes int64     `json:"late_minutes"` // of working time
}

type travelledJSON struct {
	caseJSON
	Handovers int         `json:"handovers"`
	Returns   int         `json:"returns"`
	Journal   []entryJSON `json:"journal"`
}

func (r *demoReport) json() demoJSON {
	j := demoJSON{
		Seed: r.d.seed, Weeks: r.d.weeks, From: demoFrom, Until: r.until, Cases: r.cases, Children: r.children, Entries: r.entries,
		Accepted: r.tally.Accepted, Refused: r.refused(), Refusals: r.refusals, Districts: r.districts, States: r.states,
		Overdue: []lateJSON{}, Travelled: []travelledJSON{},
	}
	if r.d.keep {
		db := shown(r.d.a.db)
		j.DB = &db
	}
	if j.Refusals == nil {
		j.Refusals = []counted{}
	}
	if j.States == nil {
		j.States = []stated{}
	}
	for i := range r.late {
		l := &r.late[i]
		j.Overdue = append(j.Overdue, lateJSON{r.d.a.caseOf(&l.Case), l.limit, l.due, int64(l.work / time.Minute)})
	}
	for i := range r.travelled {
		t := &r.travelled[i]
		entries := make([]entryJSON, len(t.journal))
		for n := range t.journal {
			entries[n] = entryOf(&t.journal[n])
		}
		j.Travelled = append(j.Travelled, travelledJSON{r.d.a.caseOf(&t.Case), t.handovers, t.returns, entries})
	}
	return j
}
