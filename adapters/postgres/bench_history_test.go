package postgres

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// rowsVariable is how many entries the journals of BenchmarkHistory hold at
// first, 200,000 unless it is set; onlyVariable is part of the names of those
// that take part.
const (
	rowsVariable = "MOTCUA_BENCH_ROWS"
	onlyVariable = "MOTCUA_BENCH_ONLY"
)

// history fills the journals of 20 districts with cases of ten entries, in the
// order of time, each by a command of its own.
const history = `
insert into motcua.journal (district_id, case_id, seq, position, at, register, command_id, kind, digest, hash, bytes)
select d.district_id, (lpad(to_hex(1500000000000 + g / 200 * 20 + g %% 20), 12, '0') || '70008000000000000000')::uuid, g / 20 %% 10 + 1, g / 20 + 1,
	timestamptz '2026-03-02 01:00Z', 1, %s, 'moved', sha256(int8send(g)), sha256(int8send(-g)), sha256(int8send(g)) || sha256(int8send(g + 1)) || sha256(int8send(g + 2))
from generate_series(%d, %d) g
join (select district_id, row_number() over (order by name) - 1 as n from motcua.district) d on d.n = g %% 20`

const (
	timeOrdered = `(lpad(to_hex(1700000000000 + g), 12, '0') || '7' || substr(md5(g::text), 1, 3) || '8' || substr(md5(g::text), 4, 15))::uuid`
	random      = `gen_random_uuid()`
)

// contender is one way to find a command that was sent again.
type contender struct {
	name, ids string
	along     bool // along the entries of its case, without an index on ids
	id        func() uuid.UUID
	s         *Store
	cases     []store.Change
	took      time.Duration
	wal       int64
	moved     int
}

// prepare makes a database with a history, and the cases that will move.
func (c *contender) prepare(b *testing.B, rows int) {
	c.s = fresh(b, false)
	var districts []string
	for i := range 20 {
		districts = append(districts, fmt.Sprintf("d%02d", i))
	}
	enrol(b, c.s, districts...)
	if c.along {
		mutate(b, address(c.s), []string{"k.command_id = u.command_id limit 1) j", "k.case_id = u.case_id and k.command_id = u.command_id limit 1) j"})
		if err := pgtest.Exec(address(c.s), "drop index motcua.journal_command"); err != nil {
			b.Fatal(err)
		}
	}
	var statements []string
	for from := 0; from < rows; from += 100_000 {
		statements = append(statements, fmt.Sprintf(history, c.ids, from, min(rows, from+100_000)-1))
	}
	statements = append(statements, fmt.Sprintf("update motcua.district set log_size = %d", rows/20), "vacuum analyze motcua.journal", "checkpoint")
	for _, statement := range statements {
		if err := pgtest.Exec(address(c.s), statement); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 6400 {
		c.cases = append(c.cases, move(districts[i%20], uuid.Must(uuid.NewV7()), 0))
	}
	c.run(b, 100)
	c.took, c.wal, c.moved = 0, 0, 0
}

// run moves cases in batches of 64.
func (c *contender) run(b *testing.B, batches int) {
	var from, to int64
	lsn := func(at *int64) {
		if err := c.s.db.Get(at, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"); err != nil {
			b.Fatal(err)
		}
	}
	lsn(&from)
	for range batches {
		batch := c.cases[c.moved%len(c.cases):][:64]
		began := time.Now()
		out, err := c.s.Commit(ctx, batch)
		c.took += time.Since(began)
		if err != nil || out[0].Kind != store.Won || out[63].Kind != store.Won {
			b.Fatal(out, err)
		}
		for i := range batch {
			m := move(batch[i].Row.District, batch[i].Row.Case, batch[i].Row.Seq)
			m.Row.Doc, m.Entries[0].Bytes, m.Entries[0].Command = make([]byte, 480), make([]byte, 300), c.id()
			batch[i] = m
		}
		c.moved += 64
	}
	lsn(&to)
	c.wal += to - from
}

// BenchmarkHistory compares ways to recognise a command that was sent again,
// where the journal is long: by the index on command ids, when these are
// ordered in time and when they are random, and without it.
func BenchmarkHistory(b *testing.B) {
	rows := 200_000
	if n, err := strconv.Atoi(os.Getenv(rowsVariable)); err == nil {
		rows = n
	}
	newest, v4 := func() uuid.UUID { return uuid.Must(uuid.NewV7()) }, uuid.New
	all := []*contender{
		{name: "index,v7", ids: timeOrdered, id: newest},
		{name: "index,v4", ids: random, id: v4},
		{name: "along,v7", ids: timeOrdered, id: newest, along: true},
		{name: "along,v4", ids: random, id: v4, along: true},
	}
	all = slices.DeleteFunc(all, func(c *contender) bool { return !strings.Contains(c.name, os.Getenv(onlyVariable)) })
	for _, c := range all {
		c.prepare(b, rows)
	}
	round := 0
	for b.Loop() {
		for i := range all { // orders rotate
			all[(i+round)%len(all)].run(b, 20)
		}
		round++
	}
	for _, c := range all {
		b.ReportMetric(float64(c.moved)/c.took.Seconds(), c.name+",changes/s")
		b.ReportMetric(float64(c.wal)/float64(c.moved), c.name+",wal_B")
	}
}
