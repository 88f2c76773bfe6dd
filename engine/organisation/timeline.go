package organisation

import (
	"errors"
	"sort"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// ErrOrder: a change would take effect before one that was recorded already.
var ErrOrder = errors.New("recorded out of order")

// Timeline is the organisation of one district through time. It is read-only
// once built, and safe for concurrent use; With gives a longer one.
type Timeline struct {
	moments []moment // ascending by instant; positions ascend with them
}

type moment struct {
	at    time.Time
	facts []Fact
	view  *View
}

// nothing is the view before any record.
var nothing = new(View)

// At returns the view as of the last record strictly before an instant: a
// change recorded at that very instant does not count yet. Never nil.
func (t *Timeline) At(instant time.Time) *View {
	if t == nil {
		return nothing
	}
	n := len(t.moments)
	for n > 0 && !t.moments[n-1].at.Before(instant) {
		n--
		if n > 8 { // mostly the present is asked for, else search
			n = sort.Search(n, func(i int) bool { return !t.moments[i].at.Before(instant) })
			break
		}
	}
	if n == 0 {
		return nothing
	}
	return t.moments[n-1].view
}

// Latest returns the view after the last record, whenever it was made.
func (t *Timeline) Latest() *View {
	if t == nil || len(t.moments) == 0 {
		return nothing
	}
	return t.moments[len(t.moments)-1].view
}

// Facts returns the facts after the last record, sorted.
func (t *Timeline) Facts() []Fact {
	if t == nil || len(t.moments) == 0 {
		return nil
	}
	return t.moments[len(t.moments)-1].facts
}

// With returns the timeline with changes recorded at an instant, the last of
// them at a register position. It fails with ErrOrder when the instant lies
// before the last record's or the position does not grow, and when a body
// cannot be read. t stays as it is.
func (t *Timeline) With(position int64, at time.Time, offset calendar.Offset, changes []Fact) (*Timeline, error) {
	var moments []moment
	if t != nil {
		moments = t.moments
	}
	n := len(moments)
	if n > 0 && (at.Before(moments[n-1].at) || position <= moments[n-1].view.position) {
		return nil, ErrOrder
	}
	m := moment{at: at, facts: Apply(t.Facts(), changes)}
	var err error
	if m.view, err = NewView(position, offset, m.facts); err != nil {
		return nil, err
	}
	return &Timeline{moments: append(moments[:n:n], m)}, nil
}
