package node

import (
	"context"
	"sync"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// duty is what this node knows of the background work of one district.
// Whoever works on it holds working.
type duty struct {
	district string
	working  sync.Mutex

	// fence is that of the lease, 0 without one; until is when the lease is as
	// good as lost, by this machine's clock.
	fence int64
	until time.Time

	post post // what of its log was delivered

	mu    sync.Mutex // of the rest, which todo looks at while somebody works
	swept time.Time  // the now of the last sweep that came to its end
	whole time.Time  // that of the last one from the very beginning
	log   int64      // how far the log was read, with nothing left to deliver
	set   int64      // how far the register was put to open cases
}

// duties keeps one duty per district.
type duties struct {
	mu    sync.Mutex
	known map[string]*duty
}

func (a *duties) of(district string) *duty {
	a.mu.Lock()
	defer a.mu.Unlock()
	d := a.known[district]
	if d == nil {
		d = &duty{district: district, log: -1, set: -1}
		a.known[district] = d
	}
	return d
}

func (a *duties) all() []*duty {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []*duty
	for _, d := range a.known {
		all = append(all, d)
	}
	return all
}

// upToDate reports whether nothing was recorded in the district that this node
// has not acted upon.
func (d *duty) upToDate(now store.District) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log >= now.Log && d.set >= now.Register
}

func (d *duty) delivered(log int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = log
}

func (d *duty) corrected(register int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.set = register
}

// forget makes the next work in a district begin at what the store says:
// another node may have worked there since.
func (d *duty) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.swept, d.whole, d.post = time.Time{}, time.Time{}, post{}
}

// lease takes the lease of a district for its background work, or renews it
// when half of it has passed. store.ErrFenced while another node has it.
//
// A node takes a lease when there is something to do, and keeps it until it
// runs out: idle districts cost nothing, and what a dead node held is taken
// over by whoever next finds something to do there.
func (n *Node) lease(ctx context.Context, d *duty) error {
	asked := time.Now()
	if d.fence != 0 && asked.Before(d.until.Add(-n.Lease/2)) {
		return nil
	}
	fence, err := n.Store.Lease(ctx, d.district, n.id, n.Lease)
	if err != nil {
		d.fence = 0
		return err
	}
	if fence != d.fence {
		d.forget()
	}
	d.fence, d.until = fence, asked.Add(n.Lease)
	return nil
}

// release gives up the leases that still run, so that nobody has to wait.
func (n *Node) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, d := range n.duties.all() {
		d.working.Lock()
		_ = n.noteCursor(ctx, d) // else somebody delivers again, with no effect
		if d.fence != 0 && time.Now().Before(d.until) {
			_, _ = n.Store.Lease(ctx, d.district, n.id, 0) // else it runs out
		}
		d.fence = 0
		d.working.Unlock()
	}
}
