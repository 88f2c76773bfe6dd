package postgres_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/replay"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

const ward = "phuong-hoan-kiem"

// unchecked are the columns, by table, for which an audit cannot answer: what
// they hold, a store could have written. Tampering with them must not be
// called an error either.
var unchecked = map[string]string{
	"committed": "at",                            // by the clock of whoever committed
	"reader":    "reader",                        // others keep it
	"district":  "fence lease_owner lease_until", // who works on the district
}

// lost are the tables of which a row may go unnoticed: values that were
// erased, cursors, and the instants of commits but the last.
var lost = map[string]bool{"private": true, "reader": true, "committed": true}

// archive is a database with everything in it that a district has, a store
// that audits it, and a way around the store.
type archive struct {
	*testing.T
	address string
	db      *sql.DB
	store   *postgres.Store
	tables  []string // those with a district
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	a := &archive{T: t, address: pgtest.Start(t)}
	ctx := t.Context()
	s, err := postgres.Open(ctx, postgres.Config{URL: a.address, Mode: postgres.Create, Virtual: true})
	a.must(err)
	defer s.Close()
	e, err := engine.Open(ctx, engine.Config{Store: s, Procedures: procedures.Load, Calendars: calendars.Load})
	a.must(err)
	file, err := procedures.District(ward)
	a.must(err)
	_, err = e.Load(ctx, ward+".yaml", file, nil)
	a.must(err)
	at := time.Date(2026, 11, 16, 2, 0, 0, 0, time.UTC)
	open := func(follows string) string {
		opened, err := e.OpenCase(ctx, engine.Opening{Procedure: "certified-copy", Follows: follows, Command: engine.Command{
			District: ward, Actor: "diep", At: at,
			Values:    map[string]string{"requester": "Nguyễn Thị C", "copies": "2"},
			Documents: map[string][]byte{"original": []byte("scan"), "copy": []byte("scan")},
		}})
		a.must(err)
		return opened.Case
	}
	first := open("")
	for i, c := range []engine.Command{
		{Event: "submit", Actor: "em"},
		{Event: "send_back", Actor: "anh", Values: map[string]string{engine.Reason: "sai"}},
	} {
		c.District, c.Case, c.At = ward, first, at.Add(time.Duration(i+1)*10*time.Minute)
		_, err := e.Do(ctx, c)
		a.must(err)
	}
	at = at.Add(25 * time.Minute)
	open(first)
	ended := open("")
	_, err = e.Do(ctx, engine.Command{District: ward, Case: ended, Event: "withdraw", Actor: engine.Applicant, At: at.Add(time.Minute)})
	a.must(err)
	for i, reader := range []string{"figures", "portal"} {
		a.must(s.SetCursor(ctx, ward, reader, 0, int64(i)+1))
	}
	_, err = s.Lease(ctx, ward, uuid.New(), time.Hour)
	a.must(err)

	a.db, err = sql.Open("postgres", a.address)
	a.must(err)
	t.Cleanup(func() { _ = a.db.Close() })
	a.store, err = postgres.Open(ctx, postgres.Config{URL: a.address, Mode: postgres.ReadOnly})
	a.must(err)
	t.Cleanup(func() { _ = a.store.Close() })
	a.tables = a.query(`select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relnamespace = 'motcua'::regnamespace and c.relkind = 'r' and a.attname = 'district_id' order by c.relname`)
	if len(a.tables) != 7 {
		t.Fatalf("tables with a district: %v", a.tables)
	}
	for _, table := range append(a.tables, "definition", "catalogue", "clock") {
		a.must(pgtest.Exec(a.address, fmt.Sprintf("create table public.kept_%[1]s as select * from motcua.%[1]s", table)))
		if a.count(table) == "0" {
			t.Fatalf("%s has no row", table)
		}
	}
	if v := a.audit(); !v.OK || v.Entries != 6 {
		t.Fatalf("untouched: %+v, %v", v, v.FirstBad)
	}
	return a
}

func (a *archive) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// query returns the first column of the answer.
func (a *archive) query(question string, args ...any) (answer []string) {
	a.Helper()
	rows, err := a.db.QueryContext(a.Context(), question, args...)
	a.must(err)
	defer rows.Close()
	for rows.Next() {
		var s string
		a.must(rows.Scan(&s))
		answer = append(answer, s)
	}
	a.must(rows.Err())
	return answer
}

