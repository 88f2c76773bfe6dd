package node

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/store"
)

// How old a reading of the store's clock may be before it is taken anew, and
// before nobody goes by it any more.
const (
	freshReading = time.Second
	staleReading = 10 * time.Second
)

// drift is the part by which this machine's clock is taken to run fast at
// most: one in a thousand, ten times what the worst of them do.
const drift = 1000

// SkewError: this machine's clock and the store's are too far apart for
// anything to be decided here. It is a store.ErrUnavailable.
type SkewError struct {
	// By is how far this machine's is ahead.
	By time.Duration
}

func (e *SkewError) Error() string {
	return fmt.Sprintf("this machine's clock is %s ahead of the store's", e.By.Round(time.Millisecond))
}

// Is makes it a store.ErrUnavailable: clocks can be set right.
func (e *SkewError) Is(target error) bool { return target == store.ErrUnavailable }

// clock is the time by which a node decides. On a store with a clock of its
// own it is never ahead of that: what it read there, and what has passed since
// by the monotonic clock, a little less. A node whose own clock disagrees does
// nothing: one of the two is wrong.
type clock struct {
	local func() time.Time
	wall  store.Wall // nil: the local clock is the clock
	most  time.Duration

	mu   sync.Mutex
	last atomic.Pointer[reading]
}

// reading is what the store's clock said, and when that answer came.
type reading struct {
	said time.Time
	came time.Time
}

func newClock(s store.Store, local func() time.Time, most time.Duration) *clock {
	c := &clock{local: local, most: most}
	if wall, ok := s.(store.Wall); ok && most >= 0 {
		c.wall = wall
	}
	return c
}

// now is the present instant, UTC, cut to microseconds.
func (c *clock) now(ctx context.Context) (time.Time, error) {
	if c.wall == nil {
		return calendar.Cut(c.local()), nil
	}
	r := c.last.Load()
	if r == nil || time.Since(r.came) > freshReading {
		var err error
		if r, err = c.read(ctx, r); err != nil {
			return time.Time{}, err
		}
	}
	passed := time.Since(r.came)
	now := r.said.Add(passed - passed/drift)
	if by := c.local().Sub(now); by.Abs() > c.most {
		return time.Time{}, &SkewError{By: by}
	}
	return calendar.Cut(now), nil
}

// read asks the store anew. One caller does so; others go by the old reading
// as long as it is good.
func (c *clock) read(ctx context.Context, old *reading) (*reading, error) {
	good := old != nil && time.Since(old.came) < staleReading
	if !good {
		c.mu.Lock()
	} else if !c.mu.TryLock() {
		return old, nil
	}
	defer c.mu.Unlock()
	if r := c.last.Load(); r != old {
		return r, nil // somebody was faster
	}
	said, err := c.wall.Wall(ctx)
	if err != nil && good {
		return old, nil
	}
	if err != nil {
		return nil, err
	}
	r := &reading{said: said, came: time.Now()}
	c.last.Store(r)
	return r, nil
}
