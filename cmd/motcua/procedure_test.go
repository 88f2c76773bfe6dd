package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// procedureRun runs the program with the languages of the environment set
// aside and returns what it wrote.
func procedureRun(t *testing.T, args ...string) (status int, out, errw string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(args, strings.NewReader(""), &o, &e, func(string) string { return "" })
	return status, o.String(), e.String()
}

const brokenFolder = "../../procedures/testdata/broken/"

func TestProcedureLint(t *testing.T) {
	base := "../../procedures/testdata/base.yaml"
	faulty, warned := brokenFolder+"c03-several.yaml", brokenFolder+"c36-unused.yaml"
	for _, c := range []struct {
		name   string
		args   []string
		status int
		out    []string // in the lines of standard output
		errw   string
	}{
		{"a clean file", []string{base}, 0, []string{"1 tệp, 0 lỗi, 0 cảnh báo"}, ""},
		{"in English", []string{base, "--lang", "en"}, 0, []string{"1 file, 0 errors, 0 warnings"}, ""},
		{"a faulty file says all its faults", []string{faulty}, 2, []string{":19:5 clocks.legal.stops: C03 không có", ":28:42 ", ":39:5 ", "1 tệp, 3 lỗi, 0 cảnh báo"}, ""},
		{"warnings only", []string{warned, "--lang=en"}, 0, []string{"C36 role, document, field or clock never used", "1 file, 0 errors, 2 warnings"}, ""},
		{"warnings only, strictly", []string{warned, "--strict"}, 1, []string{"C36"}, ""},
		{"several files", []string{warned, faulty, base}, 2, []string{"3 tệp, 3 lỗi, 2 cảnh báo"}, ""},
		{"a file that is missing", []string{base, "none.yaml"}, 2, []string{"2 tệp, 1 lỗi"}, "none.yaml"},
		{"a folder", []string{brokenFolder}, 2, nil, "không đọc được tệp"},
		{"no file", nil, 2, nil, "--help"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, errw := procedureRun(t, append([]string{"procedure", "lint"}, c.args...)...)
			if status != c.status || !strings.Contains(errw, c.errw) || c.errw == "" && errw != "" {
				t.Errorf("status %d, standard error %q", status, errw)
			}
			for _, want := range c.out {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in %q", want, out)
				}
			}
		})
	}
}

func TestProcedureLintJSONIsOneDocument(t *testing.T) {
	status, out, errw := procedureRun(t, "procedure", "lint", "--json", brokenFolder+"c03-state.yaml", "none.yaml", brokenFolder+"c36-unused.yaml")
	var got struct {
		OK               bool
		Errors, Warnings int
		Files            []struct {
			File, Procedure, Identity string
			OK                        bool
			Faults                    []struct {
				Line, Col  int
				Path, Code string
				Warning    bool
				Text       struct{ VI, EN string }
			}
		}
	}
	d := json.NewDecoder(strings.NewReader(out))
	if err := d.Decode(&got); err != nil || d.More() {
		t.Fatalf("%v in %q", err, out)
	}
	if status != 2 || got.OK || got.Errors != 2 || got.Warnings != 2 || len(got.Files) != 3 || !strings.Contains(errw, "none.yaml") {
		t.Fatalf("status %d, %+v", status, got)
	}
	f := got.Files[0].Faults[0]
	if f.Line != 28 || f.Col != 42 || f.Path != "states.check.moves.submit.to" || f.Code != "C03" || f.Warning || f.Text.VI == "" || f.Text.EN == "" {
		t.Errorf("%+v", f)
	}
	if last := got.Files[2]; !last.OK || last.Procedure != "sample" || len(last.Identity) != 64 || !last.Faults[0].Warning {
		t.Errorf("%+v", last)
	}
}

func TestProcedureLintFindsChildrenBesideTheFileFirst(t *testing.T) {
	file := brokenFolder + "c31-no-join.yaml" // its child ships
	if _, out, _ := procedureRun(t, "procedure", "lint", file); strings.Contains(out, "C34") {
		t.Errorf("the shipped child was not found: %s", out)
	}
	folder := t.TempDir()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"parent.yaml": string(b), "consultation.yaml": "language: 1\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, out, _ := procedureRun(t, "procedure", "lint", filepath.Join(folder, "parent.yaml")); !strings.Contains(out, "C34") {
		t.Errorf("the child beside the file was not read: %s", out)
	}
}

