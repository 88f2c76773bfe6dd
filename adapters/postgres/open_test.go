package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store"
)

// as is an address for another user of the same server.
func as(t *testing.T, address, name string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(name, "secret")
	return u.String()
}

func userOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.User.Username()
}

// login makes a role that goes when the test ends.
func login(t *testing.T, address, rights string, after ...string) string {
	t.Helper()
	name := "motcua_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	for _, statement := range append([]string{"create role " + name + " login password 'secret' " + rights}, after...) {
		if err := pgtest.Exec(address, strings.ReplaceAll(statement, "$", name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_ = pgtest.Exec(address, "reassign owned by "+name+" to current_user; drop owned by "+name+"; drop role "+name)
	})
	return as(t, address, name)
}

// try opens and closes.
func try(c Config) error {
	s, err := Open(ctx, c)
	if err == nil {
		err = s.Close()
	}
	return err
}

func TestOpenSaysWhatIsThere(t *testing.T) {
	bare := pgtest.Start(t)
	if err := try(Config{URL: bare}); !errors.Is(err, store.ErrMissing) {
		t.Errorf("no schema: %v, want missing", err)
	}
	if err := try(Config{URL: bare, Mode: ReadOnly}); !errors.Is(err, store.ErrMissing) {
		t.Errorf("no schema, reading: %v, want missing", err)
	}
	if err := try(Config{URL: strings.Replace(bare, "motcua_test", "not_there", 1), Mode: Create}); !errors.Is(err, store.ErrMissing) {
		t.Errorf("no database: %v, want missing", err)
	}
	if err := try(Config{URL: "postgres://x@127.0.0.1:1/x", Mode: Create}); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("no server: %v, want unavailable", err)
	}
	if err := try(Config{URL: "file.db", Mode: Create}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("no address: %v, want invalid", err)
	}
	if err := pgtest.Exec(bare, "create schema motcua; create table motcua.theirs (n int)"); err != nil {
		t.Fatal(err)
	}
	if err := try(Config{URL: bare, Mode: Create}); !errors.Is(err, store.ErrForeign) {
		t.Errorf("a schema of others: %v, want foreign", err)
	}
	newer := address(fresh(t, false))
	if err := pgtest.Exec(newer, "insert into motcua.goose_db_version (version_id, is_applied) values (999, true)"); err != nil {
		t.Fatal(err)
	}
	if err := try(Config{URL: newer, Mode: Create}); !errors.Is(err, store.ErrForeign) {
		t.Errorf("a newer schema: %v, want foreign", err)
	}
}

func TestSeveralNodesMayOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	bare := pgtest.Start(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := try(Config{URL: bare, Mode: Create}); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
}

func TestAnOwnerMigratesAndWorksAsTheApplication(t *testing.T) {
	bare := pgtest.Start(t)
	u, _ := url.Parse(bare)
	owner := login(t, bare, "createrole", "alter database "+strings.TrimPrefix(u.Path, "/")+" owner to $", "grant motcua_app to $ with admin option")
	s := reach(t, owner, false)
	var role string
	if err := s.db.Get(&role, "select current_user"); err != nil || role != "motcua_app" {
		t.Fatalf("it works as %q (%v)", role, err)
	}
	enrol(t, s, "d1")
	if out, err := s.Commit(ctx, []store.Change{move("d1", uuid.New(), 0)}); err != nil || out[0].Kind != store.Won {
		t.Fatal(out, err)
	}
	for _, statement := range []string{"update motcua.journal set kind = ''", "delete from motcua.journal", "insert into motcua.clock (one) values (1)",
		"truncate motcua.journal", "delete from motcua.private", "update motcua.cases set state = ''", "create table motcua.x (n int)"} {
		if _, err := s.db.Exec(statement); !denied(err) {
			t.Errorf("%s: %v, want denied", statement, err)
		}
	}
}

