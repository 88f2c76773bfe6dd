// Package ceiling is what SQLite itself allows: copies of cases and their
// journals, moved by two prepared statements each, every move a durable
// transaction of its own on the one connection that may write: the case row
// updated, an entry inserted, with the bytes, columns and indexes that the
// real ones have. It checks nothing. It serves `motcua bench`; nothing at work
// uses it, and it writes tables of its own into the file it is given.
//
//	c, err := ceiling.Open(ctx, "bench.db", districts)
//	if err != nil { … }
//	defer c.Close()
//	err = c.Move(ctx, 7)
package ceiling

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/motcua/motcua/engine/store"
)

// Ceiling moves copies. Safe for concurrent use.
type Ceiling struct {
	db             *sql.DB
	update, insert *sql.Stmt

	mu       sync.Mutex // one writes
	cases    []row
	rows     [2]store.Row // what a case is moved to, in turn
	entry    store.Record
	position int64
}

type row struct {
	district int64
	id       []byte
	seq      int64
}

// Open makes the copies in a file, of the cases of these districts. They can be
// moved once Like has said to what.
func Open(ctx context.Context, path string, districts []string) (*Ceiling, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=secure_delete(ON)&_txlock=immediate"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	c := &Ceiling{db: db, position: 1 << 40} // beyond every one that was copied
	if err := c.copy(ctx, districts); err != nil {
		_ = db.Close()
		return nil, err
	}
	return c, nil
}

// copy makes tables like the real ones, under other names, and fills them.
func (c *Ceiling) copy(ctx context.Context, districts []string) error {
	statements, err := c.likenesses(ctx)
	if err != nil {
		return err
	}
	names := "'" + strings.Join(districts, "','") + "'"
	for _, table := range []string{"cases", "journal"} {
		statements = append(statements, fmt.Sprintf(
			`insert into ceiling_%[1]s select t.* from %[1]s t join district d on d.district_id = t.district_id where d.name in (%[2]s)`, table, names))
	}
	for _, s := range statements {
		if _, err := c.db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	if c.update, err = c.db.PrepareContext(ctx, `update ceiling_cases set seq = ?4, at = ?5, state = ?8, outcome = ?9, unit = ?10, role = ?11, officer = ?12,
		wake_at = ?6, codec = ?13, doc = ?7 where district_id = ?1 and case_id = ?2 and seq = ?3`); err != nil {
		return err
	}
	if c.insert, err = c.db.PrepareContext(ctx, `insert into ceiling_journal (district_id, case_id, seq, position, at, kind, register, command_id, digest, hash, bytes)
		values (?1, ?2, ?3, ?4, ?5, ?9, ?10, ?6, ?7, ?7, ?8)`); err != nil {
		return err
	}
	rows, err := c.db.QueryContext(ctx, `select district_id, case_id, seq from ceiling_cases`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.district, &r.id, &r.seq); err != nil {
			return err
		}
		c.cases = append(c.cases, r)
	}
	return rows.Err()
}

// Like says what the rows look like from now on: those of a case after each
// of two moves, which it makes in turn, and the entry of a move. Nobody may be
// moving.
func (c *Ceiling) Like(rows [2]store.Row, entry store.Record) { c.rows, c.entry = rows, entry }

// likenesses are the statements that make the tables anew, from those that
// made the real ones.
func (c *Ceiling) likenesses(ctx context.Context) ([]string, error) {
	rows, err := c.db.QueryContext(ctx, `select sql from sqlite_master where tbl_name in ('cases', 'journal') and sql is not null order by type desc`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []string{`drop table if exists ceiling_cases`, `drop table if exists ceiling_journal`}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		for _, name := range []string{"TABLE cases", "TABLE journal", "ON cases", "ON journal", "INDEX cases", "INDEX journal"} {
			before, table, _ := strings.Cut(name, " ")
			s = strings.ReplaceAll(s, name, before+" ceiling_"+table)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// Close removes the copies and frees the file.
func (c *Ceiling) Close() error {
	_, _ = c.update.Close(), c.insert.Close()
	for _, table := range []string{"cases", "journal"} {
		_, _ = c.db.Exec(`drop table ceiling_` + table) // the file is thrown away with them
	}
	return c.db.Close()
}

// Cases is how many there are to move.
func (c *Ceiling) Cases() int { return len(c.cases) }

// Move moves case i once.
func (c *Ceiling) Move(ctx context.Context, i int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &c.cases[i]
	var hash [32]byte
	_, _ = rand.Read(hash[:]) // as incompressible as the real ones; it never fails
	command := uuid.Must(uuid.NewV7())
	now := time.Now()
	at, to := now.UnixMicro(), &c.rows[(r.seq+1)%2]
	t, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // after a commit it does nothing
	res, err := t.StmtContext(ctx, c.update).ExecContext(ctx, r.district, r.id, r.seq, r.seq+1, at,
		now.Add(to.Wake.Sub(to.At)).UnixMicro(), to.Doc, to.State, to.Outcome, to.Unit, to.Role, to.Officer, to.Codec)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("case %d did not move: %d rows, %w", i, n, err)
	}
	c.position++
	if _, err := t.StmtContext(ctx, c.insert).ExecContext(ctx, r.district, r.id, r.seq+1, c.position, at, command[:], hash[:],
		c.entry.Bytes, c.entry.Kind, c.entry.Register); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return err
	}
	r.seq++
	return nil
}