func (a *archive) count(table string) string {
	return a.query("select count(*) from motcua." + table)[0]
}

func (a *archive) audit() replay.Verdict {
	a.Helper()
	v, err := engine.Audit(a.Context(), a.store)
	a.must(err)
	return v
}

// tampered changes a table, audits, and puts the table back.
func (a *archive) tampered(table, change string) (v replay.Verdict) {
	a.Helper()
	res, err := a.db.ExecContext(a.Context(), change)
	if err != nil {
		a.Fatalf("%s: %v", change, err)
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		a.Errorf("%s changes %d rows, %v", change, n, err)
	}
	v = a.audit()
	if v.OK != (v.FirstBad == nil) {
		a.Errorf("%s: %+v", change, v)
	}
	if err := a.store.Check(a.Context()); v.OK && err != nil || err != nil && !errors.Is(err, store.ErrCorrupt) {
		a.Errorf("%s: audited %v, check: %v", change, v.OK, err)
	}
	_, err = a.db.ExecContext(a.Context(), fmt.Sprintf("begin; delete from motcua.%[1]s; insert into motcua.%[1]s select * from public.kept_%[1]s; commit", table))
	a.must(err)
	return v
}

// finds tampers and expects to hear of it, in words that hold why.
func (a *archive) finds(table, change, why string) {
	a.Helper()
	v := a.tampered(table, change)
	if v.OK || v.FirstBad == nil || !strings.Contains(v.FirstBad.Why, why) {
		a.Errorf("%s: %+v, want %q", change, v.FirstBad, why)
	}
}

// alterations are values that a column does not hold, by its type. @ is
// the column.
var alterations = map[string][]string{
	"bigint":                   {"coalesce(@, 0) + 1000"},
	"integer":                  {"@ + 1"},
	"text":                     {"@ || 'x'"},
	"bytea":                    {`coalesce(@, '') || '\x00'`, `case when length(@) > 0 then set_byte(@, length(@) / 2, 255 - get_byte(@, length(@) / 2)) else '\x01' end`},
	"uuid":                     {"gen_random_uuid()"},
	"timestamp with time zone": {"coalesce(@, '2026-11-16') + interval '1000 hours'", "'infinity'", "'-infinity'"},
}

func TestEveryAlteredColumnIsFound(t *testing.T) {
	a := newArchive(t)
	tried := 0
	for _, table := range a.tables {
		key := strings.Join(a.query(`select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
			where i.indrelid = ('motcua.' || $1::text)::regclass and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)`, table), ", ")
		rows := a.query(fmt.Sprintf("select ctid from motcua.%s order by %s", table, key))
		for _, column := range a.query("select column_name::text from information_schema.columns where table_schema = 'motcua' and table_name = $1", table) {
			kind := a.query("select data_type::text from information_schema.columns where table_schema = 'motcua' and table_name = $1 and column_name = $2", table, column)[0]
			if len(alterations[kind]) == 0 {
				t.Fatalf("%s.%s: how is %s altered?", table, column, kind)
			}
			for _, offset := range []int{0, len(rows) - 1} {
				for _, value := range alterations[kind] {
					where := fmt.Sprintf("(%[1]s) = (select %[1]s from public.kept_%[2]s order by %[1]s limit 1 offset %[3]d)", key, table, offset)
					if column == "sweep_at" {
						if strings.Contains(value, "-infinity") {
							continue // too early: swept in vain, once
						}
						where = "wake_at is not null" // the bound of nothing bounds nothing
					}
					change := fmt.Sprintf("update motcua.%s set %s = %s where %s", table, column, strings.ReplaceAll(value, "@", column), where)
					hidden := strings.Contains(" "+unchecked[table]+" ", " "+column+" ")
					if v := a.tampered(table, change); v.OK != hidden {
						t.Errorf("%s: found %v (%v)", change, !v.OK, v.FirstBad)
					}
					tried++
				}
			}
		}
	}
	if tried < 120 {
		t.Errorf("only %d alterations tried", tried)
	}
	if v := a.audit(); !v.OK {
		t.Errorf("put back: %v", v.FirstBad)
	}
}

