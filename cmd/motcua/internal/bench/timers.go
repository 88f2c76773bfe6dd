package bench

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// Timer is what was measured of timers on one store: Pending cases wait for an
// instant far away while Storm others, over 20 districts, fall due at one.
type Timer struct {
	Store   string `json:"store"`
	Pending int    `json:"pending"`
	Storm   int    `json:"storm"`
	// Seconds until the whole storm had fired on one node, and how many a
	// second that are.
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"per_second"`
	// What the store takes to say that nothing is due in any of the districts,
	// in milliseconds: before the storm, after it, and after a second storm of
	// a tenth fired while an old snapshot was held; null where there is none to
	// hold.
	EmptyBefore float64  `json:"empty_sweep_before_ms"`
	EmptyAfter  float64  `json:"empty_sweep_after_ms"`
	EmptyHeld   *float64 `json:"empty_sweep_old_snapshot_ms"`
	// Round is a whole round of the engine that finds nothing to do after the
	// storm, in every district of the database, in milliseconds.
	Round float64 `json:"empty_round_ms"`
}

const (
	timerDistricts = 20
	timerSteps     = 5
	seeds          = 500 // cases in a batch that is written beforehand
)

// noon is when the cases of a storm are opened, by the clock of the bench.
var noon = time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)

// timed is a procedure whose cases fall due an hour after they are opened.
var timed = strings.NewReplacer("procedure: bench", "procedure: timed", "within: 30 working days", "within: 1 hours").Replace(definition)

// timers measures what falls due by itself.
func timers(ctx context.Context, o Options, p place, steps *steps) (Timer, error) {
	t := Timer{Store: p.name(), Pending: o.Pending, Storm: o.Storm}
	var clock atomic.Int64 // the bench's own: a storm does not wait for an hour
	clock.Store(noon.UnixMicro())
	e, s, err := openEngine(ctx, p, func() time.Time { return time.UnixMicro(clock.Load()) })
	if err != nil {
		return t, err
	}
	defer s.Close()
	var districts []string
	for i := range timerDistricts {
		name := fmt.Sprintf("timers-%02d", i)
		text := strings.NewReplacer("NAME", name, "bench: {version: 1}", "bench: {version: 1}, timed: {version: 1}").Replace(district)
		if _, err := e.Publish(ctx, "timed.yaml", []byte(timed), nil); err != nil {
			return t, err
		}
		if _, err := e.Load(ctx, name+".yaml", []byte(text), nil); err != nil {
			return t, err
		}
		districts = append(districts, name)
	}
	second := o.Storm / 10
	for _, fill := range []struct {
		procedure string
		n         int
		at        time.Duration
	}{{"bench", o.Pending, time.Minute}, {"timed", o.Storm, 2 * time.Minute}, {"timed", second, 62 * time.Minute}} {
		clock.Store(noon.Add(fill.at).UnixMicro())
		if err := sow(ctx, e, s, districts, fill.procedure, fill.n); err != nil {
			return t, err
		}
		steps.done()
	}
	if err := p.settle(ctx); err != nil {
		return t, err
	}
	if t.EmptyBefore, err = emptySweep(ctx, s, districts, time.Time{}); err != nil {
		return t, err
	}
	clock.Store(noon.Add(62*time.Minute + time.Second).UnixMicro())
	from := time.Now()
	if err := e.Settle(ctx); err != nil {
		return t, err
	}
	t.Seconds = time.Since(from).Seconds()
	t.PerSecond = float64(o.Storm) / t.Seconds
	steps.done()
	// A sweep trails the one before by ten minutes: later, what has fired lies
	// behind it.
	if t.EmptyAfter, err = later(ctx, e, s, districts, &clock); err != nil {
		return t, err
	}
	if t.Round, err = medianOf(func() error { return e.Settle(ctx) }); err != nil {
		return t, err
	}
	release, err := p.hold(ctx)
	if err != nil {
		return t, err
	}
	if release != nil {
		defer release()
	}
	clock.Store(noon.Add(122*time.Minute + time.Second).UnixMicro())
	if err := e.Settle(ctx); err != nil {
		return t, err
	}
	held, err := later(ctx, e, s, districts, &clock)
	if release != nil {
		t.EmptyHeld = &held
	}
	steps.done()
	return t, err
}

// trail is how far a sweep reaches back behind the one before.
const trail = 10 * time.Minute

// later measures an empty sweep some time after the last one that found
// anything, once a sweep has been through everything.
func later(ctx context.Context, e *engine.Engine, s store.Store, districts []string, clock *atomic.Int64) (float64, error) {
	now := time.UnixMicro(clock.Add((2 * trail).Microseconds())).UTC()
	if err := e.Settle(ctx); err != nil {
		return 0, err
	}
	return emptySweep(ctx, s, districts, now.Add(-trail))
}

// emptySweep is how long a sweep takes that finds nothing after an instant.
func emptySweep(ctx context.Context, s store.Store, districts []string, after time.Time) (float64, error) {
	sweeps := make([]store.Sweep, len(districts))
	for i, d := range districts {
		sweeps[i] = store.Sweep{District: d, After: store.Mark{At: after}}
	}
	return medianOf(func() error {
		_, err := s.Next(ctx, sweeps)
		return err
	})
}

// medianOf is the median time of something, in milliseconds.
func medianOf(do func() error) (float64, error) {
	var all []float64
	for range 101 {
		from := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		all = append(all, time.Since(from).Seconds()*1000)
	}
	median, _, _ := spread(all)
	return median, nil
}

// sow opens one case in each district by the engine, and copies it under new
// ids, in turn, until there are n. Every copy is a case like any other, its
// entry sealed anew.
func sow(ctx context.Context, e *engine.Engine, s store.Store, districts []string, procedure string, n int) error {
	models := make([]store.Change, len(districts))
	for i, d := range districts {
		a, err := e.OpenCase(ctx, engine.Opening{Procedure: procedure, Command: engine.Command{
			District: d, Actor: "an", Values: map[string]string{"copies": "3"},
		}})
		if err != nil {
			return err
		}
		if models[i], err = model(ctx, s, d, uuid.MustParse(a.Case)); err != nil {
			return err
		}
	}
	var batch []store.Change
	for i := len(districts); i < n; i++ {
		c, err := copyOf(&models[i%len(models)])
		if err != nil {
			return err
		}
		if batch = append(batch, c); len(batch) == seeds || i == n-1 {
			outs, err := s.Commit(ctx, batch)
			if err != nil {
				return err
			}
			for _, out := range outs {
				if out.Kind != store.Won {
					return fmt.Errorf("a copy: %s, %w", out.Kind, out.Err)
				}
			}
			batch = batch[:0]
		}
	}
	return nil
}

// model is a case as it was opened.
func model(ctx context.Context, s store.Store, district string, id uuid.UUID) (c store.Change, err error) {
	if c.Row, err = s.Case(ctx, district, id); err != nil {
		return c, err
	}
	for rec, err := range s.Journal(ctx, district, id, 0) {
		if err != nil {
			return c, err
		}
		c.Entries = append(c.Entries, rec)
	}
	return c, nil
}

// copyOf is a case like another, under an id of its own.
func copyOf(m *store.Change) (store.Change, error) {
	var out store.Change
	id, err := uuid.NewV7()
	if err != nil {
		return out, err
	}
	c, _, err := record.Unpack(m.Row.Doc)
	if err != nil {
		return out, err
	}
	var head [32]byte // of the entry before
	for i := range m.Entries {
		entry, err := record.Entry(m.Entries[i])
		if err != nil {
			return out, err
		}
		entry.Command = id.String()
		if entry.Opening != nil {
			entry.Opening.Case = id.String()
		}
		rec, err := record.Of(head, &entry)
		if err != nil {
			return out, err
		}
		head = rec.Hash
		out.Entries = append(out.Entries, rec)
	}
	c.ID = id.String()
	if out.Row, err = record.Row(c, head); err != nil {
		return out, err
	}
	out.Row.Wake = m.Row.Wake
	return out, nil
}
