package pgtest

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
)

// bouncerKeeper runs the pooler as its child until its input ends. It keeps
// nothing, and a shell makes its children deaf to the gentler signals.
const bouncerKeeper = `"$1" "$2/pgbouncer.ini" >>"$2/log" 2>&1 </dev/null & pid=$!
while read -r word; do :; done
kill -KILL $pid 2>/dev/null; wait $pid
rm -rf "$2"
`

const bouncerSettings = `
[databases]
* = host=%s port=%s user=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`

// Bouncer puts a pgbouncer in transaction mode in front of the database at
// address, which it reaches as user, with fewer connections than a test opens.
// It skips the test where pgbouncer is not installed.
func Bouncer(t testing.TB, address, user string) string {
	t.Helper()
	path, err := exec.LookPath("pgbouncer")
	if err != nil {
		if path = "/usr/sbin/pgbouncer"; !exists(path) {
			t.Skip("SKIPPED: no pgbouncer on this machine; install it (pgbouncer)")
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "motcua-pgbouncer-")
	if err != nil {
		t.Fatal(err)
	}
	port, err := pgcluster.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	ini := fmt.Sprintf(bouncerSettings, u.Hostname(), u.Port(), user, port)
	if err := os.WriteFile(filepath.Join(dir, "pgbouncer.ini"), []byte(ini), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", bouncerKeeper, "sh", path, dir)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		if cmd.SysProcAttr.Credential, err = pgcluster.User(); err != nil {
			t.Skip("SKIPPED: ", err)
		}
		if err := os.Chown(dir, int(cmd.SysProcAttr.Credential.Uid), int(cmd.SysProcAttr.Credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	keep, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = keep.Close()
		_ = cmd.Wait()
	})
	u.Host = fmt.Sprintf("127.0.0.1:%d", port)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if err = pgcluster.Exec(u.String()+"&binary_parameters=yes", "select 1"); err == nil {
			return u.String()
		}
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Fatalf("pgbouncer does not answer: %v\n%s", err, log)
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
