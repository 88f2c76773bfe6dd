package casefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
)

// catalogue is where the shipped procedures are.
const catalogue = "../../procedures/catalogue"

// TestLawsOnTheCatalogue runs the laws on random cases of the real procedures.
func TestLawsOnTheCatalogue(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(catalogue, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no procedures in %s: %v", catalogue, err)
	}
	lookup := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(catalogue, name+".yaml")) }
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if strings.Contains(name, ".") {
			continue // a mapping
		}
		t.Run(name, func(t *testing.T) {
			b, err := lookup(name)
			if err != nil {
				t.Fatal(err)
			}
			m, _, faults := source.Procedure(file, b, lookup)
			if m == nil {
				t.Fatal(faults)
			}
			org := timeline(t, everyRole(m))
			cal := weekdays(t)
			rapid.Check(t, func(r *rapid.T) {
				fresh := func() *world {
					c := &Case{ID: "case-1", District: "d1", Parent: ParentRef{"case-0", "d1"}}
					return &world{m: m, cal: cal, org: org, c: c}
				}
				h := &history{world: fresh(), fresh: fresh}
				if h.wander(r, t); h.c.Started() {
					h.hold(r, t)
				}
			})
		})
	}
}

// everyRole binds each role of a procedure to two units of two officers.
func everyRole(m *procedure.Machine) organisation.File {
	f := organisation.File{District: "d1"}
	for _, role := range m.Roles {
		b := organisation.Binding{Role: role.Name}
		for _, n := range []string{"-1", "-2"} {
			unit := role.Name + n
			f.Units = append(f.Units, organisation.Unit{
				ID: unit, Head: unit + "-a", Officers: officers(unit+"-a:"+role.Name, unit+"-b:"+role.Name),
			})
			b.Units = append(b.Units, unit)
		}
		f.Roles = append(f.Roles, b)
	}
	return f
}

// wander draws steps of any procedure.
func (h *history) wander(r *rapid.T, tb testing.TB) {
	now := at("2026-03-02 09:00")
	for n := rapid.IntRange(1, 20).Draw(r, "steps"); n > 0; n-- {
		cmd := h.drawEnd(r, now)
		if cmd == nil {
			cmd = h.drawMove(r, now)
		}
		h.step(tb, step{now, cmd})
		now = now.Add(gap(r))
	}
}
