package figures_test

import (
	"compress/gzip"
	"encoding/xml"
	"io"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// A second computation of every figure, from the words of the definitions: the
// whole log in memory by encoding/xml, every case a list of names, everything
// counted by looking at all pairs. It shares no code with the first.

type nAttr struct {
	Key   string  `xml:"key,attr"`
	Value *string `xml:"value,attr"`
}

type nEvent struct {
	Attrs []nAttr `xml:",any"`
	at    *int64  // read once: it is asked for often
}

type nTrace struct {
	Events []nEvent `xml:"event"`
	Attrs  []nAttr  `xml:",any"`
}

type nLog struct {
	Traces []nTrace `xml:"trace"`
	Events []nEvent `xml:"event"`
}

func naiveRead(r io.Reader, packed bool) (log nLog, err error) {
	if packed {
		if r, err = gzip.NewReader(r); err != nil {
			return log, err
		}
	}
	if err := xml.NewDecoder(r).Decode(&log); err != nil {
		return log, err
	}
	for _, t := range log.Traces {
		for i := range t.Events {
			t.Events[i].at = nTime(t.Events[i])
		}
	}
	return log, nil
}

// keep drops the attributes of events that nobody asks for.
func (log nLog) keep(keys []string) {
	for _, t := range log.Traces {
		for i := range t.Events {
			t.Events[i].Attrs = slices.DeleteFunc(t.Events[i].Attrs, func(a nAttr) bool { return !slices.Contains(keys, a.Key) })
		}
	}
}

func nGet(attrs []nAttr, key string) *string {
	var v *string
	for _, a := range attrs {
		if a.Key == key {
			v = a.Value
		}
	}
	return v
}

func nText(attrs []nAttr, key string) string {
	if v := nGet(attrs, key); v != nil {
		return *v
	}
	return ""
}

func nTime(e nEvent) *int64 {
	v := nGet(e.Attrs, "time:timestamp")
	if v == nil || strings.ContainsAny(*v, ",") {
		return nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05"} {
		for _, l := range []string{layout, strings.Replace(layout, "T", " ", 1)} {
			if t, err := time.Parse(l, *v); err == nil {
				micros := t.Truncate(time.Microsecond).UnixMicro()
				return &micros
			}
		}
	}
	return nil
}

type nOptions struct {
	missing string
	byFile  bool
	units   []string
	repeats string
	least   int
	objects string // type of the objects that are the cases of OCEL
}

var nMissing = []string{"", "-", "EMPTY", "UNKNOWN", "MISSING", "NA", "NaN", "nan", "?"}

// nOrder sorts by choosing the earliest block that is left: a timed event and
// the untimed ones behind it.
func nOrder(events []nEvent) []nEvent {
	type block struct {
		at     *int64
		events []nEvent
	}
	var blocks []block
	for _, e := range events {
		if at := e.at; at != nil || len(blocks) == 0 {
			blocks = append(blocks, block{at, []nEvent{e}})
		} else {
			last := &blocks[len(blocks)-1]
			last.events = append(last.events, e)
		}
	}
	var out []nEvent
	for len(blocks) > 0 {
		best := 0
		for i, b := range blocks {
			if blocks[best].at != nil && (b.at == nil || *b.at < *blocks[best].at) {
				best = i
			}
		}
		out = append(out, blocks[best].events...)
		blocks = slices.Delete(blocks, best, best+1)
	}
	return out
}

type object = map[string]any

func naiveFigures(log nLog, o nOptions) object {
	events, empty, untimed, ties, tied, disorder, repeatedCases := 0, 0, 0, 0, 0, 0, 0
	var durations, gaps []int64
	repeated, looped := map[string]int{}, map[string]int{}
	sorted := make([][]nEvent, len(log.Traces))
	for c, t := range log.Traces {
		events += len(t.Events)
		if len(t.Events) == 0 {
			empty++
		}
		var inFile []int64
		for _, e := range t.Events {
			if at := e.at; at != nil {
				inFile = append(inFile, *at)
			} else {
				untimed++
			}
		}
		for i := 1; i < len(inFile); i++ {
			if inFile[i] < inFile[i-1] {
				disorder++
				break
			}
		}
		sorted[c] = t.Events
		if !o.byFile {
			sorted[c] = nOrder(t.Events)
		}
		var at []int64
		for _, e := range sorted[c] {
			if t := e.at; t != nil {
				at = append(at, *t)
			}
		}
		before := ties
		var widths []int64
		for i := 1; i < len(at); i++ {
			if at[i] == at[i-1] {
				ties++
			}
			widths = append(widths, at[i]-at[i-1])
		}
		if ties > before {
			tied++
		}
		if len(at) > 0 {
			durations = append(durations, at[len(at)-1]-at[0])
		}
		if len(widths) > 0 {
			gaps = append(gaps, slices.Max(widths))
		}
		var names []string
		for _, e := range sorted[c] {
			if o.repeats == "" || strings.EqualFold(nText(e.Attrs, "lifecycle:transition"), o.repeats) {
				names = append(names, nText(e.Attrs, "concept:name"))
			}
		}
		distinct := map[string]bool{}
		for _, n := range names {
			distinct[n] = true
		}
		again := false
		for n := range distinct {
			count, loop := 0, false
			for i := range names {
				if names[i] == n {
					count++
					loop = loop || i > 0 && names[i-1] == n
				}
			}
			if n != "" && count > 1 {
				repeated[n]++
				again = true
			}
			if n != "" && loop {
				looped[n]++
			}
		}
		if again {
			repeatedCases++
		}
	}
	units, rows := object{}, []any{}
	for _, key := range o.units {
		for i, t := range log.Traces {
			sequences, with, _ := nSequences(sorted[i], key, o.missing)
			c := nCount(sequences)
			rows = append(rows, []any{key, nName(t, i), len(t.Events), with, c.handovers, len(c.units), c.returns, c.windows, c.disjoint, c.longest, c.farthest})
		}
		units[key] = naiveUnit(log, sorted, key, o)
	}
	return object{
		"cases": len(log.Traces), "events": events, "empty_cases": empty, "events_untimed": untimed, "timestamp_ties": ties, "cases_with_ties": tied,
		"cases_file_order_not_time_order": disorder, "duration_days": nSummary(durations, 86400e6), "max_idle_gap_days": nSummary(gaps, 86400e6),
		"cases_with_repeated_activity": repeatedCases, "repeated_activity_cases": nListed(repeated, "activity"), "immediate_self_loop_cases": nListed(looped, "activity"),
		"units": units, "rows": rows,
	}
}

// nListed makes rows of counts by names that are joined by NUL.
func nListed(counts map[string]int, fields ...string) []any {
	var keys []string
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	sort.SliceStable(keys, func(i, j int) bool { return counts[keys[i]] > counts[keys[j]] })
	rows := []any{}
	for _, k := range keys {
		row := object{}
		for i, part := range strings.Split(k, "\x00") {
			row[fields[i]] = part
		}
		row["count"] = counts[k]
		if len(fields) == 1 {
			delete(row, "count")
			row["cases"] = counts[k]
		}
		rows = append(rows, row)
	}
	return rows
}

// nSummary finds each quantile by trying the values in turn. They are
// microseconds, told in units of so many.
func nSummary(values []int64, unit float64) object {
	out := object{"n": len(values)}
	if len(values) == 0 {
		return out
	}
	slices.Sort(values)
	sum := new(big.Int)
	for _, v := range values {
		sum.Add(sum, big.NewInt(v))
	}
	whole, _ := new(big.Float).SetInt(sum).Float64()
	out["min"], out["max"], out["mean"] = float64(values[0])/unit, float64(values[len(values)-1])/unit, whole/unit/float64(len(values))
	for name, p := range map[string]int{"p05": 5, "p25": 25, "p50": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99} {
		for i, v := range values {
			if 100*(i+1) >= p*len(values) {
				out[name] = float64(v) / unit
				break
			}
		}
	}
	return out
}

func nName(t nTrace, i int) string {
	if v := nGet(t.Attrs, "concept:name"); v != nil {
		return *v
	}
	return strconv.Itoa(i)
}
