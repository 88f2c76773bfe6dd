package pgtest_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	a, b := pgtest.Start(t), pgtest.Start(t)
	if a == b {
		t.Fatalf("one address for two: %s", a)
	}
	if err := pgtest.Exec(a, "create table x (n int)"); err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Exec(b, "select n from x"); err == nil {
		t.Error("a table of one database is seen in the other")
	}
}

func TestAClusterSurvivesACrashAndLeavesNothing(t *testing.T) {
	address := pgtest.Start(t) // skips where there is none
	if os.Getenv(pgtest.Variable) != "" {
		t.Skip("SKIPPED: the server is not this test's to crash: " + address)
	}
	c, err := pgtest.NewCluster()
	if err != nil {
		t.Fatal(err)
	}
	own := c.Address("postgres")
	if err := pgtest.Exec(own, "create table x (n int)"); err != nil {
		t.Fatal(err)
	}
	if err := c.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Exec(own, "select 1"); err == nil {
		t.Fatal("it answers after the crash")
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("postgres", own)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var dir, fsync string
	if err := db.QueryRow("select current_setting('data_directory'), current_setting('fsync') from x right join (select 1) y on true").Scan(&dir, &fsync); err != nil {
		t.Fatal(err)
	}
	if fsync != "on" {
		t.Error("fsync is off")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", dir, err)
	}
}
