package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// calendarRun runs `motcua calendar …` in English.
func calendarRun(in string, args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(append([]string{"--lang", "en", "calendar"}, args...), strings.NewReader(in), &o, &e, func(string) string { return "" })
	return status, o.String(), e.String()
}

func TestCalendarDue(t *testing.T) {
	for _, x := range []struct{ args, due string }{
		{"--rule working_days --n 3 --start 2026-11-20T16:00", "2026-11-26T10:00:00Z"},
		{"--rule working_days --n 3 --start 2026-11-20T09:00:00Z", "2026-11-26T10:00:00Z"},
		{"--rule working_days --n 3 --start 2026-11-20T16:00 --calendar vietnam-2026-swap", "2026-11-27T10:00:00Z"},
		{"--rule working_hours --n 4 --start 2025-01-24T15:30", "2025-02-03T03:30:00Z"},
		{"--rule working_minutes --n 240 --start 2025-01-24T15:30", "2025-02-03T03:30:00Z"},
		{"--rule calendar_days --n 30 --start 2025-03-07T09:00", "2025-04-08T17:00:00Z"},
		{"--rule weeks --n 2 --start 2026-03-02T09:00", "2026-03-16T17:00:00Z"},
		{"--rule months --n 12 --start 2024-02-29T09:00", "2025-02-28T17:00:00Z"},
		{"--rule years --n 1 --start 2024-02-29T09:00", "2025-02-28T17:00:00Z"},
		{"--rule hours --n 20 --start 2026-03-06T23:00", "2026-03-07T12:00:00Z"},
		{"--rule minutes --n 90 --start 2026-03-06T23:00", "2026-03-06T17:30:00Z"},
		{"--rule same_day --cutoff 15:00 --start 2026-08-21T15:20", "2026-08-22T10:00:00Z"},
		{"--rule same_day --n 0 --cutoff 15:00 --start 2026-08-21T14:20", "2026-08-21T10:00:00Z"},
		{"--rule same_day --n 1 --start 2026-08-21T14:20", "2026-08-21T10:00:00Z"},
		{"--rule working_days --n 7 --start 2026-08-18T10:00 --pause 2026-08-22T16:00..2026-08-26T09:00", "2026-09-03T10:00:00Z"},
		{"--rule working_days --n 7 --start 2026-08-18T10:00 --pause 2026-08-22T16:00..2026-08-26T09:00 --on-supplement restart", "2026-09-09T10:00:00Z"},
		{"--rule working_days --n 2 --start 2026-03-02T09:00 --calendar weekdays --pause 2026-03-04T09:00..", ""},
	} {
		status, out, errs := calendarRun("", append([]string{"due", "--json"}, strings.Fields(x.args)...)...)
		var got struct {
			Due, Expires *time.Time
			Proof        map[string]any
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
			t.Errorf("%s: exit %d, %v, %s%s", x.args, status, err, out, errs)
			continue
		}
		if x.due == "" {
			if got.Due != nil || got.Expires != nil {
				t.Errorf("%s: due %v", x.args, got.Due)
			}
		} else if got.Due == nil || got.Due.Format(time.RFC3339Nano) != x.due || !got.Expires.Equal(got.Due.Add(time.Microsecond)) {
			t.Errorf("%s: due %v, want %s", x.args, got.Due, x.due)
		}
		if got.Proof["calendar"] == nil {
			t.Errorf("%s: no proof", x.args)
		}
	}
	status, out, _ := calendarRun("", "due", "--rule", "working_days", "--n", "3", "--start", "2026-11-20T16:00")
	if status != 0 || !strings.Contains(out, "Due: Thu 26 Nov 2026 17:00\nOverdue from: Thu 26 Nov 2026 17:00:00.000001\n") || !strings.Contains(out, "Tue 24 Nov 2026  closed: Vietnam Culture Day (28/2026/QH16)") {
		t.Errorf("exit %d\n%s", status, out)
	}
}

