package main

import (
	"errors"
	"strings"
	"testing"
)

// A password in an address is printed nowhere.
func TestShownHasNoPassword(t *testing.T) {
	for where, want := range map[string]string{
		"city.db":                                "city.db",
		"postgres://an@h/d":                      "postgres://an@h/d",
		"postgres://an:secret@h/d":               "postgres://an:xxxxx@h/d",
		"POSTGRES://an:secret@h/d":               "postgres://an:xxxxx@h/d",
		"postgresql://h/d?password=secret":       "postgresql://h/d?password=xxxxx",
		"postgresql://h/d?sslpassword=secret":    "postgresql://h/d?sslpassword=xxxxx",
		"postgres://an:secret@h:port/d":          "postgres://…",
		"postgres://an:sec%ret@h/d":              "postgres://…",
		"postgres://an:secret@h/d?sslmode=x":     "postgres://an:xxxxx@h/d?sslmode=x",
		"postgres:an:secret@h/d":                 "…",
		"postgres:/an:secret@h/d":                "…",
		"mysql://an:secret@h/d":                  "…",
		"host=h dbname=d password=secret user=a": "…",
	} {
		if got := shown(where); got != want {
			t.Errorf("%s is shown as %s, want %s", where, got, want)
		}
	}
	err := discreet(database{where: "postgres://an:secret@h/d"}, errors.New("cannot reach postgres://an:secret@h/d as an/secret"))
	if strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// Whatever is typed wrong, wherever: it is refused as input or as a server
// that is not there, and no password comes back.
func TestNoErrorRepeatsAPassword(t *testing.T) {
	const address = "postgres://an:secret@127.0.0.1:1/d"
	for _, tt := range []struct {
		status int
		args   []string
	}{
		{statusFail, []string{"case", "list", "--db", address}},
		{statusFail, []string{"migrate", "--db", address}},
		{statusFail, []string{"migrate", "--json", "--db", "postgres://an@127.0.0.1:1/d?password=secret"}},
		{statusFail, []string{"demo", "--db", address}},
		{statusFail, []string{"audit", "replay", "--db", strings.ToUpper("postgres") + "://an:secret@127.0.0.1:1/d"}},
		{statusFail, []string{"case", "list", "--db", "postgres://an:secret@127.0.0.1:1/d?sslmode=require"}},
		{statusBad, []string{"case", "list", "--db", "postgres://an:secret@127.0.0.1:port/d"}},
		{statusBad, []string{"case", "list", "--db", "postgres://an:secret%zz@127.0.0.1:1/d"}},
		{statusBad, []string{"case", "list", "--db", address + "?sslmode=nonsense&sslpassword=secret"}},
		{statusBad, []string{"migrate", "--db", "postgres:/an:secret@127.0.0.1:1/d"}},
		{statusBad, []string{"migrate", "--db", "host=127.0.0.1 password=secret"}},
		{statusBad, []string{address}},
		{statusBad, []string{"case", address}},
		{statusBad, []string{"migrate", address}},
		{statusBad, []string{"case", "list", "--json=" + address}},
		{statusBad, []string{"case", "list", "--json=password=secret"}},
	} {
		for _, lang := range []string{"vi", "en"} {
			status, out, errs := runIn(t, append(tt.args, "--lang", lang)...)
			if status != tt.status || errs == "" || strings.Contains(out+errs, "secret") {
				t.Errorf("%v: exit %d, want %d: %s%s", tt.args, status, tt.status, out, errs)
			}
		}
	}
	var o, e strings.Builder
	status := run([]string{"--help"}, strings.NewReader(""), &o, &e, func(name string) string { return map[string]string{"MOTCUA_DB": address}[name] })
	if status != 0 || strings.Contains(o.String()+e.String(), "secret") || !strings.Contains(o.String(), "MOTCUA_DB") {
		t.Errorf("help: exit %d\n%s%s", status, o.String(), e.String())
	}
}
