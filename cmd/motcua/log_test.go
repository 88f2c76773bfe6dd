package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// motcua runs the whole program in memory.
func motcua(t *testing.T, stdin string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(append([]string{"--lang", "en"}, args...), strings.NewReader(stdin), &o, &e, func(string) string { return "" })
	return status, o.String(), e.String()
}

// xes writes a log of the receipt procedure: for each case, its activities an
// hour apart from nine o'clock on a Monday.
func xes(cases ...[]string) string {
	names := map[string]string{
		"T00": "Confirmation of receipt", "T02": "T02 Check confirmation of receipt", "T04": "T04 Determine confirmation of receipt",
		"T05": "T05 Print and send confirmation of receipt", "T06": "T06 Determine necessity of stop advice",
		"T10": "T10 Determine necessity to stop indication",
	}
	var b strings.Builder
	b.WriteString("<log>")
	for i, c := range cases {
		fmt.Fprintf(&b, `<trace><string key="concept:name" value="case-%d"/><date key="deadline" value="2011-04-04T12:00:00+02:00"/>`, i+1)
		for hour, step := range c {
			name := names[step]
			if name == "" {
				name = step
			}
			fmt.Fprintf(&b, `<event><string key="concept:name" value="%s"/><date key="time:timestamp" value="2011-02-07T%02d:00:00+01:00"/></event>`, name, 9+hour)
		}
		b.WriteString("</trace>")
	}
	b.WriteString("</log>")
	return b.String()
}

