package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"

	"github.com/motcua/motcua/engine/store"
)

//go:embed migration/*.sql
var migrations embed.FS

// versionTable is where the steps already done are noted.
const versionTable = "goose_db_version"

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
// its own, so that one interrupted at any point is finished by the next.
// Another process may be doing the same: who comes second looks again.
func migrate(ctx context.Context, db *sql.DB) error {
	const attempts = 5
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	for range attempts {
		var p *goose.Provider
		p, err = goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
		if err != nil {
			return err
		}
		if _, err = p.Up(ctx); err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
	}
	return err
}
