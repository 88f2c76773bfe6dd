package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// catalogue compiles the shipped procedures.
func catalogue(t testing.TB) Running {
	t.Helper()
	files := shipped(t)
	type read struct {
		m *procedure.Machine
		d *procedure.Definition
	}
	known := map[string]read{}
	for name, b := range files {
		m, d, faults := Procedure(name+".yaml", b, from(files))
		if m == nil {
			t.Fatal(faults)
		}
		known[name] = read{m, d}
	}
	return func(name string, version int) (*procedure.Machine, *procedure.Definition) {
		if k, ok := known[name]; ok && k.m.Version == version {
			return k.m, k.d
		}
		return nil, nil
	}
}

func districtFiles(t testing.TB, pattern string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../../procedures/" + pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no district files at %s: %v", pattern, err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[p] = b
	}
	return files
}

func TestTheSampleDistrictsAreClean(t *testing.T) {
	running := catalogue(t)
	_, schema := readSchema(t, "district.schema.json")
	for path, b := range districtFiles(t, "districts/*.yaml") {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			f, faults := DistrictFor(name, b, running)
			for _, x := range faults {
				if x.Warning {
					t.Log(x)
				} else {
					t.Error(x)
				}
			}
			if f.District+".yaml" != name || len(f.Units) == 0 || len(f.Procedures) == 0 || len(f.Sessions) == 0 {
				t.Errorf("read %+v", f)
			}
			if err := validate(t, schema, name, b); err != nil {
				t.Error(err)
			}
			_, at, _ := parseDistrict(name, b)
			checkPositions(t, b, at)
		})
	}
}

// parseDistrict gives the positions of a district file.
func parseDistrict(file string, b []byte) (string, Positions, Faults) {
	r, f := readDistrict(file, b)
	return f.District, r.at, r.faults
}

func TestBrokenDistrictsSayWhatIsWrong(t *testing.T) {
	running := catalogue(t)
	for path, b := range districtFiles(t, "testdata/broken/district/*.yaml") {
		name := filepath.Base(path)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			_, faults := DistrictFor(name, b, running)
			golden(t, strings.TrimSuffix(path, ".yaml")+".want", said(faults))
			if len(faults) == 0 {
				t.Error("nothing is said")
			}
		})
	}
}

func TestAnAllowanceShorterThanTheDesignedPathIsRefused(t *testing.T) {
	b, err := os.ReadFile("../../../procedures/testdata/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, d, _ := Procedure("base.yaml", b, nil)
	running := func(string, int) (*procedure.Machine, *procedure.Definition) { return m, d }
	text := `language: 1
district: xa-mau
calendar: vietnam
units: {mot-cua: {title: Một cửa | One-stop desk}}
roles: {desk: mot-cua, signer: mot-cua}
procedures: {sample: {version: 1, within: {legal: %s}}}
`
	for limit, want := range map[string]string{
		"5 working days": "",
		"3 working days": "",
		"2 working days": "x.yaml:6:44 procedures.sample.within.legal: C35 designed path «check → sign» takes «3 working days», more than clock «legal» allows «2 working days»; shorten a step",
	} {
		_, faults := DistrictFor("x.yaml", []byte(strings.Replace(text, "%s", limit, 1)), running)
		got := ""
		for _, f := range faults {
			got += f.String()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", limit, got, want)
		}
	}
}

func TestWhichAllowanceIsTighter(t *testing.T) {
	for _, c := range []struct {
		district, procedure string
		want                bool
	}{
		{"2 working hours", "3 working hours", true},
		{"90 working minutes", "3 working hours", true},
		{"3 working hours", "2 working hours", false},
		{"1 day", "2 working days", false},
		{"6 days", "1 week", true},
		{"11 months", "1 year", true},
		{"same day", "1 working day", true},
		{"1 working day", "same day", false},
		{"same day cut-off 16:00", "same day cut-off 15:00", true},
		{"same day", "same day cut-off 15:00", true},
		{"same day cut-off 14:00", "same day cut-off 15:00", false},
		{"same day cut-off 15:00", "same day", false},
		{"same day cut-off 00:00", "same day cut-off 15:00", false},
		{"2 working days cut-off 15:00", "3 working days", false},
		{"2 working days", "3 working days cut-off 15:00", true},
	} {
		a, err := calendar.ParseLimit(c.district)
		if err != nil {
			t.Fatal(err)
		}
		b, err := calendar.ParseLimit(c.procedure)
		if err != nil {
			t.Fatal(err)
		}
		if got := atMost(a, b); got != c.want {
			t.Errorf("%s within %s: %v", c.district, c.procedure, got)
		}
	}
}
