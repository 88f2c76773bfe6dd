package calendar_test

import (
	"errors"
	"sort"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"pgregory.net/rapid"
)

// stretches lists the open time of a calendar as stretches of UTC instants,
// less the pauses: what runs.
func stretches(o *oracle, pauses []calendar.Pause) [][2]time.Time {
	var all [][2]time.Time
	from, _ := time.Parse(time.DateOnly, o.data.From.String())
	for d := from; d.Format(time.DateOnly) <= o.data.To.String(); d = d.AddDate(0, 0, 1) {
		spans, _ := o.sessions(d)
		for _, s := range spans {
			all = append(all, [2]time.Time{o.utc(s[0]), o.utc(s[1])})
		}
	}
	for _, p := range pauses {
		all = without(all, p)
	}
	return all
}

func without(all [][2]time.Time, p calendar.Pause) [][2]time.Time {
	var rest [][2]time.Time
	for _, s := range all {
		if end := earlier(s[1], p.From); s[0].Before(end) {
			rest = append(rest, [2]time.Time{s[0], end})
		}
		if p.To.IsZero() {
			continue
		}
		if begin := later(s[0], p.To); begin.Before(s[1]) {
			rest = append(rest, [2]time.Time{begin, s[1]})
		}
	}
	return rest
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// clip gives how much of the stretches lies in [from, to).
func clip(all [][2]time.Time, from, to time.Time) time.Duration {
	sum := time.Duration(0)
	for _, s := range all {
		if d := earlier(s[1], to).Sub(later(s[0], from)); d > 0 {
			sum += d
		}
	}
	return sum
}

// drawMicro shifts an instant by microseconds.
func drawMicro(t *rapid.T, at time.Time) time.Time {
	shift := rapid.OneOf(rapid.SampledFrom([]int64{-1, 0, 1}), rapid.Int64Range(-90_000_000, 90_000_000)).Draw(t, "µs")
	return at.Add(time.Duration(shift) * time.Microsecond)
}

// Durations and Between are exact to the microsecond.
func TestMicroseconds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c, o := must(t, d), newOracle(d)
		open := stretches(o, nil)
		for range 6 {
			q := drawQuestion(t, d)
			q.Restart, q.Start = false, drawMicro(t, q.Start)
			var at []time.Time
			for _, p := range q.Pauses {
				for _, x := range []time.Time{p.From, p.To} {
					if x = drawMicro(t, x); x.After(q.Start) {
						at = append(at, x)
					}
				}
			}
			sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
			q.Pauses = nil
			for i := 0; i+1 < len(at); i += 2 {
				q.Pauses = append(q.Pauses, calendar.Pause{From: at[i], To: at[i+1]})
			}
			to := q.Start.Add(time.Duration(rapid.Int64Range(0, 40*86400e6).Draw(t, "later")) * time.Microsecond)
			if got, want := c.Between(q.Start, to), clip(open, q.Start, to); got != want {
				t.Fatalf("between %v and %v: %v, want %v", q.Start, to, got, want)
			}
			q.Limit = calendar.Limit{N: rapid.Int64Range(1, 5000).Draw(t, "minutes"), Unit: calendar.WorkingMinute}
			got, err := c.Answer(q)
			var outside *calendar.RangeError
			if errors.As(err, &outside) {
				continue // the other property looks at validity
			}
			if err != nil {
				t.Fatal(err)
			}
			running := stretches(o, q.Pauses)
			need := time.Duration(q.Limit.N) * time.Minute
			if full := clip(running, q.Start, got.Due); full != need || clip(running, q.Start, got.Due.Add(-time.Microsecond)) != need-time.Microsecond {
				t.Fatalf("%v from %v, pauses %v: due %v, by then %v", q.Limit, q.Start, q.Pauses, got.Due, full)
			}
			percent := rapid.IntRange(1, 100).Draw(t, "percent")
			share, err := c.Share(q.Limit, percent, q.Start, q.Pauses)
			part := need / 100 * time.Duration(percent)
			if err != nil || clip(running, q.Start, share) != part || clip(running, q.Start, share.Add(-time.Microsecond)) != part-time.Microsecond {
				t.Fatalf("%d%% of %v from %v, pauses %v: %v %v", percent, q.Limit, q.Start, q.Pauses, share, err)
			}
			// Before: the latest instant from which that much is open until due.
			before, err := c.Before(q.Limit, got.Due)
			if err == nil && (clip(open, before, got.Due) != need || clip(open, before.Add(time.Microsecond), got.Due) != need-time.Microsecond) {
				t.Fatalf("%v before %v: %v", q.Limit, got.Due, before)
			}
		}
	})
}

// OpenDays counts the open dates after from's, up to to's.
func TestOpenDaysEqualsPencil(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c, o := must(t, d), newOracle(d)
		from := drawInstant(t, d, int(d.From), int(d.To))
		to := drawInstant(t, d, int(d.From), int(d.To))
		want := 0
		for x := dateOnly(o.local(from)).AddDate(0, 0, 1); !x.After(dateOnly(o.local(to))); x = x.AddDate(0, 0, 1) {
			if _, isOpen, _ := o.close(x); isOpen {
				want++
			}
		}
		if got, err := c.OpenDays(from, to); err != nil || got != want {
			t.Fatalf("open days from %v to %v: %d %v, want %d", from, to, got, err, want)
		}
	})
}

// Working time splits: the parts add up to the whole.
func TestBetweenAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c := must(t, d)
		at := []time.Time{}
		for range 3 {
			at = append(at, drawMicro(t, drawInstant(t, d, int(d.From)-3, int(d.To)+3)))
		}
		sort.Slice(at, func(i, j int) bool { return at[i].Before(at[j]) })
		if c.Between(at[0], at[1])+c.Between(at[1], at[2]) != c.Between(at[0], at[2]) {
			t.Fatalf("parts of %v do not add up", at)
		}
		if got := c.Between(at[2], at[0]); got > 0 {
			t.Fatalf("backwards: %v", got)
		}
	})
}
