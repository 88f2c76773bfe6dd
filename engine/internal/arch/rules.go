package arch

import (
	"path"
	"slices"
	"strings"
)

// ranks order the rooms: a package may import those of a lower rank only, and
// of its own rank only where peers says so. Longer names win.
var ranks = []struct {
	room string
	rank int
}{
	{"engine/wording", 0},
	{"engine/calendar", 1},
	{"engine/journal", 1},
	{"engine/organisation", 2},
	{"engine/procedure", 3},
	{"engine/procedure/graph", 4},
	{"engine/casefile", 4},
	{"engine/procedure/source", 5},
	{"engine/register", 5},
	{"engine/store", 5},
	{"engine/finding", 5},
	{"engine/catalogue", 5},
	{"engine/internal/node", 6},
	{"engine/replay", 6},
	{"engine", 7},
	{"engine/enginetest", 9},
	{"engine/internal/arch", 10},
	{"procedures", 6},
	{"adapters", 8},
	{"cmd", 11},
}

// pureRooms decide or describe: what they say may depend on nothing but their
// arguments.
var pureRooms = []string{
	"engine/wording", "engine/calendar", "engine/journal", "engine/organisation", "engine/procedure",
	"engine/casefile", "engine/register", "engine/finding", "engine/catalogue", "engine/replay",
}

// proposals compute with fractions what people then decide; nothing else reads
// them at run time.
const proposals = "engine/calendar/lunar"

// impure are packages whose use would make an answer depend on the machine,
// the hour or the weather.
var impure = []string{
	"C", "context", "crypto/rand", "database/sql", "io/fs", "log", "math/rand", "net", "os", "plugin", "runtime",
	"sync", "syscall", "time/tzdata", "unsafe",
	"github.com/google/uuid",
}

// homes say where a library may be used, and why nowhere else.
var homes = []struct {
	library string
	rooms   []string
	why     string
}{
	{"github.com/looplab/fsm", []string{"engine/procedure/machine.go"}, "only the compiler's machine.go asks it"},
	{"github.com/goccy/go-yaml", []string{"engine/procedure/source", "adapters/eventlog"}, "YAML is read by package source"},
	{"github.com/santhosh-tekuri/jsonschema", nil, "schemas serve editors and tests"},
	{"cel.dev/cel-go", []string{"engine/procedure"}, "guards are compiled by package procedure"},
	{"database/sql", []string{"adapters/sqlite", "adapters/postgres"}, "SQL stands in adapters"},
	{"github.com/jmoiron/sqlx", []string{"adapters/sqlite", "adapters/postgres"}, "SQL stands in adapters"},
	{"github.com/lib/pq", []string{"adapters/postgres"}, "SQL stands in adapters"},
	{"modernc.org/sqlite", []string{"adapters/sqlite"}, "SQL stands in adapters"},
	{"github.com/pressly/goose", []string{"adapters/sqlite", "adapters/postgres"}, "SQL stands in adapters"},
	{"github.com/spf13/cobra", []string{"cmd"}, "the command line is cmd's"},
}

// doors are the adapters through which people come: they may import the engine
// itself. The others carry its nouns only.
var doors = []string{"adapters/httpapi", "adapters/console", "adapters/webhook"}

// forbidden says why a file may not import a package; "" when it may.
func forbidden(name, imported string) string {
	dir := path.Dir(name)
	if ours, ok := strings.CutPrefix(imported, Module+"/"); ok {
		if isTest(name) {
			return "" // tests stand outside the order
		}
		return outOfOrder(dir, ours)
	}
	for _, h := range homes {
		if within(imported, h.library) && !isTest(name) && !slices.ContainsFunc(h.rooms, func(r string) bool { return within(name, r) }) {
			return h.why
		}
	}
	if pure(dir) && !isTest(name) && slices.ContainsFunc(impure, func(p string) bool { return within(imported, p) }) {
		if imported == "context" && name == "engine/procedure/machine.go" {
			return "" // looplab/fsm asks for one
		}
		return "a pure package may depend on nothing but its arguments"
	}
	return ""
}

func outOfOrder(dir, imported string) string {
	from, to := rank(dir), rank(imported)
	switch {
	case from < 0:
		return "package " + dir + " has no place in the order of rooms"
	case to < 0:
		return "package " + imported + " has no place in the order of rooms"
	case room(dir) == room(imported) && room(dir) != "adapters":
		return "" // sub-packages of one room
	case room(dir) == "adapters" && adapter(dir) == adapter(imported):
		return ""
	case room(dir) == "adapters" && imported == "engine" && !slices.Contains(doors, adapter(dir)):
		return "an adapter knows the nouns it carries, not the engine"
	case to >= from:
		return "imports run from cmd down to wording, never up or across"
	}
	return ""
}

// rank returns the rank of the room a package stands in, -1 for none.
func rank(dir string) int {
	for _, r := range ranks {
		if r.room == room(dir) {
			return r.rank
		}
	}
	return -1
}

// room returns the longest name in ranks that a package stands in. Package
// engine itself is only that one folder.
func room(dir string) string {
	best := ""
	for _, r := range ranks {
		if within(dir, r.room) && len(r.room) > len(best) && (r.room != "engine" || dir == "engine") {
			best = r.room
		}
	}
	return best
}

// adapter returns the first two parts of the path of an adapter.
func adapter(dir string) string {
	parts := strings.SplitN(dir, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func pure(dir string) bool {
	return slices.ContainsFunc(pureRooms, func(r string) bool { return within(dir, r) }) && !within(dir, proposals)
}

// within reports whether a path is a folder, or stands in it.
func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}
