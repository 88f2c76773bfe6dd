package eventlog

import (
	"slices"
	"testing"
)

// The numbers below were counted by others, see the README beside the logs.

// chain is the sequence of units of a case: in order of time, missing ones
// skipped, neighbours that are equal made one.
func chain(trace *Trace, key string) []string {
	trace.Sort()
	var units []string
	for _, e := range trace.Events {
		unit, ok := e.Get(key)
		if ok && !Missing(unit.Text) && (len(units) == 0 || units[len(units)-1] != unit.Text) {
			units = append(units, unit.Text)
		}
	}
	return units
}

// counts are what a sequence of units shows, over all cases.
type counts struct{ handovers, returning, windowed, windows, longest int }

func (n *counts) add(units []string) {
	n.handovers += max(len(units)-1, 0)
	n.longest = max(n.longest, len(units)-1)
	returned, windows := false, 0
	for i, u := range units {
		if i >= 2 && units[i-2] == u {
			windows++
		}
		if i >= 2 && slices.Contains(units[:i-1], u) {
			returned = true
		}
	}
	n.windows += windows
	if windows > 0 {
		n.windowed++
	}
	if returned {
		n.returning++
	}
}

func TestRealLogs(t *testing.T) {
	for _, c := range []struct {
		file                      string
		cases, events, activities int
		chains                    map[string]counts // by attribute of the unit
	}{
		{"wabo_receipt.xes.gz", 1434, 8577, 27, map[string]counts{
			"org:group": {3853, 360, 103, 165, 15}, "org:resource": {1208, 179, 107, 129, 9},
		}},
		{"bpic2013_closed_problems.xes.gz", 1487, 6660, 4, map[string]counts{
			"organization involved": {655, 118, 107, 186, 18}, "org:resource": {1757, 274, 248, 344, 19},
		}},
		{"bpic2020_domestic_declarations.xes.gz", 10357, 55628, 14, map[string]counts{
			"org:role": {34198, 1252, 1006, 2019, 16},
		}},
		{"running_example.xes", 6, 42, 8, nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			cases, events, activities, chains := 0, 0, map[string]bool{}, map[string]counts{}
			for trace, err := range NewReader(sharedLog(t, c.file), Options{}).Traces() {
				if err != nil {
					t.Fatal(err)
				}
				cases++
				for _, e := range trace.Events {
					events++
					activities[e.Name()] = true
					if e.At.IsZero() {
						t.Fatalf("case %s: event %d has no instant", trace.ID(), e.Seq)
					}
				}
				for key := range c.chains {
					n := chains[key]
					n.add(chain(trace, key))
					chains[key] = n
				}
			}
			if cases != c.cases || events != c.events || len(activities) != c.activities {
				t.Errorf("%d cases, %d events, %d activities; want %d, %d, %d", cases, events, len(activities), c.cases, c.events, c.activities)
			}
			for key, want := range c.chains {
				if chains[key] != want {
					t.Errorf("%s: got %+v, want %+v", key, chains[key], want)
				}
			}
		})
	}
}

func TestRealCaseAttributes(t *testing.T) {
	ended, weeks := 0, map[int]int{}
	for trace, err := range NewReader(sharedLog(t, "wabo_receipt.xes.gz"), Options{}).Traces() {
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := trace.Get("enddate"); ok {
			ended++
		}
		start, _ := trace.Get("startdate")
		deadline, _ := trace.Get("deadline")
		from, ok1 := start.Time(nil)
		to, ok2 := deadline.Time(nil)
		if !ok1 || !ok2 {
			t.Fatalf("case %s: startdate %q, deadline %q", trace.ID(), start.Text, deadline.Text)
		}
		// Local dates: both offsets of the log are whole hours, so half a day
		// of tolerance finds the number of days.
		weeks[int((to.Sub(from).Hours()+12)/24)]++
	}
	if ended != 1434-105 {
		t.Errorf("%d cases have an enddate, want %d", ended, 1434-105)
	}
	if weeks[56] != 1079 || weeks[98] != 58 {
		t.Errorf("%d cases with 56 days and %d with 98, want 1079 and 58", weeks[56], weeks[98])
	}
}
