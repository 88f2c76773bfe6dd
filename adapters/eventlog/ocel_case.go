package eventlog

import (
	"fmt"
	"slices"
)

// assemble puts the case of one object together.
func (s *ocelSource) assemble(id string) error {
	t := &s.trace
	*t = Trace{Index: t.Index, Events: t.Events[:0], Attrs: append(t.Attrs[:0], Attribute{Key: "concept:name", Text: id})}
	size := 0
	for i, place := range s.cases[id] {
		e := Event{Seq: i, Attrs: s.attributes(&s.events[place])}
		if !s.o.Raw {
			e.At, _ = parseTime(s.events[place].Time, s.o.Zone)
		}
		for _, a := range e.Attrs {
			size += len(a.Key) + len(a.Text) + 64
		}
		if size += 64; size > s.o.Limits.Trace {
			return fault("một hồ sơ dài quá %d byte", "one trace is longer than %d bytes", s.o.Limits.Trace)
		}
		t.Events = append(t.Events, e)
	}
	return nil
}

// attributes says an event in keys and values.
func (s *ocelSource) attributes(e *ocelEvent) []Attribute {
	var attrs []Attribute
	add := func(a Attribute) {
		s.keys.note([]byte(a.Key))
		if s.o.Only == nil || slices.Contains(s.o.Only, a.Key) {
			attrs = append(attrs, a)
		}
	}
	for _, v := range e.Attributes {
		a := Attribute{Key: v.Name}
		switch value := v.Value.(type) {
		case nil:
			a.Bare = true
		case string:
			a.Text = value
		default:
			a.Text = fmt.Sprint(value)
		}
		add(a)
	}
	for _, r := range e.Relationships {
		kind := s.types[r.Object]
		add(Attribute{Key: kind, Text: r.Object})
		if r.Qualifier != "" {
			add(Attribute{Key: kind + ":" + r.Qualifier, Text: r.Object})
		}
	}
	add(Attribute{Key: "concept:name", Text: e.Type})
	add(Attribute{Key: "time:timestamp", Kind: Date, Text: e.Time})
	return attrs
}
