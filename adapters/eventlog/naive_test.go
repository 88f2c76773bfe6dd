package eventlog

import (
	"compress/gzip"
	"encoding/xml"
	"io"
	"math/rand"
	"os"
	"strings"
	"testing"
	"time"
)

// A second reading of the receipt log, by hand: Go's own XML decoder, the
// procedure as a table of a jurist's notes, and no code of the engine. What it
// counts must be what the checker counts.

type naiveEvent struct {
	activity, group string
	at              time.Time
}

type naiveCase struct {
	id       string
	deadline time.Time
	events   []naiveEvent
}

func naiveLog(t *testing.T, f *os.File) []naiveCase {
	t.Helper()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var cases []naiveCase
	d := xml.NewDecoder(z)
	depth, inEvent := 0, false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return cases
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			var key, value string
			for _, a := range e.Attr {
				switch a.Name.Local {
				case "key":
					key = a.Value
				case "value":
					value = a.Value
				}
			}
			switch {
			case e.Name.Local == "trace":
				cases = append(cases, naiveCase{})
			case e.Name.Local == "event":
				inEvent = true
				c := &cases[len(cases)-1]
				c.events = append(c.events, naiveEvent{})
			case inEvent && depth == 4:
				c := &cases[len(cases)-1]
				ev := &c.events[len(c.events)-1]
				switch key {
				case "concept:name":
					ev.activity, _, _ = strings.Cut(value, " ")
				case "org:group":
					ev.group = value
				case "time:timestamp":
					ev.at = naiveTime(t, value)
				}
			case !inEvent && depth == 3 && len(cases) > 0:
				switch c := &cases[len(cases)-1]; key {
				case "concept:name":
					c.id = value
				case "deadline":
					c.deadline = naiveTime(t, value)
				}
			}
		case xml.EndElement:
			depth--
			if e.Name.Local == "event" {
				inEvent = false
			}
		}
	}
}

