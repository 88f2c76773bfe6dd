package procedures_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/procedures"
)

func TestWhatShipsIsFoundByName(t *testing.T) {
	names := procedures.Names()
	if len(names) < 9 || !slices.IsSorted(names) || slices.ContainsFunc(names, func(s string) bool { return strings.Contains(s, ".") }) {
		t.Errorf("procedures %v", names)
	}
	for _, name := range names {
		b, err := procedures.Load(name)
		if err != nil || !strings.Contains(string(b), "\nprocedure: "+name+"\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	districts := procedures.Districts()
	if len(districts) != 3 {
		t.Errorf("districts %v", districts)
	}
	for _, name := range districts {
		if b, err := procedures.District(name); err != nil || !strings.Contains(string(b), "\ndistrict: "+name+"\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := procedures.Mapping("environmental-permit-receipt"); err != nil {
		t.Error(err)
	}
}

func TestWhatDoesNotShipIsAnErrorThatSaysWhatDoes(t *testing.T) {
	for _, load := range []func(string) ([]byte, error){procedures.Load, procedures.Mapping, procedures.District} {
		for _, name := range []string{"", "nothing", "../procedures", "environmental-permit-receipt.mapping", "catalogue/certified-copy"} {
			_, err := load(name)
			var unknown *procedures.UnknownError
			if !errors.As(err, &unknown) || unknown.Name != name || len(unknown.Have) == 0 || unknown.Error() != unknown.Text().EN {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
}
