package engine_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures/calendars"
)

// The environment by which the harness talks to the process it will kill.
const (
	crashRounds = "MOTCUA_CRASH_ROUNDS"
	crashStore  = "MOTCUA_CRASH_STORE"
	crashDB     = "MOTCUA_CRASH_DB"
	crashStart  = "MOTCUA_CRASH_START"
)

func TestMain(m *testing.M) {
	if db := os.Getenv(crashDB); db != "" {
		if err := load(db); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// quick are procedures whose limits run out while a round lasts, on a clock on
// which a second is an hour.
var quick = map[string]string{
	"permit": strings.NewReplacer(
		"within: 5 working days", "within: 3 hours", ", warn_at: [1 working day after]", ", warn_at: [50%, 1 hour after]",
		"{legal: 3 working days}", "{legal: 1 hour}",
		"    duty: Kiểm tra | Check\n    within: 1 working day\n    moves:\n", "    duty: Kiểm tra | Check\n    within: 1 hour\n    moves:\n      late: {title: Chuyển ký | Passed on, after: expiry, to: sign}\n",
		"within: 3 working days", "within: 4 hours",
		"    duty: Ký | Sign\n    within: 1 working day\n", "    duty: Ký | Sign\n    within: 1 hour\n",
		"within: 5 days", "within: 2 hours",
	).Replace(files["permit"]),
	"opinion": strings.Replace(files["opinion"], "within: 2 working days", "within: 1 hour", 1),
}

// crashStores are the stores under which the process is killed: how a test
// gets an empty database, and how a process opens it.
var crashStores = map[string]struct {
	fresh func(t testing.TB) string
	open  func(ctx context.Context, db string, create bool) (store.Store, error)
}{
	"sqlite": {
		fresh: func(t testing.TB) string { return filepath.Join(t.TempDir(), "crash.db") },
		open: func(ctx context.Context, db string, create bool) (store.Store, error) {
			mode := sqlite.Existing
			if create {
				mode = sqlite.Create
			}
			return sqlite.Open(ctx, sqlite.Config{Path: db, Mode: mode})
		},
	},
	"postgres": {
		fresh: func(t testing.TB) string { return pgtest.Start(t) },
		open: func(ctx context.Context, db string, create bool) (store.Store, error) {
			mode := postgres.Existing
			if create {
				mode = postgres.Create
			}
			return postgres.Open(ctx, postgres.Config{URL: db, Mode: mode, Conns: 8})
		},
	},
}

// hurried is an engine over a database of one of the stores, whose clock runs
// 3,600 times as fast as ours since start. Its leases are short, so that the
// next process has not to wait for those of the one that was killed.
func hurried(ctx context.Context, kind, db string, create bool, start time.Time) (*engine.Engine, store.Store, error) {
	s, err := crashStores[kind].open(ctx, db, create)
	if err != nil {
		return nil, nil, err
	}
	e, err := engine.Open(ctx, engine.Config{
		Store: s, Calendars: calendars.Load, Poll: 20 * time.Millisecond, Skew: -1, Lease: 100 * time.Millisecond,
		Procedures: func(name string) ([]byte, error) { return []byte(quick[name]), nil },
		Now:        func() time.Time { return monday.Add(3600 * time.Since(start)) },
	})
	return e, s, err
}

// load is the process that is killed: callers without pause, and Run. Each
// command is acknowledged on standard output once the engine has.
func load(db string) error {
	ctx := context.Background()
	nanos, err := strconv.ParseInt(os.Getenv(crashStart), 10, 64)
	if err != nil {
		return err
	}
	e, _, err := hurried(ctx, os.Getenv(crashStore), db, false, time.Unix(0, nanos))
	if err != nil {
		return err
	}
	go func() { _ = e.Run(ctx) }() // it ends with the process
	var line sync.Mutex
	for range 6 {
		go func() {
			for {
				a, err := act(ctx, e)
				if err == nil {
					line.Lock()
					fmt.Printf("%s %s %s %d\n", a.Command, a.District, a.Case, a.Entry.Seq)
					line.Unlock()
				}
			}
		}()
	}
	select {}
}

// act puts a random command to a random case, or opens one.
func act(ctx context.Context, e *engine.Engine) (engine.Answer, error) {
	id, err := e.NewID(ctx)
	if err != nil {
		return engine.Answer{}, err
	}
	o := opening(id)
	o.At = time.Time{}
	district := []string{"ward", "ward", "police"}[rand.IntN(3)]
	var open []engine.Case
	for c, err := range e.List(ctx, engine.Query{District: district, Open: true}) {
		if err != nil {
			return engine.Answer{}, err
		}
		open = append(open, c)
	}
	if district == "ward" && (len(open) < 4 || len(open) < 30 && rand.IntN(5) == 0) {
		return e.OpenCase(ctx, o)
	}
	if len(open) == 0 {
		return engine.Answer{}, errors.New("nothing to do")
	}
	c := open[rand.IntN(len(open))]
	next := c.Next[rand.IntN(len(c.Next))]
	cmd := engine.Command{ID: id, District: district, Case: c.ID, Event: next.Event, Actor: []string{"an", "chi", "dung"}[rand.IntN(3)]}
	if next.Event == engine.Assign {
		cmd.Officer = "an"
	}
	for _, need := range next.Needs {
		if need == engine.Reason {
			cmd.Values = map[string]string{need: "vì vậy"}
		}
	}
	return e.Do(ctx, cmd)
}

// A loaded process is killed at a random moment, again and again: no
// acknowledged command is lost, none is there twice, an audit finds nothing,
// and what was due or ordered happens all the same.
func TestKill9(t *testing.T) {
	rounds := 20
	if s := os.Getenv(crashRounds); s != "" {
		var err error
		if rounds, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	if testing.Short() {
		rounds = 3
	}
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			var h *harness
			for round := range rounds {
				if round%20 == 0 { // an audit reads everything: begin anew now and then
					h = newHarness(t, kind)
				}
				h.round(time.Duration(50+rand.IntN(400)) * time.Millisecond)
			}
			t.Logf("%d rounds, %d acknowledged in the last database", rounds, len(h.acked))
		})
	}
}

