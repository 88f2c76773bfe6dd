// Package procedures ships the unified catalogue as data: one file for each
// procedure, and sample districts. Calendars are in package calendars; the JSON
// Schemas beside this file serve editors.
//
// It holds no rules; package source reads what it gives.
//
//	b, err := procedures.Load("certified-copy")
//	machine, _, faults := source.Procedure("certified-copy.yaml", b, procedures.Load)
package procedures

import (
	"embed"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/engine/wording"
)

//go:embed catalogue/*.yaml districts/*.yaml
var files embed.FS

const (
	suffix        = ".yaml"
	mappingSuffix = ".mapping.yaml"
)

// UnknownError says that nothing of that name ships.
type UnknownError struct {
	What wording.Text // what was asked for
	Name string
	Have []string // what there is, sorted
}

func (e *UnknownError) Error() string { return e.Text().EN }

// Text says so in both languages, and what there is.
func (e *UnknownError) Text() wording.Text {
	name, have := strconv.Quote(e.Name), strings.Join(e.Have, ", ")
	return wording.Text{
		VI: "không có " + e.What.VI + " " + name + "; có: " + have,
		EN: "no " + e.What.EN + " " + name + "; there are: " + have,
	}
}

// Names lists the procedures that ship, sorted.
func Names() []string {
	return names("catalogue", func(file string) bool { return !strings.HasSuffix(file, mappingSuffix) })
}

// Load returns the file of a procedure that ships. The bytes are the caller's.
// The error is an *UnknownError.
func Load(name string) ([]byte, error) {
	return load("catalogue", name, suffix, wording.Text{VI: "thủ tục", EN: "procedure"}, Names)
}

// Mapping returns the file that says how the log of a foreign system reads as
// cases of that procedure. The error is an *UnknownError.
func Mapping(name string) ([]byte, error) {
	return load("catalogue", name, mappingSuffix, wording.Text{VI: "bảng ánh xạ", EN: "mapping"}, func() []string {
		return names("catalogue", func(file string) bool { return strings.HasSuffix(file, mappingSuffix) })
	})
}

// Districts lists the sample districts, sorted.
func Districts() []string {
	return names("districts", func(string) bool { return true })
}

// District returns the file of a sample district. The error is an
// *UnknownError.
func District(name string) ([]byte, error) {
	return load("districts", name, suffix, wording.Text{VI: "địa phương mẫu", EN: "sample district"}, Districts)
}

func names(folder string, ours func(file string) bool) []string {
	entries, _ := files.ReadDir(folder) // embedded: cannot fail
	var list []string
	for _, e := range entries {
		if ours(e.Name()) {
			list = append(list, strings.TrimSuffix(strings.TrimSuffix(e.Name(), suffix), ".mapping"))
		}
	}
	slices.Sort(list)
	return list
}

func load(folder, name, suffix string, what wording.Text, have func() []string) ([]byte, error) {
	if !strings.ContainsAny(name, "./") {
		if b, err := files.ReadFile(folder + "/" + name + suffix); err == nil {
			return b, nil
		}
	}
	return nil, &UnknownError{What: what, Name: name, Have: have()}
}