func TestTheApplicationNeedsNoOwner(t *testing.T) {
	owned := address(fresh(t, false))
	member := login(t, owned, "in role motcua_app")
	s := reach(t, member, false)
	enrol(t, s, "d1")
	if out, err := s.Commit(ctx, []store.Change{move("d1", uuid.New(), 0)}); err != nil || out[0].Kind != store.Won {
		t.Fatal(out, err)
	}
	bare := pgtest.Start(t)
	if err := try(Config{URL: as(t, bare, userOf(t, member)), Mode: Create}); err == nil {
		t.Error("a member made a schema in a database of others")
	}
	if err := pgtest.Exec(owned, "delete from motcua.goose_db_version where version_id = 7"); err != nil {
		t.Fatal(err)
	}
	if err := try(Config{URL: member}); !errors.Is(err, store.ErrForeign) {
		t.Errorf("an older schema: %v, want foreign", err)
	}
	// A stranger sees nothing, whatever he is granted by mistake.
	stranger := login(t, owned, "", "grant usage on schema motcua to $", "grant select on all tables in schema motcua to $")
	conn, err := newConnector(stranger, readBound, "")
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(conn)
	defer db.Close()
	var n int
	if err := db.QueryRow("select count(district_id) from motcua.journal").Scan(&n); err != nil || n != 0 {
		t.Errorf("a stranger reads %d entries (%v)", n, err)
	}
}

// Every setting that is refused is named, with its value and the one wanted.
func TestUnfitServersAreRefused(t *testing.T) {
	own := address(fresh(t, false))
	u, _ := url.Parse(own)
	database := "alter database " + strings.TrimPrefix(u.Path, "/") + " "
	u.Path = "/postgres"
	other := u.String() // whose sessions are not bound by the settings of own
	for _, c := range []struct{ set, name, value string }{
		{"set synchronous_commit = off", "synchronous_commit", "off"},
		{"set default_transaction_isolation = 'serializable'", "default_transaction_isolation", "serializable"},
		{"set default_transaction_read_only = on", "default_transaction_read_only", "on"},
	} {
		if err := pgtest.Exec(own, database+c.set); err != nil {
			t.Fatal(err)
		}
		refusal(t, Config{URL: own}, c.name, c.value)
		s, err := Open(ctx, Config{URL: own, Unsafe: true})
		if err != nil {
			t.Errorf("%s, unsafe: %v", c.set, err)
		} else {
			if w := s.Refused(); len(w) == 0 || w[0].Name != c.name {
				t.Errorf("%s, unsafe: warnings %v", c.set, w)
			}
			_ = s.Close()
		}
		if err := pgtest.Exec(other, database+"reset all"); err != nil {
			t.Fatal(err)
		}
	}
	refusal(t, Config{URL: own, Now: func() time.Time { return time.Now().Add(3 * time.Second) }}, "clock_timestamp()", "")
	writer := login(t, own, "in role motcua_app", "grant update on motcua.journal to $")
	refusal(t, Config{URL: writer}, "UPDATE, journal", "allowed")
	bypass := login(t, own, "bypassrls in role motcua_app")
	refusal(t, Config{URL: bypass}, "bypassrls", "true")
	if err := try(Config{URL: own}); err != nil {
		t.Errorf("fit again: %v", err)
	}
}

func refusal(t *testing.T, c Config, name, value string) {
	t.Helper()
	err := try(c)
	var e *SettingsError
	if !errors.As(err, &e) {
		t.Errorf("%s: error %v, want a refusal", name, err)
		return
	}
	if s := e.Settings[0]; s.Name != name || value != "" && s.Value != value {
		t.Errorf("refused for %+v, want %s = %s", e.Settings, name, value)
	}
	if text := e.Text(); !strings.Contains(text.VI, name) || !strings.Contains(text.EN, name) || text.VI == text.EN {
		t.Errorf("it says %q", text)
	}
}

