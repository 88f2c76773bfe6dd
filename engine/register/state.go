package register

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/organisation"
)

// State is a district as its register tells it. It is read-only and safe for
// concurrent use; With gives the state after more records. The zero State, with
// its District, is that of an empty register.
type State struct {
	District string
	// Position, At and Head are those of the last record: 0, zero and zero
	// before the first.
	Position int64
	At       time.Time
	Head     [32]byte
	// Timeline is the organisation through time.
	Timeline *organisation.Timeline

	eras []era // ascending
}

// era is a calendar since it was recorded.
type era struct {
	at       time.Time
	position int64
	calendar *calendar.Calendar
}

// Fold reads a whole register, and checks it: every record stands in its place,
// its bytes say what it says and give its hash, it bears the hash of the one
// before, and what it says can be done. The error names the first that does
// not fit: a *journal.ChainError.
func Fold(district string, records []Record) (*State, error) {
	return (&State{District: district}).With(records)
}

// With returns the state after more records, which it checks as Fold does. They
// may bear an instant of their own each, never before that of an earlier one.
func (s *State) With(records []Record) (*State, error) {
	next := *s
	for len(records) > 0 {
		n := 1 // records of one instant change the organisation at once
		for n < len(records) && records[n].At.Equal(records[0].At) {
			n++
		}
		if err := next.fold(records[:n]); err != nil {
			return nil, err
		}
		records = records[n:]
	}
	return &next, nil
}

// fold takes records of one instant.
func (s *State) fold(records []Record) error {
	var changes []organisation.Fact
	var positions []int64 // of the changes
	for i := range records {
		r := &records[i]
		err := s.follows(r)
		if err == nil && r.Kind == CalendarKind {
			err = s.enact(r)
		}
		if err != nil {
			return &journal.ChainError{Seq: s.Position + 1, Why: err.Error()}
		}
		if r.Kind != CalendarKind {
			changes, positions = append(changes, r.fact()), append(positions, r.Position)
		}
		s.Position, s.At, s.Head = r.Position, r.At, r.Hash
	}
	t, err := s.Timeline.With(s.Position, s.At, s.offset(), changes)
	if err != nil {
		seq := records[0].Position
		var change *organisation.ChangeError
		if errors.As(err, &change) {
			seq = positions[change.Index]
		}
		return &journal.ChainError{Seq: seq, Why: err.Error()}
	}
	s.Timeline = t
	return nil
}

// follows checks that a record is the next one, and whole.
func (s *State) follows(r *Record) error {
	sealed := *r
	sealed.seal()
	switch {
	case r.Position != s.Position+1:
		return fmt.Errorf("missing; number %d stands in its place", r.Position)
	case !bytes.Equal(sealed.Bytes, r.Bytes):
		return errors.New("its bytes say something else")
	case sealed.Hash != r.Hash:
		return errors.New("its bytes do not give its hash")
	case r.District != s.District:
		return fmt.Errorf("it belongs to district %q", r.District)
	case r.Prev != s.Head:
		return errors.New("it does not bear the hash of the record before it")
	case r.At.Before(s.At):
		return errors.New("its instant lies before that of the record before it")
	}
	return nil
}

// enact puts a recorded calendar in force.
func (s *State) enact(r *Record) error {
	var data calendar.Data
	if err := json.Unmarshal([]byte(r.Body), &data); err != nil {
		return err
	}
	c, err := calendar.New(data)
	if err != nil {
		return err
	}
	if c.Version() != r.Key {
		return fmt.Errorf("its data are those of calendar %s, not %s", c.Version(), r.Key)
	}
	s.eras = append(s.eras[:len(s.eras):len(s.eras)], era{at: r.At, position: r.Position, calendar: c})
	return nil
}

// offset is local time in the latest calendar.
func (s *State) offset() calendar.Offset {
	if len(s.eras) == 0 {
		return 0
	}
	return s.eras[len(s.eras)-1].calendar.Offset()
}

// CalendarPosition is that of the latest calendar's record, 0 if there is none.
func (s *State) CalendarPosition() int64 {
	if len(s.eras) == 0 {
		return 0
	}
	return s.eras[len(s.eras)-1].position
}

// Calendar returns a recorded calendar by its version, or nil.
func (s *State) Calendar(version string) *calendar.Calendar {
	for i := range s.eras {
		if s.eras[i].calendar.Version() == version {
			return s.eras[i].calendar
		}
	}
	return nil
}

// CalendarAt returns the calendar in force at an instant: the last recorded
// strictly before it, or nil.
func (s *State) CalendarAt(instant time.Time) *calendar.Calendar {
	for i := len(s.eras) - 1; i >= 0; i-- {
		if s.eras[i].at.Before(instant) {
			return s.eras[i].calendar
		}
	}
	return nil
}

// LatestCalendar returns the calendar recorded last, or nil.
func (s *State) LatestCalendar() *calendar.Calendar {
	if len(s.eras) == 0 {
		return nil
	}
	return s.eras[len(s.eras)-1].calendar
}