func TestEveryDeletedRowIsFound(t *testing.T) {
	a := newArchive(t)
	for _, table := range a.tables {
		columns := strings.Join(a.query("select quote_ident(column_name) from information_schema.columns where table_schema = 'motcua' and table_name = $1 order by ordinal_position", table), ", ")
		rows := a.query(fmt.Sprintf("select md5(row(%[1]s)::text) from motcua.%[2]s order by 1", columns, table))
		for i, row := range rows {
			if len(rows) > 20 && i%4 != 0 && i != len(rows)-1 {
				continue // a register is long, and each of its records as good as another
			}
			change := fmt.Sprintf("delete from motcua.%s where md5(row(%s)::text) = '%s'", table, columns, row)
			if v := a.tampered(table, change); v.OK && !lost[table] {
				t.Errorf("%s: not found", change)
			}
		}
	}
	a.finds("committed", "delete from motcua.committed where position = (select max(position) from motcua.committed)", "the last commit")
}

func TestRowsThatBelongNowhereAreFound(t *testing.T) {
	a := newArchive(t)
	for _, table := range a.tables {
		if table == "district" {
			continue
		}
		columns := strings.Join(a.query("select column_name::text from information_schema.columns where table_schema = 'motcua' and table_name = $1 and column_name <> 'district_id' order by ordinal_position", table), ", ")
		a.finds(table, fmt.Sprintf("insert into motcua.%[1]s (district_id, %[2]s) select 99, %[2]s from motcua.%[1]s limit 1", table, columns), "under district_id 99")
		a.finds(table, fmt.Sprintf("insert into motcua.%[1]s (district_id, %[2]s) select -9223372036854775808, %[2]s from motcua.%[1]s limit 1", table, columns), "under district_id -9223372036854775808")
	}
	zero := "'00000000-0000-0000-0000-000000000000'"
	for _, c := range []struct{ table, change, why string }{
		{"private", "update motcua.private set case_id = gen_random_uuid() where name = 'requester'", "an entry that is not there"},
		{"private", "update motcua.private set case_id = " + zero + " where name = 'requester' and case_id = (select min(case_id::text)::uuid from motcua.private)", "an entry that is not there"},
		{"private", "update motcua.private set seq = -5 where name = 'requester'", `"requester"`},
		{"private", "update motcua.private set name = 'copies' where name = 'requester'", `"copies"`},
		{"district", "update motcua.district set register_at = null", "register_at"},
		{"district", "update motcua.district set lease_owner = null", "do not fit each other"},
		{"district", "update motcua.district set fence = 0", "do not fit each other"},
		{"district", "update motcua.district set name = 'elsewhere'", ""},
		{"district", "insert into motcua.district (district_id, name) values (5, 'elsewhere')", "stands under district_id 5"},
		{"journal", "update motcua.journal set command_id = " + zero + " where command_id = (select min(command_id::text)::uuid from motcua.journal)", "of zeroes"},
		{"journal", `update motcua.journal set digest = decode(repeat('00', 32), 'hex') where position = 1`, "of zeroes"},
		{"journal", "update motcua.journal set case_id = " + zero + " where position = 1", ""},
		{"cases", "update motcua.cases set follows = " + zero + " where follows is null", "of zeroes"},
		{"cases", "update motcua.cases set case_id = " + zero + " where follows is not null", ""},
		{"cases", "update motcua.cases set wake_at = '0001-01-01 00:00:00+00' where wake_at is null", "no instant"},
		{"cases", "update motcua.cases set sweep_at = null where wake_at is not null", "sweep_at"},
		{"cases", "update motcua.cases set sweep_at = greatest(wake_at, at) + interval '1 microsecond' where wake_at is not null", "sweep_at"},
		{"committed", "update motcua.committed set position = -1 where position = 1", "before the log"},
		{"reader", "update motcua.reader set position = -1", "beyond log and register"},
		{"definition", "delete from motcua.definition where number = (select max(number) from motcua.definition)", ""},
		{"definition", "update motcua.definition set number = 2 * number + 1000", "numbered anew"},
		{"catalogue", "update motcua.catalogue set size = size + 1", "the catalogue"},
		{"catalogue", "delete from motcua.catalogue", "the catalogue"},
		{"clock", "update motcua.clock set now = null", "virtual clock"},
		{"clock", "update motcua.clock set now = 'infinity'", "no instant"},
	} {
		a.finds(c.table, c.change, c.why)
	}
	for table, harmless := range map[string]string{
		"private": "delete from motcua.private where name = 'requester'",
		"cases":   "update motcua.cases set sweep_at = sweep_at - interval '1 hour'",
	} {
		if v := a.tampered(table, harmless); !v.OK {
			t.Errorf("%s: %v", harmless, v.FirstBad)
		}
	}
}
