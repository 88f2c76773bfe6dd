package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// desk is a database in a folder of its own, on a virtual clock, with the
// sample district of Hoan Kiem.
type desk struct {
	t  *testing.T
	db string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, db: filepath.Join(t.TempDir(), "motcua.db")}
	d.ok("migrate", "--virtual-clock")
	d.ok("district", "load", "phuong-hoan-kiem")
	return d
}

// run runs the program on the database, in English unless args say otherwise.
func (d *desk) run(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = run(append([]string{"--db", d.db}, args...), strings.NewReader(""), &o, &e, func(name string) string {
		return map[string]string{"MOTCUA_LANG": "en"}[name]
	})
	return status, o.String(), e.String()
}

// ok runs what must succeed, and returns what it printed.
func (d *desk) ok(args ...string) string {
	d.t.Helper()
	status, out, errs := d.run(args...)
	if status != 0 {
		d.t.Fatalf("motcua %s: exit %d, %s%s", strings.Join(args, " "), status, out, errs)
	}
	return out
}

// get runs what must succeed and reads its JSON.
func (d *desk) get(args ...string) map[string]any {
	d.t.Helper()
	var v map[string]any
	if out := d.ok(append(args, "--json")...); json.Unmarshal([]byte(out), &v) != nil {
		d.t.Fatalf("motcua %s: no JSON: %s", strings.Join(args, " "), out)
	}
	return v
}