func TestProcedureShow(t *testing.T) {
	status, out, errw := procedureRun(t, "procedure", "show", "certified-copy", "--lang", "en")
	if status != 0 || errw != "" {
		t.Fatalf("status %d, %s", status, errw)
	}
	for _, want := range []string{
		"Certification of copies from the original\n", "certified-copy, version 1, code 2.000815", "UNVERIFIED: ",
		"legal  Time limit for certification: same day, cut-off 15:00\n", "Holder: Certifying signatory", "Waits for: the applicant",
		"- sign  Sign → stamp (by: the holder; not by who did: submit)", "- uncollected  Never collected → lapsed (by itself on expiry)",
		"done  Done [final: done]",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if _, vi, _ := procedureRun(t, "procedure", "show", "certified-copy"); !strings.HasPrefix(vi, "Chứng thực bản sao từ bản chính\n") {
		t.Errorf("in Vietnamese it begins %q", vi[:80])
	}
	byFile := "../../procedures/catalogue/certified-copy.yaml"
	_, named, _ := procedureRun(t, "procedure", "show", "certified-copy", "--json")
	_, filed, _ := procedureRun(t, "procedure", "show", byFile, "--json")
	if named != filed {
		t.Error("by file and by name it shows differently")
	}
	var got struct {
		Identity, Wording, Procedure string
		Version                      int
		Clocks                       []struct{ Name string }
		States                       []struct {
			Name, Owner, Outcome string
			Duty, Allowance      *struct{ VI, EN string }
			Moves                []struct {
				Event    string
				By       []string
				Branches []struct{ To string }
			}
		}
	}
	if err := json.Unmarshal([]byte(named), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Identity) != 64 || len(got.Wording) != 64 || got.Procedure != "certified-copy" || got.Version != 1 || got.Clocks[0].Name != "legal" {
		t.Errorf("%+v", got)
	}
	for _, s := range got.States {
		open := s.Owner != "" && s.Duty != nil && s.Allowance != nil && len(s.Moves) > 0 && s.Moves[0].Branches != nil
		if open == (s.Outcome != "") {
			t.Errorf("%+v", s)
		}
	}
}

func TestProcedureShowRefuses(t *testing.T) {
	for _, c := range []struct{ arg, says string }{
		{"certified-copi", `không có thủ tục "certified-copi"`},
		{"none.yaml", `không đọc được tệp "none.yaml"`},
		{brokenFolder + "c03-several.yaml", "c03-several.yaml:39:5 states.sign.owner: C03"},
	} {
		for _, verb := range []string{"show", "graph"} {
			status, out, errw := procedureRun(t, "procedure", verb, c.arg)
			if status != 2 || out != "" || !strings.Contains(errw, c.says) {
				t.Errorf("%s %s: status %d, %q, %q", verb, c.arg, status, out, errw)
			}
		}
	}
}

func TestProcedureGraph(t *testing.T) {
	for format, want := range map[string]string{"mermaid": "stateDiagram", "dot": "digraph"} {
		status, out, _ := procedureRun(t, "procedure", "graph", "certified-copy", "--format", format)
		if status != 0 || !strings.Contains(out, want) || !strings.Contains(out, "Trình ký") {
			t.Errorf("%s: status %d\n%s", format, status, out)
		}
	}
	if status, _, errw := procedureRun(t, "procedure", "graph", "certified-copy", "--format", "png"); status != 2 || !strings.Contains(errw, "png") {
		t.Errorf("status %d, %s", status, errw)
	}
}

func TestProcedureNewLintsCleanAndNeverOverwrites(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		t.Chdir(t.TempDir())
		if status, out, errw := procedureRun(t, "procedure", "new", "cap-phep-thu", "--lang", lang); status != 0 || !strings.Contains(out, "cap-phep-thu.yaml") {
			t.Fatalf("status %d, %s", status, errw)
		}
		if status, out, _ := procedureRun(t, "procedure", "lint", "--strict", "cap-phep-thu.yaml"); status != 0 {
			t.Errorf("%s: the skeleton does not lint clean:\n%s", lang, out)
		}
		before, err := os.ReadFile("cap-phep-thu.yaml")
		if err != nil || !strings.Contains(string(before), "\nprocedure: cap-phep-thu\n") {
			t.Fatalf("%v\n%s", err, before)
		}
		if err := os.WriteFile("cap-phep-thu.yaml", []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, _, errw := procedureRun(t, "procedure", "new", "cap-phep-thu", "--lang", lang); status != 2 || errw == "" {
			t.Errorf("status %d, %q", status, errw)
		}
		if after, _ := os.ReadFile("cap-phep-thu.yaml"); string(after) != "mine" {
			t.Error("overwritten")
		}
	}
	for _, name := range []string{"", "Thủ tục", "a/b", "../x", "a_b", "-a", strings.Repeat("a", 65)} {
		if status, _, _ := procedureRun(t, "procedure", "new", "--", name); status != 2 {
			t.Errorf("%q: status %d", name, status)
		}
	}
}
