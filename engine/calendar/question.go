package calendar

import "time"

// Question asks when a limit is due. Unlike a running case it says how pauses
// act: the count resumes after each, or (Restart) begins again.
type Question struct {
	Limit   Limit
	Start   time.Time
	Pauses  []Pause // in any order
	Restart bool
	// Running asks about the clock of a case, which may start paused; else a
	// pause must begin after Start.
	Running bool
}

// Answer is what the calendar says. Due and Expires are zero while an open
// pause keeps the count from filling; Expires is one Tick after Due.
type Answer struct {
	Due         time.Time
	Expires     time.Time
	Provisional bool
}

// Answer answers a question, cutting its instants to microseconds. The error
// is an *InputError or a *RangeError.
//
// With Restart each run is counted afresh from the end of the pause that ended
// the run before, cut-off and all (Decree 61/2018 art. 19(4)). A pause ends a
// run when it begins before the run is full; a pause that covers the close
// (24:00) of the last date uncounts that date, so it too begins before.
func (c *Calendar) Answer(q Question) (Answer, error) {
	runs, err := c.runs(&q)
	if err != nil {
		return Answer{}, err
	}
	return c.conclude(runs)
}

// conclude gives the answer that the runs come to.
func (c *Calendar) conclude(runs []run) (Answer, error) {
	a := Answer{Due: runs[len(runs)-1].full}
	if !a.Due.IsZero() {
		a.Expires = a.Due.Add(Tick)
		if a.Expires.UnixMicro() > maxInstant {
			return Answer{}, c.outside()
		}
	}
	for _, r := range runs {
		a.Provisional = a.Provisional || r.provisional
	}
	return a, nil
}

// run is one count from its start, with the pauses inside it.
type run struct {
	start       time.Time
	pauses      []Pause
	full        time.Time // zero: it never was
	provisional bool
}

// runs cuts and joins what the question says, and gives its runs: one, unless
// pauses restart it.
func (c *Calendar) runs(q *Question) ([]run, error) {
	if err := q.Limit.Check(); err != nil {
		return nil, err
	}
	q.Start = Cut(q.Start)
	pauses, err := join(q)
	if err != nil {
		return nil, err
	}
	q.Pauses = pauses
	if !q.Restart {
		r := run{start: q.Start, pauses: pauses}
		r.full, r.provisional, err = c.Due(q.Limit, r.start, pauses)
		return []run{r}, err
	}
	var runs []run
	r := run{start: q.Start}
	for _, p := range pauses {
		r.pauses = []Pause{{From: p.From}} // as if it never ended
		r.full, r.provisional, err = c.Due(q.Limit, r.start, r.pauses)
		if err != nil {
			return nil, err
		}
		runs = append(runs, r)
		if !r.full.IsZero() || p.Open() {
			return runs, nil
		}
		r = run{start: p.To}
	}
	r.full, r.provisional, err = c.Due(q.Limit, r.start, nil)
	return append(runs, r), err
}
