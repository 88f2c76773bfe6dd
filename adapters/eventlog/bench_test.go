package eventlog

import (
	"bytes"
	"io"
	"testing"
)

// BenchmarkRead reports events a second over a real log, decompression
// included.
func BenchmarkRead(b *testing.B) {
	file, err := io.ReadAll(sharedLog(b, "wabo_receipt.xes.gz"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	events := 0
	for b.Loop() {
		for trace, err := range NewReader(bytes.NewReader(file), Options{}).Traces() {
			if err != nil {
				b.Fatal(err)
			}
			events += len(trace.Events)
		}
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}
