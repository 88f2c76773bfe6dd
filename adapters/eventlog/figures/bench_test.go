package figures_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime"
	"sync"
	"testing"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/adapters/eventlog/figures"
	"github.com/motcua/motcua/adapters/eventlog/synthetic"
	"github.com/motcua/motcua/procedures/calendars"
)

// halfMillion is a compressed log of 500,000 events.
var halfMillion = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := synthetic.Write(z, 50_000, 10); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
})

// count reads a log into the figures of offices and persons, working time
// included.
func count(t testing.TB, r io.Reader) *figures.Analysis {
	cal, err := calendars.Load("weekdays")
	if err != nil {
		t.Fatal(err)
	}
	o := figures.Options{Readings: []eventlog.UnitRule{figures.Key("org:group"), figures.Key("org:resource")}, Calendar: cal}
	log, _, err := eventlog.Open(r, "x.xes.gz", eventlog.Options{Raw: true, Only: o.Attributes()})
	if err != nil {
		t.Fatal(err)
	}
	a := figures.New(o)
	for trace, err := range log.Traces() {
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Add(trace); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// BenchmarkFigures is to be read beside BenchmarkTokenise, its floor.
func BenchmarkFigures(b *testing.B) {
	log := halfMillion()
	events := 0
	for b.Loop() {
		events += count(b, bytes.NewReader(log)).Figures("x.xes.gz").Events
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkTokenise only decompresses the same log and finds its tags.
func BenchmarkTokenise(b *testing.B) {
	log := halfMillion()
	elements := 0
	for b.Loop() {
		n, err := eventlog.Tokenise(bytes.NewReader(log), eventlog.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		elements = n
	}
	b.ReportMetric(500_000*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(elements), "elements")
}

// Memory does not grow with the log, but for one number a case and one or two
// a visit: no more than this for an event of a log that is ten times as long.
func TestMemoryIsBounded(t *testing.T) {
	held := func(cases int) int64 {
		r, w := io.Pipe()
		go func() { w.CloseWithError(synthetic.Write(w, cases, 10)) }()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		a := count(t, r)
		f := a.Figures("x.xes")
		runtime.GC()
		runtime.ReadMemStats(&after)
		if f.Cases != cases {
			t.Fatalf("%d cases, want %d", f.Cases, cases)
		}
		grown := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		runtime.KeepAlive(a)
		return grown
	}
	held(100)
	small, large := held(1_000), held(10_000)
	if perEvent := float64(large-small) / 90_000; perEvent > 40 {
		t.Errorf("%.1f bytes for each event of a longer log: %d and %d", perEvent, small, large)
	}
}
