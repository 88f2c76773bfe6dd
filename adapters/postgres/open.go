package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/motcua/motcua/engine/store"
)

// Mode says what Open may do to the database.
type Mode uint8

const (
	// Existing opens a database that must hold a schema; without one it is
	// ErrMissing. An owner finishes or brings up to date what is half done.
	Existing Mode = iota
	// Create makes the schema first if it is missing.
	Create
	// ReadOnly opens a database that must hold a schema for an audit: no row
	// is written.
	ReadOnly
)

// Config says which database to open and how. The zero values but URL are fit
// for use.
type Config struct {
	// URL begins with postgres://. An owner's migrates, then works as the
	// application role; another must be of a member of that role, and finds
	// the schema up to date. sslmode is verify-full unless it says otherwise
	// (disable on this machine). Through a pooler in transaction mode it must
	// not be the owner's.
	URL  string
	Mode Mode
	// Virtual gives the database a virtual clock, which must have one already
	// or no district yet; else Open fails with ErrNotVirtual. A database that
	// has one keeps it, whatever this says.
	Virtual bool
	// Conns is the most connections at a time; 0 means 16.
	Conns int
	// Unsafe opens a server whose settings are refused; Refused then names them.
	Unsafe bool
	// Now is the wall clock of commit instants, compared with the server's;
	// nil means time.Now.
	Now func() time.Time
}

