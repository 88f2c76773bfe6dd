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
)

// Ceiling moves copies. Safe for concurrent use.
type Ceiling struct {
	db             *sql.DB
	update, insert *sql.Stmt

	mu       sync.Mutex // one writes
	cases    []row
	entry    []byte
	position int64
}

type row struct {
	district int64
	id       []byte
	seq      int64
	doc      []byte
}

// Open makes the copies in a file, of the cases of these districts.
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
	if c.update, err = c.db.PrepareContext(ctx, `update ceiling_cases set seq = ?4, at = ?5, state = 'check', unit = 'desk', role = 'desk', officer = 'an',
		wake_at = ?6, doc = ?7 where district_id = ?1 and case_id = ?2 and seq = ?3`); err != nil {
		return err
	}
	if c.insert, err = c.db.PrepareContext(ctx, `insert into ceiling_journal (district_id, case_id, seq, position, at, kind, register, command_id, digest, hash, bytes)
		values (?1, ?2, ?3, ?4, ?5, 'moved', 1, ?6, ?7, ?7, ?8)`); err != nil {
		return err
	}
	rows, err := c.db.QueryContext(ctx, `select district_id, case_id, seq, doc from ceiling_cases`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.district, &r.id, &r.seq, &r.doc); err != nil {
			return err
		}
		c.cases = append(c.cases, r)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return c.db.QueryRowContext(ctx, `select bytes from ceiling_journal order by seq desc, district_id, case_id limit 1`).Scan(&c.entry)
}

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
	now := time.Now().UnixMicro()
	t, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // after a commit it does nothing
	res, err := t.StmtContext(ctx, c.update).ExecContext(ctx, r.district, r.id, r.seq, r.seq+1, now, now+int64(240*time.Hour/time.Microsecond), r.doc)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("case %d did not move: %d rows, %w", i, n, err)
	}
	c.position++
	if _, err := t.StmtContext(ctx, c.insert).ExecContext(ctx, r.district, r.id, r.seq+1, c.position, now, command[:], hash[:], c.entry); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return err
	}
	r.seq++
	return nil
}
