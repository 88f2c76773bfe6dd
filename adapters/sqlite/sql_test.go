package sqlite

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// reference are the tables that belong to no district.
var reference = []string{"definition", "clock", "goose_db_version", "sqlite_schema", "sqlite_sequence"}

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

func isReference(statement string) bool {
	for _, table := range reference {
		if regexp.MustCompile(`\b(from|into|update) ` + table + `\b`).MatchString(statement) {
			return true
		}
	}
	return false
}

func TestEveryStatementLeadsWithItsDistrict(t *testing.T) {
	for name, s := range statements(t) {
		if strings.Contains(s, "*") {
			t.Errorf("%s: a star", name)
		}
		if isReference(s) {
			continue
		}
		into := regexp.MustCompile(`^insert into \w+ \((district_id|name)\b`).MatchString(s)
		by := strings.Contains(s, "where district_id = ?1")
		named := strings.Contains(s, "from district where name = ?1")
		if !into && !by && !named && name != "sqlDistricts" && !isStray(name) {
			t.Errorf("%s does not lead with the district: %s", name, s)
		}
	}
}

// SQL stores and compares; it counts no day.
func TestNoStatementKnowsTheCalendar(t *testing.T) {
	for name, s := range statements(t) {
		if regexp.MustCompile(`\b(date|datetime|strftime|julianday|unixepoch|current_\w+)\b`).MatchString(s) {
			t.Errorf("%s: date arithmetic: %s", name, s)
		}
	}
}

func TestEveryStatementIsUsedAndStandsInSqlGo(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	stray := regexp.MustCompile("(?i)[\"`](select|insert|update|delete|with|create) ")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "sql.go" {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if stray.Match(b) {
			t.Errorf("%s holds a statement of its own", file)
		}
		code.Write(b)
	}
	for name := range statements(t) {
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(code.String()) {
			t.Errorf("%s is not used", name)
		}
	}
}

// isStray reports whether a statement looks for rows of no district.
func isStray(name string) bool { return strings.HasPrefix(name, "sqlStray") }

// scans are the statements that read, or sort, a handful of rows.
var scans = map[string]bool{"sqlDistricts": true, "sqlDefinition": true, "sqlDefinitions": true, "sqlVersion": true, "sqlTables": true}

func TestEveryStatementUsesAnIndex(t *testing.T) {
	s := create(t, false)
	defer s.Close()
	for name, statement := range statements(t) {
		args := []any{}
		for i := range 20 {
			if strings.Contains(statement, fmt.Sprintf("?%d", i+1)) {
				args = append(args, nil)
			}
		}
		var plan []struct {
			ID, Parent, Notused int
			Detail              string
		}
		if err := s.readers.Select(&plan, "explain query plan "+statement, args...); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, step := range plan {
			detail := step.Detail
			bad := !scans[name] && !isStray(name) && (strings.HasPrefix(detail, "SCAN") || strings.Contains(detail, "TEMP B-TREE"))
			if strings.HasPrefix(detail, "SEARCH") && !strings.Contains(detail, "(district_id=?") &&
				!strings.Contains(detail, "district USING INDEX") && !strings.Contains(detail, "INTEGER PRIMARY KEY") && !isReference(statement) {
				bad = true
			}
			if bad {
				t.Errorf("%s: %s", name, detail)
			}
		}
		for table, index := range map[string]string{
			"sqlDue": "cases_sweep", "sqlNextSweep": "cases_sweep", "sqlCasesOfUnit": "cases_unit", "sqlFollowers": "cases_follows",
			"sqlLog": "journal_position", "sqlCommand": "journal_command",
		} {
			if name == table && !strings.Contains(fmt.Sprint(plan), index) {
				t.Errorf("%s does not use %s: %v", name, index, plan)
			}
		}
	}
}

func TestEveryKeyAndIndexLeadsWithTheDistrict(t *testing.T) {
	s := create(t, false)
	defer s.Close()
	var tables []string
	if err := s.readers.Select(&tables, sqlTables); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, table := range tables {
		if isReference("from " + table) {
			continue
		}
		var schema string
		if err := s.readers.Get(&schema, "select sql from sqlite_schema where name = ?", table); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(schema, "STRICT") {
			t.Errorf("%s is not STRICT", table)
		}
		var indexes []string
		if err := s.readers.Select(&indexes, "select name from pragma_index_list(?)", table); err != nil {
			t.Fatal(err)
		}
		for _, index := range indexes {
			var first string
			if err := s.readers.Get(&first, "select name from pragma_index_info(?) where seqno = 0", index); err != nil {
				t.Fatal(err)
			}
			if first != "district_id" && (table != "district" || first != "name") { // the name is how its number is found
				t.Errorf("%s on %s leads with %s", index, table, first)
			}
			checked++
		}
	}
	if checked < 12 {
		t.Errorf("only %d indexes looked at", checked)
	}
}
