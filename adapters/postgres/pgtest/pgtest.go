// Package pgtest gives tests a PostgreSQL to themselves: a new, empty database
// for each, on the server of MOTCUA_TEST_POSTGRES_DSN or on a throw-away
// cluster that it starts from the binaries installed on this machine. It is
// for tests only, and keeps nothing.
//
//	url := pgtest.Start(t) // skips t where there is no PostgreSQL
//	s, err := postgres.Open(ctx, postgres.Config{URL: url, Mode: postgres.Create})
package pgtest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
)

// Variable is the environment variable with the address of a server on which
// tests may create databases and roles.
const Variable = "MOTCUA_TEST_POSTGRES_DSN"

// Switch, set to anything, lets tests start a server of their own.
const Switch = "MOTCUA_TEST_POSTGRES"

var shared struct {
	once    sync.Once
	address string
	err     error
	next    atomic.Int64
}

// NewCluster starts a server for one test that does to it what the others
// must not meet. pgcluster.ErrMissing unless the switch is set.
func NewCluster() (*pgcluster.Cluster, error) {
	if os.Getenv(Switch) == "" {
		return nil, fmt.Errorf("%w: %s is not set", pgcluster.ErrMissing, Switch)
	}
	return pgcluster.New()
}

// Exec runs one statement on the server at address.
func Exec(address, statement string, args ...any) error {
	return pgcluster.Exec(address, statement, args...)
}

// Start returns the address of a new, empty database, as its owner. The
// cluster behind it serves the whole process and goes, with its databases,
// when that ends, however it ends; on another server the database is dropped
// when the test ends.
func Start(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() {
		if shared.address = os.Getenv(Variable); shared.address != "" {
			return
		}
		var c *pgcluster.Cluster
		if c, shared.err = NewCluster(); shared.err == nil {
			shared.address = c.Address("postgres")
		}
	})
	if errors.Is(shared.err, pgcluster.ErrMissing) {
		t.Skipf("SKIPPED: %v; install postgresql and set %s=1, or set %s", shared.err, Switch, Variable)
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return create(t, shared.address, "")
}

// Copy returns the address of a new database that holds what the one at
// address does, to which nobody may be connected: quicker than making it again.
func Copy(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return create(t, address, ` template `+strings.TrimPrefix(u.Path, "/"))
}

// create makes a database on the server at address.
func create(t testing.TB, address, how string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/postgres"
	server := u.String()
	name := fmt.Sprintf("motcua_test_%d_%d", os.Getpid(), shared.next.Add(1))
	if err := Exec(server, `create database `+name+how); err != nil {
		t.Fatal(err)
	}
	if os.Getenv(Variable) != "" { // else it goes with the cluster
		t.Cleanup(func() {
			if err := Exec(server, `drop database if exists `+name+` with (force)`); err != nil {
				t.Logf("drop: %v", err)
			}
		})
	}
	u.Path = "/" + name
	return u.String()
}