type harness struct {
	t     *testing.T
	kind  string // of store
	db    string
	start time.Time
	acked map[uuid.UUID]string // "district case seq"
}

func newHarness(t *testing.T, kind string) *harness {
	h := &harness{t: t, kind: kind, db: crashStores[kind].fresh(t), start: time.Now(), acked: map[uuid.UUID]string{}}
	e, s, err := hurried(t.Context(), kind, h.db, true, h.start)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, text := range map[string]string{"ward.yaml": ward, "police.yaml": police} {
		if _, err := e.Load(t.Context(), name, []byte(text), nil); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// round runs the load for a while, kills it and looks at what is left.
func (h *harness) round(life time.Duration) {
	h.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashStore+"="+h.kind, crashDB+"="+h.db, crashStart+"="+strconv.FormatInt(h.start.UnixNano(), 10))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	var kill *time.Timer
	n := 0
	for lines := bufio.NewScanner(out); lines.Scan(); n++ {
		if kill == nil { // it works
			kill = time.AfterFunc(life, func() { _ = cmd.Process.Kill() })
		}
		var id, district, caseID string
		var seq int64
		if _, err := fmt.Sscan(lines.Text(), &id, &district, &caseID, &seq); err != nil {
			break // the last line, torn by the kill: not acknowledged
		}
		h.acked[uuid.MustParse(id)] = fmt.Sprint(district, " ", caseID, " ", seq)
	}
	if err := cmd.Wait(); err == nil || n == 0 {
		h.t.Fatalf("the load ended by itself: %v, %d acknowledged", err, n)
	}
	h.check()
}

func (h *harness) check() {
	h.t.Helper()
	ctx := h.t.Context()
	e, s, err := hurried(ctx, h.kind, h.db, false, h.start)
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	c := &city{Engine: e, t: h.t, store: s}
	c.sound()
	for id, want := range h.acked {
		district, _, _ := strings.Cut(want, " ")
		rec, err := s.Command(ctx, district, id)
		if got := fmt.Sprint(district, " ", rec.Case, " ", rec.Seq); err != nil || got != want {
			h.t.Fatalf("acknowledged as %s: %s, %v", want, got, err)
		}
	}
	now, err := e.Now(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := e.Settle(ctx); err != nil {
		h.t.Fatal(err)
	}
	for v, err := range e.List(ctx, engine.Query{Open: true}) {
		if err != nil {
			h.t.Fatal(err)
		}
		if v.State == "check" && !v.Suspended && v.Due.Before(now) {
			h.t.Fatalf("case %s: its timer of %s has not fired by %s", v.ID, v.Due, now)
		}
		for _, ch := range v.Children {
			if kid, err := e.Case(ctx, ch.District, ch.ID); err != nil || (kid.Outcome != "") == ch.Open() {
				h.t.Fatalf("case %s, child %s: %q here, %q there, %v", v.ID, ch.ID, ch.Outcome, kid.Outcome, err)
			}
		}
	}
	c.sound()
}
