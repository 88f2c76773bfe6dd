package main

import (
	"os"
	"slices"
	"time"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/adapters/eventlog/figures"
	"github.com/motcua/motcua/engine/calendar"
)

// policies are the values of --missing.
var policies = map[string]figures.Policy{"skip": figures.Skip, "break": figures.Break, "own": figures.Own}

// options turns flags and mapping file into what figures and readers take.
func (l *logAnalyse) options(calendarGiven bool) (figures.Options, eventlog.Options, error) {
	o, r := figures.Options{MinEdge: l.minEdge, Repeats: l.lifecycle, FileOrder: l.order == "file"}, eventlog.Options{Raw: true}
	policy, ok := policies[l.missing]
	switch {
	case !ok:
		return o, r, bad("--missing phải là skip, break hoặc own", "--missing must be skip, break or own")
	case l.order != "time" && l.order != "file":
		return o, r, bad("--order phải là file hoặc time", "--order must be file or time")
	case l.minEdge < 1:
		return o, r, bad("--min-edge phải từ 1 trở lên", "--min-edge must be at least 1")
	case l.top < 0:
		return o, r, bad("--top phải từ 0 trở lên", "--top must be at least 0")
	}
	o.Missing = policy
	m, err := l.mapping()
	if err != nil {
		return o, r, err
	}
	if o.Calendar, err = l.working(m, calendarGiven); err != nil {
		return o, r, err
	}
	if m != nil {
		o.Activity, o.Instant, o.Lifecycle, o.Transitions, o.Deadline = m.Activity, m.Instant, m.Lifecycle, m.Transitions, m.Deadline
		r.Case = m.Case
		if m.Offset != nil {
			o.Local = time.Duration(*m.Offset) * time.Minute
		}
	}
	if l.activity != "" {
		o.Activity = []string{l.activity}
	}
	if l.givenAt {
		o.Instant = l.timeColumn
	}
	if l.caseColumn != "" {
		r.Case = l.caseColumn
	}
	if l.givenCase {
		o.Only = &l.oneCase
	}
	o.Readings = l.readings(m)
	if l.actor != "" {
		o.Actors = []eventlog.UnitRule{figures.Key(l.actor)}
	}
	r.Only = o.Attributes()
	r.Instant = l.timeColumn
	if m != nil && !l.givenAt && m.Instant != "time:timestamp" {
		r.Instant = m.Instant
	}
	return o, r, nil
}

// usual is the key of the unit when none is given.
const usual = "org:group"

// readings are those asked for, each once: a name of the mapping file before a
// key of the log. Without --unit they are those of the mapping file, and
// without that the usual key.
func (l *logAnalyse) readings(m *eventlog.Mapping) []eventlog.UnitRule {
	if !l.givenUnits && m != nil && len(m.Units) > 0 {
		return m.Units
	}
	if !l.givenUnits {
		return []eventlog.UnitRule{figures.Key(usual)}
	}
	var rules []eventlog.UnitRule
	for _, name := range l.units {
		if slices.ContainsFunc(rules, func(r eventlog.UnitRule) bool { return r.Name == name }) {
			continue
		}
		rule := figures.Key(name)
		if m != nil {
			if i := slices.IndexFunc(m.Units, func(r eventlog.UnitRule) bool { return r.Name == name }); i >= 0 {
				rule = m.Units[i]
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// mapping reads the mapping file; nil when there is none.
func (l *logAnalyse) mapping() (*eventlog.Mapping, error) {
	if l.mapFile == "" {
		return nil, nil
	}
	b, err := os.ReadFile(l.mapFile)
	if err != nil {
		return nil, noFile(l.mapFile)
	}
	return eventlog.ParseReading(l.mapFile, b)
}

// working finds the calendar of working time and moves it to the offset of the
// mapping file.
func (l *logAnalyse) working(m *eventlog.Mapping, given bool) (*calendar.Calendar, error) {
	name := l.calendar
	if !given && m != nil && m.Calendar != "" {
		name = m.Calendar
	}
	cal, err := loadCalendar(name)
	if err != nil || m == nil || m.Offset == nil || *m.Offset == cal.Offset() {
		return cal, err
	}
	d := cal.Data()
	d.Offset = *m.Offset
	return calendar.New(d)
}