func naiveTime(t *testing.T, s string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Who may do what: the group of an event, by its number in the log.
var naiveGroups = map[string]string{
	"Group 1": "handler", "Group 7": "handler", "Group 2": "dispatch", "Group 3": "authoriser", "Group 4": "checker",
	"Group 12": "expert", "Group 13": "expert", "Group 14": "expert", "Group 15": "expert",
}

var naiveWho = map[string]string{
	"Confirmation": "handler", "T02": "checker", "T03": "handler", "T04": "authoriser", "T05": "dispatch",
	"T06": "handler", "T08": "handler", "T10": "handler", "T11": "handler", "T12": "checker", "T13": "handler",
	"T14": "authoriser", "T15": "dispatch", "T16": "handler", "T17": "checker", "T18": "handler", "T19": "authoriser", "T20": "dispatch",
}

// One step after the other: state and activity to state.
var naiveSteps = map[[2]string]string{
	{"check", "T02"}: "determine", {"determine", "T04"}: "send", {"determine", "T03"}: "check", {"send", "T03"}: "check",
	{"advice", "T06"}: "decide", {"assess", "T11"}: "x1", {"x1", "T12"}: "x2", {"x2", "T13"}: "x1", {"x2", "T14"}: "x3",
	{"x3", "T15"}: "end", {"assess", "T16"}: "y1", {"y1", "T17"}: "y2", {"y2", "T18"}: "y1", {"y2", "T19"}: "y3", {"y3", "T20"}: "hold",
}

// Where a case stands after a step that it could not make.
var naiveLands = map[string]string{
	"Confirmation": "check", "T02": "determine", "T03": "check", "T04": "send", "T11": "x1", "T12": "x2", "T13": "x1",
	"T14": "x3", "T15": "end", "T16": "y1", "T17": "y2", "T18": "y1", "T19": "y3", "T20": "hold",
}

type naiveCount struct {
	fitting int
	kinds   map[string]int
	first   map[string]string
	late    int
}

func naiveCheck(cases []naiveCase) naiveCount {
	r := naiveCount{kinds: map[string]int{}, first: map[string]string{}}
	for _, c := range cases {
		state, made, clean, late := "", map[string]int{}, true, false
		var due time.Time
		for _, e := range c.events {
			if !due.IsZero() && e.at.After(due) {
				late = true
			}
			to, kind := naiveStep(state, e.activity, made)
			role := naiveGroups[e.group]
			if kind != "no_such_move" && kind != "closed" && role != "" && !naiveMay(e.activity, role) {
				kind = "not_yours"
			}
			if kind != "" {
				clean = false
				if r.kinds[kind]++; r.first[kind] == "" {
					r.first[kind] = c.id
				}
			}
			if state == "" {
				if due = c.deadline; due.Before(e.at) {
					due = e.at
				}
			}
			if to == "end" { // the end of a case stops its clock for good
				due = time.Time{}
			}
			made[e.activity]++
			state = to
		}
		if clean {
			r.fitting++
		}
		if late {
			r.late++
		}
	}
	return r
}

func naiveMay(activity, role string) bool {
	switch {
	case strings.HasPrefix(activity, "T07"):
		return role == "expert" || role == "handler"
	case strings.HasPrefix(activity, "T09"):
		return role == "handler"
	}
	return naiveWho[activity] == role
}

// naiveStep says where a case stands after an activity, and what was wrong.
func naiveStep(state, activity string, made map[string]int) (to, kind string) {
	sum := func(prefix string) (n int) {
		for a, k := range made {
			if strings.HasPrefix(a, prefix) {
				n += k
			}
		}
		return n
	}
	if state == "" {
		if activity == "Confirmation" {
			return "check", ""
		}
		// Taken as opened just now, then as the step leads from there.
		to, _ = naiveStep("check", activity, made)
		return to, "no_such_move"
	}
	busy := state == "check" || state == "determine" || state == "send"
	open := made["T10"] == 0
	ok := func(to string, fits bool) (string, string) {
		if fits {
			return to, ""
		}
		return to, "guard"
	}
	switch {
	case naiveSteps[[2]string{state, activity}] != "":
		return naiveSteps[[2]string{state, activity}], ""
	case state == "decide" && activity == "T10":
		return ok("assess", made["T08"] <= sum("T09"))
	case busy && activity == "T10":
		return ok(state, made["T06"] > 0 && open && made["T08"] <= sum("T09"))
	case (busy || state == "decide") && activity == "T06":
		return ok(state, open && made["T06"] <= sum("T07")+sum("T09"))
	case (busy || state == "decide") && (strings.HasPrefix(activity, "T07") || activity == "T08"):
		return ok(state, made["T06"] > 0 && open)
	case (busy || state == "decide") && strings.HasPrefix(activity, "T09"):
		return ok(state, made["T08"] > 0 && open)
	}
	to = naiveLands[activity]
	if activity == "T05" {
		to = "advice"
		if made["T06"] > 0 {
			to = "decide"
		}
		if made["T10"] > 0 {
			to = "assess"
		}
	}
	switch {
	case state == "send" && activity == "T05":
		return to, ""
	case to == "":
		to = state
	}
	if state == "end" {
		return to, "closed"
	}
	return to, "no_such_move"
}

func TestReceiptLogAgainstNaiveReading(t *testing.T) {
	want := naiveCheck(naiveLog(t, sharedLog(t, "wabo_receipt.xes.gz")))
	got := check(t, sharedLog(t, "wabo_receipt.xes.gz"), nil)
	compare(t, got, want)
	// By hand, once: 92 cases have an event after their deadline (README), 21
	// of them only their opening, which is late but runs out of no clock.
	if got.Late.Count != 71 || want.late != 71 {
		t.Errorf("%d and %d cases over the limit, want 71", got.Late.Count, want.late)
	}
}

// The procedure must not be one that fits anything: with the activities of
// each case shuffled hardly any case fits. The naive reading still agrees.
func TestShuffledReceiptLog(t *testing.T) {
	for _, c := range []struct {
		seed    int64
		workers bool // shuffle who did it, too
	}{{1, false}, {2, true}} {
		cases := naiveLog(t, sharedLog(t, "wabo_receipt.xes.gz"))
		dice := rand.New(rand.NewSource(c.seed))
		for i := range cases {
			events := cases[i].events
			dice.Shuffle(len(events), func(a, b int) {
				events[a].activity, events[b].activity = events[b].activity, events[a].activity
				if !c.workers {
					events[a].group, events[b].group = events[b].group, events[a].group
				}
			})
		}
		again := rand.New(rand.NewSource(c.seed))
		got := check(t, sharedLog(t, "wabo_receipt.xes.gz"), func(trace *Trace) {
			again.Shuffle(len(trace.Events), func(a, b int) {
				swap(&trace.Events[a], &trace.Events[b], "concept:name")
				if !c.workers {
					swap(&trace.Events[a], &trace.Events[b], "org:group")
				}
			})
		})
		want := naiveCheck(cases)
		compare(t, got, want)
		for _, kind := range []string{"no_such_move", "guard", "closed"} {
			if want.kinds[kind] == 0 {
				t.Errorf("seed %d: no %s to compare", c.seed, kind)
			}
		}
		if c.workers && want.kinds["not_yours"] == 0 {
			t.Errorf("seed %d: no not_yours to compare", c.seed)
		}
		// 116 cases are one event long and fit in any order; a tenth more may
		// be lucky.
		if got.Fitting > 116+(1434-116)/10 {
			t.Errorf("seed %d: %d shuffled cases still fit", c.seed, got.Fitting)
		}
	}
}

func swap(a, b *Event, key string) {
	for i := range a.Attrs {
		for j := range b.Attrs {
			if a.Attrs[i].Key == key && b.Attrs[j].Key == key {
				a.Attrs[i], b.Attrs[j] = b.Attrs[j], a.Attrs[i]
				return
			}
		}
	}
}
