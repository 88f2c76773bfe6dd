package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgcluster"
	"github.com/motcua/motcua/adapters/postgres/pgmeasure"
	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/adapters/sqlite/ceiling"
	"github.com/motcua/motcua/engine/store"
)

// place is a database that is measured.
type place interface {
	name() string
	version(ctx context.Context) (string, error)
	// open connects anew.
	open(ctx context.Context) (store.Store, error)
	// ceiling makes what the database itself allows, over these districts.
	ceiling(ctx context.Context, districts []string) (*limit, error)
	// count adds to a load what it cost the database.
	count(ctx context.Context, run func() (load, error)) (load, error)
	// settle brings the database to rest before a comparison.
	settle(ctx context.Context) error
	// hold keeps an old snapshot open, as a long report does; nil where there
	// is nothing to hold.
	hold(ctx context.Context) (release func(), err error)
	close()
}

// limit is a ceiling ready to run.
type limit struct {
	run   func(ctx context.Context, callers int, warm, measured time.Duration) (load, error)
	close func()
}

// errInUse refuses a database that holds districts.
var errInUse = errors.New("it holds data already")

// InUse reports whether a measurement was refused because its database holds
// data.
func InUse(err error) bool { return errors.Is(err, errInUse) }

// Missing reports whether PostgreSQL was to be started and is not installed.
func Missing(err error) bool { return errors.Is(err, pgcluster.ErrMissing) }

func openPlace(ctx context.Context, name string, o Options) (place, error) {
	if name == "sqlite" {
		dir, err := os.MkdirTemp("", "motcua-bench-")
		p := &file{dir: dir}
		p.wal.path = p.path()
		return p, err
	}
	p := &server{url: o.URL}
	if p.url == "" {
		c, err := pgcluster.New("shared_buffers = 1GB", "max_wal_size = 4GB", "checkpoint_timeout = 1h")
		if err != nil {
			return nil, err
		}
		p.cluster, p.url = c, c.Address("postgres")
	}
	s, err := p.open(ctx)
	if err == nil {
		var there []store.District
		if there, err = s.Districts(ctx); err == nil && len(there) > 0 {
			err = errInUse
		}
		_ = s.Close()
	}
	if err == nil {
		p.meter, err = pgmeasure.Open(ctx, p.url)
	}
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// server is a PostgreSQL database.
type server struct {
	url     string
	cluster *pgcluster.Cluster // nil: it is not ours
	meter   *pgmeasure.Meter
	tally   tally
}

func (p *server) name() string { return "postgres" }

func (p *server) version(ctx context.Context) (string, error) { return p.meter.Version(ctx) }

func (p *server) open(ctx context.Context) (store.Store, error) {
	s, err := postgres.Open(ctx, postgres.Config{URL: p.url, Mode: postgres.Create})
	if err != nil {
		return nil, err
	}
	return counted(s, &p.tally, func() {}), nil
}

func (p *server) settle(ctx context.Context) error { return p.meter.Vacuum(ctx) }

func (p *server) hold(ctx context.Context) (func(), error) { return p.meter.Hold(ctx) }

func (p *server) close() {
	if p.meter != nil {
		_ = p.meter.Close()
	}
	if p.cluster != nil {
		_ = p.cluster.Close()
	}
}

func (p *server) count(ctx context.Context, run func() (load, error)) (load, error) {
	before, err := p.meter.Read(ctx)
	if err != nil {
		return load{}, err
	}
	p.tally.reset()
	own := ownCPU()
	l, err := run()
	if err != nil {
		return l, err
	}
	own = ownCPU() - own
	l.commits, _ = p.tally.counted()
	after, err := p.meter.Read(ctx)
	d := after.Sub(before)
	l.rows, l.wal, l.cpu = d.Rows, d.WAL, d.CPU+own
	return l, err
}

func (p *server) ceiling(ctx context.Context, districts []string) (*limit, error) {
	c, err := p.meter.Ceiling(ctx, strings.Join(districts, ","), ceilingCallers)
	if err != nil {
		return nil, err
	}
	free := newFree(c.Cases())
	var callers []*pgmeasure.Caller
	return &limit{
		run: func(ctx context.Context, n int, warm, measured time.Duration) (load, error) {
			if rows, entry, ok := p.tally.like(); ok {
				c.Like(rows, entry)
			}
			callers = callers[:0]
			for range n {
				k, err := c.Caller(ctx)
				if err != nil {
					return load{}, err
				}
				defer k.Disconnect()
				callers = append(callers, k)
			}
			return drive(ctx, n, warm, measured, func(w int) error {
				err := free.with(func(i int) error { return callers[w].Move(ctx, i) })
				p.tally.commit(nil, 2)
				return err
			})
		},
		close: func() { _ = c.Close() },
	}, nil
}

// file is a SQLite database.
type file struct {
	dir   string
	tally tally
	wal   walFile
}

func (p *file) name() string { return "sqlite" }

func (p *file) path() string { return filepath.Join(p.dir, "bench.db") }

func (p *file) version(context.Context) (string, error) { return "(modernc.org/sqlite)", nil }

func (p *file) open(ctx context.Context) (store.Store, error) {
	s, err := sqlite.Open(ctx, sqlite.Config{Path: p.path(), Mode: sqlite.Create})
	if err != nil {
		return nil, err
	}
	return counted(s, &p.tally, p.wal.look), nil
}

func (p *file) settle(context.Context) error { return nil }

func (p *file) hold(context.Context) (func(), error) { return nil, nil }

func (p *file) close() {
	p.wal.close()
	_ = os.RemoveAll(p.dir)
}

func (p *file) count(_ context.Context, run func() (load, error)) (load, error) {
	p.tally.reset()
	p.wal.begin()
	own := ownCPU()
	l, err := run()
	l.cpu = ownCPU() - own
	l.commits, l.rows = p.tally.counted()
	l.wal = p.wal.counted()
	return l, err
}

func (p *file) ceiling(ctx context.Context, districts []string) (*limit, error) {
	c, err := ceiling.Open(ctx, p.path(), districts)
	if err != nil {
		return nil, err
	}
	free := newFree(c.Cases())
	return &limit{
		run: func(ctx context.Context, n int, warm, measured time.Duration) (load, error) {
			if rows, entry, ok := p.tally.like(); ok {
				c.Like(rows, entry)
			}
			return drive(ctx, n, warm, measured, func(int) error {
				err := free.with(func(i int) error { return c.Move(ctx, i) })
				p.wal.look()
				p.tally.commit(nil, 2)
				return err
			})
		},
		close: func() { _ = c.Close() },
	}, nil
}

// free gives out cases that nobody is moving.
type free struct{ taken []sync.Mutex }

func newFree(n int) *free { return &free{taken: make([]sync.Mutex, n)} }

func (f *free) with(do func(i int) error) error {
	i := rand.IntN(len(f.taken))
	for !f.taken[i].TryLock() {
		i = rand.IntN(len(f.taken))
	}
	defer f.taken[i].Unlock()
	if err := do(i); err != nil {
		return fmt.Errorf("the ceiling: %w", err)
	}
	return nil
}
