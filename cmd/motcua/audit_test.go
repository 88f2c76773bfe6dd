package main

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// tampered copies the database, changes the copy and audits it.
func (d *desk) tampered(change string, args ...any) (status int, verdict map[string]any, changed int64) {
	d.t.Helper()
	b, err := os.ReadFile(d.db)
	if err != nil {
		d.t.Fatal(err)
	}
	other := &desk{t: d.t, db: filepath.Join(d.t.TempDir(), "tampered.db")}
	if err := os.WriteFile(other.db, b, 0o600); err != nil {
		d.t.Fatal(err)
	}
	db, err := sql.Open("sqlite", other.db)
	if err != nil {
		d.t.Fatal(err)
	}
	res, err := db.Exec(change, args...)
	if err == nil {
		changed, err = res.RowsAffected()
	}
	if err != nil {
		d.t.Fatalf("%s: %v", change, err)
	}
	if err := db.Close(); err != nil {
		d.t.Fatal(err)
	}
	status, verdict = other.audit()
	return status, verdict, changed
}

func (d *desk) audit() (status int, verdict map[string]any) {
	d.t.Helper()
	status, out, errs := d.run("audit", "replay", "--json")
	verdict = map[string]any{}
	if err := jsonInto(out, &verdict); err != nil {
		d.t.Fatalf("audit: %v, exit %d, %s%s", err, status, out, errs)
	}
	return status, verdict
}

// columns are the columns of a table that an audit answers for.
func (d *desk) columns(table string) (names []string) {
	d.t.Helper()
	db, err := sql.Open("sqlite", d.db)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("select name from pragma_table_info(?)", table)
	if err != nil {
		d.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			d.t.Fatal(err)
		}
		if len(name) < 5 || name[:5] != "sweep" {
			names = append(names, name)
		}
	}
	return names
}

// altered is an expression that is never the value of a column.
func altered(column string) string {
	return fmt.Sprintf(`case typeof(%[1]s)
		when 'integer' then %[1]s + 1000
		when 'text' then %[1]s || 'x'
		when 'blob' then cast(substr(%[1]s, 1, length(%[1]s) / 2) || char(33 + (unicode(hex(substr(%[1]s, length(%[1]s) / 2 + 1, 1))) %% 7)) || substr(%[1]s, length(%[1]s) / 2 + 2) as blob)
		else case when '%[1]s' in ('wake_at') then 1000 else x'ff' end end`, column)
}

func TestAuditFindsEveryAlteredColumn(t *testing.T) {
	d := newDesk(t)
	id := d.copy()
	d.ok("case", "do", id, "submit", "--as", "em", "--at", "2026-11-16T10:30")
	d.ok("case", "do", id, "send_back", "--as", "anh", "--set", "reason=sai", "--at", "2026-11-16T10:40")
	d.copy()
	if status, v := d.audit(); status != 0 || v["ok"] != true || v["entries"] != 6.0 {
		t.Fatalf("untouched: exit %d, %v", status, v)
	}
	hex := "hex(case_id) = upper(replace('" + id + "', '-', ''))"
	for seq := 1; seq <= 4; seq++ {
		where := fmt.Sprintf(" where %s and seq = %d", hex, seq)
		for _, column := range d.columns("journal") {
			d.blames(t, fmt.Sprintf("update journal set %s = %s%s", column, altered(column), where), id, float64(seq))
		}
		d.blames(t, "delete from journal"+where, id, float64(seq))
	}
	for _, column := range d.columns("cases") {
		d.blames(t, fmt.Sprintf("update cases set %s = %s where %s", column, altered(column), hex), id, 0)
	}
	d.blames(t, "delete from cases where "+hex, id, 0)
	for _, column := range d.columns("register") {
		d.blames(t, fmt.Sprintf("update register set %s = %s where position = 9", column, altered(column)), "", 0)
	}
	d.blames(t, "delete from register where position = (select max(position) from register)", "", 0)
	for _, column := range []string{"name", "log_size", "register_size", "last_at"} {
		d.blames(t, fmt.Sprintf("update district set %s = %s", column, altered(column)), "*", 0)
	}
	for _, column := range []string{"salt", "value"} {
		d.blames(t, fmt.Sprintf("update private set %s = %s where seq = 1 and %s", column, altered(column), hex), id, 1)
	}
	for _, harmless := range []string{"update cases set sweep_at = sweep_at - 1", "update committed set at = at + 1", "delete from private"} {
		if status, v, n := d.tampered(harmless); status != 0 || n == 0 {
			t.Errorf("%s: exit %d, %v, %d rows", harmless, status, v, n)
		}
	}
}

// blames tampers with the database and expects the case and entry to be named:
// "*" for any case, 0 for any entry.
func (d *desk) blames(t *testing.T, change, id string, seq float64) {
	t.Helper()
	status, v, n := d.tampered(change)
	bad, _ := v["first_bad"].(map[string]any)
	if n == 0 || status != 1 || v["ok"] != false || bad == nil {
		t.Errorf("%s: %d rows, exit %d, %v", change, n, status, v)
		return
	}
	if id != "*" && bad["case"] != id || seq != 0 && bad["seq"] != seq {
		t.Errorf("%s: blames %v", change, bad)
	}
}

func TestAuditFindsEveryFlippedByte(t *testing.T) {
	d := newDesk(t)
	id := d.copy()
	var length int
	db, err := sql.Open("sqlite", d.db)
	if err == nil {
		err = db.QueryRow("select length(bytes) from journal").Scan(&length)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= length; at += 13 {
		change := fmt.Sprintf("update journal set bytes = cast(substr(bytes, 1, %d) || x'%02x' || substr(bytes, %d) as blob)", at-1, at%256, at+1)
		status, v, _ := d.tampered(change)
		bad, _ := v["first_bad"].(map[string]any)
		if status != 1 || bad == nil || bad["case"] != id || bad["seq"] != 1.0 {
			if status == 0 && sameByte(t, d.db, at) {
				continue
			}
			t.Errorf("byte %d: exit %d, %v", at, status, v)
		}
	}
}

// sameByte reports whether the byte was what it was changed to.
func sameByte(t *testing.T, path string, at int) bool {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRow("select hex(substr(bytes, ?, 1)) from journal", at).Scan(&got); err != nil {
		t.Fatal(err)
	}
	return got == fmt.Sprintf("%02X", at%256)
}
