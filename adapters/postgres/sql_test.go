package postgres

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq/oid"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// reference are the tables that belong to no district.
var reference = []string{"definition", "catalogue", "clock", "goose_db_version"}

func isReference(statement string) bool {
	return regexp.MustCompile(`\b(from|into|update) (motcua\.)?(` + strings.Join(reference, "|") + `)\b`).MatchString(statement)
}

// statements reads the constants of sql.go.
func statements(t *testing.T) map[string]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "sql.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all[v.Names[0].Name] = strings.Join(strings.Fields(text), " ")
		}
		return true
	})
	if len(all) < 30 {
		t.Fatalf("%d statements found in sql.go", len(all))
	}
	return all
}

// schema is the text of all migrations, without comments.
func schema(t *testing.T) string {
	t.Helper()
	files, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var all strings.Builder
	for _, name := range files {
		b, err := migrations.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(regexp.MustCompile(`(?m)--.*$`).ReplaceAll(b, nil))
	}
	return all.String()
}

// whole are the statements that name no district: they ask about the server,
// list districts, or move inside a transaction.
var whole = map[string]bool{"sqlFacts": true, "sqlSchema": true, "sqlMayCreate": true, "sqlNewSchema": true, "sqlVersion": true, "sqlRole": true,
	"sqlOwns": true, "sqlTryUpdate": true, "sqlTryDelete": true, "sqlWall": true, "sqlHealth": true, "sqlDistricts": true,
	"sqlMark": true, "sqlBackOut": true, "sqlGoOn": true, "sqlDefine": true, "sqlAdvance": true, "sqlVirtual": true,
	"sqlStrayRegister": true, "sqlStrayCases": true, "sqlStrayJournal": true, "sqlStrayPrivate": true, "sqlStrayCommitted": true, "sqlStrayReader": true,
	"sqlOddDistricts": true}

func TestEveryStatementLeadsWithItsDistrict(t *testing.T) {
	for name, s := range statements(t) {
		by := strings.Contains(s, "where district_id = $1") || strings.Contains(s, "where k.district_id = u.district_id and") || regexp.MustCompile(`motcua\.\w+_v\d+\(\$1`).MatchString(s)
		if !by && !whole[name] && !isReference(s) {
			t.Errorf("%s does not lead with the district: %s", name, s)
		}
	}
	// Inside the functions every table is reached by its district, or by the
	// place of a row that was.
	flat := strings.Join(strings.Fields(schema(t)), " ")
	reached := 0
	for _, at := range regexp.MustCompile(`\b(from|update|join) (district|register|reader|cases|journal|committed|private) (\w+) `).FindAllStringSubmatchIndex(flat, -1) {
		alias, rest := flat[at[6]:at[7]], flat[at[1]:]
		if flat[at[2]:at[3]] == "update" { // what it is joined with comes before its own condition
			_, rest, _ = strings.Cut(rest, " where "+alias+".")
			rest = "where " + alias + "." + rest
		}
		_, where, _ := strings.Cut(rest, "where ")
		if !strings.HasPrefix(where, alias+".district_id ") && !strings.HasPrefix(where, alias+".ctid = ") && !strings.HasPrefix(rest, "limit 1)") {
			t.Errorf("%s is not reached by its district: where %.60s", flat[at[0]:at[1]], where)
		}
		reached++
	}
	if reached < 20 {
		t.Errorf("only %d uses of tables found in the functions", reached)
	}
}

// SQL stores and compares; it counts no day. And it names its columns.
func TestNoStatementKnowsTheCalendar(t *testing.T) {
	all := statements(t)
	all["the migrations"] = schema(t)
	delete(all, "sqlFacts") // the clock of the server, as a number
	for name, s := range all {
		if m := regexp.MustCompile(`(?i)\b(date|date_trunc|date_part|extract|to_char|age|current_\w+date|localtime\w*|now\(\)|make_interval)\b|::(date|time)\b`).FindString(s); m != "" {
			t.Errorf("%s: date arithmetic: %s", name, m)
		}
		if regexp.MustCompile(`(?i)(select|\.)\s*\*|returning\s+\*`).MatchString(s) {
			t.Errorf("%s: a star", name)
		}
		if regexp.MustCompile(`(?i)\b(serial|identity (by|always)|create sequence|listen|notify|lock table|create trigger|deferrable|advisory)\b`).MatchString(s) {
			t.Errorf("%s: what keeps the schema from growing over many servers", name)
		}
	}
	if n := strings.Count(schema(t), "interval '"); n != 1 {
		t.Errorf("%d intervals, want that of the lease only", n)
	}
}

