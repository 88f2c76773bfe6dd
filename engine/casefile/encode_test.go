package casefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
)

var update = flag.Bool("update", false, "rewrite golden files")

// fill sets every field of a value to something of its own, so that a field
// that the encoding forgets is seen.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(at("2026-03-02 09:00").Add(time.Duration(*n) * time.Microsecond)))
		return
	case calendar.Limit:
		v.Set(reflect.ValueOf(calendar.Limit{N: int64(*n), Unit: calendar.WorkingDay, Cut: -1}))
		return
	case Kind:
		v.SetString(string(Moved))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Repeat("x", *n%7+1))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Array:
		for i := range v.Len() {
			v.Index(i).SetUint(uint64(*n % 256))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(reflect.NewAt(v.Field(i).Type(), v.Field(i).Addr().UnsafePointer()).Elem(), n)
		}
	}
}

func TestEveryFieldOfAnEntryIsEncoded(t *testing.T) {
	var e Entry
	n := 0
	fill(reflect.ValueOf(&e).Elem(), &n)
	b := EncodeEntry([]byte("before"), [32]byte{5}, &e)
	prev, got, err := DecodeEntry(b[len("before"):])
	if err != nil || prev != [32]byte{5} {
		t.Fatal(prev, err)
	}
	if !reflect.DeepEqual(got, e) {
		t.Errorf("%+v\nread back as %+v", e, got)
	}
}

func TestEveryFieldOfACaseIsEncoded(t *testing.T) {
	var c Case
	n := 0
	fill(reflect.ValueOf(&c).Elem(), &n)
	got, err := DecodeCase(EncodeCase(nil, &c))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, &c) {
		t.Errorf("%+v\nread back as %+v", c, got)
	}
	if clone := c.Clone(); !reflect.DeepEqual(clone, &c) {
		t.Errorf("%+v\ncloned as %+v", c, clone)
	}
}

