package organisation

import (
	"errors"
	"time"

	"github.com/motcua/motcua/engine/calendar"
)

// ErrOrder: a change would take effect before one that was recorded already.
var ErrOrder = errors.New("recorded out of order")

// Timeline is the organisation of one district through time. It is read-only
// once built, and safe for concurrent use; With gives a longer one, which
// shares with it whatever did not change.
type Timeline struct {
	moments []moment // ascending by instant; positions ascend with them
	facts   []Fact   // after the last
}

type moment struct {
	at   time.Time
	view *View
}

// nothing is the view before any record.
var nothing = new(View)

// At returns the view as of the last record strictly before an instant: a
// change recorded at that very instant does not count yet. Never nil.
func (t *Timeline) At(instant time.Time) *View {
	if t == nil {
		return nothing
	}
	low, high := 0, len(t.moments)
	if high > 0 && t.moments[high-1].at.Before(instant) {
		low = high // mostly the present is asked for
	}
	for low < high {
		if mid := (low + high) / 2; t.moments[mid].at.Before(instant) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return nothing
	}
	return t.moments[low-1].view
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
	if t == nil {
		return nil
	}
	return t.facts
}

// With returns the timeline with changes recorded at an instant, the last of
// them at a register position, under a calendar of that offset. It fails with
// ErrOrder when the instant lies before the last record's or the position does
// not grow, and with a *ChangeError at the first change that is no fact of its
// kind, or takes back what is not there. t stays as it is.
func (t *Timeline) With(position int64, at time.Time, offset calendar.Offset, changes []Fact) (*Timeline, error) {
	var moments []moment
	if t != nil {
		moments = t.moments
	}
	n := len(moments)
	if n > 0 && (at.Before(moments[n-1].at) || position <= moments[n-1].view.position) {
		return nil, ErrOrder
	}
	view, err := t.Latest().with(position, offset, changes)
	if err != nil {
		return nil, err
	}
	return &Timeline{moments: append(moments[:n:n], moment{at, view}), facts: Apply(t.Facts(), changes)}, nil
}
