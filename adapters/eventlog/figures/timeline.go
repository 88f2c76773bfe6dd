package figures

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/adapters/eventlog"
)

// moment is an event with what order and repetition need of it.
type moment struct {
	event      *eventlog.Event
	at         int64 // microseconds since 1970
	timed      bool
	place      int64 // what it is sorted by
	activity   string
	transition string
}

// timeline is the events of one case in order. It is used for one case after
// the other.
type timeline struct {
	moments    []moment
	untimed    int
	left       int  // events of transitions that do not count
	disordered bool // some timed event is earlier than the one before it in the file
}

// read takes the events as the file has them.
func (l *timeline) read(t *eventlog.Trace, o *Options) {
	*l = timeline{moments: l.moments[:0]}
	// What has no instant stays behind the event before it; what stands before
	// the first instant stays first.
	last := int64(math.MinInt64)
	for i := range t.Events {
		e := &t.Events[i]
		m := moment{event: e}
		m.transition, _ = eventlog.Last(e.Attrs, o.Lifecycle)
		if len(o.Transitions) > 0 && m.transition != "" && !slices.Contains(o.Transitions, strings.ToLower(m.transition)) {
			l.left++
			continue
		}
		m.activity = activity(e, o.Activity)
		if text, ok := eventlog.Last(e.Attrs, o.Instant); ok {
			m.at, m.timed = eventlog.Instant(text, o.Local)
		}
		if m.timed {
			l.disordered = l.disordered || m.at < last
			last = m.at
		} else {
			l.untimed++
		}
		m.place = last
		l.moments = append(l.moments, m)
	}
}

// activity is the text of an attribute, or of several joined.
func activity(e *eventlog.Event, keys []string) string {
	if len(keys) == 1 {
		text, _ := eventlog.Last(e.Attrs, keys[0])
		return text
	}
	parts := make([]string, len(keys))
	for i, key := range keys {
		parts[i], _ = eventlog.Last(e.Attrs, key)
	}
	return strings.Join(parts, "+")
}

// sort puts the events in order of time; those of one instant keep the order
// of the file, which is the only evidence there is.
func (l *timeline) sort() {
	byPlace := func(a, b moment) int { return cmp.Compare(a.place, b.place) }
	if !slices.IsSortedFunc(l.moments, byPlace) {
		slices.SortStableFunc(l.moments, byPlace)
	}
}

// end is the latest instant of a case that has one.
func (l *timeline) end() int64 {
	end := int64(math.MinInt64)
	for _, m := range l.moments {
		if m.timed {
			end = max(end, m.at)
		}
	}
	return end
}

// due is when the case was to be done with, by the last event that says it.
func (l *timeline) due(t *eventlog.Trace, o *Options) (int64, bool) {
	if o.Deadline == "" {
		return 0, false
	}
	if own, ok := strings.CutPrefix(o.Deadline, "case:"); ok {
		if text, ok := eventlog.Last(t.Attrs, own); ok {
			return eventlog.Instant(text, o.Local)
		}
	}
	for _, m := range slices.Backward(l.moments) {
		if text, ok := eventlog.Last(m.event.Attrs, o.Deadline); ok && text != "" {
			return eventlog.Instant(text, o.Local)
		}
	}
	return 0, false
}

// course tells the events.
func (l *timeline) course(id string) *Course {
	c := &Course{Case: id, Events: []CourseEvent{}, Visits: map[string][]At{}}
	for i := range l.moments {
		m := &l.moments[i]
		c.Events = append(c.Events, CourseEvent{m.event.Seq, m.text(), m.activity})
	}
	return c
}

// text is the instant as people write it; "" when there is none.
func (m *moment) text() string {
	if !m.timed {
		return ""
	}
	return time.UnixMicro(m.at).UTC().Format(time.RFC3339Nano)
}
