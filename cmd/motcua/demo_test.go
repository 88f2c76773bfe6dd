package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// small are the flags of a demo that is over at once.
var small = []string{"demo", "--weeks", "1", "--districts", "2"}

func demoOf(t *testing.T, more ...string) string {
	t.Helper()
	status, out, errs := runIn(t, append(append([]string{}, small...), more...)...)
	if status != 0 || strings.Contains(errs, "motcua: ") {
		t.Fatalf("exit %d: %s", status, errs)
	}
	return out
}

// runIn runs the program with no terminal and an empty environment.
func runIn(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	status = run(args, strings.NewReader(""), &o, &e, func(string) string { return "" })
	return status, o.String(), e.String()
}

func TestDemoRepeatsItself(t *testing.T) {
	first := demoOf(t, "--seed", "7")
	if again := demoOf(t, "--seed", "7"); first != again {
		t.Errorf("the same seed printed\n%s\nand\n%s", first, again)
	}
	if other := demoOf(t, "--seed", "8"); first == other {
		t.Error("another seed printed the same")
	}
	for _, want := range []string{
		"Thành phố mẫu: 2 địa phương, 1 tuần, từ 30/11/2026 đến 04/12/2026, hạt giống 7.\n",
		"phuong-hoan-kiem", "Hồ sơ đang giải quyết theo trạng thái:", "uá hạn", "\n1. ", "\n2. ", "\n3. ",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("nothing says %q:\n%s", want, first)
		}
	}
}

func TestDemoSpeaksEnglish(t *testing.T) {
	out := demoOf(t, "--lang", "en")
	for _, want := range []string{"A sample city: 2 districts", "Cases by district:", "overdue", "Most travelled:"} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing says %q", want)
		}
	}
}

// TestDemoKeepsADatabaseThatIsSound keeps it, audits it, lists it, and is not
// allowed to write into it again.
func TestDemoKeepsADatabaseThatIsSound(t *testing.T) {
	db := filepath.Join(t.TempDir(), "city.db")
	var doc demoJSON
	if err := json.Unmarshal([]byte(demoOf(t, "--json", "--weeks", "2", "--db", db)), &doc); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, s := range doc.States {
		sum += s.Cases
	}
	for _, d := range doc.Districts {
		sum -= d.Cases
	}
	if doc.Cases == 0 || sum != 0 || len(doc.Travelled) != travellers || doc.DB == nil || *doc.DB != db {
		t.Errorf("%d cases, %d more in states than in districts, %d travelled", doc.Cases, sum, len(doc.Travelled))
	}
	if len(doc.Overdue) == 0 {
		t.Error("nothing is overdue")
	}
	for _, l := range doc.Overdue {
		if l.Holder == nil || l.Duty == nil || !l.Overdue || l.LateMinutes < 0 || !l.PassedAt.Before(doc.Until) || l.Limit == "" {
			t.Errorf("overdue: %+v", l)
		}
	}
	status, out, errs := runIn(t, "audit", "replay", "--json", "--db", db)
	var verdict struct {
		OK             bool
		Cases, Entries int
	}
	if err := json.Unmarshal([]byte(out), &verdict); err != nil {
		t.Fatal(err, errs)
	}
	if status != 0 || !verdict.OK || verdict.Cases != doc.Cases || verdict.Entries != doc.Entries {
		t.Errorf("audit: exit %d, %+v, told %d and %d", status, verdict, doc.Cases, doc.Entries)
	}
	_, out, _ = runIn(t, "case", "list", "--overdue", "--json", "--db", db)
	var listed struct{ Cases []caseJSON }
	if err := json.Unmarshal([]byte(out), &listed); err != nil || len(listed.Cases) != len(doc.Overdue) {
		t.Errorf("case list tells of %d overdue, the demo of %d (%v)", len(listed.Cases), len(doc.Overdue), err)
	}
	before, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, errs := runIn(t, "demo", "--db", db); status != statusBad || !strings.Contains(errs, "không ghi đè") {
		t.Errorf("again: exit %d, %s", status, errs)
	}
	if after, err := os.ReadFile(db); err != nil || string(after) != string(before) {
		t.Errorf("the database was touched (%v)", err)
	}
}

