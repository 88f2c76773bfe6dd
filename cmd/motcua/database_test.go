package main

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// A role that may not do what it was asked to is told who may, and how.
func TestARoleWithoutRightsIsToldWhatItLacks(t *testing.T) {
	owners := pgtest.Start(t)
	if os.Getenv(pgtest.Variable) != "" {
		t.Skip("SKIPPED: a server with other rules of admission: " + pgtest.Variable)
	}
	for _, statement := range []string{"create role stranger login", "create role member login"} {
		if err := pgtest.Exec(owners, statement); err != nil {
			t.Fatal(err)
		}
	}
	as := func(role string) string {
		u, err := url.Parse(owners)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.User(role)
		return u.String()
	}
	told := func(status int, words string, args ...string) {
		t.Helper()
		got, out, errs := runIn(t, append(args, "--lang", "en")...)
		if got != status || !strings.Contains(errs+out, words) {
			t.Errorf("%v: exit %d, want %d and %q: %s%s", args, got, status, words, out, errs)
		}
	}
	told(statusBad, "only its owner may make them", "migrate", "--db", as("stranger"))
	told(statusBad, "make it with", "case", "list", "--db", as("stranger"))
	told(0, `"created": true`, "migrate", "--json", "--db", owners)
	told(statusFail, "grant motcua_app to that role", "case", "list", "--db", as("stranger"))
	if err := pgtest.Exec(owners, "grant motcua_app to member"); err != nil {
		t.Fatal(err)
	}
	told(0, "There are no cases.", "case", "list", "--db", as("member"))
	told(0, `"created": false`, "migrate", "--json", "--db", as("member"))

	// An owner who may not make roles needs the one there is.
	if err := pgtest.Exec(owners, "create role clerk login"); err != nil {
		t.Fatal(err)
	}
	own := pgtest.Start(t)
	u, err := url.Parse(own)
	if err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Exec(own, "alter database "+strings.TrimPrefix(u.Path, "/")+" owner to clerk"); err != nil {
		t.Fatal(err)
	}
	u.User = url.User("clerk")
	told(statusFail, "grant motcua_app to that role", "migrate", "--db", u.String())
	if err := pgtest.Exec(own, "grant motcua_app to clerk"); err != nil {
		t.Fatal(err)
	}
	told(0, "is ready, real time", "migrate", "--db", u.String())
	told(0, "Sound: 0 cases", "audit", "replay", "--db", u.String())
}
