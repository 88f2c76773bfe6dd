package figures

import (
	"strconv"

	"github.com/motcua/motcua/adapters/eventlog"
)

// Analysis counts the cases added to it. It is not for two goroutines at once.
type Analysis struct {
	o        Options
	f        Figures
	readings []*reading
	actors   []*reading
	line     timeline
	repeats  repeats
	duration sample
	idle     sample
	margin   sample
}

// New makes an analysis of no cases yet.
func New(o Options) *Analysis {
	o.fill()
	a := &Analysis{o: o, repeats: newRepeats()}
	for _, r := range o.Readings {
		a.readings = append(a.readings, newReading(r, &a.o))
	}
	for _, r := range o.Actors {
		a.actors = append(a.actors, newReading(r, &a.o))
	}
	if o.Deadline != "" {
		a.f.Due = &Deadline{Attribute: o.Deadline}
	}
	return a
}

// ID is the name of a case; one that the log leaves out is its place among all
// cases, from 0.
func ID(t *eventlog.Trace) string {
	if id, ok := eventlog.Last(t.Attrs, "concept:name"); ok {
		return id
	}
	return strconv.Itoa(t.Index)
}

// Add counts one case. It keeps nothing of it. The error is that of
// Options.Row.
func (a *Analysis) Add(t *eventlog.Trace) error {
	id := ID(t)
	if a.o.Only != nil && *a.o.Only != id {
		return nil
	}
	a.line.read(t, &a.o)
	a.f.Cases++
	a.f.Events += len(a.line.moments)
	a.f.LeftOut += a.line.left
	a.f.Untimed += a.line.untimed
	if len(a.line.moments) == 0 {
		a.f.EmptyCases++
	}
	if a.line.disordered {
		a.f.OutOfOrder++
	}
	if !a.o.FileOrder {
		a.line.sort()
	}
	a.times(t)
	a.repeats.add(a.line.moments, a.o.Repeats)
	var course *Course
	if a.o.Only != nil {
		course = a.line.course(id)
	}
	for i, r := range a.readings {
		row := r.add(t, id, a.line.moments, course)
		if a.o.Row == nil {
			continue
		}
		if err := a.o.Row(i, row); err != nil {
			return err
		}
	}
	for _, r := range a.actors {
		r.add(t, id, a.line.moments, course)
	}
	if course != nil {
		a.f.Courses = append(a.f.Courses, *course)
	}
	return nil
}

// times counts what only instants decide.
func (a *Analysis) times(t *eventlog.Trace) {
	timed, ties := 0, 0
	var first, last, widest int64
	for _, m := range a.line.moments {
		if !m.timed {
			continue
		}
		if timed++; timed == 1 {
			first = m.at
		} else {
			if m.at == last {
				ties++
			}
			if gap := m.at - last; timed == 2 || gap > widest {
				widest = gap
			}
		}
		last = m.at
	}
	a.f.Ties += ties
	if ties > 0 {
		a.f.CasesWithTies++
	}
	if timed > 0 {
		a.duration = append(a.duration, last-first)
	}
	if timed > 1 {
		a.idle = append(a.idle, widest)
	}
	if due, ok := a.line.due(t, &a.o); ok && timed > 0 {
		a.f.Due.Cases++
		end := a.line.end()
		if end > due {
			a.f.Due.Late++
		}
		a.margin = append(a.margin, due-end)
	}
}

// Figures are those of the cases added so far. log is the name they bear.
// Readings whose names are given are left out.
func (a *Analysis) Figures(log string, but ...string) *Figures {
	f := a.f
	f.Log = log
	f.Duration, f.Idle = a.duration.summary(day), a.idle.summary(day)
	f.RepeatedCases = a.repeats.cases
	f.RepeatedActivity, f.ImmediateSelfLoop = listed(a.repeats.repeated), listed(a.repeats.looped)
	if f.Due != nil {
		due := *f.Due
		due.Margin = a.margin.summary(day)
		f.Due = &due
	}
	f.Units = tell(a.readings, but)
	f.Actors = tell(a.actors, nil)
	return &f
}
