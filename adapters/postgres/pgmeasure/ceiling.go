package pgmeasure

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// Ceiling is what the database itself allows: copies of cases and their
// journals, moved by one prepared statement each, every move a commit of its
// own: the case row updated, an entry inserted, with the bytes, columns and
// indexes that the real ones have. It checks nothing and gives no positions.
type Ceiling struct {
	db       *sql.DB
	cases    []ceilingCase
	rows     [2]store.Row // what a case is moved to, in turn
	entry    store.Record
	position atomic.Int64
}

// ceilingCase is a row that moves. Only one caller at a time may move it.
type ceilingCase struct {
	district int64
	id       uuid.UUID
	seq      int64
}

const copies = `
create schema if not exists motcua_ceiling;
drop table if exists motcua_ceiling.cases, motcua_ceiling.journal;
create table motcua_ceiling.cases (like motcua.cases including all);
create table motcua_ceiling.journal (like motcua.journal including all);
alter table motcua_ceiling.cases set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
insert into motcua_ceiling.cases select c.* from motcua.cases c join motcua.district d using (district_id) where d.name = any (string_to_array('%[1]s', ','));
insert into motcua_ceiling.journal select j.* from motcua.journal j join motcua.district d using (district_id) where d.name = any (string_to_array('%[1]s', ','));
analyze motcua_ceiling.cases; analyze motcua_ceiling.journal;`

const move = `with c as (
		update motcua_ceiling.cases set seq = $4, at = $5, state = $6, outcome = $7, unit = $8, role = $9, officer = $10, wake_at = $11, codec = $12, doc = $13
		where district_id = $1 and case_id = $2 and seq = $3 returning district_id, case_id)
	insert into motcua_ceiling.journal (district_id, case_id, seq, position, at, register, command_id, kind, digest, hash, bytes)
	select district_id, case_id, $4, $14, $5, $15, $16, $17, $18, $19, $20 from c`

// Ceiling makes the copies, of the cases of these districts, whose names hold
// neither comma nor quote. They can be moved once Like has said to what.
func (m *Meter) Ceiling(ctx context.Context, names string, callers int) (*Ceiling, error) {
	if _, err := m.db.ExecContext(ctx, fmt.Sprintf(copies, names)); err != nil {
		return nil, err
	}
	db, err := sql.Open("postgres", m.url+separator(m.url)+"binary_parameters=yes")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(callers)
	db.SetMaxIdleConns(callers)
	c := &Ceiling{db: db}
	c.position.Store(1 << 40) // beyond every one that was copied
	rows, err := db.QueryContext(ctx, `select district_id, case_id, seq from motcua_ceiling.cases`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k ceilingCase
		if err := rows.Scan(&k.district, &k.id, &k.seq); err != nil {
			return nil, err
		}
		c.cases = append(c.cases, k)
	}
	return c, rows.Err()
}

// Like says what the rows look like from now on: those of a case after each
// of two moves, which it makes in turn, and the entry of a move. No caller may
// be moving.
func (c *Ceiling) Like(rows [2]store.Row, entry store.Record) { c.rows, c.entry = rows, entry }

func separator(url string) string {
	for _, r := range url {
		if r == '?' {
			return "&"
		}
	}
	return "?"
}

// Close frees the connections; the copies stay until the next Ceiling.
func (c *Ceiling) Close() error { return c.db.Close() }

// Cases is how many there are to move.
func (c *Ceiling) Cases() int { return len(c.cases) }

// Caller is one connection with its statement prepared. For one goroutine.
type Caller struct {
	c    *Ceiling
	conn *sql.Conn
	stmt *sql.Stmt
}

// Caller connects.
func (c *Ceiling) Caller(ctx context.Context) (*Caller, error) {
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	stmt, err := conn.PrepareContext(ctx, move)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &Caller{c: c, conn: conn, stmt: stmt}, nil
}

// Disconnect ends the connection, so that the server counts what it did.
func (k *Caller) Disconnect() {
	_ = k.stmt.Close()
	_ = k.conn.Raw(func(any) error { return driver.ErrBadConn }) // which takes it out of the pool
	_ = k.conn.Close()
}

// Move moves case i once.
func (k *Caller) Move(ctx context.Context, i int) error {
	row := &k.c.cases[i]
	var hash, digest [32]byte
	_, _ = rand.Read(hash[:]) // as incompressible as the real ones; it never fails
	digest = hash
	command := uuid.Must(uuid.NewV7())
	now := time.Now().UTC()
	to, entry := &k.c.rows[(row.seq+1)%2], &k.c.entry
	res, err := k.stmt.ExecContext(ctx, row.district, row.id, row.seq, row.seq+1, now, to.State, to.Outcome, to.Unit, to.Role, to.Officer,
		now.Add(to.Wake.Sub(to.At)), to.Codec, to.Doc, k.c.position.Add(1), entry.Register, command, entry.Kind, digest[:], hash[:], entry.Bytes)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("case %d did not move: %d rows, %w", i, n, err)
	}
	row.seq++
	return nil
}
