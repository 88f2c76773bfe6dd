package bench

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// load is one run of one contender.
type load struct {
	done    int           // transitions acknowledged while it was measured
	lasted  time.Duration // the measure
	all     int           // with those of the warm-up
	waits   []time.Duration
	commits int64
	rows    int64
	wal     int64
	cpu     time.Duration
}

func (l *load) rate() float64 { return float64(l.done) / l.lasted.Seconds() }

// quantile of the waits, by nearest rank, in milliseconds.
func (l *load) quantile(p int) float64 {
	if len(l.waits) == 0 {
		return 0
	}
	slices.Sort(l.waits)
	return l.waits[max(0, (p*len(l.waits)+99)/100-1)].Seconds() * 1000
}

// drive has callers act without pause: a warm-up, in which each acts at least
// once and caches fill, then the measure, which goes on until something was done.
func drive(ctx context.Context, callers int, warm, measured time.Duration, act func(caller int) error) (load, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var l load
	var mu sync.Mutex
	var failed error
	var measuring atomic.Bool
	var warmed, counted atomic.Int64 // callers that have acted; acts that count
	var all sync.WaitGroup
	for w := range callers {
		all.Go(func() {
			var waits []time.Duration
			total := 0
			for ctx.Err() == nil {
				from := time.Now()
				if err := act(w); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
					stop()
					break
				}
				if total++; total == 1 {
					warmed.Add(1)
				}
				if measuring.Load() { // what ends within counts: as much was begun before as ends after
					waits = append(waits, time.Since(from))
					counted.Add(1)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			l.all += total
			l.waits = append(l.waits, waits...)
		})
	}
	for pause(ctx, warm); ctx.Err() == nil && warmed.Load() < int64(callers); {
		pause(ctx, time.Millisecond)
	}
	measuring.Store(true)
	from := time.Now()
	for pause(ctx, measured); ctx.Err() == nil && counted.Load() == 0; {
		pause(ctx, time.Millisecond)
	}
	l.lasted = time.Since(from)
	measuring.Store(false)
	stop()
	all.Wait()
	l.done = len(l.waits)
	if failed == nil && l.done == 0 {
		failed = context.Cause(ctx) // it was ended from outside
	}
	return l, failed
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// ownCPU is the processor time of this process.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// steps tells how far a run has come.
type steps struct {
	tell   func(done, of int)
	at, of int
}

func (s *steps) done() {
	s.at++
	s.tell(s.at, s.of)
}

func (o Options) steps() int {
	each := len(o.Districts) * (1 + o.Rounds*(1+len(o.Callers)))
	if o.Pending > 0 {
		each += timerSteps
	}
	return each * len(o.Stores)
}
