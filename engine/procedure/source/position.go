package source

import "strings"

// Position is a place in a file, both from 1; Col counts characters.
type Position struct{ Line, Col int }

// Positions says where each path of a file stands: a key at its first
// character, an item of a list at its own. Paths are those of
// [procedure.Fault].
type Positions map[string]Position

// At returns the place of the path, or of the nearest thing around it that the
// file says; the beginning of the file if there is none.
func (p Positions) At(path string) Position {
	for path != "" {
		if at, ok := p[path]; ok {
			return at
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return Position{Line: 1, Col: 1}
}
