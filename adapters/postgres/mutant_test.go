package postgres

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
	"github.com/motcua/motcua/engine/store/storetest"
)

// commitSQL is the commit function as the migration makes it.
func commitSQL(t testing.TB) string {
	t.Helper()
	b, err := migrations.ReadFile("migration/00005_commit.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "-- +goose StatementBegin\n")
	text, _, _ = strings.Cut(text, "-- +goose StatementEnd")
	return strings.Replace(text, "create function", "create or replace function", 1)
}

const (
	lockStep = "    perform 1 from district d where d.district_id = any (a_district) order by d.district_id for no key update;\n"
	openStep = "        if opens > 0 then\n"
	guard    = "if moved <> wins - opens then"
	sequence = "create sequence if not exists motcua.wrong_position; grant usage on sequence motcua.wrong_position to public;\n"
)

// keyless takes the unique keys of the journal away. With them a wrong shape
// fails whole batches, which are then done again one by one, under the lock:
// slow, and right.
const keyless = `
alter table motcua.journal drop constraint journal_pkey;
create index journal_pkey on motcua.journal (district_id, case_id, seq);
drop index motcua.journal_position;
create index journal_position on motcua.journal (district_id, position);
drop index motcua.journal_command;
create index journal_command on motcua.journal (district_id, command_id) where command_id is not null;
alter table motcua.committed drop constraint committed_pkey;
create index committed_pkey on motcua.committed (district_id, position);`

// mutants are commit functions that are right with a single caller. Each is
// the right one with texts replaced.
var mutants = map[string][]string{
	"locks and reads in one statement": {
		lockStep, "",
		"from district k where k.district_id = u.district_id limit 1) d", "from district k where k.district_id = u.district_id limit 1 for no key update) d",
	},
	"looks, then locks": {
		lockStep, "",
		openStep, "        perform pg_sleep(0.001);\n" + strings.ReplaceAll(lockStep, "    perform", "        perform") + openStep,
		"c.ctid = places[q.n - lo + 1] and c.seq = q.expect", "c.ctid = (select k.ctid from cases k where k.district_id = q.district_id and k.case_id = q.case_id)",
		"q.sweep end,\n                    codec = q.codec, doc = q.doc\n                from (\n                    select u.n,",
		"q.sweep end,\n                    codec = q.codec, doc = q.doc\n                from (\n                    select u.district_id, u.case_id, u.n,",
		"select generate_subscripts(a_district, 1) as n,\n                            unnest(a_expect)",
		"select generate_subscripts(a_district, 1) as n, unnest(a_district) as district_id, unnest(a_case) as case_id,\n                            unnest(a_expect)",
		guard, "if false then",
	},
	"looks, then locks, with its guards": {
		lockStep, "",
		openStep, "        perform pg_sleep(0.001);\n" + strings.ReplaceAll(lockStep, "    perform", "        perform") + openStep,
	},
	"asks for replays before it locks": {
		"declare\n", "declare\n    asked bigint[];\n",
		lockStep, `asked := array(select u.n from unnest(a_district, a_command) with ordinality u (district_id, command_id, n)
			where exists (select from journal k where k.district_id = u.district_id and k.command_id = u.command_id));` + "\n" + lockStep,
		"when j.seq is not null then 2", "when u.n = any (asked) then 2",
	},
	"takes positions from a sequence, without a lock": {
		lockStep, "",
		"positions[e.change - lo + 1] + e.seq - a_expect[e.change] - 1", "nextval('wrong_position')",
		guard, "if false then",
	},
}

// mutate puts a wrong commit function into a database.
func mutate(t testing.TB, address string, replacements []string) {
	t.Helper()
	text := commitSQL(t)
	for i := 0; i < len(replacements); i += 2 {
		changed := strings.Replace(text, replacements[i], replacements[i+1], 1)
		if changed == text {
			t.Fatalf("the function holds no %q", replacements[i])
		}
		text = changed
	}
	if err := pgtest.Exec(address, sequence+text); err != nil {
		t.Fatal(err)
	}
}

// recorder is a test that may fail: it notes that it did.
type recorder struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (r *recorder) Helper() {}
func (r *recorder) note(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, s)
}
func (r *recorder) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.said) > 0
}
func (r *recorder) Error(...any)              { r.note("error") }
func (r *recorder) Errorf(f string, _ ...any) { r.note(f) }
func (r *recorder) FailNow()                  { r.note("fail"); runtime.Goexit() }
func (r *recorder) Fatal(...any)              { r.FailNow() }
func (r *recorder) Fatalf(f string, _ ...any) {
	r.note(f)
	runtime.Goexit()
}

// races runs the race checks of commits against a database, the quick one
// first, and returns what they said.
func races(t *testing.T, address string) (said []string) {
	checks := slices.Clone(storetest.Races())
	slices.Reverse(checks)
	for _, c := range checks {
		if strings.Contains(c.Name, "register") {
			continue
		}
		empty(t, address)
		s, err := Open(ctx, Config{URL: address, Conns: 8})
		if err != nil {
			t.Fatal(err)
		}
		r := &recorder{TB: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.Run(r, s)
		}()
		<-done
		_ = s.Close()
		if said = append(said, r.said...); len(said) > 0 {
			return said
		}
	}
	return nil
}

// TestRaceChecksCatchWrongShapes shows that the race checks are able to fail:
// each wrong shape of the commit fails one, and the right one, run the same
// way, none.
func TestRaceChecksCatchWrongShapes(t *testing.T) {
	own := address(fresh(t, false))
	if err := pgtest.Exec(own, keyless); err != nil {
		t.Fatal(err)
	}
	mutate(t, own, nil)
	if said := races(t, own); len(said) > 0 {
		t.Fatalf("the right function fails: %q", said)
	}
	for name, replacements := range mutants {
		t.Run(name, func(t *testing.T) {
			mutate(t, own, replacements)
			const attempts = 10 // the wrong interleaving has to happen
			for range attempts {
				if said := races(t, own); len(said) > 0 {
					t.Logf("noticed: %q", said[0])
					return
				}
			}
			t.Fatalf("not noticed in %d attempts", attempts)
		})
	}
}