// Each rule is broken alone.
func TestEveryRuleRefuses(t *testing.T) {
	now := time.Now()
	good := func() facts {
		f := facts{"synchronous_standby_names": "", "server_version_num": "150020", "synchronous_commit of a role": "on"}
		for _, r := range rules {
			if f[r.name] == "" {
				f[r.name] = map[string]string{"autovacuum_naptime": "10", "max_wal_size": "4096", "checkpoint_timeout": "900"}[r.name]
			}
			if f[r.name] == "" {
				f[r.name] = r.wanted
			}
		}
		f["clock"] = fmt.Sprint(now.UnixMicro())
		return f
	}
	if refused, warned := good().judge(now); len(refused)+len(warned) > 0 {
		t.Fatalf("a fit server: %v, %v", refused, warned)
	}
	for name, bad := range map[string]string{
		"server_version_num": "140009", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
		"synchronous_commit of a role": "off", "default_transaction_isolation": "repeatable read", "pg_is_in_recovery": "true",
		"default_transaction_read_only": "on", "TimeZone": "Asia/Ho_Chi_Minh", "server_encoding": "SQL_ASCII",
		"max_prepared_transactions": "10", "autovacuum": "off", "track_counts": "off", "superuser": "true", "bypassrls": "true", "clock": "0",
	} {
		f := good()
		f[name] = bad
		if refused, _ := f.judge(now); len(refused) != 1 {
			t.Errorf("%s = %s: refused %v", name, bad, refused)
		}
	}
	for name, bad := range map[string]string{"server_version_num": "190000", "autovacuum_naptime": "60", "max_wal_size": "1024", "checkpoint_timeout": "300", "wal_compression": "off"} {
		f := good()
		f[name] = bad
		if refused, warned := f.judge(now); len(refused) != 0 || len(warned) != 1 {
			t.Errorf("%s = %s: refused %v, warned %v", name, bad, refused, warned)
		}
	}
	f := good()
	f["synchronous_commit"], f["synchronous_standby_names"] = "local", "b"
	if refused, _ := f.judge(now); len(refused) != 1 {
		t.Errorf("local with a synchronous standby: refused %v", refused)
	}
	f = good()
	f["max_prepared_transactions"], f["citus"] = "10", "true"
	if refused, _ := f.judge(now); len(refused) != 0 {
		t.Errorf("prepared transactions of Citus: refused %v", refused)
	}
}

func TestReadOnlyWritesNothing(t *testing.T) {
	own := address(fresh(t, false))
	s, err := Open(ctx, Config{URL: own, Mode: ReadOnly})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Commit(ctx, []store.Change{move("d1", uuid.New(), 0)}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("commit: %v", err)
	}
	if err := s.Append(ctx, "d1", 0, []store.RegisterRecord{{Position: 1, At: start, Kind: "k", Bytes: []byte("b")}}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("append: %v", err)
	}
	if _, err := s.Wall(ctx); err != nil {
		t.Errorf("skew: %v", err)
	}
}

func TestAVirtualClockNeedsANewDatabase(t *testing.T) {
	s := fresh(t, false)
	enrol(t, s, "d1")
	if err := try(Config{URL: address(s), Virtual: true}); !errors.Is(err, store.ErrNotVirtual) {
		t.Errorf("error %v, want not virtual", err)
	}
}

func TestAddressesAreCompleted(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://u@127.0.0.1/d":                       "sslmode=disable",
		"postgres://u@localhost/d":                       "sslmode=disable",
		"postgresql:///d?host=/run/postgresql":           "sslmode=disable",
		"postgres://u@db.example/d":                      "sslmode=verify-full",
		"postgres://u@db.example/d?sslmode=require":      "sslmode=require",
		"postgres://u@db.example/d?timezone=Asia/Saigon": "timezone=UTC",
		"postgres://u@[::1]/d":                           "binary_parameters=yes",
	} {
		if got, err := complete(in); err != nil || !strings.Contains(got, want) {
			t.Errorf("%s becomes %s (%v), want %s", in, got, err, want)
		}
	}
}

// A network that swallows everything is waited for no longer than the caller
// says.
func TestOpenEndsWithItsContext(t *testing.T) {
	p, err := pgtest.NewProxy(pgtest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Arm("nspname", pgtest.Unheard, 0)
	short, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	from := time.Now()
	_, err = Open(short, Config{URL: p.URL(), Mode: Create})
	if waited := time.Since(from); waited > 5*time.Second {
		t.Errorf("it took %v", waited)
	}
	if err == nil {
		t.Error("it is open")
	}
}
