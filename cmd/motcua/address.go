package main

import (
	"errors"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// hidden stands where a password stood.
const hidden = "xxxxx"

// isPostgres reports whether a --db is an address and no file.
func isPostgres(where string) bool {
	scheme, _, found := strings.Cut(where, "://")
	return found && (strings.EqualFold(scheme, "postgres") || strings.EqualFold(scheme, "postgresql"))
}

// isMistyped reports whether a --db was meant as an address and is none: not
// to be taken for a file, and not to be repeated.
func isMistyped(where string) bool {
	lower := strings.ToLower(where)
	return !isPostgres(where) && (strings.Contains(lower, "://") || strings.Contains(lower, "password=") ||
		strings.HasPrefix(lower, "postgres:") || strings.HasPrefix(lower, "postgresql:"))
}

// shown is a --db as it may be printed: without its password.
func shown(where string) string {
	if isMistyped(where) {
		return "…"
	}
	if !isPostgres(where) {
		return where
	}
	u, err := url.Parse(where)
	if err != nil {
		return "postgres://…"
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(strings.ToLower(name), "password") {
			q.Set(name, hidden)
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}

// discreet is an error as it may be printed: without the password, whoever
// repeats it.
func discreet(d database, err error) error {
	u, parsed := url.Parse(d.where)
	if parsed != nil || !isPostgres(d.where) {
		return err
	}
	text := strings.ReplaceAll(err.Error(), d.where, shown(d.where))
	password, _ := u.User.Password()
	for _, secret := range []string{password, u.Query().Get("password"), u.Query().Get("sslpassword"), os.Getenv("PGPASSWORD")} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, hidden)
		}
	}
	return errors.New(text)
}

var (
	inAddress = regexp.MustCompile(`(?i)(postgres(?:ql)?://[^\s"':/@]*:)[^\s"']*@`)
	inQuery   = regexp.MustCompile(`(?i)(password=)[^\s"'&]+`)
)

// scrubbed is a text without the passwords of addresses in it: an address may
// have been typed where none is asked for.
func scrubbed(text string) string {
	text = inAddress.ReplaceAllString(text, "${1}"+hidden+"@")
	return inQuery.ReplaceAllString(text, "${1}"+hidden)
}