func TestCalendarDueRefuses(t *testing.T) {
	good := "--rule working_days --n 3 --start 2026-11-20T16:00"
	for _, args := range []string{
		"", "--rule working_days --start 2026-11-20T16:00", "--n 3 --start 2026-11-20T16:00", "--rule working_days --n 3",
		"--rule days --n 3 --start 2026-11-20T16:00", "--rule working_days --n 0 --start 2026-11-20T16:00", "--rule working_days --n -1 --start 2026-11-20T16:00",
		"--rule working_days --n 1.5 --start 2026-11-20T16:00", "--rule same_day --n 2 --start 2026-11-20T16:00",
		"--rule working_days --n 3 --start 2026-11-20", "--rule working_days --n 3 --start now", "--rule working_days --n 3000 --start 2026-11-20T16:00",
		"--rule hours --n 999999999999999999 --start 2026-11-20T16:00", "--rule working_days --n 99999999999999999999 --start 2026-11-20T16:00",
		"--rule hours --n 3 --cutoff 15:00 --start 2026-11-20T16:00", "--rule working_hours --n 3 --cutoff 15:00 --start 2026-11-20T16:00",
		good + " --cutoff 3pm", good + " --cutoff=", good + " --cutoff 24:00", good + " --on-supplement again", good + " --on-supplement=",
		good + " --pause 2026-11-23T16:00", good + " --pause 2026-11-20T16:00..", good + " --pause 2026-11-24T16:00..2026-11-23T16:00", good + " --pause ..2026-11-23T16:00",
		good + " --pause 2026-11-23T16:00..null", good + " --calendar nowhere", good + " --calendar .", good + " --calendar=", good + " extra",
		"--file - --n 3", "--file nowhere.jsonl", good + " --what",
	} {
		status, out, errs := calendarRun("", append([]string{"due"}, strings.Fields(args)...)...)
		if status != 2 || out != "" || errs == "" {
			t.Errorf("%q: exit %d, out %q, err %q", args, status, out, errs)
		}
	}
}

func TestCalendarDueLines(t *testing.T) {
	const start = `"start":"2026-03-02T09:00"`
	for _, x := range []struct{ line, want string }{
		{`{"rule":"working_days","n":2,` + start + `}`, "2026-03-04T10:00:00Z"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":null}`, "2026-03-04T10:00:00Z"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[]}`, "2026-03-04T10:00:00Z"},
		{` { "n" : 2 , "rule" : "working_days" , ` + start + ` } ` + "\r", "2026-03-04T10:00:00Z"},
		{`{"rule":"working_days","n":2,"start":"2026-03-02T09:00","pauses":[["2026-03-04T16:00:00+07:00","2026-03-05T02:00:00Z"]],"cutoff":"15:00","on_supplement":"resume"}`, "2026-03-05T10:00:00Z"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-04T16:00","2026-03-05T09:00"]],"on_supplement":"restart"}`, "2026-03-09T10:00:00Z"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-04T16:00",null]]}`, "null"},
		{`{"rule":"same_day",` + start + `,"cutoff":"15:00"}`, "2026-03-02T10:00:00Z"},
		{`{"rule":"same_day","n":0,` + start + `}`, "2026-03-02T10:00:00Z"},
		{`{"rule":"same_day","n":1,` + start + `}`, "2026-03-02T10:00:00Z"},
		{`{"rule":"same_day","n":2,` + start + `}`, "error"},
		{`{"rule":"working_days","n":0,` + start + `}`, "error"},
		{`{"rule":"working_days",` + start + `}`, "error"},
		{`{"rule":"working_days","n":"2",` + start + `}`, "error"},
		{`{"rule":"working_days","n":2.5,` + start + `}`, "error"},
		{`{"rule":"working_days","n":1e400,` + start + `}`, "error"},
		{`{"rule":"working_days","n":true,` + start + `}`, "error"},
		{`{"rule":"working_days","n":1000000000000000000,` + start + `}`, "error"},
		{`{"rule":"working_days","n":2}`, "error"},
		{`{"rule":"working_days","n":2,"start":null}`, "error"},
		{`{"rule":"working_days","n":2,"start":7}`, "error"},
		{`{"n":2,` + start + `}`, "error"},
		{`{"Rule":"working_days","n":2,` + start + `}`, "error"},
		{`{"rule":"working_days","n":2,"n":2,` + start + `}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"note":1}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-04T16:00"]]}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[[null,"2026-03-04T16:00"]]}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-04T16:00","2026-03-04T17:00","2026-03-04T18:00"]]}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":["2026-03-04T16:00"]}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":{}}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-04T16:00","2026-03-03T16:00"]]}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"pauses":[["2026-03-02T09:00","2026-03-03T16:00"]]}`, "error"},
		{`{"rule":"hours","n":2,` + start + `,"cutoff":"15:00"}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"cutoff":""}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"cutoff":900}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,"on_supplement":""}`, "error"},
		{`{"rule":"working_days","n":2,"start":"2026-03-02"}`, "error"},
		{``, "error"},
		{`  `, "error"},
		{`[]`, "error"},
		{`null`, "error"},
		{`{"rule":"working_days"`, "error"},
		{`{"rule":"working_days","n":2,` + start + `} {}`, "error"},
		{`{"rule":"working_days","n":2,` + start + `,}`, "error"},
		{strings.Repeat("[", 20_000), "error"},
		{`{"rule":"working_days","n":2,"start":"2026-03-02T09:00` + "\xff" + `"}`, "error"},
		{`{"rule":"working_days","n":1,` + start + `}`, "2026-03-03T10:00:00Z"},
	} {
		// Each alone, then with company, with and without a last line end.
		for _, in := range []string{x.line + "\n", x.line + "\n" + x.line + "\n", x.line + "\n" + x.line} {
			lines := strings.Count(in, "\n")
			if !strings.HasSuffix(in, "\n") && x.line != "" {
				lines++
			}
			status, out, errs := calendarRun(in, "due", "--calendar", "weekdays", "--file", "-")
			if status != 0 || errs != "" || strings.Count(out, "\n") != lines {
				t.Fatalf("%.80q: exit %d, %q %q", x.line, status, out, errs)
			}
			for got := range strings.Lines(out) {
				if said := lineSays(got); said != x.want {
					t.Errorf("%.80q: %s, want %s", x.line, got, x.want)
				}
			}
		}
	}
}

