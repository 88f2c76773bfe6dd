package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/motcua/motcua/engine/store"
)

// Mode says what Open may do to the file.
type Mode uint8

const (
	// Existing opens a database that must be there; a missing one is
	// ErrMissing and nothing is created. A half-done migration is finished.
	Existing Mode = iota
	// Create opens a database and makes it first if it is missing.
	Create
	// ReadOnly opens a database that must be there for an audit: no row is
	// written. A half-done migration is finished first, since nothing can be
	// read before.
	ReadOnly
)

// Config says which file to open and how. The zero values but Path are fit
// for use.
type Config struct {
	// Path is the file. It is never a URI and never ":memory:".
	Path string
	Mode Mode
	// Virtual gives the database a virtual clock, which must have one already
	// or no district yet; else Open fails with ErrNotVirtual. A database that
	// has one keeps it, whatever this says.
	Virtual bool
	// Readers is the most connections that read beside the one that writes;
	// 0 means 4.
	Readers int
	// Busy is how long a write waits for another process; 0 means 5 s. Then
	// it fails with ErrUnavailable.
	Busy time.Duration
	// Now is the wall clock of leases and commit instants; nil means time.Now.
	Now func() time.Time
}

func (c Config) withDefaults() Config {
	if c.Readers <= 0 {
		c.Readers = 4
	}
	if c.Busy <= 0 {
		c.Busy = 5 * time.Second
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// applicationID is "mtcu", set by the first migration.
const applicationID = 0x6d746375

// Open opens a database file. ErrMissing: there is none and Mode may not make
// one. ErrForeign: it is another program's, or a newer motcua's. ErrCorrupt:
// it is no database, or damaged. ErrUnavailable: it cannot be opened.
func Open(ctx context.Context, c Config) (*Store, error) {
	c = c.withDefaults()
	s, err := open(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", c.Path, translate(err))
	}
	return s, nil
}

func open(ctx context.Context, c Config) (*Store, error) {
	whole, err := probe(ctx, c)
	if err != nil {
		return nil, err
	}
	s := &Store{path: c.Path, wall: c.Now, token: make(chan struct{}, 1), prepared: map[string]*sqlx.Stmt{}}
	if c.Mode != ReadOnly || !whole {
		if s.writer, err = connect(ctx, c, false); err != nil {
			return nil, err
		}
		s.writer.SetMaxOpenConns(1)
	}
	if err := s.prepare(ctx, c, whole); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// prepare brings the schema up to date and opens the readers.
func (s *Store) prepare(ctx context.Context, c Config, whole bool) (err error) {
	if !whole {
		if err := migrate(ctx, s.writer.DB); err != nil {
			return err
		}
	}
	if c.Mode != ReadOnly {
		if s.conn, err = s.writer.Connx(ctx); err != nil {
			return err
		}
	}
	if c.Virtual && c.Mode != ReadOnly {
		if err := s.makeVirtual(ctx); err != nil {
			return err
		}
	}
	if c.Mode == ReadOnly && s.writer != nil {
		if err := s.writer.Close(); err != nil {
			return err
		}
		s.writer = nil
	}
	if s.readers, err = connect(ctx, c, true); err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(c.Readers)
	s.readers.SetMaxIdleConns(c.Readers)
	s.virtual, err = s.hasClock(ctx)
	return err
}

// probe looks at the file before anything is done to it, and reports whether
// its schema is this program's, up to date.
func probe(ctx context.Context, c Config) (whole bool, err error) {
	info, err := os.Stat(c.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && c.Mode == Create:
		return false, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("%w: %w", store.ErrMissing, err)
	case err != nil:
		return false, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	case info.IsDir():
		return false, fmt.Errorf("%w: it is a directory", store.ErrUnavailable)
	case info.Size() == 0: // interrupted before the first page was written
		return false, nil
	}
	db, err := connect(ctx, c, true)
	if err != nil {
		return false, err
	}
	defer db.Close()
	var id int64
	var tables []string
	if err := db.GetContext(ctx, &id, "pragma application_id"); err != nil {
		return false, err
	}
	if err := db.SelectContext(ctx, &tables, sqlTables); err != nil {
		return false, err
	}
	if id != applicationID && (id != 0 || !begun(tables)) {
		return false, store.ErrForeign
	}
	if !slices.Contains(tables, versionTable) {
		return false, nil
	}
	return upToDate(ctx, db)
}

// begun reports whether these are the tables of a migration that was
// interrupted before its first step was done.
func begun(tables []string) bool {
	for _, t := range tables {
		if t != versionTable && t != "sqlite_sequence" {
			return false
		}
	}
	return true
}

// connect opens a pool over the file. Pragmas stand in the name, so that each
// new connection has them. Only Create lets SQLite make a file.
func connect(ctx context.Context, c Config, reading bool) (*sqlx.DB, error) {
	q := url.Values{}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", c.Busy.Milliseconds()))
	q.Add("_pragma", "foreign_keys(1)")
	switch {
	case reading:
		q.Set("mode", "ro")
		q.Add("_pragma", "query_only(1)")
	case c.Mode == Create:
		q.Set("mode", "rwc")
	default:
		q.Set("mode", "rw")
	}
	if !reading {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(FULL)")
		q.Add("_pragma", "secure_delete(ON)") // what is erased leaves the file
	}
	name := url.URL{Path: c.Path}
	db, err := sqlx.Open("sqlite", "file:"+name.EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}