// copy opens a certified copy on Monday 16 November 2026 at 09:00.
func (d *desk) copy(more ...string) string {
	d.t.Helper()
	paper := filepath.Join(filepath.Dir(d.db), "paper.txt")
	if err := os.WriteFile(paper, []byte("paper"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	args := []string{"case", "open", "certified-copy", "--as", "diep", "--at", "2026-11-16T09:00", "--set", "requester=Nguyễn Thị C",
		"--set", "copies=2", "--doc", "original=" + paper, "--doc", "copy=" + paper}
	return d.get(append(args, more...)...)["id"].(string)
}

func TestCaseFromOpeningToEnd(t *testing.T) {
	d := newDesk(t)
	id := d.copy()
	v := d.get("case", "claim", id, "--as", "em", "--at", "2026-11-16T09:10", "--expect", "1")
	if h := v["holder"].(map[string]any); h["officer"] != "em" || h["unit"] != "trung-tam" || v["seq"] != 2.0 {
		t.Fatalf("claimed: %v", v)
	}
	v = d.get("case", "do", id, "submit", "--as", "em", "--at", "2026-11-16T10:30", "--id", "submit-1")
	if v["state"] != "sign" || v["replayed"] != false {
		t.Fatalf("submitted: %v", v)
	}
	again := d.get("case", "do", id, "submit", "--as", "em", "--at", "2026-11-16T11:00", "--id", "submit-1")
	if again["replayed"] != true || again["seq"] != v["seq"] || again["state"] != "sign" || again["command"] != v["command"] {
		t.Fatalf("again: %v", again)
	}
	shown := d.get("case", "show", id)
	var kinds []string
	for _, e := range shown["journal"].([]any) {
		kinds = append(kinds, e.(map[string]any)["kind"].(string))
	}
	if got := strings.Join(kinds, " "); got != "opened claimed expired moved" {
		t.Fatalf("journal: %s", got)
	}
	list := d.get("case", "list", "--open")["cases"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["id"] != id {
		t.Fatalf("list: %v", list)
	}
	if list := d.get("case", "list", "--ended")["cases"].([]any); len(list) != 0 {
		t.Fatalf("ended: %v", list)
	}
	d.ok("case", "do", id, "withdraw", "--as", "applicant", "--at", "2026-11-16T13:00")
	shown = d.get("case", "show", id)
	if shown["holder"] != nil || shown["due"] != nil || shown["outcome"] != "withdrawn" {
		t.Fatalf("ended: %v", shown)
	}
	d.ok("case", "open", "certified-copy", "--as", "diep", "--follows", id, "--set", "requester=C", "--set", "copies=1",
		"--doc", "original="+d.db, "--doc", "copy="+d.db)
	if f := d.get("case", "show", id)["followers"].([]any); len(f) != 1 {
		t.Fatalf("followers: %v", f)
	}
	if v := d.get("audit", "replay"); v["ok"] != true || v["cases"] != 2.0 || v["first_bad"] != nil {
		t.Fatalf("audit: %v", v)
	}
}

func TestCaseShowAnswersAtAGlance(t *testing.T) {
	d := newDesk(t)
	id := d.copy()
	out := d.ok("case", "show", id, "--lang", "vi")
	for _, want := range []string{"Người giữ:", "Trung tâm Phục vụ hành chính công", "16/11/2026 09:45", "Trình ký", "Nhật ký:", "giấy tiếp nhận"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "Nguyễn Thị C") {
		t.Errorf("a personal value is shown:\n%s", out)
	}
}

func TestCaseExitStatus(t *testing.T) {
	d := newDesk(t)
	id := d.copy()
	for _, x := range []struct {
		args   string
		status int
		says   string
	}{
		{"case do " + id + " sign --as diep", 1, "no_such_move"},
		{"case do " + id + " submit --as nobody", 1, "not_yours"},
		{"case claim " + id + " --as em --expect 7", 1, "stale"},
		{"case do " + id + " submit", 2, ""},
		{"case do 01900000-0000-7000-8000-000000000000 submit --as em", 2, ""},
		{"case do nonsense submit --as em", 2, ""},
		{"case do " + id + " submit --as em --district xa-dong-anh", 2, ""},
		{"case do " + id + " submit --as em --set x", 2, ""},
		{"case do " + id + " submit --as em --doc x=/no/such/file", 2, ""},
		{"case do " + id + " submit --as em --at yesterday", 2, ""},
		{"case open no-such-procedure --as em", 2, ""},
		{"case open no/such/file.yaml --as em", 2, ""},
		{"case forward " + id + " --as em", 2, ""},
		{"case extend " + id + " legal --as em --add 3", 2, ""},
		{"case list --open --ended", 2, ""},
		{"district load no-such-district", 2, ""},
		{"district show no-such-district", 2, ""},
		{"migrate --virtual-clock", 0, ""},
	} {
		status, out, errs := d.run(append(strings.Fields(x.args), "--json")...)
		if status != x.status || status != 0 && errs == "" {
			t.Errorf("motcua %s: exit %d, want %d: %s%s", x.args, status, x.status, out, errs)
		}
		var v struct{ Error struct{ Code string } }
		if x.says != "" && (json.Unmarshal([]byte(out), &v) != nil || v.Error.Code != x.says) {
			t.Errorf("motcua %s: %s, want %s", x.args, out, x.says)
		}
	}
}

func TestADatabaseThatIsNotThere(t *testing.T) {
	d := &desk{t: t, db: filepath.Join(t.TempDir(), "none.db")}
	for _, args := range []string{"case list", "case show x", "district show", "audit replay", "case open certified-copy --as x"} {
		if status, _, _ := d.run(strings.Fields(args)...); status != 2 {
			t.Errorf("motcua %s: exit %d", args, status)
		}
		if _, err := os.Stat(d.db); err == nil {
			t.Fatalf("motcua %s made it", args)
		}
	}
	if err := os.WriteFile(d.db, []byte(strings.Repeat("no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"case list", "audit replay", "migrate"} {
		if status, out, errs := d.run(strings.Fields(args)...); status != 3 {
			t.Errorf("motcua %s of no database: exit %d, %s%s", args, status, out, errs)
		}
	}
	real := &desk{t: t, db: filepath.Join(t.TempDir(), "real.db")}
	real.ok("district", "load", "phuong-hoan-kiem")
	if status, _, errs := real.run("case", "open", "certified-copy", "--as", "diep", "--at", "2026-11-16T09:00"); status != 2 || !strings.Contains(errs, "virtual") {
		t.Errorf("--at on a real clock: exit %d, %s", status, errs)
	}
	if status, _, errs := real.run("migrate", "--virtual-clock"); status != 2 {
		t.Errorf("a virtual clock too late: exit %d, %s", status, errs)
	}
}

// A procedure and a district of one's own, in files of their own.
func TestOwnFiles(t *testing.T) {
	d := &desk{t: t, db: filepath.Join(t.TempDir(), "own.db")}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	proc := write("my.yaml", ownProcedure)
	ward := write("ward.yaml", ownDistrict)
	d.ok("migrate", "--virtual-clock")
	d.ok("district", "load", ward)
	v := d.get("case", "open", proc, "--as", "an", "--at", "2026-03-02T09:00")
	id := v["id"].(string)
	if v["due"] != "2026-03-03T10:00:00Z" || v["procedure"] != "tiny" {
		t.Fatalf("opened: %v", v)
	}
	v = d.get("case", "forward", id, "--as", "an", "--unit", "back", "--set", "reason=x", "--at", "2026-03-02T10:00")
	if h := v["holder"].(map[string]any); h["unit"] != "back" || v["due"] != "2026-03-03T10:00:00Z" {
		t.Fatalf("forwarded: %v", v)
	}
	v = d.get("case", "extend", id, "visit", "--as", "binh", "--add", "1 working day", "--set", "reason=x", "--at", "2026-03-02T11:00")
	if v["due"] != "2026-03-04T10:00:00Z" {
		t.Fatalf("extended: %v", v)
	}
	v = d.get("case", "do", id, "assign", "--as", "binh", "--officer", "chi", "--at", "2026-03-02T11:30")
	if h := v["holder"].(map[string]any); h["officer"] != "chi" {
		t.Fatalf("assigned: %v", v)
	}
	d.ok("case", "release", id, "--as", "chi", "--at", "2026-03-02T11:40")
	d.ok("case", "do", id, "finish", "--as", "chi", "--at", "2026-03-02T11:50")
	changed := write("other.yaml", strings.Replace(ownProcedure, "within: 1 working day", "within: 2 working days", 1))
	if status, _, errs := d.run("case", "open", changed, "--as", "an"); status != 2 || !strings.Contains(errs, "C40") {
		t.Errorf("the version with other content: exit %d, %s", status, errs)
	}
	if v := d.get("audit", "replay"); v["ok"] != true {
		t.Errorf("audit: %v", v)
	}
}

const ownProcedure = `
language: 1
procedure: tiny
version: 1
title: Nhỏ | Tiny
legal: {basis: [Luật]}
roles: {desk: Một cửa | Desk, back: Sau | Back}
open: {title: Mở | Open, by: desk, to: work}
states:
  work:
    owner: desk
    duty: Làm | Work
    within: 1 working day
    forward_to: back
    moves:
      finish: {title: Xong | Finish, to: done}
      more: {title: Thêm | More, needs: [reason], at_most: 1, extends: {visit: 2 working days}}
  done: {title: Xong | Done, outcome: done}
`

const ownDistrict = `
language: 1
district: ward
calendar: vietnam
units:
  front: {title: Trước | Front, officers: {an: [desk]}}
  back: {title: Sau | Back, head: binh, officers: {binh: [back], chi: [back]}}
roles: {desk: [front], back: [back]}
procedures:
  tiny: {version: 1}
`

func jsonInto(text string, v any) error { return json.Unmarshal([]byte(text), v) }