// lineSays gives "error", or due, "null" for none; anything else is wrong.
func lineSays(line string) string {
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		return err.Error()
	}
	if len(m) == 1 && len(m["error"]) > 4 {
		return "error"
	}
	if len(m) != 3 || len(m["proof"]) < 10 {
		return "other fields"
	}
	return strings.Trim(string(m["due"]), `"`)
}

func TestCalendarDueHugeLine(t *testing.T) {
	good := `{"rule":"working_days","n":1,"start":"2026-03-02T09:00"}` + "\n"
	huge := io.MultiReader(strings.NewReader(good), io.LimitReader(endless{}, 100<<20), strings.NewReader("\n"+good))
	var out, errs bytes.Buffer
	if status := run([]string{"calendar", "due", "--file", "-"}, huge, &out, &errs, func(string) string { return "" }); status != 0 {
		t.Fatalf("exit %d: %s", status, errs.String())
	}
	var said []string
	for line := range strings.Lines(out.String()) {
		said = append(said, lineSays(line))
	}
	if got := strings.Join(said, " "); got != "2026-03-03T10:00:00Z error 2026-03-03T10:00:00Z" {
		t.Errorf("said %s", got)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '['
	}
	return len(p), nil
}

// Whoever asks line by line is answered line by line.
func TestCalendarDueStreams(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- run([]string{"calendar", "due", "--file", "-"}, inR, outW, io.Discard, func(string) string { return "" })
		outW.Close()
	}()
	answers := bufio.NewScanner(outR)
	for i := range 3 {
		fmt.Fprintf(inW, `{"rule":"working_days","n":1,"start":"2026-03-0%dT09:00"}`+"\n", 2+i)
		if !answers.Scan() || !strings.Contains(answers.Text(), fmt.Sprintf(`"due":"2026-03-0%dT10:00:00Z"`, 3+i)) {
			t.Fatalf("answer %d: %s", i, answers.Text())
		}
	}
	inW.Close()
	for answers.Scan() {
		t.Errorf("more: %s", answers.Text())
	}
	if status := <-done; status != 0 {
		t.Errorf("exit %d", status)
	}
}

func TestCalendarFile(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "office.yaml")
	text := "language: 1\ncalendar: office\nedition: \"1\"\ntitle: Lịch | Calendar\noffset: \"+01:00\"\nfrom: \"2026-01-01\"\nto: \"2026-12-31\"\nsessions:\n  - {days: mon-fri, hours: [\"09:00-17:00\"]}\n"
	broken := filepath.Join(dir, "broken.yaml")
	questions := filepath.Join(dir, "q.jsonl")
	for name, content := range map[string]string{good: text, broken: strings.Replace(text, "offset", "ofset", 1), questions: `{"rule":"working_days","n":1,"start":"2026-03-02T09:00"}`} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// An instant without an offset is local to the calendar.
	status, out, errs := calendarRun("", "due", "--calendar", good, "--rule", "working_hours", "--n", "1", "--start", "2026-03-02T09:00", "--json")
	if status != 0 || !strings.Contains(out, `"due": "2026-03-02T09:00:00Z"`) {
		t.Errorf("exit %d: %s%s", status, out, errs)
	}
	status, _, errs = calendarRun("", "due", "--calendar", broken, "--rule", "hours", "--n", "1", "--start", "2026-03-02T09:00")
	if status != 2 || !strings.Contains(errs, "broken.yaml:5:1 ofset") {
		t.Errorf("exit %d: %s", status, errs)
	}
	status, out, errs = calendarRun("", "due", "--calendar", good, "--file", questions)
	if status != 0 || lineSays(out) != "2026-03-03T16:00:00Z" {
		t.Errorf("exit %d: %s%s", status, out, errs)
	}
}

