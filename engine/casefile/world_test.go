package casefile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/procedure/source"
	"github.com/motcua/motcua/engine/wording"
)

// local is the zone in which tests write their instants.
var local = time.FixedZone("", 7*3600)

// at reads a local instant: "2026-03-02 09:00", seconds and a fraction if
// need be.
func at(s string) time.Time {
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(form, s, local); err == nil {
			return t.UTC()
		}
	}
	panic("instant " + s)
}

// world is one district with one procedure and one case at a time.
type world struct {
	m       *procedure.Machine
	cal     *calendar.Calendar
	org     *organisation.Timeline
	c       *Case
	journal []Entry // as encoded and decoded again
	bytes   [][]byte
	buf     Decision
}

// weekdays is a calendar without holidays.
func weekdays(tb testing.TB, closed ...string) *calendar.Calendar {
	tb.Helper()
	days, _ := calendar.ParseWeekdays("mon-fri")
	d := calendar.Data{
		Name: "weekdays", Edition: fmt.Sprint(len(closed)), Offset: 420,
		Title: wording.Text{VI: "Ngày thường", EN: "Weekdays"},
		From:  calendar.DateOf(2020, 1, 1), To: calendar.DateOf(2030, 12, 31),
		Sessions: []calendar.Sessions{{Days: days, Hours: []calendar.Span{{From: 480, To: 720}, {From: 780, To: 1020}}}},
	}
	for _, s := range closed {
		date, ok := calendar.ParseDate(s)
		if !ok {
			tb.Fatalf("date %q", s)
		}
		d.Closures = append(d.Closures, calendar.Closure{Date: date, Title: wording.Text{VI: "Nghỉ", EN: "Closed"}})
	}
	cal, err := calendar.New(d)
	if err != nil {
		tb.Fatal(err)
	}
	return cal
}

// machine compiles a procedure of testdata, or the text of one.
func machine(tb testing.TB, name string) *procedure.Machine {
	tb.Helper()
	if m := machines[name]; m != nil {
		return m
	}
	lookup := func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join("testdata/procedure", name+".yaml"))
	}
	b := []byte(name)
	if !strings.Contains(name, "\n") {
		var err error
		if b, err = lookup(name); err != nil {
			tb.Fatal(err)
		}
	}
	m, _, faults := source.Procedure(name+".yaml", b, lookup)
	if m == nil {
		tb.Fatalf("%v", faults)
	}
	machines[name] = m
	return m
}

// machines are those compiled so far; tests of this package run one at a time.
var machines = map[string]*procedure.Machine{}

// district is the organisation of the tests.
var district = organisation.File{
	District: "d1",
	Units: []organisation.Unit{
		{ID: "board", Level: "province", Division: "board", Head: "head", Officers: officers("head:")},
		{ID: "desk", Parent: "board", Level: "commune", Division: "front", Head: "dao", Officers: officers("dao:desk", "duc:desk")},
		{ID: "north", Parent: "board", Level: "commune", Division: "works", Head: "han", Officers: officers("han:expert", "hoa:expert", "sy:signer")},
		{ID: "south", Parent: "board", Level: "commune", Division: "works", Head: "sinh", Officers: officers("sinh:expert")},
		{ID: "leaders", Parent: "board", Level: "commune", Division: "board", Head: "le", Officers: officers("le:signer", "lam:signer", "hoa:signer")},
		{ID: "fire", Parent: "board", Level: "province", Division: "fire", Head: "phuc", Officers: officers("phuc:fire", "phuc:agency")},
	},
	Leave: []organisation.Leave{{Officer: "le", From: calendar.DateOf(2026, 3, 9), To: calendar.DateOf(2026, 3, 13), Substitute: "duc"}},
	Roles: []organisation.Binding{
		{Role: "desk", Units: []string{"desk"}}, {Role: "expert", Units: []string{"north", "south"}},
		{Role: "signer", Units: []string{"leaders"}}, {Role: "fire", Units: []string{"fire"}}, {Role: "agency", Units: []string{"fire"}},
	},
}

// officers are "name:role" each.
func officers(list ...string) []organisation.Officer {
	var out []organisation.Officer
	for _, s := range list {
		id, role, _ := strings.Cut(s, ":")
		if n := len(out); n > 0 && out[n-1].ID == id {
			out[n-1].Roles = append(out[n-1].Roles, role)
			continue
		}
		o := organisation.Officer{ID: id}
		if role != "" {
			o.Roles = []string{role}
		}
		out = append(out, o)
	}
	return out
}

// leave is an absence from one local date to another, both included.
func leave(officer, from, to, substitute string) organisation.Leave {
	a, _ := calendar.ParseDate(from)
	b, _ := calendar.ParseDate(to)
	return organisation.Leave{Officer: officer, From: a, To: b, Substitute: substitute}
}