func TestDemoMakesAsManyDistrictsAsAsked(t *testing.T) {
	files, err := demoFiles(5)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
		if !strings.Contains(string(f.Text), "\ndistrict: "+strings.TrimSuffix(f.Name, ".yaml")+"\n") {
			t.Errorf("%s is called otherwise inside", f.Name)
		}
	}
	if got := strings.Join(names, " "); got != "phuong-hoan-kiem.yaml phuong-xuan-huong.yaml xa-dong-anh.yaml phuong-hoan-kiem-2.yaml phuong-xuan-huong-2.yaml" {
		t.Errorf("districts: %s", got)
	}
	_, out, _ := runIn(t, "demo", "--districts", "4", "--weeks", "1")
	if !strings.Contains(out, "  phuong-hoan-kiem-2 ") {
		t.Errorf("no cases in the last district:\n%s", out)
	}
}

func TestDemoRefusesNonsense(t *testing.T) {
	for _, args := range [][]string{{"--districts", "0"}, {"--districts", "201"}, {"--weeks", "0"}, {"--weeks", "53"}, {"--seed", "-1"}, {"extra"}} {
		if status, out, errs := runIn(t, append([]string{"demo"}, args...)...); status != statusBad || out != "" || errs == "" {
			t.Errorf("%v: exit %d, %q, %q", args, status, out, errs)
		}
	}
}

func TestCutAndQuote(t *testing.T) {
	for _, tt := range []struct{ in, want string }{{"Uỷ ban", "Uỷ ban"}, {"Uỷ ban nhân dân", "Uỷ ban nh…"}, {"Uỷ ban, nhân dân", "Uỷ ban, n…"}} {
		if got := cut(tt.in, 10); got != tt.want {
			t.Errorf("cut(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
	for in, want := range map[string]string{"a/b-1.db": "a/b-1.db", "my city.db": "'my city.db'", "o'clock": `'o'\''clock'`} {
		if got := shellWord(in); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", in, got, want)
		}
	}
}

// What to type next stands beside the story, and fits the place.
func TestDemoSaysWhatToTypeNext(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my city.db")
	for _, tt := range []struct{ more, want []string }{
		{nil, []string{"\nWhat to type next:\n  motcua demo --seed 1 --db city.db\n  motcua case list", "  motcua audit replay --db city.db\n"}},
		{[]string{"--db", file}, []string{"\nWhat to type next:\n  motcua case list --overdue --db '" + file + "'\n"}},
	} {
		_, out, errs := runIn(t, append(append([]string{"--lang", "en"}, small...), tt.more...)...)
		for _, want := range tt.want {
			if !strings.Contains(errs, want) || strings.Contains(out, "motcua case list") {
				t.Errorf("%v: nothing says %q, or on standard output:\n%s", tt.more, want, errs)
			}
		}
	}
}

// The story is the same on every store, byte for byte.
func TestDemoTellsTheSameOnPostgres(t *testing.T) {
	url, file := pgtest.Start(t), filepath.Join(t.TempDir(), "city.db")
	there, here := demoOf(t, "--seed", "7", "--db", url), demoOf(t, "--seed", "7", "--db", file)
	if here != there {
		t.Errorf("on SQLite\n%s\non PostgreSQL\n%s", here, there)
	}
	if nowhere := demoOf(t, "--seed", "7"); nowhere != here {
		t.Errorf("kept\n%s\nnot kept\n%s", here, nowhere)
	}
	if status, out, errs := runIn(t, "audit", "replay", "--db", url); status != 0 {
		t.Errorf("audit: exit %d: %s%s", status, out, errs)
	}
	if status, _, errs := runIn(t, append(append([]string{}, small...), "--db", url)...); status != 2 || !strings.Contains(errs, "đã có dữ liệu") {
		t.Errorf("over an old story: exit %d: %s", status, errs)
	}
}