func TestCalendarBetween(t *testing.T) {
	for _, x := range []struct {
		args          string
		minutes, days int
		provisional   bool
	}{
		{"2025-01-22T10:00 2025-02-03T09:00", 1380, 3, false},
		{"2026-11-20T16:00 2026-11-26T17:00", 60 + 3*480, 3, false},
		{"2026-03-02T09:00 2026-03-02T09:00", 0, 0, false},
		{"2026-03-02T17:00 2026-03-03T00:00", 0, 1, false}, // 3 March is TO's date
		{"2026-03-02T08:00:30 2026-03-02T08:02", 1, 0, false},
		{"2026-12-31T16:00 2027-01-04T09:00", 120, 1, true},
		{"2026-03-02T01:00Z 2026-03-02T02:00Z --calendar weekdays", 60, 0, false},
	} {
		status, out, errs := calendarRun("", append([]string{"between", "--json"}, strings.Fields(x.args)...)...)
		var got struct {
			OpenMinutes *int `json:"open_minutes"`
			OpenDays    *int `json:"open_days"`
			Provisional bool
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 || got.OpenMinutes == nil || got.OpenDays == nil {
			t.Errorf("%s: exit %d %v %s%s", x.args, status, err, out, errs)
			continue
		}
		if *got.OpenMinutes != x.minutes || *got.OpenDays != x.days || got.Provisional != x.provisional {
			t.Errorf("%s: %s", x.args, out)
		}
	}
	for _, args := range []string{"", "2026-03-02T09:00", "2026-03-02T09:00 2026-03-02T08:00", "2019-12-31T09:00 2020-01-02T09:00", "2030-12-31T09:00 2031-01-01T00:00", "a b", "2026-03-02T09:00 2026-03-02"} {
		if status, out, errs := calendarRun("", append([]string{"between"}, strings.Fields(args)...)...); status != 2 || out != "" || errs == "" {
			t.Errorf("%q: exit %d %q %q", args, status, out, errs)
		}
	}
	if _, out, _ := calendarRun("", "between", "2025-01-22T10:00", "2025-02-03T09:00"); !strings.HasPrefix(out, "open_minutes: 1380\nopen_days: 3\n") {
		t.Errorf("text: %s", out)
	}
}

func TestCalendarShow(t *testing.T) {
	_, out, _ := calendarRun("", "show", "2026")
	for _, want := range []string{
		"2026: 249 working days\n", "January (21 days)", " 12  13  14  15  16  17  18  ", "  5   6   7   8   9  10+ 11",
		"* Mon 16 Feb - Fri 20 Feb  Lunar New Year (9441/TB-BNV)\n", "* Tue 24 Nov               Vietnam Culture Day (28/2026/QH16)\n",
		"+ Sat 22 Aug  worked for Mon 31 Aug (3383/BNV-CVL)\n", "Hours mon-fri: 08:00-12:00, 13:00-17:00\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the page lacks %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "PROVISIONAL") {
		t.Error("2026 is not provisional")
	}
	if _, out, _ := calendarRun("", "show", "2027"); !strings.Contains(out, "PROVISIONAL") {
		t.Error("2027 is provisional")
	}
	var vi bytes.Buffer
	run([]string{"calendar", "show", "2026"}, nil, &vi, io.Discard, func(string) string { return "" })
	if !strings.Contains(vi.String(), "NĂM 2026: 249 ngày làm việc\n") || !strings.Contains(vi.String(), "Tháng 2 (15 ngày)") {
		t.Errorf("%s", vi.String())
	}
	_, out, _ = calendarRun("", "show", "2030", "--json")
	var got yearAnswer
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.WorkingDays != 250 || !got.Provisional || len(got.Months) != 12 || len(got.Closures) == 0 || got.Worked == nil {
		t.Errorf("%v %s", err, out)
	}
	for _, args := range []string{"", "2019", "2031", "-5", "next", "99999999999999999999", "2026 2027", "2026 --calendar nowhere"} {
		if status, out, errs := calendarRun("", append([]string{"show"}, strings.Fields(args)...)...); status != 2 || out != "" || errs == "" {
			t.Errorf("%q: exit %d %q %q", args, status, out, errs)
		}
	}
}
