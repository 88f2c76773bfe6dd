package sqlite

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// The child of the crash test finds the file to load here.
const crashFile = "MOTCUA_CRASH_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		crashChild(path)
	}
	os.Exit(m.Run())
}

// crashChild commits from several callers until it is killed, and prints a
// line for each answer.
func crashChild(path string) {
	s, err := Open(ctx, Config{Path: path, Mode: Create})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	err = s.Append(ctx, "d1", 0, []store.RegisterRecord{{Position: 1, At: start, Kind: "unit", Bytes: []byte("x")}})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	var mu sync.Mutex
	for range 4 {
		go func() {
			for {
				id := uuid.New()
				var batch []store.Change
				for range 1 + rand.Intn(3) {
					batch = append(batch, crashChange(id, int64(len(batch))))
				}
				out, err := s.Commit(ctx, batch)
				if err != nil {
					fmt.Println("failed", err)
					os.Exit(1)
				}
				mu.Lock()
				for i, o := range out {
					fmt.Printf("%s %s %d\n", o.Kind, batch[i].Entries[1].Command, o.Position)
				}
				mu.Unlock()
			}
		}()
	}
	select {}
}

// crashChange is change n of a case: two entries, the second by a command.
func crashChange(id uuid.UUID, n int64) store.Change {
	c := change(id, 2*n+1, uuid.New())
	c.Expect = 2 * n
	first := change(id, 2*n, uuid.Nil).Entries[0]
	c.Entries = []store.Record{first, c.Entries[0]}
	c.Private = []store.Private{{Seq: c.Row.Seq, Name: "name", Value: []byte("Lan")}}
	return c
}

// TestCrash kills a process that commits as fast as it can, at a random
// moment, and looks at what it left: every acknowledged change there once, at
// the position that was told, whole or not at all.
func TestCrash(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	if n, err := strconv.Atoi(os.Getenv("MOTCUA_CRASH_ROUNDS")); err == nil && n > 0 {
		rounds = n
	}
	seed := time.Now().UnixNano()
	rnd := rand.New(rand.NewSource(seed))
	path := filepath.Join(t.TempDir(), "crash.db")
	acked := map[uuid.UUID]int64{} // position told, by command
	for round := range rounds {
		// From the middle of the migrations to the middle of a long load.
		life := time.Duration(rnd.Int63n(int64(150 * time.Millisecond)))
		if round%4 == 0 {
			life = time.Duration(rnd.Int63n(int64(25 * time.Millisecond)))
		}
		told := killed(t, path, life)
		for command, position := range told {
			acked[command] = position
		}
		if _, err := os.Stat(path); err != nil {
			continue // killed before it made the file
		}
		crashed(t, path, acked)
		if t.Failed() {
			t.Fatalf("round %d of seed %d", round, seed)
		}
	}
	if len(acked) == 0 {
		t.Fatal("nothing was ever acknowledged")
	}
	t.Logf("%d rounds, %d changes acknowledged", rounds, len(acked))
}

// killed runs the child for a while, kills it, and returns what it was told.
// Its life begins when it starts, so that opening and migrating are killed too;
// a longer one when it first acknowledges, so that a slow machine gets there.
func killed(t *testing.T, path string, life time.Duration) map[uuid.UUID]int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashFile+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := map[uuid.UUID]int64{}
	first := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		defer close(done)
		r := bufio.NewReader(out)
		for once := true; ; {
			line, err := r.ReadString('\n')
			if err != nil { // a last line without an end was not said whole
				if err != io.EOF && !errors.Is(err, os.ErrClosed) {
					done <- err
				}
				return
			}
			f := strings.Fields(line)
			switch f[0] {
			case "won":
				position, err := strconv.ParseInt(f[2], 10, 64)
				if err != nil {
					done <- err
					return
				}
				told[uuid.MustParse(f[1])] = position
				if once {
					close(first)
					once = false
				}
			default:
				done <- fmt.Errorf("the child says %q", line)
			}
		}
	}()
	if life > 25*time.Millisecond {
		select {
		case <-first:
		case <-time.After(20 * time.Second):
		}
	}
	time.Sleep(life)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for err := range done {
		t.Error(err)
	}
	_ = cmd.Wait() // killed, as it should be
	return told
}

// crashed opens what was left and compares it with what was told.
func crashed(t *testing.T, path string, acked map[uuid.UUID]int64) {
	t.Helper()
	s, err := Open(ctx, Config{Path: path})
	if err != nil {
		t.Errorf("open after the crash: %v", err)
		return
	}
	defer s.Close()
	var verdict string
	if err := s.readers.Get(&verdict, "pragma integrity_check"); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s (%v)", verdict, err)
	}
	position, found, seqs := int64(0), map[uuid.UUID]int64{}, map[uuid.UUID]int64{}
	for r, err := range s.Log(ctx, "d1", 0) {
		if err != nil {
			t.Errorf("log: %v", err)
			return
		}
		position++
		seqs[r.Case]++
		if r.Position != position || r.Seq != seqs[r.Case] {
			t.Errorf("entry %d of %s at position %d, want %d at %d", r.Seq, r.Case, r.Position, seqs[r.Case], position)
			return
		}
		if r.Command != uuid.Nil {
			if _, twice := found[r.Command]; twice {
				t.Errorf("command %s is there twice", r.Command)
			}
			found[r.Command] = r.Position - 1 // of the first entry of its change
		}
	}
	for command, told := range acked {
		if at, ok := found[command]; !ok || at != told {
			t.Errorf("command %s was acknowledged at %d and is at %d (there: %v)", command, told, at, ok)
		}
	}
	for id, seq := range seqs {
		row, err := s.Case(ctx, "d1", id)
		if err != nil || row.Seq != seq || seq%2 != 0 {
			t.Errorf("case %s: row at %d (%v), journal at %d, of changes of two entries", id, row.Seq, err, seq)
		}
		private, err := s.Private(ctx, "d1", id)
		if err != nil || int64(len(private)) != seq/2 {
			t.Errorf("case %s: %d private values of %d changes (%v)", id, len(private), seq/2, err)
		}
	}
	districts, err := s.Districts(ctx)
	if err != nil || len(districts) > 1 || len(districts) == 1 && districts[0].Log != position {
		t.Errorf("districts %v (%v), log ends at %d", districts, err, position)
	}
}
