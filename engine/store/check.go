package store

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Check says why a change can never be stored: an ErrInvalid, or nil. Every
// store asks it first, so that all of them refuse the same.
func (c *Change) Check() error {
	r := &c.Row
	if r.District == "" || r.Case == uuid.Nil || c.Expect < 0 || c.Fence < 0 || len(c.Entries) == 0 {
		return invalid("a change needs a district, a case, an entry, and an expected sequence and fence of at least 0")
	}
	if r.Seq != c.Expect+int64(len(c.Entries)) {
		return invalid("row at sequence %d after %d and %d entries", r.Seq, c.Expect, len(c.Entries))
	}
	if err := checkText(r.District, r.Procedure, r.State, r.Outcome, r.Unit, r.Role, r.Officer); err != nil {
		return err
	}
	if !isDigest(r.Identity) {
		return invalid("identity %q is not 64 hex digits", r.Identity)
	}
	if err := checkInstant(r.At, r.Wake); err != nil {
		return err
	}
	if err := c.checkEntries(); err != nil {
		return err
	}
	return c.checkPrivate()
}

func (c *Change) checkEntries() error {
	commands := 0
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Seq != c.Expect+int64(i)+1 {
			return invalid("entry %d bears sequence %d after %d", i, e.Seq, c.Expect)
		}
		if e.At.IsZero() || i > 0 && e.At.Before(c.Entries[i-1].At) {
			return invalid("entry %d bears no instant, or one before the entry ahead of it", i)
		}
		if e.Register < 0 || e.Kind == "" || len(e.Bytes) == 0 {
			return invalid("entry %d needs a kind, bytes and a register position of at least 0", i)
		}
		if err := checkText(e.Kind); err != nil {
			return err
		}
		if err := checkInstant(e.At); err != nil {
			return err
		}
		if e.Command != uuid.Nil {
			commands++
		} else if e.Digest != [32]byte{} {
			return invalid("entry %d bears a command's digest without its id", i)
		}
	}
	if commands > 1 {
		return invalid("%d command ids in one change", commands)
	}
	if last := c.Entries[len(c.Entries)-1].At; !c.Row.At.Equal(last) {
		return invalid("row at %v after an entry at %v", c.Row.At, last)
	}
	return nil
}

func (c *Change) checkPrivate() error {
	type key struct {
		seq  int64
		name string
	}
	seen := make(map[key]bool, len(c.Private))
	for _, p := range c.Private {
		k := key{p.Seq, p.Name}
		if p.Seq <= c.Expect || p.Seq > c.Row.Seq || p.Name == "" || seen[k] {
			return invalid("private value %q under entry %d: no such entry, no name, or twice", p.Name, p.Seq)
		}
		if err := checkText(p.Name); err != nil {
			return err
		}
		seen[k] = true
	}
	return nil
}

// CheckRegister says why records can never follow position expect of a
// register: an ErrInvalid, or nil.
func CheckRegister(district string, expect int64, records []RegisterRecord) error {
	if district == "" || expect < 0 || len(records) == 0 {
		return invalid("an append needs a district, a record and a position of at least 0")
	}
	if err := checkText(district); err != nil {
		return err
	}
	for i := range records {
		r := &records[i]
		if r.Position != expect+int64(i)+1 || r.Kind == "" || len(r.Bytes) == 0 || r.At.IsZero() {
			return invalid("record %d needs the next position, an instant, a kind and bytes", i)
		}
		if err := checkText(r.Kind); err != nil {
			return err
		}
		if err := checkInstant(r.At); err != nil {
			return err
		}
	}
	return nil
}

// Check says why a definition can never be stored: an ErrInvalid, or nil.
func (d *Definition) Check() error {
	if d.Procedure == "" || len(d.Source) == 0 || !isDigest(d.Identity) || !isDigest(d.Wording) {
		return invalid("a definition needs a procedure, a source, and an identity and wording of 64 hex digits")
	}
	return checkText(d.Procedure, d.Version)
}

// CheckCursor says why a reader of a district's log can never be moved so.
func CheckCursor(district, reader string, from, to int64) error {
	if district == "" || reader == "" || from < 0 || to <= from {
		return invalid("a cursor needs a district and a reader, and moves forward only")
	}
	return checkText(district, reader)
}

func checkText(texts ...string) error {
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return invalid("text %q is not UTF-8 without NUL", s)
		}
	}
	return nil
}

// checkInstant refuses what would not come back equal.
func checkInstant(instants ...time.Time) error {
	for _, t := range instants {
		if t.IsZero() {
			continue
		}
		if y := t.Year(); t.Location() != time.UTC || !t.Equal(t.Truncate(time.Microsecond)) || y < 1 || y > 9999 {
			return invalid("instant %v is not UTC, cut to microseconds, in the years 1 to 9999", t)
		}
	}
	return nil
}

func isDigest(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInvalid}, args...)...)
}
