// Package calendars ships the calendars of the catalogue as data: the national
// calendar of Viet Nam in its versions, and plain weekdays for foreign logs.
//
// It holds no rules of counting; package calendar does.
//
//	c, err := calendars.Load("vietnam")
package calendars

import (
	"embed"
	"sort"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/wording"
)

//go:embed *.yaml
var files embed.FS

// UnknownError says that no calendar of that name ships.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string { return e.Text().EN }

// Text says so in both languages, and which there are.
func (e *UnknownError) Text() wording.Text {
	name, known := strconv.Quote(e.Name), strings.Join(Names(), ", ")
	return wording.Text{VI: "không có lịch " + name + "; có: " + known, EN: "no calendar " + name + "; there are: " + known}
}

// Names lists the calendars that ship, in alphabetical order.
func Names() []string {
	entries, _ := files.ReadDir(".") // embedded: cannot fail
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	sort.Strings(names)
	return names
}

// Bytes gives the file of a calendar that ships. The error is an
// *UnknownError.
func Bytes(name string) ([]byte, error) {
	b, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, &UnknownError{Name: name}
	}
	return b, nil
}

// Load reads a calendar that ships. The error is an *UnknownError.
func Load(name string) (*calendar.Calendar, error) {
	b, err := Bytes(name)
	if err != nil {
		return nil, err
	}
	return source.Calendar(name+".yaml", b)
}
