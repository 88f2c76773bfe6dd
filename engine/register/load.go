package register

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
)

// ErrPast: a change was to be recorded at an instant before the last record's.
// A change takes effect no earlier than it is recorded.
var ErrPast = errors.New("before the last record of the register")

// ErrFile: a file that cannot be loaded, for it is another district's or
// organisation.File.Check finds fault with it.
var ErrFile = errors.New("not a file of this district")

// Load returns the records that make the district what a file and its calendar
// say, at an instant, which is cut to microseconds: the differences only, none
// when nothing has changed. The calendar is the base that the file names, with
// the file's overlay. The caller appends them to the register; s stays as it
// is. The error is an ErrFile or an ErrPast.
func (s *State) Load(f *organisation.File, cal *calendar.Calendar, at time.Time) ([]Record, error) {
	if f.District != s.District {
		return nil, fmt.Errorf("%w: district %q, not %q", ErrFile, f.District, s.District)
	}
	if faults := f.Check(); len(faults) > 0 {
		return nil, fmt.Errorf("%w: %s: %s", ErrFile, faults[0].Path, faults[0].Text.EN)
	}
	at = calendar.Cut(at)
	var changes []Record
	if old := s.LatestCalendar(); old == nil || old.Version() != cal.Version() {
		body, err := json.Marshal(cal.Data())
		if err != nil {
			return nil, err
		}
		changes = append(changes, Record{Kind: CalendarKind, Key: cal.Version(), Body: string(body)})
	}
	for _, ch := range organisation.Diff(s.Timeline.Facts(), f.Facts()) {
		changes = append(changes, Record{Kind: string(ch.Kind), Key: ch.Key, Body: ch.Body})
	}
	if len(changes) > 0 && at.Before(s.At) {
		return nil, fmt.Errorf("%w: %s", ErrPast, s.At.Format(time.RFC3339Nano))
	}
	prev := s.Head
	for i := range changes {
		r := &changes[i]
		r.District, r.Position, r.At, r.Prev = s.District, s.Position+int64(i)+1, at, prev
		r.seal()
		prev = r.Hash
	}
	return changes, nil
}