func TestAnEmptyEntryAndCaseHaveBytesToo(t *testing.T) {
	e := Entry{Kind: Noted}
	if _, got, err := DecodeEntry(EncodeEntry(nil, [32]byte{}, &e)); err != nil || !reflect.DeepEqual(got, e) {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := DecodeCase(EncodeCase(nil, &Case{})); err != nil {
		t.Error(err)
	}
}

// TestGoldenJournal keeps the bytes of a journal for ever: journals written by
// an earlier version must read, fold and decide the same.
func TestGoldenJournal(t *testing.T) {
	const file = "testdata/golden/story.txt"
	w := newStory(t)
	var got strings.Builder
	var prev [32]byte
	for i := range w.journal {
		e := w.journal[i]
		e.Calendar = "weekdays" // its hash, and those of the procedure, are kept elsewhere
		if e.Opening != nil {
			o := *e.Opening
			o.Identity, o.Wording = "identity", "wording"
			e.Opening = &o
		}
		b := EncodeEntry(nil, prev, &e)
		prev = sha256.Sum256(b)
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(hex.EncodeToString(b) + "\n" + string(text) + "\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the journal reads otherwise than in %s; if that is meant, run with -update and say why", file)
	}
}

// newStory is a journal with an entry of nearly every kind.
func newStory(tb testing.TB) *world {
	w, fire, water := consulting(tb)
	fire.do(tb, "2026-03-03 10:00", "phuc agree finding=safe")
	water.do(tb, "2026-03-04 10:00", "phuc agree finding=wet")
	w.sweep(tb, "2026-03-09 18:00")
	w.ended(tb, "2026-03-09 18:00", fire)
	w.ended(tb, "2026-03-09 18:30", water)
	w.do(tb, "2026-03-10 09:00", "le claim")
	w.do(tb, "2026-03-10 09:10", "duc send_back reason=x for=le")
	w.do(tb, "2026-03-10 09:20", "lam suspend reason=x")
	w.do(tb, "2026-03-10 10:20", "lam resume")
	w.do(tb, "2026-03-10 10:30", "dao apologise reason=x promised=2026-03-20")
	w.do(tb, "2026-03-10 10:40", "applicant withdraw")
	return w
}

func TestTheSameArgumentsDecideTheSame(t *testing.T) {
	w := opened(t, "floors=13")
	before := EncodeCase(nil, w.c)
	cmd := w.cmd("han checked unit.fire=fire")
	var first [][]byte
	for i := range 100 {
		var buf Decision
		if i%2 == 0 {
			buf = w.buf // used before
		}
		if err := Decide(w.m, w.cal, w.org, w.c, cmd, at("2026-03-05 10:00"), &buf); err != nil {
			t.Fatal(err)
		}
		var got [][]byte
		for k := range buf.Entries {
			got = append(got, EncodeEntry(nil, [32]byte{}, &buf.Entries[k]))
		}
		if first == nil {
			first = got
		}
		if !reflect.DeepEqual(got, first) {
			t.Fatalf("decided otherwise at time %d", i)
		}
	}
	if !bytes.Equal(before, EncodeCase(nil, w.c)) {
		t.Error("Decide changed the case")
	}
	if want := w.cmd("han checked unit.fire=fire"); !reflect.DeepEqual(cmd, want) {
		t.Error("Decide changed the command")
	}
}

func TestApplyRefusesWhatDoesNotFollow(t *testing.T) {
	w := newStory(t)
	last := len(w.journal) - 1
	for name, spoil := range map[string]func(e *Entry){
		"a gap":           func(e *Entry) { e.Seq++ },
		"a repetition":    func(e *Entry) { e.Seq-- },
		"a step back":     func(e *Entry) { e.At = e.At.Add(-time.Hour) },
		"an unknown kind": func(e *Entry) { e.Kind = "blessed" },
		"a second open":   func(e *Entry) { e.Kind = Opened },
		"no destination":  func(e *Entry) { e.To = "" },
		"no such timer":   func(e *Entry) { e.Turns[0].Timer = "nothing" },
		"a resumption":    func(e *Entry) { e.Kind = Resumed },
		"a strange child": func(e *Entry) { e.Kind = ChildEnded },
		"a strange told":  func(e *Entry) { e.Kind, e.Child.ID = Told, "x" },
		"no mark":         func(e *Entry) { e.Kind = Lifted },
		"no timer":        func(e *Entry) { e.Kind = Expired },
	} {
		c := new(Case)
		for i := range w.journal[:last] {
			if err := Apply(c, &w.journal[i]); err != nil {
				t.Fatal(err)
			}
		}
		e := w.journal[last]
		e.Turns = append([]Turn(nil), e.Turns...)
		spoil(&e)
		var fault *FoldError
		if err := Apply(c, &e); !errors.As(err, &fault) || fault.Error() == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLimitsAreWrittenAsProceduresDo(t *testing.T) {
	for want, l := range map[string]procedure.Limit{
		"":                          {},
		"until due":                 {Until: "due"},
		"3 working days":            {Limit: calendar.Limit{N: 3, Unit: calendar.WorkingDay}},
		"same day cut-off 15:00":    {Limit: calendar.Limit{N: 1, Unit: calendar.SameDay, Cut: 900}},
		"same day + 2 working days": {Limit: calendar.Limit{N: 3, Unit: calendar.SameDay}},
	} {
		if got := LimitText(l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	for _, b := range newStory(f).bytes {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		prev, e, err := DecodeEntry(b)
		if err != nil {
			if !errors.Is(err, journal.ErrBytes) {
				t.Fatal(err)
			}
			return
		}
		if again := EncodeEntry(nil, prev, &e); !bytes.Equal(again, b) {
			t.Fatalf("%x is read, and written as %x", b, again)
		}
		_ = Apply(new(Case), &e) // whatever it says, it must not panic
	})
}

func FuzzDecodeCase(f *testing.F) {
	w := newStory(f)
	c := new(Case)
	for i := range w.journal {
		if err := Apply(c, &w.journal[i]); err != nil {
			f.Fatal(err)
		}
		f.Add(EncodeCase(nil, c))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := DecodeCase(b)
		if err != nil {
			if !errors.Is(err, journal.ErrBytes) {
				t.Fatal(err)
			}
			return
		}
		if again := EncodeCase(nil, c); !bytes.Equal(again, b) {
			t.Fatalf("%x is read, and written as %x", b, again)
		}
	})
}
