package sqlite

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// benchCases is how many cases take turns.
const benchCases = 2000

// loaded is a database with cases at sequence 1.
func loaded(b *testing.B) (*Store, []uuid.UUID) {
	b.Helper()
	s := create(b, false)
	b.Cleanup(func() { _ = s.Close() })
	enrol(b, s)
	var ids []uuid.UUID
	var batch []store.Change
	for range benchCases {
		id := uuid.Must(uuid.NewV7())
		ids = append(ids, id)
		batch = append(batch, change(id, 0, uuid.Must(uuid.NewV7())))
	}
	if _, err := s.Commit(ctx, batch); err != nil {
		b.Fatal(err)
	}
	return s, ids
}

// BenchmarkCommit moves cases in batches of one transaction each.
func BenchmarkCommit(b *testing.B) {
	for _, size := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("batch-%d", size), func(b *testing.B) {
			s, ids := loaded(b)
			for n := 0; b.Loop(); n++ {
				batch := make([]store.Change, size)
				for i := range batch {
					k := n*size + i
					batch[i] = change(ids[k%benchCases], int64(1+k/benchCases), uuid.Must(uuid.NewV7()))
				}
				out, err := s.Commit(ctx, batch)
				if err != nil || out[size-1].Kind != store.Won {
					b.Fatal(out, err)
				}
			}
			perChange(b, size)
		})
	}
}

// BenchmarkCeiling writes the same rows, case update and journal insert, by
// two prepared statements in transactions of the same size: no replay, no
// comparison of registers, no position, no commit instant.
func BenchmarkCeiling(b *testing.B) {
	for _, size := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("batch-%d", size), func(b *testing.B) {
			s, ids := loaded(b)
			position := int64(benchCases)
			for n := 0; b.Loop(); n++ {
				err := s.write(ctx, func(t *tx) error {
					for i := range size {
						k := n*size + i
						c := change(ids[k%benchCases], int64(1+k/benchCases), uuid.Must(uuid.NewV7()))
						r, e := &c.Row, &c.Entries[0]
						if _, err := t.exec(sqlUpdateCase, 1, r.Case[:], r.Seq, r.At.UnixMicro(), r.Procedure, digits(r.Identity), r.State, r.Outcome,
							r.Unit, r.Role, r.Officer, nil, micros(r.Wake), micros(r.Wake), r.Codec, r.Doc, c.Expect); err != nil {
							return err
						}
						position++
						if _, err := t.exec(sqlNewEntry, 1, r.Case[:], e.Seq, position, e.At.UnixMicro(), e.Kind, e.Register,
							e.Command[:], e.Digest[:], e.Hash[:], e.Bytes); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
			perChange(b, size)
		})
	}
}

func perChange(b *testing.B, size int) {
	each := float64(b.Elapsed().Nanoseconds()) / float64(b.N*size)
	b.ReportMetric(each/1000, "us/change")
	b.ReportMetric(1e9/each, "changes/s")
}