func TestLogCheckJSON(t *testing.T) {
	log := xes(
		[]string{"T00", "T02", "T04", "T05", "T06", "T10"},
		[]string{"T00", "T06", "T02", "T04", "T10", "T05"},
		[]string{"T00", "T04", "lunch", "T10"},
		[]string{"lunch"},
	)
	file := filepath.Join(t.TempDir(), "log.xes")
	if err := os.WriteFile(file, []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := motcua(t, "", "log", "check", file, "--procedure", "environmental-permit-receipt", "--json")
	if status != 0 || errs != "" {
		t.Fatalf("exit %d: %s", status, errs)
	}
	var r struct {
		Cases      int `json:"cases"`
		Events     int `json:"events"`
		Fitting    int `json:"fitting_cases"`
		Unchecked  int `json:"unchecked_cases"`
		Deviations []struct {
			Kind      string `json:"kind"`
			Count     int    `json:"count"`
			FirstCase string `json:"first_case"`
		} `json:"deviations"`
		Unmapped []struct {
			Activity string `json:"activity"`
			Count    int    `json:"count"`
		} `json:"unmapped"`
		States []struct {
			State string `json:"state"`
			Open  int64  `json:"open_minutes"`
		} `json:"states"`
		Offset string `json:"offset"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Cases != 4 || r.Events != 17 || r.Fitting != 2 || r.Unchecked != 1 || r.Offset != "+01:00" {
		t.Errorf("%+v", r)
	}
	if len(r.Deviations) != 2 || r.Deviations[0].Kind != "no_such_move" || r.Deviations[0].Count != 1 || r.Deviations[0].FirstCase != "case-3" ||
		r.Deviations[1].Kind != "guard" || r.Deviations[1].FirstCase != "case-3" {
		t.Errorf("deviations %+v", r.Deviations)
	}
	if len(r.Unmapped) != 1 || r.Unmapped[0].Activity != "lunch" || r.Unmapped[0].Count != 2 {
		t.Errorf("unmapped %+v", r.Unmapped)
	}
	open := map[string]int64{}
	for _, s := range r.States {
		open[s.State] = s.Open
	}
	// check: 9-10 in case 1, 9-11 in case 2, 9-10 in case 3. advice: the lunch
	// hour of case 1. send: 11-12, 12-14 and 10-12.
	if len(r.States) != 17 || open["check"] != 240 || open["advice"] != 0 || open["send"] != 240 || open["decide"] != 60 {
		t.Errorf("states %+v", r.States)
	}
}

func TestLogCheckText(t *testing.T) {
	log := xes([]string{"T00", "T02"}, []string{"T00", "T04"})
	for _, c := range []struct{ lang, want string }{
		{"en", "fitting: 1 case (50.0%)"},
		{"vi", "khớp: 1 hồ sơ (50,0%)"},
	} {
		status, out, errs := motcua(t, log, "log", "check", "-", "--procedure", "environmental-permit-receipt", "--lang", c.lang)
		if status != 0 || errs != "" || !strings.Contains(out, c.want) || !strings.Contains(out, "case-2") {
			t.Errorf("exit %d %s\n%s", status, errs, out)
		}
	}
}

func TestLogCheckExit(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	log := xes([]string{"T00", "T04"})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(log)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	whole := write("log.xes.gz", packed.Bytes())
	cut := write("cut.xes.gz", packed.Bytes()[:packed.Len()-12])
	broken := write("broken.xes", []byte("<log><trace>"))
	mapping := write("odd.yaml", []byte("mapping: 1\nprocedure: environmental-permit-receipt\nactivities: {A: fly}\n"))
	receipt := []string{"--procedure", "environmental-permit-receipt"}
	for _, c := range []struct {
		name   string
		args   []string
		status int
		errs   string
	}{
		{"deviations alone", append([]string{whole}, receipt...), 0, ""},
		{"more than allowed", append([]string{whole, "--fail-on", "0"}, receipt...), 1, ""},
		{"as many as allowed", append([]string{whole, "--fail-on", "1"}, receipt...), 0, ""},
		{"another offset", append([]string{whole, "--offset", "+07:00", "--calendar", "weekdays"}, receipt...), 0, ""},
		{"a calendar that does not reach", append([]string{whole, "--calendar", "vietnam"}, receipt...), 0, ""},
		{"no procedure", []string{whole}, 2, "--procedure is missing"},
		{"an unknown procedure", []string{whole, "--procedure", "nothing"}, 2, `no procedure "nothing"`},
		{"no mapping", []string{whole, "--procedure", "certified-copy"}, 2, "give --mapping FILE"},
		{"a mapping that is not there", append([]string{whole, "--mapping", "nowhere.yaml"}, receipt...), 2, "cannot read file"},
		{"a faulty mapping", append([]string{whole, "--mapping", mapping}, receipt...), 2, `the procedure has no event "fly"`},
		{"an odd offset", append([]string{whole, "--offset", "1"}, receipt...), 2, "+01:00"},
		{"an unknown calendar", append([]string{whole, "--calendar", "moon"}, receipt...), 2, "moon"},
		{"a negative bound", append([]string{whole, "--fail-on", "-3"}, receipt...), 2, "at least 0"},
		{"no file", append([]string{"nowhere.xes"}, receipt...), 2, "cannot read file"},
		{"a broken file", append([]string{broken}, receipt...), 2, "broken.xes: line 1, column 13: the file ends early"},
		{"a file cut off", append([]string{cut}, receipt...), 2, "cut off"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, errs := motcua(t, "", append([]string{"log", "check"}, c.args...)...)
			if status != c.status || !strings.Contains(errs, c.errs) || c.errs == "" && errs != "" {
				t.Errorf("exit %d, want %d: %s", status, c.status, errs)
			}
			if status == 2 && out != "" {
				t.Errorf("half a report was printed: %s", out)
			}
		})
	}
}

// The public log, as the README of the project shows it.
func TestLogCheckReceiptLog(t *testing.T) {
	dir := os.Getenv("MOTCUA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	file := filepath.Join(dir, "logs", "wabo_receipt.xes.gz")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("SKIPPED: the public log is not here (%v); set MOTCUA_SHARED to the folder above logs/", err)
	}
	status, out, errs := motcua(t, "", "log", "check", file, "--procedure", "environmental-permit-receipt")
	if status != 0 || errs != "" {
		t.Fatalf("exit %d: %s", status, errs)
	}
	for _, want := range []string{
		"1434 cases, 8577 events", "fitting: 1422 cases (99.2%)", "no_such_move              25", "guard                      5", "Cases over a limit: 71",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}