// timeline is a district loaded at the beginning of 2026.
func timeline(tb testing.TB, f organisation.File) *organisation.Timeline {
	tb.Helper()
	t, err := (*organisation.Timeline)(nil).With(7, at("2026-01-01 00:00"), 420, f.Facts())
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// newWorld is a world whose case is still to be opened.
func newWorld(tb testing.TB, procedure string) *world {
	return &world{
		m: machine(tb, procedure), cal: weekdays(tb), org: timeline(tb, district),
		c: &Case{ID: "case-1", District: "d1", Applicant: Commitment{9}},
	}
}

// committed is a commitment of tests: not secret, only different.
func committed(s string) (c Commitment) {
	copy(c[:], s)
	c[31] = 1
	return c
}

// cmd writes a command in one line: "officer event key=value…". Keys are
// fields and documents of the procedure, and unit, officer, for, expect, lacks,
// add.CLOCK and unit.CHILD.
func (w *world) cmd(line string) *Command {
	words := strings.Fields(line)
	c := &Command{ID: "id", Actor: words[0], Event: words[1]}
	for _, word := range words[2:] {
		key, value, _ := strings.Cut(word, "=")
		switch kind, name, _ := strings.Cut(key, "."); {
		case kind == "add":
			l, err := calendar.ParseLimit(strings.ReplaceAll(value, "_", " "))
			if err != nil {
				panic(err)
			}
			c.Amounts = append(c.Amounts, Amount{name, l})
		case kind == "unit" && name != "":
			c.Units = append(c.Units, ChildUnit{name, value})
		case key == "unit":
			c.Unit = value
		case key == "officer":
			c.Officer = value
		case key == "for":
			c.For = value
		case key == "expect":
			fmt.Sscan(value, &c.Expect)
		case key == "lacks":
			c.Lacks = strings.Split(value, ",")
		case w.m.Document(key):
			c.Documents = append(c.Documents, Document{key, committed(key)})
		default:
			g := Given{Name: key, Text: value}
			if f := w.m.Field(key); key == "reason" || f != nil && f.Personal {
				g.Commitment = committed(value)
			}
			c.Given = append(c.Given, g)
		}
	}
	return c
}

// put puts a command (nil: a sweep) to the case and applies what it decides,
// through the bytes.
func (w *world) put(tb testing.TB, cmd *Command, now time.Time) error {
	tb.Helper()
	err := Decide(w.m, w.cal, w.org, w.c, cmd, now, &w.buf)
	w.take(tb)
	return err
}

// take applies the buffer's entries to the case through their bytes.
func (w *world) take(tb testing.TB) {
	tb.Helper()
	for i := range w.buf.Entries {
		b := EncodeEntry(nil, [32]byte{}, &w.buf.Entries[i])
		_, e, err := DecodeEntry(b)
		if err != nil {
			tb.Fatal(err)
		}
		if err := Apply(w.c, &e); err != nil {
			tb.Fatal(err)
		}
		w.journal, w.bytes = append(w.journal, e), append(w.bytes, b)
	}
}

// do puts a command that must be accepted.
func (w *world) do(tb testing.TB, when, line string) *Entry {
	tb.Helper()
	if err := w.put(tb, w.cmd(line), at(when)); err != nil {
		tb.Fatalf("%s %s: %v", when, line, err)
	}
	for i := len(w.journal) - 1; i >= 0; i-- {
		if w.journal[i].Command != "" {
			return &w.journal[i]
		}
	}
	tb.Fatalf("%s: no entry", line)
	return nil
}

// refused puts a command that must be refused.
func (w *world) refused(tb testing.TB, when, line string, code Code) *Refusal {
	tb.Helper()
	err := w.put(tb, w.cmd(line), at(when))
	r, ok := err.(*Refusal)
	if !ok || r.Code != code {
		tb.Fatalf("%s %s: %v, want %s", when, line, err, code)
	}
	if r.Reason.VI == "" || r.Reason.EN == "" {
		tb.Errorf("%s: no reason in both languages: %+v", line, r)
	}
	return r
}

// sweep settles until an instant.
func (w *world) sweep(tb testing.TB, when string) {
	tb.Helper()
	if err := w.put(tb, nil, at(when)); err != nil {
		tb.Fatal(err)
	}
}

// kinds are the kinds of the last n entries.
func (w *world) kinds(n int) string {
	var s []string
	for _, e := range w.journal[len(w.journal)-n:] {
		s = append(s, string(e.Kind))
	}
	return strings.Join(s, " ")
}

// due checks the due instant of a timer, "" for none.
func (w *world) due(tb testing.TB, timer, want string) {
	tb.Helper()
	var instant time.Time
	if want != "" {
		instant = at(want)
	}
	if got := w.c.Timer(timer).Due; !got.Equal(instant) {
		tb.Errorf("%s due %v, want %v", timer, got.In(local), want)
	}
}
