package calendar

import (
	"time"

	"github.com/motcua/motcua/engine/wording"
)

// Proof is everything that a due instant rests on (time rule 7): what was
// counted, what was not and why, the rule, its source and the calendar. It is
// made for people and auditors; its JSON is stable. Instants are UTC.
type Proof struct {
	Calendar    string       `json:"calendar"` // version
	Offset      Offset       `json:"offset"`   // of local dates and hours below
	Limit       string       `json:"limit"`
	Rule        wording.Text `json:"rule"`
	Source      wording.Text `json:"source"`
	OnPause     string       `json:"on_supplement"` // "resume", "restart"
	PauseSource wording.Text `json:"pause_source,omitzero"`
	Start       time.Time    `json:"start"`
	Due         *time.Time   `json:"due"` // null while an open pause keeps the count from filling
	Expires     *time.Time   `json:"expires"`
	Provisional bool         `json:"provisional"` // a year not yet decided was read
	Pauses      []PauseProof `json:"pauses,omitempty"`
	Runs        []RunProof   `json:"runs"`
	Gross       *Gross       `json:"gross,omitempty"` // from first start to due, nothing subtracted

	limit Limit
}

// PauseProof is a pause and what it took from the count; where pauses restart
// the count they take nothing.
type PauseProof struct {
	From time.Time  `json:"from"`
	To   *time.Time `json:"to"` // null: still open
	// Uncounted are the days at whose close (24:00) the clock did not run.
	Uncounted int64 `json:"uncounted_days,omitempty"`
	// Microseconds of open, or elapsed, time that did not count.
	Microseconds int64 `json:"microseconds,omitempty"`
}

// RunProof is one count. There are several only when pauses restart it.
type RunProof struct {
	Start time.Time  `json:"start"`
	Full  *time.Time `json:"full"`               // null: it never was
	Ended *time.Time `json:"ended_by,omitempty"` // the pause that ended it
	// NotCounted is the date from which dates are counted: the start's own, or
	// the one to which a cut-off moved it. Null for durations and same day.
	NotCounted *Date `json:"not_counted,omitempty"`
	Moved      bool  `json:"moved_by_cut_off,omitempty"`
	// LastCounted is the closed date at which the count was full, when due was
	// moved off it.
	LastCounted *Date  `json:"moved_off,omitempty"`
	Steps       []Step `json:"steps"`
}

// Gross is the time between the first start and due.
type Gross struct {
	OpenDays         int   `json:"open_days"`
	OpenMicroseconds int64 `json:"open_microseconds"`
	Microseconds     int64 `json:"microseconds"`
}

// What a step is.
const (
	Counted = "counted" // dates or time that count
	Rest    = "rest"    // days of weekly rest
	Closed  = "closed"  // closures, by name
	Paused  = "paused"  // the clock did not run
	Onward  = "onward"  // dates passed on the way off a closed date
)

// Step is a stretch of dates treated alike.
type Step struct {
	What string `json:"what"`
	From Date   `json:"from"`
	To   Date   `json:"to"`
	// Days that count in this step, and so far in the run; 0 for durations.
	Days  int64 `json:"days,omitempty"`
	SoFar int64 `json:"so_far,omitempty"`
	// Microseconds that count in this step, of a duration.
	Microseconds int64        `json:"microseconds,omitempty"`
	Hours        []string     `json:"hours,omitempty"` // sessions, or the parts of them that count
	Title        wording.Text `json:"title,omitzero"`  // of a closure or of a worked day
	Basis        []string     `json:"basis,omitempty"`
}

// Proof proves the answer to a question. The error is that of Answer.
func (c *Calendar) Proof(q Question) (Proof, error) {
	runs, err := c.runs(&q) // cuts and joins q
	if err != nil {
		return Proof{}, err
	}
	a, err := c.conclude(runs)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{
		Calendar: c.version, Offset: c.data.Offset, Limit: q.Limit.String(), limit: q.Limit,
		Rule: q.Limit.Unit.Counting(), Source: q.Limit.Unit.Source(), OnPause: "resume",
		Start: q.Start, Due: some(a.Due), Expires: some(a.Expires), Provisional: a.Provisional,
	}
	if q.Restart {
		p.OnPause = "restart"
	}
	for i, r := range runs {
		w := walk{c: c, l: q.Limit, run: r}
		proof := w.proof()
		if i+1 < len(runs) || r.full.IsZero() && q.Restart {
			proof.Ended = some(q.Pauses[i].From)
		}
		p.Runs = append(p.Runs, proof)
	}
	if len(q.Pauses) > 0 {
		p.PauseSource = resumeSource
		if q.Restart {
			p.PauseSource = restartSource
		}
	}
	for _, pause := range q.Pauses {
		p.Pauses = append(p.Pauses, c.pauseProof(q, pause, a.Due))
	}
	p.Gross = c.gross(q.Start, a.Due)
	return p, nil
}

// some gives null for the zero instant.
func some(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// gross measures without subtracting anything; nil without a due, or where the
// calendar does not reach.
func (c *Calendar) gross(start, due time.Time) *Gross {
	if due.IsZero() {
		return nil
	}
	last := due.Add(-Tick) // 24:00 belongs to the day it ends
	days, err := c.OpenDays(start, last)
	if err != nil || !c.within(dayOf(c.local(start))) || !c.within(dayOf(c.local(last))) {
		return nil
	}
	return &Gross{
		OpenDays:         days,
		OpenMicroseconds: c.Between(start, due).Microseconds(),
		Microseconds:     due.UnixMicro() - start.UnixMicro(),
	}
}

// pauseProof says what one pause took away before due.
func (c *Calendar) pauseProof(q Question, p Pause, due time.Time) PauseProof {
	proof := PauseProof{From: p.From, To: some(p.To)}
	end := c.local(p.To)
	if p.Open() || q.Restart {
		return proof
	}
	if !due.IsZero() {
		end = min(end, max(c.local(due), c.local(p.From)))
	}
	from := max(c.local(p.From), c.local(q.Start))
	base, _, err := c.base(q.Limit, c.local(q.Start))
	switch q.Limit.Unit {
	case WorkingMinute:
		proof.Microseconds = max(c.opened(end)-c.opened(from), 0)
	case Minute:
		proof.Microseconds = max(end-from, 0)
	case Day, Month:
		if err == nil {
			proof.Uncounted = max(ending(end)-max(ending(from), base+1), 0)
		}
	default:
		if err == nil {
			proof.Uncounted = int64(max(c.closing(end)-max(c.closing(from), c.rankOf(base+1)), 0))
		}
	}
	return proof
}
