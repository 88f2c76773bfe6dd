package postgres

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

// later judges what the server says now as if so much time had gone by.
func later(t *testing.T, s *Store, by time.Duration) map[string]Setting {
	t.Helper()
	var rows []holder
	if err := s.all(ctx, &rows, sqlHealth); err != nil {
		t.Fatal(err)
	}
	_, met := judgeHolders(rows, nil)
	for i := range rows {
		rows[i].Now = rows[i].Now.Add(by)
	}
	found := map[string]Setting{}
	settings, _ := judgeHolders(rows, met)
	for _, f := range settings {
		found[f.Name] = f
	}
	return found
}

// What holds an old snapshot is worth a word after a minute and an alarm after
// five, whoever holds it.
func TestHealthNamesWhatHoldsOldSnapshots(t *testing.T) {
	pgtest.Start(t) // skips where there is no PostgreSQL
	c, err := pgcluster.New("max_prepared_transactions = 2", "wal_level = logical")
	if errors.Is(err, pgcluster.ErrMissing) {
		t.Skip("SKIPPED: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	address := c.Address("postgres")
	refusal(t, Config{URL: address, Mode: Create}, "max_prepared_transactions", "2")
	s, err := Open(ctx, Config{URL: address, Mode: Create, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if found := later(t, s, time.Hour); len(found) > 0 {
		t.Errorf("nothing is held, yet: %v", found)
	}

	other := login(t, address, "")
	conn, err := newConnector(other, readBound, "begin isolation level repeatable read; select 1")
	if err != nil {
		t.Fatal(err)
	}
	report, err := conn.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer report.Close()
	for _, statement := range []string{"create table t (n int)", "begin; insert into t values (1); prepare transaction 'forgotten'"} {
		if err := pgtest.Exec(address, statement); err != nil {
			t.Fatal(err)
		}
	}
	held := []string{"session", "prepared transaction"}
	for name, want := range map[time.Duration]int{30 * time.Second: 0, 90 * time.Second: 1, 6 * time.Minute: 2} {
		found := later(t, s, name)
		for _, what := range held {
			f, there := found[what]
			if there != (want > 0) || f.Alarm != (want > 1) {
				t.Errorf("%s after %v: %+v", what, name, f)
			}
			if there && (!strings.Contains(f.Text().EN, what) || f.Text().VI == f.Text().EN) {
				t.Errorf("it says %q", f.Text())
			}
		}
	}
	_ = report.Close()
	if err := pgtest.Exec(address, "rollback prepared 'forgotten'"); err != nil {
		t.Fatal(err)
	}
	if err := pgtest.Exec(address, "select pg_create_logical_replication_slot('nobody', 'pgoutput')"); err != nil {
		t.Fatal(err)
	}
	if found := later(t, s, 6*time.Minute); len(found) != 1 || !found["replication slot nobody"].Alarm {
		t.Errorf("a slot that nobody reads: %v", found)
	}
	// A slot bears no instant: it counts from when it was first met, as long
	// as it stands still.
	if found, err := s.Health(ctx); err != nil || len(found) > 0 {
		t.Errorf("at once: %v, %v", found, err)
	}
	for key, since := range s.holders {
		s.holders[key] = since.Add(-2 * time.Minute)
	}
	if found, err := s.Health(ctx); err != nil || len(found) != 1 || found[0].Alarm {
		t.Errorf("met two minutes ago: %v, %v", found, err)
	}
}

// An owner that may not look at the sessions of others says so.
func TestHealthSaysWhatItCannotSee(t *testing.T) {
	s := fresh(t, false)
	login(t, address(s), "", "alter function motcua.health_v1() owner to $")
	found, err := s.Health(ctx)
	if err != nil || len(found) != 1 || found[0].Name != "pg_read_all_stats" {
		t.Errorf("%v, %v", found, err)
	}
	again := reach(t, address(s), false)
	if w := again.Warnings(); len(w) == 0 || w[len(w)-1].Name != "pg_read_all_stats" {
		t.Errorf("opened with the warnings %v", w)
	}
}

// Settings of single tables, and of roles, are warned of.
func TestSettingsOfTablesAndRolesAreWarnedOf(t *testing.T) {
	own := address(fresh(t, false))
	member := login(t, own, "in role motcua_app", "alter role $ set enable_nestloop = off")
	if err := pgtest.Exec(own, "alter table motcua.cases reset (fillfactor); alter table motcua.district set (fillfactor = 100)"); err != nil {
		t.Fatal(err)
	}
	s, err := Open(ctx, Config{URL: member})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	warned := map[string]string{}
	for _, w := range s.Warnings() {
		warned[w.Name] = w.Value
	}
	if warned["planner settings of a role"] != "enable_nestloop=off" || warned["settings of motcua.district"] != "fillfactor=100" ||
		strings.Contains(warned["settings of motcua.cases"], "fillfactor") || warned["settings of motcua.cases"] == "" {
		t.Errorf("warned of %v", warned)
	}
	if _, there := warned["settings of motcua.journal"]; there {
		t.Error("the journal is as it was made")
	}
}