func (c Config) withDefaults() Config {
	if c.Conns <= 0 {
		c.Conns = 16
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// Connections are replaced before a network or a balancer forgets them.
const (
	maxIdleTime = time.Minute
	maxLifetime = 15 * time.Minute
)

// Open opens a database. ErrMissing: there is no database, or no schema and
// Mode may not make one. ErrForeign: its schema is another program's, a newer
// motcua's, or an older one that this role may not bring up to date.
// ErrUnavailable: it cannot be reached. A *SettingsError: the server's
// settings are refused.
//
// It returns when ctx ends, though a network that swallows packets may keep
// what it began for a while.
func Open(ctx context.Context, c Config) (*Store, error) {
	type opened struct {
		s   *Store
		err error
	}
	done := make(chan opened, 1)
	go func() {
		s, err := prepareAndOpen(ctx, c.withDefaults())
		done <- opened{s, err}
	}()
	var o opened
	select {
	case o = <-done:
	case <-ctx.Done():
		go func() {
			if o := <-done; o.s != nil {
				_ = o.s.Close()
			}
		}()
		o.err = ctx.Err()
	}
	if o.err != nil {
		return nil, fmt.Errorf("open the database: %w", translate(o.err))
	}
	return o.s, nil
}

func prepareAndOpen(ctx context.Context, c Config) (*Store, error) {
	owner, err := prepare(ctx, c)
	if err != nil {
		return nil, err
	}
	return open(ctx, c, owner)
}

// prepare brings the schema up to date if the URL is its owner's, and reports
// whether it is.
func prepare(ctx context.Context, c Config) (owner bool, err error) {
	conn, err := newConnector(c.URL, readBound, "")
	if err != nil {
		return false, err
	}
	db := sqlx.NewDb(sql.OpenDB(conn), "postgres")
	defer db.Close()
	var schema struct{ Owner, Begun, Used bool }
	err = db.GetContext(ctx, &schema, sqlSchema)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return true, create(ctx, c, db)
	case err != nil:
		return false, err
	case !schema.Begun && schema.Used:
		return false, store.ErrForeign
	case !schema.Begun && !schema.Owner:
		return false, fmt.Errorf("%w: it holds no schema yet", store.ErrMissing)
	case !schema.Begun:
		return true, migrate(ctx, c.URL)
	}
	whole, err := upToDate(ctx, db)
	switch {
	case err != nil || whole:
		return schema.Owner, err
	case !schema.Owner:
		return false, fmt.Errorf("%w: its schema is older, and only its owner may bring it up to date", store.ErrForeign)
	}
	return true, migrate(ctx, c.URL)
}

// create makes the schema and what stands in it.
func create(ctx context.Context, c Config, db *sqlx.DB) error {
	var may bool
	if err := db.GetContext(ctx, &may, sqlMayCreate); err != nil {
		return err
	}
	if c.Mode != Create || !may {
		return fmt.Errorf("%w: it holds no schema yet", store.ErrMissing)
	}
	return migrate(ctx, c.URL)
}

func open(ctx context.Context, c Config, owner bool) (*Store, error) {
	setup := fmt.Sprintf("set lock_timeout = %d; set statement_timeout = %d; set idle_in_transaction_session_timeout = %d; set jit = off",
		lockTimeout.Milliseconds(), statementTimeout.Milliseconds(), statementTimeout.Milliseconds())
	if owner {
		setup = sqlRole + "; " + setup
	}
	conn, err := newConnector(c.URL, readBound, setup)
	if err != nil {
		return nil, err
	}
	s := &Store{db: sqlx.NewDb(sql.OpenDB(conn), "postgres"), idle: c.Conns, readOnly: c.Mode == ReadOnly, wall: c.Now}
	s.db.SetMaxOpenConns(c.Conns)
	s.db.SetMaxIdleConns(c.Conns)
	s.db.SetConnMaxIdleTime(maxIdleTime)
	s.db.SetConnMaxLifetime(maxLifetime)
	conn.check = c.check
	if err := s.start(ctx, c, conn); err != nil {
		_ = s.db.Close()
		return nil, err
	}
	return s, nil
}

// check refuses a server that is not fit, whenever a connection is opened: it
// may have been started again with other settings.
func (c Config) check(ctx context.Context, conn driver.QueryerContext) error {
	if c.Unsafe {
		return nil
	}
	f, err := look(ctx, conn)
	if err != nil {
		return err
	}
	if refused, _ := f.judge(c.Now()); len(refused) > 0 {
		return &SettingsError{Settings: refused}
	}
	return nil
}

// start looks at the server, the role and the clock.
func (s *Store) start(ctx context.Context, c Config, conn *connector) error {
	first, err := conn.Connect(ctx)
	if err != nil {
		return err
	}
	f, err := look(ctx, first.(driver.QueryerContext))
	_ = first.Close()
	if err != nil {
		return err
	}
	refused, warned := f.judge(c.Now())
	rights, err := s.rights(ctx)
	if err != nil {
		return err
	}
	refused = append(refused, rights...)
	if len(refused) > 0 && !c.Unsafe {
		return &SettingsError{Settings: refused}
	}
	held, err := s.Health(ctx)
	if err != nil {
		return err
	}
	s.refused, s.warned = refused, append(warned, held...)
	if c.Virtual && !s.readOnly {
		if err := s.makeVirtual(ctx); err != nil {
			return err
		}
	}
	s.virtual, err = s.hasClock(ctx)
	return err
}

// rights tries what the role must not be able to do, and rolls it back.
func (s *Store) rights(ctx context.Context) (refused []Setting, err error) {
	var owns bool
	if err := s.get(ctx, &owns, sqlOwns); err != nil {
		return nil, err
	}
	if owns {
		refused = append(refused, Setting{Name: "owner of the tables", Value: "true", Wanted: "false",
			Why: say("vai ứng dụng không được sở hữu bảng", "the application must not own the tables")})
	}
	for _, try := range []struct{ name, statement string }{{"UPDATE, journal", sqlTryUpdate}, {"DELETE, journal", sqlTryDelete}} {
		allowed, err := s.try(ctx, try.statement)
		if err != nil {
			return nil, err
		}
		if allowed {
			refused = append(refused, Setting{Name: try.name, Value: "allowed", Wanted: "denied",
				Why: say("nhật ký chỉ được ghi thêm, qua hàm", "the journal is only appended to, by the function")})
		}
	}
	return refused, nil
}

// try reports whether a statement is allowed. Nothing of it stays.
func (s *Store) try(ctx context.Context, statement string) (bool, error) {
	t, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { _ = t.Rollback() }()
	_, err = t.ExecContext(ctx, statement)
	if denied(err) {
		return false, nil
	}
	return err == nil, err
}
