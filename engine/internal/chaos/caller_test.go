package chaos

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine"
)

// hot is how many open cases of a district callers choose among: few enough
// that those of all nodes meet, always the oldest.
const hot = 25

// pool are the open cases that callers know of.
type pool struct {
	mu   sync.Mutex
	open map[string][]string
}

// fill looks at the open cases again and again.
func (n *node) fill(ctx context.Context) {
	for ctx.Err() == nil {
		open := map[string][]string{}
		for _, d := range districts {
			for c, err := range n.engine.List(ctx, engine.Query{District: d, Open: true}) {
				if err != nil || len(open[d]) == hot {
					break
				}
				open[d] = append(open[d], c.ID)
			}
		}
		n.pool.mu.Lock()
		n.pool.open = open
		n.pool.mu.Unlock()
		pause(ctx, 300*time.Millisecond)
	}
}

func (n *node) some(district string, r *rand.Rand) (id string, many bool) {
	n.pool.mu.Lock()
	defer n.pool.mu.Unlock()
	open := n.pool.open[district]
	if len(open) == 0 {
		return "", false
	}
	return open[r.IntN(len(open))], len(open) == hot
}

// call puts commands without pause.
func (n *node) call(ctx context.Context, r *rand.Rand) {
	for ctx.Err() == nil {
		if o := n.next(ctx, r); o != nil {
			n.put(ctx, o, r)
		} else {
			pause(ctx, 20*time.Millisecond)
		}
	}
}

// next makes a command that may well be accepted; nil if there is none now.
func (n *node) next(ctx context.Context, r *rand.Rand) *engine.Opening {
	district := districts[r.IntN(len(districts))]
	id, many := n.some(district, r)
	var o engine.Opening
	if _, asker := asks[district]; asker && (!many && r.IntN(3) == 0 || r.IntN(30) == 0) {
		o = opening(district)
	} else if id == "" {
		return nil
	} else if !n.move(ctx, r, district, id, &o) {
		return nil
	}
	o.ID = uuid.Must(uuid.NewV7()).String()
	return &o
}

// move fills in an event that the case offers.
func (n *node) move(ctx context.Context, r *rand.Rand, district, id string, o *engine.Opening) bool {
	c, err := n.engine.Case(ctx, district, id)
	if err != nil || len(c.Next) == 0 {
		return false
	}
	next := c.Next[r.IntN(len(c.Next))]
	o.Command = engine.Command{District: district, Case: id, Event: next.Event, Values: map[string]string{}}
	o.Actor = map[string]string{"desk": "an", "office": "chi", "hq": "dung"}[c.Holder.Unit]
	if r.IntN(10) == 0 {
		o.Actor = officers[r.IntN(len(officers))]
	}
	if next.Event == engine.Assign {
		o.Officer = o.Actor
	}
	for _, need := range next.Needs {
		if need = strings.TrimSuffix(need, "?"); need == engine.Reason {
			o.Values[need] = "vì vậy"
		}
	}
	return true
}

// put sends a command until it is answered, as whoever wants to know does. Now
// and then it gives up waiting early, and sends an accepted one once more.
func (n *node) put(ctx context.Context, o *engine.Opening, r *rand.Rand) {
	say(line{What: saysTry, ID: o.ID, District: o.District, At: time.Now().UnixMicro(), Put: o})
	a, tries, err := n.send(ctx, o, r)
	switch {
	case err == nil:
		say(line{What: saysDone, ID: o.ID, District: a.District, Case: a.Case, Seq: a.Entry.Seq, At: a.Entry.At.UnixMicro()})
	case errors.Is(err, engine.ErrUnavailable): // told to end: the outcome stays unknown
		return
	case errors.Is(err, engine.ErrRefused), errors.Is(err, engine.ErrConflict) && !strings.Contains(err.Error(), "another command"):
		say(line{What: saysNo, ID: o.ID, Seq: int64(tries - 1), Text: err.Error()})
		return
	default:
		say(line{What: saysBad, ID: o.ID, Text: err.Error()})
		return
	}
	if r.IntN(8) > 0 {
		return
	}
	switch b, _, err := n.send(ctx, o, r); {
	case err == nil:
		say(line{What: saysAgain, ID: o.ID, District: b.District, Case: b.Case, Seq: b.Entry.Seq, At: b.Entry.At.UnixMicro()})
	case !errors.Is(err, engine.ErrUnavailable):
		say(line{What: saysBad, ID: o.ID, Text: "accepted before, and sent again: " + err.Error()})
	}
}

// send sends a command until the outcome is known, or the node is to end.
func (n *node) send(ctx context.Context, o *engine.Opening, r *rand.Rand) (a engine.Answer, tries int, err error) {
	for {
		tries++
		a, err = n.once(o, r)
		if !errors.Is(err, engine.ErrUnavailable) || ctx.Err() != nil {
			return a, tries, err
		}
		pause(ctx, time.Duration(20+r.IntN(150))*time.Millisecond)
	}
}

func (n *node) once(o *engine.Opening, r *rand.Rand) (engine.Answer, error) {
	patience := time.Minute
	if r.IntN(20) == 0 {
		patience = time.Duration(1+r.IntN(15)) * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if o.Procedure != "" {
		return n.engine.OpenCase(ctx, *o)
	}
	return n.engine.Do(ctx, o.Command)
}
