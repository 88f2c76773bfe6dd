package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/motcua/motcua/engine/store"
)

//go:embed migration/*.sql
var migrations embed.FS

// versionTable is where the steps already done are noted.
const versionTable = "motcua.goose_db_version"

// steps is how many migrations this program knows; they are numbered from 1.
func steps() (int64, error) {
	files, err := fs.Glob(migrations, "migration/*.sql")
	return int64(len(files)), err
}

// upToDate reports whether every migration is done. ErrForeign: more are
// done than this program knows.
func upToDate(ctx context.Context, db *sqlx.DB) (bool, error) {
	var version int64
	if err := db.GetContext(ctx, &version, sqlVersion); err != nil {
		return false, err
	}
	known, err := steps()
	if err != nil {
		return false, err
	}
	if version > known {
		return false, fmt.Errorf("%w: its schema %d is of a newer motcua, this one knows %d", store.ErrForeign, version, known)
	}
	return version == known, nil
}

// migrate does the migrations that are still to do, each in a transaction of
// its own. Only one node does so at a time.
func migrate(ctx context.Context, url string) error {
	conn, err := newConnector(url, migrationBound, "") // a migration may be long without a word
	if err != nil {
		return err
	}
	db := sql.OpenDB(conn)
	defer db.Close()
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // once a second, for five minutes
	if err != nil {
		return err
	}
	if err := newSchema(ctx, db); err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithDisableGlobalRegistry(true),
		goose.WithTableName(versionTable), goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// newSchema makes the schema. Of several nodes that do so at once some fail
// on the catalogue's own index, and find it there.
func newSchema(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, sqlNewSchema)
	if isDuplicate(err) {
		_, err = db.ExecContext(ctx, sqlNewSchema)
	}
	return err
}
