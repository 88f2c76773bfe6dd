package city

import (
	"container/heap"
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure/source"
)

// Config says what a city is made of.
type Config struct {
	// Engine stands over a store with a virtual clock that has not begun.
	Engine *engine.Engine
	// Procedures finds the file of a procedure by name.
	Procedures func(name string) ([]byte, error)
	// Seed chooses one of the many stories that could happen.
	Seed uint64
	// From is a Monday, 00:00 local; Weeks is how long the story lasts.
	From  time.Time
	Weeks int
	// Daily is how many cases a district gets on an open day, on average. 0: 3.
	Daily int
	// Progress, if set, hears how many of the days have passed.
	Progress func(day int)
}

// File is the file of a district. One that is Quiet takes in no cases: it is
// there to answer others.
type File struct {
	Name  string
	Text  []byte
	Quiet bool
}

// Tally is what the engine answered.
type Tally struct {
	Accepted int
	// Refused counts refusals by their code.
	Refused map[casefile.Code]int
}

// City is a city under simulation. It is not safe for concurrent use.
type City struct {
	Config
	rng       *rand.Rand
	districts []*district // in the order of the files
	books     map[string]*book
	agenda    agenda
	cases     map[string]*dossier
	settled   time.Time
	now       time.Time
	tally     Tally
}

// Found publishes the procedures that the districts run and loads the districts.
func Found(ctx context.Context, config Config, files []File) (*City, error) {
	if config.Daily == 0 {
		config.Daily = 3
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], config.Seed)
	c := &City{
		Config: config, rng: rand.New(rand.NewChaCha8(key)), books: map[string]*book{}, cases: map[string]*dossier{},
		tally: Tally{Refused: map[casefile.Code]int{}},
	}
	parsed := make([]*organisation.File, len(files))
	for i, f := range files {
		var faults source.Faults
		parsed[i], faults = source.District(f.Name, f.Text)
		if err := faults.Err(); err != nil {
			return nil, err
		}
		for _, p := range parsed[i].Procedures {
			if err := c.publish(ctx, p.Name); err != nil {
				return nil, err
			}
		}
	}
	for i, f := range files {
		if _, err := c.Engine.Load(ctx, f.Name, f.Text, nil); err != nil {
			return nil, err
		}
		d, err := c.settle(ctx, parsed[i], f.Quiet)
		if err != nil {
			return nil, err
		}
		c.districts = append(c.districts, d)
	}
	return c, nil
}

// Until is when the story ends: the last Friday, 15:00 local.
func (c *City) Until() time.Time {
	return c.From.AddDate(0, 0, 7*c.Weeks-3).Add(15 * time.Hour)
}

// sweep is how much time passes at most between two sweeps.
const sweep = 30 * time.Minute

// Live plays the whole story, in the order of time.
func (c *City) Live(ctx context.Context) (Tally, error) {
	for _, d := range c.districts {
		c.arrivals(d)
	}
	until := c.Until()
	for day := range 7 * c.Weeks {
		c.sweeps(day)
	}
	for c.agenda.Len() > 0 {
		next := heap.Pop(&c.agenda).(errand)
		if next.at.After(until) {
			break
		}
		c.now = next.at
		if c.Progress != nil {
			c.Progress(int(c.now.Sub(c.From) / (24 * time.Hour)))
		}
		if c.now.Sub(c.settled) >= sweep {
			if err := c.advance(ctx); err != nil {
				return c.tally, err
			}
		}
		if err := next.do(ctx); err != nil {
			return c.tally, err
		}
	}
	c.now = until
	return c.tally, c.advance(ctx)
}

// sweeps plans those after the hours at which most dues fall.
func (c *City) sweeps(day int) {
	for _, minute := range []int{1, 12*60 + 1, 17*60 + 1} {
		at := c.From.AddDate(0, 0, day).Add(time.Duration(minute) * time.Minute)
		c.plan(at, func(ctx context.Context) error {
			if c.settled.Equal(c.now) {
				return nil
			}
			return c.advance(ctx)
		})
	}
}

// advance moves the clock and lets the engine do what is due.
func (c *City) advance(ctx context.Context) error {
	c.settled = c.now
	return c.Engine.Advance(ctx, c.now)
}

// put sends a command and reports the refusal, if the answer was no.
func (c *City) put(ctx context.Context, send func(context.Context) (engine.Answer, error)) (engine.Answer, *casefile.Refusal, error) {
	answer, err := send(ctx)
	var refused *engine.RefusedError
	if errors.As(err, &refused) {
		c.tally.Refused[refused.Refusal.Code]++
		return answer, refused.Refusal, nil
	}
	if err == nil {
		c.tally.Accepted++
	}
	return answer, nil, err
}

// chance is true p times in a hundred.
func (c *City) chance(p int) bool { return c.rng.IntN(100) < p }

// between is a number from low to high, both included.
func (c *City) between(low, high int) int {
	if high <= low {
		return low
	}
	return low + c.rng.IntN(high-low+1)
}

// one chooses from a list that is not empty.
func one[T any](c *City, list []T) T { return list[c.rng.IntN(len(list))] }
