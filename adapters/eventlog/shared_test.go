package eventlog

import (
	"os"
	"path/filepath"
	"testing"
)

// sharedLog opens one of the public logs that are too large to keep here. Set
// MOTCUA_SHARED to the folder that has them; without it the test is skipped.
func sharedLog(t testing.TB, name string) *os.File {
	t.Helper()
	dir := os.Getenv("MOTCUA_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "logs", name))
	if err != nil {
		t.Skipf("SKIPPED: the public log %s is not here (%v); set MOTCUA_SHARED to the folder above logs/", name, err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
