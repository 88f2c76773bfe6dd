// Package bench measures the engine end to end over real stores, beside what
// the store itself allows: the ceiling. Contenders run one after the other in
// each round, in an order that turns, and a ratio is always to the ceiling of
// the same round: a machine that is busy for a while slows both.
//
// It judges nothing, and knows nothing of the command line.
//
//	report, err := bench.Run(ctx, bench.Options{Stores: []string{"sqlite"}})
package bench

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Options say what is measured. The zero values are a quick form.
type Options struct {
	// Stores are "sqlite" and "postgres".
	Stores []string
	// URL is an empty PostgreSQL database, as its owner; "" starts a throw-away
	// server.
	URL string
	// Districts are the numbers of districts over which the load is spread,
	// Callers those of callers at a time.
	Districts, Callers []int
	// Time is how long one contender runs in one round; Rounds how often.
	Time   time.Duration
	Rounds int
	// Cases is how many cases the load moves, over all its districts.
	Cases int
	// History is how many entries the journal gets before anything is measured.
	History int
	// Pending, when not 0, measures timers: so many cases wait for an instant
	// far away while Storm others fall due at one.
	Pending, Storm int
	// Progress, if set, is told how many steps of how many are done.
	Progress func(done, of int)
}

// Callers of the ceiling: one connection each.
const ceilingCallers = 16

func (o Options) withDefaults() Options {
	if len(o.Districts) == 0 {
		o.Districts = []int{1, 20, 200}
	}
	if len(o.Callers) == 0 {
		o.Callers = []int{1, 16, 64, 256}
	}
	if o.Time == 0 {
		o.Time = time.Second
	}
	if o.Rounds == 0 {
		o.Rounds = 3
	}
	if o.Cases == 0 {
		o.Cases = 10_000
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	return o
}

// Report is what was measured.
type Report struct {
	Machine Machine `json:"machine"`
	Rows    []Row   `json:"rows"`
	Timers  []Timer `json:"timers,omitempty"`
}

// Row is one contender on one store: the ceiling, or the engine.
type Row struct {
	Store     string `json:"store"`
	Contender string `json:"contender"`
	Districts int    `json:"districts"`
	Callers   int    `json:"callers"`
	// Ratio is to the ceiling of the same round: the median, with the lowest
	// and the highest.
	Ratio       float64 `json:"ratio"`
	RatioLowest float64 `json:"ratio_lowest"`
	RatioHigh   float64 `json:"ratio_highest"`
	// PerSecond are transitions acknowledged a second, likewise.
	PerSecond float64 `json:"per_second"`
	Lowest    float64 `json:"lowest"`
	Highest   float64 `json:"highest"`
	// Commits, Rows, WAL bytes and processor microseconds for one transition;
	// null where the store does not tell.
	Commits *float64 `json:"commits"`
	Rows    *float64 `json:"rows"`
	WAL     *float64 `json:"wal_bytes"`
	CPU     *float64 `json:"cpu_us"`
	// P50 and P99 are how long a caller waited, in milliseconds.
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
}

// Run measures. What it makes it removes; a database of the caller's keeps the
// cases.
func Run(ctx context.Context, o Options) (Report, error) {
	o = o.withDefaults()
	r := Report{Machine: thisMachine()}
	steps := &steps{tell: o.Progress, of: o.steps()}
	for _, name := range o.Stores {
		p, err := openPlace(ctx, name, o)
		if err != nil {
			return r, err
		}
		err = measure(ctx, o, p, &r, steps)
		p.close()
		if err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
	}
	return r, nil
}

func measure(ctx context.Context, o Options, p place, r *Report, steps *steps) error {
	version, err := p.version(ctx)
	if err != nil {
		return err
	}
	r.Machine.Stores = append(r.Machine.Stores, p.name()+" "+version)
	for _, districts := range o.Districts {
		rows, err := compare(ctx, o, p, districts, steps)
		if err != nil {
			return err
		}
		r.Rows = append(r.Rows, rows...)
	}
	if o.Pending > 0 {
		t, err := timers(ctx, o, p, steps)
		if err != nil {
			return fmt.Errorf("timers: %w", err)
		}
		r.Timers = append(r.Timers, t)
	}
	return nil
}

// contender is what takes its turn in a round.
type contender struct {
	row   Row
	run   func(ctx context.Context, callers int, warm, measured time.Duration) (load, error)
	loads []load
}

// compare measures the ceiling and the engine over so many districts.
func compare(ctx context.Context, o Options, p place, districts int, steps *steps) ([]Row, error) {
	c, err := found(ctx, o, p, districts)
	if err != nil {
		return nil, err
	}
	steps.done()
	ceil, err := p.ceiling(ctx, c.names())
	if err != nil {
		return nil, fmt.Errorf("ceiling: %w", err)
	}
	defer ceil.close()
	all := []*contender{{row: Row{Contender: "ceiling", Callers: ceilingCallers}, run: ceil.run}}
	for _, n := range o.Callers {
		all = append(all, &contender{row: Row{Contender: "engine", Callers: n}, run: c.run})
	}
	if err := p.settle(ctx); err != nil {
		return nil, err
	}
	for round := range o.Rounds {
		for i := range all {
			k := all[(i+round)%len(all)]
			l, err := p.count(ctx, func() (load, error) { return k.run(ctx, k.row.Callers, o.Time/4, o.Time) })
			if err != nil {
				return nil, fmt.Errorf("%s, %d callers: %w", k.row.Contender, k.row.Callers, err)
			}
			k.loads = append(k.loads, l)
			steps.done()
		}
	}
	var rows []Row
	for _, k := range all {
		k.row.Store, k.row.Districts = p.name(), districts
		rows = append(rows, k.sum(all[0].loads))
	}
	return rows, nil
}

// sum makes the row of a contender's rounds.
func (k *contender) sum(ceiling []load) Row {
	var ratios, rates, p50, p99 []float64
	for i, l := range k.loads {
		ratios = append(ratios, l.rate()/ceiling[i].rate())
		rates = append(rates, l.rate())
		p50, p99 = append(p50, l.quantile(50)), append(p99, l.quantile(99))
	}
	r := k.row
	r.Ratio, r.RatioLowest, r.RatioHigh = spread(ratios)
	r.PerSecond, r.Lowest, r.Highest = spread(rates)
	r.P50, _, _ = spread(p50)
	r.P99, _, _ = spread(p99)
	each := func(get func(*load) (float64, bool)) *float64 {
		var all []float64
		for i := range k.loads {
			v, ok := get(&k.loads[i])
			if !ok {
				return nil
			}
			all = append(all, v/float64(k.loads[i].all))
		}
		m, _, _ := spread(all)
		return &m
	}
	r.Commits = each(func(l *load) (float64, bool) { return float64(l.commits), l.commits > 0 })
	r.Rows = each(func(l *load) (float64, bool) { return float64(l.rows), l.rows > 0 })
	r.WAL = each(func(l *load) (float64, bool) { return float64(l.wal), l.wal > 0 })
	r.CPU = each(func(l *load) (float64, bool) { return float64(l.cpu.Microseconds()), l.cpu > 0 })
	return r
}

// spread is the median with the lowest and the highest.
func spread(all []float64) (median, lowest, highest float64) {
	s := slices.Sorted(slices.Values(all))
	return s[len(s)/2], s[0], s[len(s)-1]
}