func TestEveryStatementIsUsedAndStandsInSqlGo(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	stray := regexp.MustCompile("(?i)[\"`](select|insert|update|delete|with|create) [a-z(]+ ?[a-z_.]+[ ,(]")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "sql.go" {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if m := stray.Find(b); m != nil && !strings.Contains(string(m), "from journal") {
			t.Errorf("%s holds a statement of its own: %s", file, m)
		}
		code.Write(b)
	}
	for name := range statements(t) {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(code.String()) {
			t.Errorf("%s is not used", name)
		}
	}
}

func TestEveryReadUsesItsIndex(t *testing.T) {
	s := fresh(t, false)
	enrol(t, s, "d1", "d2")
	var batch []store.Change
	for i := range 600 {
		c := move([]string{"d1", "d2"}[i%2], uuid.Must(uuid.NewV7()), 0)
		c.Row.Unit, c.Row.Follows = fmt.Sprint("u", i%9), uuid.New()
		c.Row.Wake = c.Row.At.Add(time.Duration(i) * time.Hour)
		c.Private = []store.Private{{Seq: 1, Name: "n"}}
		batch = append(batch, c)
	}
	if _, err := s.Commit(ctx, batch); err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Exec(address(s), "analyze"); err != nil {
		t.Fatal(err)
	}
	district, id, at := number("d1"), batch[0].Row.Case, start
	districts, cases, marks := array{of: oid.T_int8}, array{of: oid.T_uuid}, array{of: oid.T_timestamptz}
	districts.int(district)
	cases.id(id)
	marks.bound(time.Time{})
	for name, c := range map[string]struct {
		index string
		args  []any
	}{
		"sqlRegisterPage":  {"register_pkey", []any{district, 0, 5}},
		"sqlCase":          {"cases_pkey", []any{district, id}},
		"sqlCases":         {"cases_pkey", []any{district, id, 5, "p", "s", "o", 1}},
		"sqlCasesOfUnit":   {"cases_unit", []any{district, id, 5, "p", "s", "o", 1, "u"}},
		"sqlFollowers":     {"cases_follows", []any{district, id}},
		"sqlDue":           {"cases_sweep", []any{district, at, id, at.Add(time.Hour), 5}},
		"sqlRows":          {"cases_pkey", []any{districts.bytes(), cases.bytes()}},
		"sqlNextSweep":     {"cases_sweep", []any{districts.bytes(), marks.bytes(), cases.bytes()}},
		"sqlJournal":       {"journal_pkey", []any{district, id, 0, 5}},
		"sqlLog":           {"journal_position", []any{district, 0, 5}},
		"sqlCommand":       {"journal_command", []any{district, id}},
		"sqlReplays":       {"journal_command", []any{districts.bytes(), cases.bytes()}},
		"sqlCommitted":     {"committed_pkey", []any{district, 1}},
		"sqlPrivate":       {"private_pkey", []any{district, id}},
		"sqlReader":        {"reader_pkey", []any{district, "r"}},
		"sqlKeysOfCases":   {"cases_pkey", []any{district, 5, id}},
		"sqlKeysOfPrivate": {"private_pkey", []any{district, 5, id, 0, "n"}},
	} {
		tx := s.db.MustBegin()
		if _, err := tx.Exec("set local enable_seqscan = off; set local enable_bitmapscan = off"); err != nil {
			t.Fatal(err)
		}
		var plan []string
		if err := tx.Select(&plan, "explain (format json) "+statements(t)[name], c.args...); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text := strings.Join(plan, "\n")
		if !json.Valid([]byte(text)) || !strings.Contains(text, `"Index Name": "`+c.index+`"`) {
			t.Errorf("%s does not use %s:\n%s", name, c.index, text)
		}
		if strings.Contains(text, `"Seq Scan"`) || strings.Contains(text, `"Sort"`) || strings.Contains(text, "One-Time Filter") ||
			!regexp.MustCompile(`"Index Cond": "\(*district_id = `).MatchString(text) {
			t.Errorf("%s:\n%s", name, text)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}

// scans is how often the tables of districts were read from end to end, and
// how many rows were read by index.
func scans(t *testing.T, s *Store) (seq, rows int64) {
	t.Helper()
	if err := s.db.QueryRow(`select coalesce(sum(seq_scan), 0), coalesce(sum(idx_tup_fetch), 0) from pg_stat_user_tables
		where schemaname = 'motcua' and relname in ('district', 'register', 'reader', 'cases', 'journal', 'committed', 'private')`).Scan(&seq, &rows); err != nil {
		t.Fatal(err)
	}
	return seq, rows
}

// The functions plan on tables that are still empty, and must not then read
// whole tables for ever. What they do grows with the batch, not with what is
// there.
func TestFunctionsNeverReadAWholeTable(t *testing.T) {
	s := fresh(t, false)
	watch := reach(t, address(s), false)
	before, _ := scans(t, watch)
	enrol(t, s, "d1", "d2")
	var last []store.Change
	commit := func(n int, expect int64) {
		var batch []store.Change
		for i := range n {
			c := move([]string{"d1", "d2"}[i%2], uuid.Must(uuid.NewV7()), 0)
			if expect > 0 {
				c = move(last[i].Row.District, last[i].Row.Case, expect)
			}
			c.Row.Wake = c.Row.At.Add(time.Hour)
			c.Private = []store.Private{{Seq: expect + 1, Name: "n", Value: []byte("v")}}
			batch = append(batch, c)
		}
		out, err := s.Commit(ctx, batch)
		if err != nil || out[0].Kind != store.Won || out[n-1].Kind != store.Won {
			t.Fatal(out, err)
		}
		last = batch
	}
	for range 4 {
		commit(500, 0)
	}
	for expect := range int64(3) {
		commit(500, expect+1)
	}
	if _, err := s.Commit(ctx, last); err != nil { // replays
		t.Fatal(err)
	}
	if _, err := call[string](ctx, s, sqlMoveSweep, number("d1"), one(last[0].Row.Case), oneInt(4)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(ctx, "d1", last[0].Row.Case); err != nil {
		t.Fatal(err)
	}
	if err := s.SetCursor(ctx, "d1", "r", 0, 5); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Lease(ctx, "d1", uuid.New(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // counters are written when a session ends
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond)
	after, rows := scans(t, watch)
	if after != before {
		t.Errorf("%d scans of whole tables", after-before)
	}
	var other []string // indexes beside the key that a commit was planned over
	if err := watch.db.Select(&other, `select indexrelname from pg_stat_user_indexes where schemaname = 'motcua' and idx_scan > 0
		and indexrelname in ('cases_unit', 'cases_sweep', 'cases_follows')`); err != nil || len(other) > 0 {
		t.Errorf("cases are looked up over %v (%v)", other, err)
	}
	if perChange := rows / 3500; rows == 0 || perChange > 40 {
		t.Errorf("%d rows read by index for 3500 changes", rows)
	}
}

func one(id uuid.UUID) []byte { a := array{of: shape[2]}; a.id(id); return a.bytes() }
func oneInt(n int64) []byte   { a := array{of: shape[0]}; a.int(n); return a.bytes() }

// The function looks again after it has waited. Under another isolation it
// would not see what it waited for, and refuses to begin.
func TestTheCommitNeedsReadCommitted(t *testing.T) {
	s := fresh(t, false)
	enrol(t, s, "d1")
	changes := []store.Change{move("d1", uuid.New(), 0)}
	for level, wrong := range map[sql.IsolationLevel]bool{sql.LevelReadCommitted: false, sql.LevelRepeatableRead: true, sql.LevelSerializable: true} {
		tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{Isolation: level})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.commit(ctx, tx, args(changes, []int{0}, start), 1); (err != nil) != wrong {
			t.Errorf("%v: error %v", level, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSchemaKeepsItsRules(t *testing.T) {
	s := fresh(t, false)
	var indexes []struct{ Table, Index, First string }
	if err := s.db.Select(&indexes, `select t.relname as table, i.relname as index, a.attname as first
		from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
		join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
		where t.relnamespace = 'motcua'::regnamespace`); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, x := range indexes {
		if isReference("from " + x.Table) {
			continue
		}
		if checked++; x.First != "district_id" {
			t.Errorf("%s on %s leads with %s", x.Index, x.Table, x.First)
		}
	}
	if checked < 12 {
		t.Errorf("only %d indexes looked at", checked)
	}
	var tables []struct {
		Name             string
		Secured, Written bool
	}
	if err := s.db.Select(&tables, `select relname as name, relrowsecurity as secured,
		has_table_privilege(oid, 'insert, update, delete, truncate, references, trigger') or has_any_column_privilege(oid, 'insert, update') as written
		from pg_class where relnamespace = 'motcua'::regnamespace and relkind = 'r'`); err != nil {
		t.Fatal(err)
	}
	if len(tables) != 11 {
		t.Errorf("%d tables", len(tables))
	}
	for _, x := range tables {
		if x.Written || x.Secured == isReference("from "+x.Name) {
			t.Errorf("%s: written by the application %v, row level security %v", x.Name, x.Written, x.Secured)
		}
	}
	var functions []struct {
		Name                  string
		Definer, Public, Mine bool
	}
	if err := s.db.Select(&functions, `select proname as name, prosecdef as definer, has_function_privilege('pg_monitor', oid, 'execute') as public,
		pg_has_role(proowner, 'usage') as mine from pg_proc where pronamespace = 'motcua'::regnamespace`); err != nil {
		t.Fatal(err)
	}
	if len(functions) < 9 {
		t.Errorf("only %d functions", len(functions))
	}
	for _, f := range functions {
		if !f.Definer || f.Public || f.Mine || !regexp.MustCompile(`^[a-z]+_v\d+$`).MatchString(f.Name) {
			t.Errorf("function %s", fmt.Sprintf("%+v", f))
		}
	}
}
