package engine_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
)

// BenchmarkDo puts commands to cases of a store in memory: what the engine
// itself costs, without a database. `motcua bench` measures it over one.
func BenchmarkDo(b *testing.B) {
	for _, callers := range []int{1, 16, 256} {
		b.Run(fmt.Sprint(callers), func(b *testing.B) {
			c := newCity(b, memory.New(memory.Config{}), nil)
			cases := make([]string, 1024)
			for i := range cases {
				o := opening("")
				o.At = time.Time{}
				a, err := c.OpenCase(b.Context(), o)
				if err != nil {
					b.Fatal(err)
				}
				cases[i] = a.Case
			}
			b.ReportAllocs()
			b.ResetTimer()
			var all sync.WaitGroup
			for w := range callers {
				all.Go(func() {
					for n := w; n < b.N; n += callers {
						event := engine.Claim
						if n/len(cases)%2 == 1 {
							event = engine.Release
						}
						if _, err := c.Do(b.Context(), engine.Command{District: "ward", Case: cases[n%len(cases)], Event: event, Actor: "an"}); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
		})
	}
}
