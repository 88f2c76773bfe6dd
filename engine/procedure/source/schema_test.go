package source

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func readSchema(t testing.TB, name string) (raw map[string]any, compiled *jsonschema.Schema) {
	t.Helper()
	b, err := os.ReadFile("../../../procedures/" + name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	compiled, err = c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any), compiled
}

// plain is the value of a node as JSON has it.
func plain(n *node) any {
	switch n.form {
	case formMap:
		m := map[string]any{}
		for _, p := range n.pairs {
			m[p.key.text] = plain(p.value)
		}
		return m
	case formList:
		list := []any{}
		for _, v := range n.items {
			list = append(list, plain(v))
		}
		return list
	case formInt:
		return json.Number(n.text)
	case formBool:
		return n.text == "true"
	case formText:
		return n.text
	}
	return nil
}

func validate(t *testing.T, s *jsonschema.Schema, file string, b []byte) error {
	t.Helper()
	r, root := open(file, b)
	if root == nil {
		t.Fatalf("%s: %v", file, r.faults)
	}
	return s.Validate(plain(root))
}

func TestTheSchemaKnowsExactlyTheKeysOfTheParser(t *testing.T) {
	rooms := map[string]map[string]where{
		"procedure.schema.json": {
			"": inProcedure, "legal": inLegal, "field": inField, "clock": inClock, "state": inState, "move": inMove,
			"everywhereMove": inEverywhere, "branch": inBranch, "child": inChild, "policy": inPolicy,
			"guardedLimit": inLimit,
		},
		"district.schema.json": {
			"": inDistrict, "unit": inUnit, "leave": inLeave, "binding": inBinding, "session": inSession,
			"closure": inClosure, "guardedLimit": inLimit,
		},
	}
	seen := map[where]bool{}
	for name, rooms := range rooms {
		raw, _ := readSchema(t, name)
		defs := raw["$defs"].(map[string]any)
		defs[""] = raw
		for def, s := range defs {
			properties, closed := s.(map[string]any)["properties"].(map[string]any)
			w, ours := rooms[def]
			if closed != ours {
				t.Errorf("%s: %q has properties: %v, is a place of the parser: %v", name, def, closed, ours)
			}
			if !ours {
				continue
			}
			seen[w] = true
			var got []string
			for k := range properties {
				got = append(got, k)
			}
			want := slices.Clone(keys[w])
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q has %v, the parser %v", name, def, got, want)
			}
			if s.(map[string]any)["additionalProperties"] != false {
				t.Errorf("%s: %q takes other keys", name, def)
			}
		}
	}
	for w := range keys {
		if !seen[w] {
			t.Errorf("no schema for the keys %v", keys[w])
		}
	}
}

func TestTheSchemaSaysEverythingInBothLanguages(t *testing.T) {
	for _, name := range []string{"procedure.schema.json", "district.schema.json"} {
		raw, _ := readSchema(t, name)
		var walk func(path string, v any)
		walk = func(path string, v any) {
			switch v := v.(type) {
			case map[string]any:
				for k, x := range v {
					if s, ok := x.(string); ok && k == "description" && !strings.Contains(s, " | ") && s != "mon-fri, sat, …" {
						t.Errorf("%s %s: %q", name, path, s)
					}
					if properties, ok := x.(map[string]any); ok && k == "properties" && v["additionalProperties"] == false {
						for key, p := range properties {
							described(t, name+path+"/"+key, p, raw)
						}
					}
					walk(path+"/"+k, x)
				}
			case []any:
				for _, x := range v {
					walk(path, x)
				}
			}
		}
		walk("", raw)
	}
}

// described fails unless a key of the schema, or what it refers to, says what
// it is for.
func described(t *testing.T, path string, p any, raw map[string]any) {
	t.Helper()
	m := p.(map[string]any)
	if _, ok := m["description"]; ok {
		return
	}
	ref, _ := m["$ref"].(string)
	def, ok := raw["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	if !ok || def["title"] == nil && def["description"] == nil {
		t.Errorf("%s has no description", path)
	}
}

func TestTheCatalogueValidates(t *testing.T) {
	_, s := readSchema(t, "procedure.schema.json")
	for name, b := range shipped(t) {
		if err := validate(t, s, name, b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesWhatIsStructurallyBroken(t *testing.T) {
	// What an editor cannot see: it takes a comparison across the file, or the
	// file is no tree at all.
	beyond := map[string]bool{
		"c04-depth": true, "c04-warn-kind": true, "c05-no-title": true, "c05-two-titles": true, "c04-root": true,
	}
	_, s := readSchema(t, "procedure.schema.json")
	paths, _ := brokenFiles(t)
	refused := 0
	for _, path := range paths {
		name := strings.TrimSuffix(path[strings.LastIndexByte(path, '/')+1:], ".yaml")
		if !slices.Contains([]string{"c01", "c04", "c05", "c06", "c07", "c13", "c14", "c15"}, name[:3]) || beyond[name] {
			continue
		}
		if err := validate(t, s, name, readFile(t, path)); err == nil {
			t.Errorf("the schema takes %s", name)
		}
		refused++
	}
	if refused < 40 {
		t.Errorf("%d files tried", refused)
	}
	if err := validate(t, s, "base.yaml", readFile(t, "../../../procedures/testdata/base.yaml")); err != nil {
		t.Error(err)
	}
}
