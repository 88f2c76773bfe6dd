// Package pgmeasure measures a PostgreSQL database under load: what the
// database itself allows (Ceiling), and what a load cost it (Meter). It serves
// `motcua bench`; nothing at work uses it, and it writes a schema of its own,
// motcua_ceiling, into the database it measures.
//
//	m, err := pgmeasure.Open(ctx, url) // as the owner
//	if err != nil { … }
//	defer m.Close()
//	before, err := m.Read(ctx)
package pgmeasure

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"
)

// Meter reads the counters of a server.
type Meter struct {
	db  *sql.DB
	url string
}

// Counters only ever grow; the difference of two readings is what was done
// between them.
type Counters struct {
	// Commits are transactions, Rows rows inserted or updated, WAL bytes of
	// the write-ahead log.
	Commits, Rows, WAL int64
	// CPU is that of the server's processes; 0 when it runs on another machine.
	CPU time.Duration
}

// Sub is what was done since before.
func (c Counters) Sub(before Counters) Counters {
	return Counters{Commits: c.Commits - before.Commits, Rows: c.Rows - before.Rows, WAL: c.WAL - before.WAL, CPU: c.CPU - before.CPU}
}

// Open connects to the database at url, which must be its owner's.
func Open(ctx context.Context, url string) (*Meter, error) {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	m := &Meter{db: db, url: url}
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return m, nil
}

// Close frees the connection.
func (m *Meter) Close() error { return m.db.Close() }

// Version is that of the server: "15.14".
func (m *Meter) Version(ctx context.Context) (version string, err error) {
	err = m.db.QueryRowContext(ctx, `select split_part(current_setting('server_version'), ' ', 1)`).Scan(&version)
	return version, err
}

// Read reads the counters. Sessions report theirs when they end, so the load's
// must have ended: it waits a while for that.
func (m *Meter) Read(ctx context.Context) (c Counters, err error) {
	for range 100 {
		var others int
		err = m.db.QueryRowContext(ctx, `select count(1) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`).Scan(&others)
		if err != nil {
			return c, err
		}
		if others == 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	var pid int
	err = m.db.QueryRowContext(ctx, `select (select xact_commit from pg_stat_database where datname = current_database()),
		(select coalesce(sum(n_tup_ins + n_tup_upd), 0)::bigint from pg_stat_user_tables where schemaname in ('motcua', 'motcua_ceiling')),
		pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, pg_backend_pid()`).Scan(&c.Commits, &c.Rows, &c.WAL, &pid)
	if err == nil {
		c.CPU = serverCPU(pid)
	}
	return c, err
}

// Hold keeps a snapshot open, as a long report does, until release is called.
func (m *Meter) Hold(ctx context.Context) (release func(), err error) {
	t, err := m.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	var n int
	if err := t.QueryRowContext(ctx, `select count(1) from motcua.district`).Scan(&n); err != nil {
		_ = t.Rollback()
		return nil, err
	}
	return func() { _ = t.Rollback() }, nil
}

// Vacuum brings statistics and the visibility map up to date, as autovacuum
// does in time. It makes no checkpoint: what is written next would pay for an
// image of each page it touches first.
func (m *Meter) Vacuum(ctx context.Context) error {
	_, err := m.db.ExecContext(ctx, `vacuum (analyze)`)
	return err
}

// ticks a second, as Linux tells processes.
const ticks = 100

// serverCPU is what the server has used that a session of it belongs to: its
// parent process, that one's children, and those that have ended.
func serverCPU(session int) time.Duration {
	parent, _ := process(session)
	if name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", parent)); string(name) != "postgres\n" {
		return 0 // the number of a process on another machine
	}
	var total int64
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			continue
		}
		of, used := process(pid)
		if pid == parent {
			total += used.own + used.ended
		} else if of == parent {
			total += used.own
		}
	}
	return time.Duration(total) * time.Second / ticks
}

// used is processor time in ticks: a process's own, and its ended children's.
type used struct{ own, ended int64 }

// process reads a process's parent and times; zeros when it is not here.
func process(pid int) (parent int, u used) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, u
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the name may hold anything
	f := strings.Fields(rest)
	if len(f) < 15 {
		return 0, u
	}
	n := func(i int) int64 { v, _ := strconv.ParseInt(f[i], 10, 64); return v }
	return int(n(1)), used{own: n(11) + n(12), ended: n(13) + n(14)}
}
