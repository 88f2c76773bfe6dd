package bench

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// A slow start is no part of the measure, and an act counts in the time in
// which it ends: the rate is that of the store, whatever is under way at
// either edge.
func TestDriveMeasuresTheSteadyRate(t *testing.T) {
	const callers, each = 8, 40 * time.Millisecond
	var first [callers]atomic.Bool
	l, err := drive(t.Context(), callers, 0, 400*time.Millisecond, func(w int) error {
		if !first[w].Swap(true) {
			time.Sleep(300 * time.Millisecond)
		}
		time.Sleep(each)
		return nil
	})
	want := callers / each.Seconds()
	if err != nil || l.rate() > want*1.15 || l.rate() < want/3 { // a busy machine is slower, none is faster
		t.Errorf("%.0f a second, want %.0f; %v", l.rate(), want, err)
	}
	if l.all <= l.done || l.quantile(99) < 40 || l.quantile(50) > 300 {
		t.Errorf("%d of %d count, p50 %.0f, p99 %.0f", l.done, l.all, l.quantile(50), l.quantile(99))
	}
}

// What takes longer than the time given is measured all the same.
func TestDriveWaitsForTheFirst(t *testing.T) {
	l, err := drive(t.Context(), 1, 0, time.Millisecond, func(int) error { time.Sleep(50 * time.Millisecond); return nil })
	if err != nil || l.done != 1 || l.lasted < 40*time.Millisecond || l.lasted > 10*time.Second {
		t.Errorf("%d done in %s: %v", l.done, l.lasted, err)
	}
}

func TestDriveEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := drive(ctx, 2, time.Minute, time.Minute, func(int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
