package postgres

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// BenchmarkCommit moves cases of 20 districts, one entry a change, by one
// caller, in batches.
func BenchmarkCommit(b *testing.B) {
	s := fresh(b, false)
	var districts []string
	for i := range 20 {
		districts = append(districts, fmt.Sprintf("d%02d", i))
	}
	enrol(b, s, districts...)
	for _, size := range []int{1, 16, 64, 256} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			batch := make([]store.Change, size)
			for i := range batch {
				batch[i] = move(districts[i%20], uuid.Must(uuid.NewV7()), 0)
			}
			for b.Loop() {
				out, err := s.Commit(ctx, batch)
				if err != nil || out[0].Kind != store.Won {
					b.Fatal(out, err)
				}
				for i := range batch {
					batch[i] = move(batch[i].Row.District, batch[i].Row.Case, batch[i].Row.Seq)
					batch[i].Row.Doc = make([]byte, 480)
					batch[i].Entries[0].Bytes = make([]byte, 300)
				}
			}
			b.ReportMetric(float64(size)*float64(b.N)/b.Elapsed().Seconds(), "changes/s")
		})
	}
}
