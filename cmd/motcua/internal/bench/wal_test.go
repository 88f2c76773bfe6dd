package bench

import (
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/engine"
)

// As long as the log was not begun anew its file is as long as was counted.
func TestTheLogOfSQLiteIsCounted(t *testing.T) {
	place, err := openPlace(t.Context(), "sqlite", tiny)
	if err != nil {
		t.Fatal(err)
	}
	defer place.close()
	p := place.(*file)
	p.wal.begin()
	if p.wal.counted() != 0 {
		t.Error("counted before there was anything")
	}
	e, s, err := openEngine(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := e.Load(t.Context(), "d.yaml", []byte(strings.Replace(district, "NAME", "d", 1)), nil); err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		info, err := os.Stat(p.path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	p.wal.begin()
	before := size()
	for range 20 {
		if _, err := e.OpenCase(t.Context(), engine.Opening{Procedure: "bench", Command: engine.Command{
			District: "d", Actor: "an", Values: map[string]string{"copies": "3"},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	if grown := size() - before; p.wal.counted() != grown || grown < 20*4096 {
		t.Errorf("counted %d bytes, the file grew by %d", p.wal.counted(), grown)
	}
}

// A log that begins anew counts from its first frame.
func TestALogBegunAnewIsCounted(t *testing.T) {
	path := t.TempDir() + "/x.db"
	w := walFile{path: path}
	defer w.close()
	write := func(frame byte) {
		head := make([]byte, 40)
		head[15], head[16] = 0x10, frame // pages of 4096
		if err := os.WriteFile(path+"-shm", head, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.look() // there is no log yet
	for _, step := range []struct {
		frame byte
		want  int64
	}{{3, 3}, {10, 10}, {2, 12}, {2, 12}} {
		write(step.frame)
		w.look()
		if got := w.counted() / (frameHead + 4096); got != step.want {
			t.Errorf("at frame %d: %d frames counted, want %d", step.frame, got, step.want)
		}
	}
}
