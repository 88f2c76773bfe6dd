package eventlog

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/replay"
)

// Skipped counts the events that a mapping passes over on purpose.
type Skipped struct {
	Ignored     int // activities marked ignore
	Transitions int // other transitions than those that count
}

// Translator says the events of a log in the words of a procedure.
type Translator struct {
	m       *Mapping
	p       *procedure.Machine
	Skipped Skipped
	events  []replay.Sighting // reused
}

// NewTranslator makes a translator; the mapping must have passed Check.
func NewTranslator(m *Mapping, p *procedure.Machine) *Translator { return &Translator{m: m, p: p} }

// Case translates one trace: its events in the order of time, ties as in the
// file. The result is valid until the next call.
func (t *Translator) Case(trace *Trace) []replay.Sighting {
	t.retime(trace)
	trace.Sort()
	t.events = t.events[:0]
	for i := range trace.Events {
		e := &trace.Events[i]
		if !t.counts(e) {
			t.Skipped.Transitions++
			continue
		}
		name := t.activity(e)
		meaning := t.m.Activities[name]
		if meaning.Ignore {
			t.Skipped.Ignored++
			continue
		}
		s := replay.Sighting{Activity: name, At: e.At, Events: meaning.Events, State: meaning.State}
		t.who(&s, trace, e)
		t.carried(&s, trace, e)
		t.events = append(t.events, s)
	}
	return t.events
}

// retime takes the instants from another attribute, if the mapping names one.
func (t *Translator) retime(trace *Trace) {
	if t.m.Instant == "time:timestamp" {
		return
	}
	for i := range trace.Events {
		a, _ := get(trace, &trace.Events[i], t.m.Instant)
		trace.Events[i].At, _ = a.Time(t.m.Zone())
	}
}

func (t *Translator) counts(e *Event) bool {
	if len(t.m.Transitions) == 0 {
		return true
	}
	a, ok := e.Get(t.m.Lifecycle)
	return !ok || slices.Contains(t.m.Transitions, strings.ToLower(a.Text))
}

func (t *Translator) activity(e *Event) string {
	if len(t.m.Activity) == 1 {
		return textOf(e.Attrs, t.m.Activity[0])
	}
	parts := make([]string, len(t.m.Activity))
	for i, key := range t.m.Activity {
		parts[i] = textOf(e.Attrs, key)
	}
	return strings.Join(parts, "+")
}

// get finds an attribute of the event or, with the prefix case:, of the case.
func get(trace *Trace, e *Event, key string) (Attribute, bool) {
	if own, ok := strings.CutPrefix(key, "case:"); ok {
		return trace.Get(own)
	}
	return e.Get(key)
}

// known is the text of an attribute that says something.
func known(trace *Trace, e *Event, key string) string {
	if key == "" {
		return ""
	}
	if a, ok := get(trace, e, key); ok && !Missing(a.Text) {
		return a.Text
	}
	return ""
}

func (t *Translator) who(s *replay.Sighting, trace *Trace, e *Event) {
	s.Person = known(trace, e, t.m.Officer)
	s.Unit = known(trace, e, t.m.Unit)
	value := known(trace, e, t.m.Role)
	switch {
	case value == "":
	case t.m.Roles != nil:
		s.Acts, s.Roles = true, t.m.Roles[value]
	default:
		s.Acts, s.Roles = true, []string{value}
	}
}

// carried gives the sighting what the log shows of documents and fields.
func (t *Translator) carried(s *replay.Sighting, trace *Trace, e *Event) {
	for _, need := range t.m.NeedNames() {
		source := t.m.Needs[need]
		a, ok := get(trace, e, source.Attribute)
		if !ok || a.Text == "" {
			continue
		}
		if v, ok := source.Values[a.Text]; ok {
			a = Attribute{Kind: String, Text: v}
		}
		switch field := t.p.Field(need); {
		case field != nil:
			s.Given = append(s.Given, casefile.Given{Name: need, Text: t.value(field, a), Commitment: commit(a.Text, field.Personal)})
		case need == procedure.NeedReason:
			s.Given = append(s.Given, casefile.Given{Name: need, Commitment: commit(a.Text, true)})
		case need == procedure.NeedLacks:
			s.Lacks = append(s.Lacks, strings.FieldsFunc(a.Text, func(r rune) bool { return r == ',' || r == ' ' })...)
		default:
			s.Documents = append(s.Documents, casefile.Document{Name: need, Commitment: commit(a.Text, true)})
		}
	}
}

// commit stands for the salted commitments of the engine, which a foreign log
// does not have.
func commit(text string, wanted bool) casefile.Commitment {
	if !wanted {
		return casefile.Commitment{}
	}
	return sha256.Sum256([]byte(text))
}

// value writes an attribute as a command writes a field of that type; what
// cannot be read as such stays as it is, for Decide to refuse.
func (t *Translator) value(f *procedure.Field, a Attribute) string {
	switch f.Type {
	case procedure.Integer, procedure.Money:
		if n, ok := a.Int(); ok {
			return strconv.FormatInt(n, 10)
		}
	case procedure.Boolean:
		if b, ok := a.Bool(); ok {
			return strconv.FormatBool(b)
		}
	case procedure.Date:
		if at, ok := a.Time(t.m.Zone()); ok {
			if zone := t.m.Zone(); zone != nil {
				at = at.In(zone)
			}
			return at.Format(time.DateOnly)
		}
	case procedure.Instant:
		if at, ok := a.Time(t.m.Zone()); ok {
			return at.Format(time.RFC3339Nano)
		}
	}
	return a.Text
}
