package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pressly/goose/v3"

	"github.com/motcua/motcua/engine/store"
)

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// enrol gives the district d1 its first record.
func enrol(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Append(ctx, "d1", 0, []store.RegisterRecord{{Position: 1, At: start, Kind: "unit", Bytes: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
}

// change returns a change of one entry on a case of d1.
func change(c uuid.UUID, expect int64, command uuid.UUID) store.Change {
	at := start.Add(time.Duration(expect+1) * time.Second)
	return store.Change{
		Expect: expect,
		Row: store.Row{District: "d1", Case: c, Seq: expect + 1, At: at, Procedure: "copy", State: "received", Unit: "desk", Role: "receiver",
			Identity: "00000000000000000000000000000000000000000000000000000000000000ff", Wake: at.Add(time.Hour), Codec: 1, Doc: make([]byte, 480)},
		Entries: []store.Record{{Seq: expect + 1, At: at, Kind: "moved", Register: 1, Bytes: bytes.Repeat([]byte{7}, 300), Command: command}},
	}
}

func win(t testing.TB, s *Store, c store.Change) {
	t.Helper()
	out, err := s.Commit(ctx, []store.Change{c})
	if err != nil || out[0].Kind != store.Won {
		t.Fatalf("outcome %v, error %v", out, err)
	}
}

func TestAMissingFileIsNotCreated(t *testing.T) {
	dir := t.TempDir()
	for _, mode := range []Mode{Existing, ReadOnly} {
		_, err := Open(ctx, Config{Path: filepath.Join(dir, "none.db"), Mode: mode})
		if !errors.Is(err, store.ErrMissing) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("mode %d: error %v, want missing", mode, err)
		}
	}
	_, err := Open(ctx, Config{Path: filepath.Join(dir, "no", "such", "folder.db"), Mode: Create})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("in a folder that is not there: %v, want unavailable", err)
	}
	_, err = Open(ctx, Config{Path: dir, Mode: Create})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a folder: %v, want unavailable", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("created %v", left)
	}
}

func TestAFileThatIsNotOursIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("create table theirs (a int)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("not a database\n"), 1000), 0o644); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s, err := Open(ctx, Config{Path: newer, Mode: Create})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.ExecContext(ctx, "insert into goose_db_version (version_id, is_applied) values (999, 1)"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for path, want := range map[string]error{other: store.ErrForeign, text: store.ErrCorrupt, newer: store.ErrForeign} {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, mode := range []Mode{Existing, Create, ReadOnly} {
			if _, err := Open(ctx, Config{Path: path, Mode: mode}); !errors.Is(err, want) {
				t.Errorf("%s, mode %d: error %v, want %v", filepath.Base(path), mode, err, want)
			}
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
}

func TestADamagedFileIsCorrupt(t *testing.T) {
	s := create(t, false)
	enrol(t, s)
	id := uuid.New()
	for seq := range int64(200) {
		win(t, s, change(id, seq, uuid.Nil))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"cut short":         whole[:len(whole)/3],
		"pages overwritten": append(append([]byte(nil), whole[:8192]...), bytes.Repeat([]byte{0xa5}, len(whole)-8192)...),
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(path, damaged, 0o644); err != nil {
			t.Fatal(err)
		}
		err := func() error {
			s, err := Open(ctx, Config{Path: path})
			if err != nil {
				return err
			}
			defer s.Close()
			for _, err := range s.Journal(ctx, "d1", id, 0) {
				if err != nil {
					return err
				}
			}
			return nil
		}()
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: error %v, want corrupt", name, err)
		}
	}
}

// A migration that was interrupted after any step is finished by whoever
// opens the file next, to read or to write.
func TestAHalfDoneMigrationIsFinished(t *testing.T) {
	known, err := steps()
	if err != nil || known < 2 {
		t.Fatalf("%d migrations, error %v", known, err)
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		t.Fatal(err)
	}
	for step := int64(-1); step <= known; step++ {
		for _, mode := range []Mode{Existing, Create, ReadOnly} {
			path := filepath.Join(t.TempDir(), "half.db")
			if step < 0 { // before the first byte
				if err := os.WriteFile(path, nil, 0o644); err != nil {
					t.Fatal(err)
				}
			} else {
				db, err := connect(ctx, Config{Path: path, Mode: Create}.withDefaults(), false)
				if err != nil {
					t.Fatal(err)
				}
				p, err := goose.NewProvider(goose.DialectSQLite3, db.DB, files, goose.WithDisableGlobalRegistry(true))
				if err != nil {
					t.Fatal(err)
				}
				if step == 0 {
					_, err = p.GetDBVersion(ctx) // makes the table of versions, no more
				} else {
					_, err = p.UpTo(ctx, step)
				}
				if err != nil {
					t.Fatal(err)
				}
				db.Close()
			}
			s, err := Open(ctx, Config{Path: path, Mode: mode})
			if err != nil {
				t.Fatalf("after step %d, mode %d: %v", step, mode, err)
			}
			if _, err := s.Districts(ctx); err != nil {
				t.Errorf("after step %d, mode %d: %v", step, mode, err)
			}
			if _, _, err := s.Now(ctx); err != nil {
				t.Errorf("after step %d, mode %d: %v", step, mode, err)
			}
			s.Close()
		}
	}
}

func TestSeveralMayCreateOneFileAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shared.db")
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s, err := Open(ctx, Config{Path: path, Mode: Create})
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			defer s.Close()
			name := string(rune('a' + i))
			if err := s.Append(ctx, name, 0, []store.RegisterRecord{{Position: 1, At: start, Kind: "unit", Bytes: []byte("x")}}); err != nil {
				t.Errorf("append: %v", err)
			}
		}()
	}
	wg.Wait()
}

func TestReadingWritesNoRow(t *testing.T) {
	s := create(t, false)
	enrol(t, s)
	c := change(uuid.New(), 0, uuid.New())
	win(t, s, c)
	for _, live := range []bool{true, false} { // beside a writer, and alone
		if !live {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		r, err := Open(ctx, Config{Path: s.path, Mode: ReadOnly})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Case(ctx, "d1", c.Row.Case); err != nil {
			t.Error(err)
		}
		if _, _, _, err := r.Due(ctx, "d1", store.Mark{}, start.Add(time.Hour*9), 5); err != nil {
			t.Error(err)
		}
		_, err = r.Commit(ctx, []store.Change{change(uuid.New(), 0, uuid.Nil)})
		for _, err := range []error{err, r.Advance(ctx, start), r.SetCursor(ctx, "d1", "x", 0, 1)} {
			if !errors.Is(err, store.ErrReadOnly) {
				t.Errorf("error %v, want read only", err)
			}
		}
		r.Close()
	}
}

func TestAVirtualClockIsForADatabaseThatHasNotLived(t *testing.T) {
	s := create(t, true)
	s.Close()
	again, err := Open(ctx, Config{Path: s.path})
	if err != nil {
		t.Fatal(err)
	}
	if _, virtual, err := again.Now(ctx); err != nil || !virtual {
		t.Errorf("virtual %v, error %v: a database keeps its virtual clock", virtual, err)
	}
	again.Close()

	fresh := create(t, false)
	fresh.Close()
	fresh, err = Open(ctx, Config{Path: fresh.path, Virtual: true})
	if err != nil {
		t.Fatalf("an empty database: %v", err)
	}
	fresh.Close()

	lived := create(t, false)
	enrol(t, lived)
	lived.Close()
	if _, err := Open(ctx, Config{Path: lived.path, Virtual: true}); !errors.Is(err, store.ErrNotVirtual) {
		t.Errorf("a database with a district: error %v, want no virtual clock", err)
	}
}

func TestAPathIsAFileWhateverItsName(t *testing.T) {
	for _, name := range []string{"a?mode=ro.db", "hồ sơ #1 100%.db", "a&b=c.db", "file:x.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(ctx, Config{Path: path, Mode: Create})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		s.Close()
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestAWriterThatWaitsTooLongIsUnavailable(t *testing.T) {
	s := create(t, false)
	defer s.Close()
	enrol(t, s)
	other, err := Open(ctx, Config{Path: s.path, Busy: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	err = s.write(ctx, func(*tx) error {
		_, err := other.Commit(ctx, []store.Change{change(uuid.New(), 0, uuid.Nil)})
		return err
	})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("error %v, want unavailable", err)
	}
	win(t, other, change(uuid.New(), 0, uuid.Nil))
}

// What is erased is in no file of the database any more.
func TestErasedBytesLeaveTheFiles(t *testing.T) {
	s := create(t, false)
	defer s.Close()
	enrol(t, s)
	marker := []byte("Nguyễn Thị Đánh Dấu 0123456789")
	c := change(uuid.New(), 0, uuid.New())
	c.Private = []store.Private{{Seq: 1, Name: "name", Salt: []byte("salt"), Value: marker}}
	win(t, s, c)
	holds := func() (found bool) {
		files, _ := filepath.Glob(s.path + "*")
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(b, marker)
		}
		return found
	}
	if !holds() {
		t.Fatal("the marker is not in the files to begin with")
	}
	if n, err := s.Erase(ctx, "d1", c.Row.Case); n != 1 || err != nil {
		t.Fatalf("erased %d, error %v", n, err)
	}
	if holds() {
		t.Error("the marker is still in the files")
	}
}

func TestTheFileIsSetAsPromised(t *testing.T) {
	s := create(t, false)
	defer s.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "foreign_keys": "1", "busy_timeout": "5000", "application_id": "1836344181"} {
		var got string
		if err := s.conn.GetContext(ctx, &got, "pragma "+pragma); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
}
