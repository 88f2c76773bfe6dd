// Package pgcluster starts a throw-away PostgreSQL server from the binaries
// installed on this machine: files in a new folder, a free loopback port, gone
// when the process is. Tests and measurements use it; nothing of value belongs
// in it, though its settings make it no less safe than another.
//
//	c, err := pgcluster.New("shared_buffers = 1GB")
//	if err != nil { … } // ErrMissing: PostgreSQL is not installed
//	defer c.Close()
//	url := c.Address("postgres")
package pgcluster

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"
)

// ErrMissing: PostgreSQL is not installed here, or nobody here may run it.
var ErrMissing = errors.New("no PostgreSQL on this machine")

// Cluster is a server of its own. It runs as the user postgres when the
// process runs as root, which PostgreSQL refuses to do.
type Cluster struct {
	port int
	dir  string
	bin  string
	as   *syscall.Credential
	keep io.WriteCloser // the keeper's input: closing it ends the server
	said *bufio.Reader  // its answers
	done chan error
}

// keeper runs the server as its child and does as it is told, a word a line.
// When its input ends, because the test has ended in whatever way, it stops
// the server and removes the files.
const keeper = `
start() { "$1/postgres" -D "$2/data" >>"$2/log" 2>&1 </dev/null & pid=$!; }
stop() { kill -"$1" $pid 2>/dev/null; wait $pid; }
while read -r word; do
	case $word in
	start) start "$1" "$2" ;;
	crash) stop QUIT ;;
	stop) stop INT ;;
	esac
	echo "$word"
done
stop QUIT
rm -rf "$2"
`

// settings are put behind what initdb wrote: nothing that makes it less safe.
const settings = `
listen_addresses = '127.0.0.1'
port = %d
unix_socket_directories = '%s'
max_connections = 100
shared_buffers = 64MB
autovacuum_naptime = 10s
log_min_messages = warning
log_min_error_statement = panic
`

// New makes a cluster and starts it, with these lines at the end of its
// settings. Close ends it; the end of the process does so too.
func New(lines ...string) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{bin: bin, done: make(chan error, 1)}
	if os.Getuid() == 0 {
		if c.as, err = User(); err != nil {
			return nil, err
		}
	}
	if err := c.init(lines); err != nil {
		_ = os.RemoveAll(c.dir)
		return nil, err
	}
	if err := c.run(); err != nil {
		_ = os.RemoveAll(c.dir)
		return nil, err
	}
	return c, c.Start()
}

// binaries finds the newest installed version.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			return filepath.Dir(path), nil
		}
		return "", ErrMissing
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(strings.Split(path, "/")[4])
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// User is who runs a server for root: postgres. ErrMissing if there is none.
func User() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("%w: root cannot run it, and there is no user postgres", ErrMissing)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// init makes the folder and the cluster's files in it.
func (c *Cluster) init(lines []string) (err error) {
	if c.dir, err = os.MkdirTemp("", "motcua-postgres-"); err != nil {
		return err
	}
	if c.as != nil {
		if err := os.Chown(c.dir, int(c.as.Uid), int(c.as.Gid)); err != nil {
			return err
		}
	}
	data := filepath.Join(c.dir, "data")
	out, err := c.command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if c.port, err = FreePort(); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, settings+strings.Join(lines, "\n")+"\n", c.port, c.dir)
	return errors.Join(err, f.Close())
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	if !strings.Contains(name, "/") {
		name = filepath.Join(c.bin, name)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	return cmd
}

// run starts the keeper.
func (c *Cluster) run() error {
	cmd := c.command("/bin/sh", "-c", keeper, "sh", c.bin, c.dir)
	cmd.SysProcAttr.Setpgid = true // an interrupt of the test is not the server's
	keep, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	said, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	c.keep, c.said = keep, bufio.NewReader(said)
	pipes = append(pipes, c.keep)
	go func() { c.done <- cmd.Wait() }()
	return nil
}

// pipes keeps the inputs of keepers from being collected, and so closed.
var pipes []io.WriteCloser

func (c *Cluster) tell(word string) error {
	if _, err := fmt.Fprintln(c.keep, word); err != nil {
		return err
	}
	_, err := c.said.ReadString('\n')
	return err
}

// Start starts the server and waits until it answers.
func (c *Cluster) Start() error {
	if err := c.tell("start"); err != nil {
		return err
	}
	var err error
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = Exec(c.Address("postgres"), "select 1"); err == nil {
			return nil
		}
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("the server does not answer: %w\n%s", err, log)
}

// Crash stops the server at once, as a power cut would: it does not finish
// what it is doing, and recovers when it is started again.
func (c *Cluster) Crash() error { return c.tell("crash") }

// Stop ends every session and stops the server in order.
func (c *Cluster) Stop() error { return c.tell("stop") }

// Address is where a database of the cluster is, as its superuser.
func (c *Cluster) Address(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// Close stops the server and removes its files.
func (c *Cluster) Close() error {
	if err := c.keep.Close(); err != nil {
		return err
	}
	return <-c.done
}

// Exec runs one statement on the server at address.
func Exec(address, statement string, args ...any) error {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = db.ExecContext(ctx, statement, args...)
	return err
}

// FreePort is a loopback port that nobody listens on.
func FreePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
