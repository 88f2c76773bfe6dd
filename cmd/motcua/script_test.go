package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

var updateScripts = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"motcua": main})
}

// The scripts document the command line as its users type it. Each line runs
// the program anew, as a shell would.
func TestScripts(t *testing.T) { runScripts(t, "") }

// The same scripts tell the same on PostgreSQL, to the letter: each has a
// database of its own at MOTCUA_DB.
func TestScriptsOnPostgres(t *testing.T) {
	empty := pgtest.Start(t)
	st, err := postgres.Open(t.Context(), postgres.Config{URL: empty, Mode: postgres.Create})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	runScripts(t, empty)
}

// runScripts runs every script, on copies of the database at empty if given.
func runScripts(t *testing.T, empty string) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *updateScripts && empty == "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", "atexit_sleep_ms=0") // under -race each of hundreds of commands would else end a second later
			if empty != "" {
				env.Setenv("MOTCUA_DB", pgtest.Copy(t, empty))
				env.Setenv("BARE", pgtest.Start(t))
				env.Setenv("NOWHERE", strings.Replace(empty, "/motcua_test", "/nowhere", 1))
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "postgres" {
				return false, fmt.Errorf("no condition %q", name)
			}
			return empty != "", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"alter": alter,
			"sql":   statement,
		},
	})
}

// exits STATUS COMMAND... runs a command that must end with exactly that
// status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit %d, want %d", got, want)
	}
}

// statement is sql STATEMENT, done to the database at MOTCUA_DB by its owner.
func statement(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sql STATEMENT")
	}
	ts.Check(pgtest.Exec(ts.Getenv("MOTCUA_DB"), args[0]))
}

// alter FILE OLD NEW writes NEW over every OLD in the bytes of a file, as
// somebody would who goes round the program.
func alter(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("usage: alter FILE OLD NEW, OLD and NEW of one length")
	}
	name := ts.MkAbs(args[0])
	b, err := os.ReadFile(name)
	ts.Check(err)
	if !bytes.Contains(b, []byte(args[1])) {
		ts.Fatalf("no %q in %s", args[1], args[0])
	}
	ts.Check(os.WriteFile(name, bytes.ReplaceAll(b, []byte(args[1]), []byte(args[2])), 0o600))
}
