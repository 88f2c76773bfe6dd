package city

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
)

// district is a district as its people know it.
type district struct {
	name  string
	quiet bool
	file  *organisation.File
	cal   *calendar.Calendar
	bound map[string]map[string][]string // units by procedure and role
	pace  map[string]pace                // by officer
	round map[string]bool                // units that like to pass tasks on
}

// pace is how an officer works.
type pace uint8

const (
	prompt  pace = iota // well before the due
	steady              // near the due
	shelves             // now and then long after it
)

// settle gives a loaded district its people's habits.
func (c *City) settle(ctx context.Context, file *organisation.File, quiet bool) (*district, error) {
	shown, err := c.Engine.District(ctx, file.District)
	if err != nil {
		return nil, err
	}
	d := &district{
		name: file.District, quiet: quiet, file: file, cal: shown.Calendar,
		bound: map[string]map[string][]string{}, pace: map[string]pace{}, round: map[string]bool{},
	}
	for _, r := range shown.Runs {
		d.bound[r.Procedure] = map[string][]string{}
		for _, b := range r.Roles {
			d.bound[r.Procedure][b.Role] = b.Units
		}
	}
	for _, u := range file.Units {
		d.round[u.ID] = c.chance(20) || d.shares(u.ID) && c.chance(60)
		for _, o := range u.Officers {
			d.pace[o.ID] = []pace{prompt, prompt, steady, steady, steady, shelves}[c.rng.IntN(6)]
		}
	}
	return d, nil
}

// shares reports whether another unit has a role of this one, to whom a task
// could go instead.
func (d *district) shares(unit string) bool {
	return slices.ContainsFunc(d.file.Roles, func(b organisation.Binding) bool {
		return len(b.Units) > 1 && slices.Contains(b.Units, unit)
	})
}

// unit returns a unit of the district, or nil.
func (d *district) unit(id string) *organisation.Unit {
	for i := range d.file.Units {
		if d.file.Units[i].ID == id {
			return &d.file.Units[i]
		}
	}
	return nil
}

// holding lists who has a role in a unit.
func (d *district) holding(unit, role string) (officers []string) {
	if u := d.unit(unit); u != nil {
		for _, o := range u.Officers {
			if slices.Contains(o.Roles, role) {
				officers = append(officers, o.ID)
			}
		}
	}
	return officers
}

func (c *City) district(name string) *district {
	for _, d := range c.districts {
		if d.name == name {
			return d
		}
	}
	return nil
}

// hands says who does an officer's work now: themselves, or who stands in for
// them during a leave.
func (d *district) hands(officer string, now time.Time) (actor, whom string) {
	today := d.cal.DateOf(now)
	for _, l := range d.file.Leave {
		if l.Officer == officer && l.From <= today && today <= l.To {
			return l.Substitute, officer
		}
	}
	return officer, ""
}

// later is an instant some working minutes on, in office hours.
func (d *district) later(from time.Time, minutes int) (time.Time, error) {
	at, _, err := d.cal.Due(calendar.Limit{N: int64(max(minutes, 1)), Unit: calendar.WorkingMinute}, from, nil)
	return at, err
}

// open is the working minutes between two instants.
func (d *district) open(from, to time.Time) int { return int(d.cal.Between(from, to) / time.Minute) }
