package pgcluster_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// A cluster takes the settings it is given, keeps what was committed over a
// crash, and leaves nothing behind.
func TestACluster(t *testing.T) {
	if os.Getenv(pgtest.Switch) == "" {
		t.Skipf("SKIPPED: needs PostgreSQL; install it and set %s=1", pgtest.Switch)
	}
	c, err := pgcluster.New("shared_buffers = 48MB", "work_mem = 3MB")
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	defer func() {
		if !closed {
			_ = c.Close()
		}
	}()
	ask := func(query string) (answer string) {
		t.Helper()
		db, err := sql.Open("postgres", c.Address("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.QueryRow(query).Scan(&answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for setting, want := range map[string]string{"shared_buffers": "48MB", "work_mem": "3MB", "fsync": "on", "full_page_writes": "on", "listen_addresses": "127.0.0.1"} {
		if got := ask("show " + setting); got != want {
			t.Errorf("%s is %s, want %s", setting, got, want)
		}
	}
	data := ask("show data_directory")
	if err := pgcluster.Exec(c.Address("postgres"), `create table kept as select $1::text as word`, "kept"); err != nil {
		t.Fatal(err)
	}
	for name, end := range map[string]func() error{"crash": c.Crash, "stop": c.Stop} {
		if err := end(); err != nil {
			t.Fatal(name, err)
		}
		if err := pgcluster.Exec(c.Address("postgres"), "select 1"); err == nil {
			t.Errorf("it answers after a %s", name)
		}
		if err := c.Start(); err != nil {
			t.Fatal(name, err)
		}
		if got := ask("select word from kept"); got != "kept" {
			t.Errorf("%q after a %s", got, name)
		}
	}
	closed = true
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(strings.TrimSuffix(data, "/data")); !os.IsNotExist(err) {
		t.Errorf("its folder is still there: %v", err)
	}
}

func TestFreePorts(t *testing.T) {
	port, err := pgcluster.FreePort()
	if err != nil || port < 1024 {
		t.Errorf("port %d, %v", port, err)
	}
}
