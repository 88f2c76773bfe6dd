package storetest

import (
	"errors"
	"fmt"
	"math/rand"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

const (
	linearWorkers = 6
	linearRounds  = 40
	linearCases   = 2 // in each district: hot
	// linearBound is how long the search for an order may take. It takes
	// milliseconds.
	linearBound = 20 * time.Second
)

var linearDistricts = []string{"d1", "d2"}

// clerk is one of the callers: what it believes, and what it was told.
type clerk struct {
	worker  int
	r       *office
	rnd     *rand.Rand
	seen    map[store.Key]int64 // the sequence it heard of last
	history []porcupine.Operation
}

// office is what the clerks share.
type office struct {
	s     store.Store
	begun time.Time

	mu   sync.Mutex
	sent []store.Change // by all of them, to be sent again
}

// linear lets callers commit and read on a few cases and then asks whether
// there is an order of all the calls, each between its start and its return,
// in which a store with a single caller would have given the same answers.
func linear(t testing.TB, s store.Store) {
	enrol(t, s, linearDistricts...)
	o := &office{s: s, begun: time.Now()}
	clerks := make([]*clerk, linearWorkers)
	errs := make([]error, linearWorkers)
	var all sync.WaitGroup
	for w := range clerks {
		clerks[w] = &clerk{worker: w, r: o, rnd: rand.New(rand.NewSource(int64(w))), seen: map[store.Key]int64{}}
		all.Go(func() {
			for range linearRounds {
				if errs[w] = clerks[w].call(); errs[w] != nil {
					return
				}
			}
		})
	}
	all.Wait()
	ok(t, errors.Join(errs...))
	var history []porcupine.Operation
	for _, c := range clerks {
		history = append(history, c.history...)
	}
	for _, part := range cases.Partition(history) {
		if got := porcupine.CheckOperationsTimeout(cases, part, linearBound); got != porcupine.Ok {
			k := part[0].Input.(sent).key
			t.Errorf("no order of the %d calls on case %s of %s explains the answers: %s", len(part), k.Case, k.District, got)
		}
	}
}

// call makes one call: most write.
func (c *clerk) call() error {
	switch c.rnd.Intn(8) {
	case 0:
		return c.look()
	case 1:
		return c.list()
	case 2:
		return c.recall()
	}
	return c.commit()
}

func (c *clerk) key() store.Key {
	return store.Key{District: linearDistricts[c.rnd.Intn(len(linearDistricts))], Case: id(c.rnd.Intn(linearCases))}
}

func (c *clerk) now() int64 { return int64(time.Since(c.r.begun)) }

// note keeps what one call was told, and believes it.
func (c *clerk) note(in sent, called int64, out told, returned int64) {
	c.history = append(c.history, porcupine.Operation{ClientId: c.worker, Input: in, Call: called, Output: out, Return: returned})
	switch {
	case in.command != uuid.Nil:
		c.seen[in.key] = max(c.seen[in.key], out.entry.Seq)
	case in.change == nil:
		c.seen[in.key] = out.row.Seq
	case out.outcome.Kind == store.Replayed:
		c.seen[in.key] = max(c.seen[in.key], out.outcome.First.Seq)
	default:
		c.seen[in.key] = out.outcome.Seq
	}
}

func (c *clerk) look() error {
	k := c.key()
	called := c.now()
	row, err := c.r.s.Case(ctx, k.District, k.Case)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read: %w", err)
	}
	c.note(sent{key: k}, called, told{row: row}, c.now())
	return nil
}

func (c *clerk) list() error {
	keys := []store.Key{c.key(), c.key()}
	called := c.now()
	rows, err := c.r.s.Rows(ctx, keys)
	if err != nil || len(rows) != len(keys) {
		return fmt.Errorf("%d rows of %d: %w", len(rows), len(keys), err)
	}
	returned := c.now()
	for i, k := range keys {
		c.note(sent{key: k}, called, told{row: rows[i]}, returned)
	}
	return nil
}

// recall asks for a command that somebody sent lately, or is sending.
func (c *clerk) recall() error {
	ch, there := c.resent()
	command := uuid.Nil
	if there {
		command = ch.Entries[len(ch.Entries)-1].Command
	}
	if command == uuid.Nil {
		return c.look()
	}
	k := store.Key{District: ch.Row.District, Case: ch.Row.Case}
	called := c.now()
	entry, err := c.r.s.Command(ctx, k.District, command)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("command: %w", err)
	}
	c.note(sent{key: k, command: command}, called, told{entry: entry}, c.now())
	return nil
}

// commit sends one change, or up to four at once, on what it believes.
func (c *clerk) commit() error {
	n := 1
	if c.rnd.Intn(3) == 0 {
		n = 2 + c.rnd.Intn(3)
	}
	batch := make([]store.Change, n)
	for i := range batch {
		batch[i] = c.draw()
	}
	if c.rnd.Intn(2) == 0 {
		runtime.Gosched() // let the knowledge grow stale
	}
	called := c.now()
	outs, err := c.r.s.Commit(ctx, batch)
	if err != nil || len(outs) != len(batch) {
		return fmt.Errorf("commit: %d outcomes of %d changes: %w", len(outs), len(batch), err)
	}
	returned := c.now()
	for i, o := range outs {
		ch := &batch[i]
		if o.Kind == store.Failed {
			return fmt.Errorf("failed: %w", o.Err)
		}
		c.note(sent{key: store.Key{District: ch.Row.District, Case: ch.Row.Case}, change: ch}, called, told{outcome: o}, returned)
	}
	return nil
}

// resent takes a change that some clerk sent lately.
func (c *clerk) resent() (store.Change, bool) {
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	n := len(c.r.sent)
	if n == 0 {
		return store.Change{}, false
	}
	return c.r.sent[n-1-c.rnd.Intn(min(n, 2*linearWorkers))], true
}

// draw makes a change of a case that stands, as far as the clerk knows, where
// it expects; or takes one that some clerk sent before. Each writes a row that
// tells it from all others.
func (c *clerk) draw() store.Change {
	if c.rnd.Intn(5) == 0 {
		if ch, there := c.resent(); there {
			return ch
		}
	}
	c.r.mu.Lock()
	defer c.r.mu.Unlock()
	k, command := c.key(), cmd(1+len(c.r.sent))
	ch := change(k.District, k.Case, c.seen[k], 1+c.rnd.Intn(3), command)
	if c.rnd.Intn(8) == 0 {
		ch = change(k.District, k.Case, c.seen[k], 1, uuid.Nil)
	}
	ch.Row.Doc = command[:]
	c.r.sent = append(c.r.sent, ch)
	return ch
}
