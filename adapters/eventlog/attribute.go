package eventlog

import (
	"strconv"
	"strings"
	"time"
)

// Kind is the type of an attribute, as the file declares it.
type Kind uint8

// The kinds of XES. A list keeps an order, a container is a bag of keys.
const (
	String Kind = iota
	Date
	Int
	Float
	Boolean
	ID
	List
	Container
)

var kindNames = [...]string{"string", "date", "int", "float", "boolean", "id", "list", "container"}

// String is the name of the kind in XES.
func (k Kind) String() string { return kindNames[k] }

func kindOf(element []byte) (Kind, bool) {
	for k, name := range kindNames {
		if string(element) == name {
			return Kind(k), true
		}
	}
	return 0, false
}

// Attribute is one key with its value, as the file writes it. Children are
// the elements of a list or container, or what the file says about the
// attribute itself; they are never attributes of the event.
type Attribute struct {
	Key      string
	Kind     Kind
	Text     string // the value as written, empty for lists and containers
	Bare     bool   // the file gives no value, not even an empty one
	Children []Attribute
}

// Int is the value as a whole number; 12.0 and 1.2E1 count as 12.
func (a Attribute) Int() (int64, bool) {
	s := strings.TrimSpace(a.Text)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if n := int64(f); err == nil && f >= -1<<53 && f <= 1<<53 && float64(n) == f {
		return n, true
	}
	return 0, false
}

// Float is the value as a number; whole numbers count.
func (a Attribute) Float() (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(a.Text), 64)
	return f, err == nil
}

// Bool is the value as true or false, whatever its case; 1 and 0 count.
func (a Attribute) Bool() (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(a.Text)) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// Time is the value as an instant in UTC. A value without an offset is read
// in zone; with a nil zone it is none.
func (a Attribute) Time(zone *time.Location) (time.Time, bool) {
	t, err := parseTime(strings.TrimSpace(a.Text), zone)
	return t, err == nil
}

// Event is one line of a case's history.
type Event struct {
	Seq   int       // place in the trace as the file has it, from 0
	At    time.Time // its time:timestamp in UTC; zero: the file gives none
	Attrs []Attribute
}

// Get finds a direct attribute; the first one if the file repeats the key.
func (e *Event) Get(key string) (Attribute, bool) { return find(e.Attrs, key) }

// Name is the activity, concept:name; empty when missing.
func (e *Event) Name() string { return textOf(e.Attrs, "concept:name") }

// Trace is one case. It belongs to the reader and is overwritten by the next:
// a caller that keeps it makes a Clone.
type Trace struct {
	Index  int // place in the file, from 0
	Line   int // where it begins
	Attrs  []Attribute
	Events []Event
}

// ID is the case's id, byte for byte; empty when the file gives none.
func (t *Trace) ID() string { return textOf(t.Attrs, "concept:name") }

// Get finds a direct attribute of the case.
func (t *Trace) Get(key string) (Attribute, bool) { return find(t.Attrs, key) }

func find(attrs []Attribute, key string) (Attribute, bool) {
	for _, a := range attrs {
		if a.Key == key {
			return a, true
		}
	}
	return Attribute{}, false
}

// Last finds a direct attribute among those of an event or a case: the last one
// if the key is repeated, and false if that one has no value.
func Last(attrs []Attribute, key string) (text string, ok bool) {
	for i := len(attrs) - 1; i >= 0; i-- {
		if attrs[i].Key == key {
			return attrs[i].Text, !attrs[i].Bare
		}
	}
	return "", false
}

func textOf(attrs []Attribute, key string) string {
	a, _ := find(attrs, key)
	return a.Text
}

// Missing says whether the text of a unit, a role or a person means that
// there is none. Which of these a log uses differs; the raw text is kept.
func Missing(text string) bool {
	switch strings.TrimSpace(text) {
	case "", "-", "EMPTY", "UNKNOWN", "MISSING", "NA", "NaN", "nan", "?":
		return true
	}
	return false
}
