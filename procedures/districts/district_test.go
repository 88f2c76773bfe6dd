package districts_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/procedures"
)

func districts(t *testing.T) map[string]*organisation.File {
	t.Helper()
	paths, err := filepath.Glob("*.yaml")
	if err != nil || len(paths) < 3 {
		t.Fatalf("three sample districts ship, found %v %v", paths, err)
	}
	all := map[string]*organisation.File{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f, faults := source.District(p, b)
		if err := faults.Err(); err != nil {
			t.Fatal(err)
		}
		all[f.District] = f
	}
	return all
}

func machines(t *testing.T) map[string]*procedure.Machine {
	t.Helper()
	all := map[string]*procedure.Machine{}
	for _, name := range procedures.Names() {
		b, err := procedures.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		m, _, faults := source.Procedure(name, b, procedures.Load)
		if m == nil {
			t.Fatal(faults)
		}
		all[name] = m
	}
	return all
}

// bound are the units of a role in a district.
func bound(f *organisation.File, role string) []string {
	for _, b := range f.Roles {
		if b.Role == role {
			return b.Units
		}
	}
	return nil
}

// holders are the officers of a unit who hold a role.
func holders(f *organisation.File, unit, role string) []string {
	var list []string
	for _, u := range f.Units {
		for _, o := range u.Officers {
			if u.ID == unit && slices.Contains(o.Roles, role) {
				list = append(list, o.ID)
			}
		}
	}
	return list
}

// Every sample district can run every procedure: each role that holds a case
// is held by somebody in every unit bound to it.
func TestEveryDistrictRunsEverything(t *testing.T) {
	all := machines(t)
	for name, f := range districts(t) {
		for _, m := range all {
			if !slices.ContainsFunc(f.Procedures, func(p organisation.Procedure) bool {
				return p.Name == m.Name && p.Version == m.Version
			}) {
				t.Errorf("%s does not run %s version %d", name, m.Name, m.Version)
			}
			for _, s := range m.States {
				if s.Owner == "" {
					continue
				}
				units := bound(f, s.Owner)
				if len(units) == 0 {
					t.Errorf("%s: %s needs the role %s", name, m.Name, s.Owner)
				}
				for _, unit := range units {
					if len(holders(f, unit, s.Owner)) == 0 {
						t.Errorf("%s: nobody in %s is %s", name, unit, s.Owner)
					}
				}
			}
		}
	}
}

// Where duties are separated, two people are there to do them.
func TestDutiesCanBeSeparated(t *testing.T) {
	all := machines(t)
	for name, f := range districts(t) {
		for _, m := range all {
			for _, s := range m.States {
				for _, mv := range s.Moves {
					if len(mv.NotBy) == 0 || !slices.Contains(mv.By, procedure.ByHolder) {
						continue
					}
					makers := map[string]bool{}
					for _, o := range m.States {
						for _, other := range o.Moves {
							if slices.Contains(mv.NotBy, other.Event) {
								for _, unit := range bound(f, o.Owner) {
									for _, officer := range holders(f, unit, o.Owner) {
										makers[officer] = true
									}
								}
							}
						}
					}
					for _, unit := range bound(f, s.Owner) {
						own := holders(f, unit, s.Owner)
						if len(own) == 1 && makers[own[0]] {
							t.Errorf("%s: %s.%s.%s can only be made by %s, who may have made %v", name, m.Name, s.Name, mv.Event, own[0], mv.NotBy)
						}
					}
				}
			}
		}
	}
}

// A child is first held by a unit bound to its first owner role, in this
// district or in the one that the binding names.
func TestChildrenFindTheirDesk(t *testing.T) {
	all, files := machines(t), districts(t)
	for name, f := range files {
		for _, m := range all {
			for _, s := range m.States {
				for _, ch := range s.Opens {
					child := all[ch.Procedure]
					first := child.State(child.Open.Branches[0].To).Owner
					for _, unit := range bound(f, ch.At) {
						at := f
						if district, own, other := strings.Cut(unit, ":"); other {
							at, unit = files[district], own
						}
						if at == nil || !slices.Contains(bound(at, first), unit) {
							t.Errorf("%s: %s opens %s at %q, which is not bound to its role %s", name, m.Name, ch.Procedure, unit, first)
						}
					}
				}
			}
		}
	}
}
