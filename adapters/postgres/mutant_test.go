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
func commitSQL(t *testing.T) string {
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
	loopStep = "    foreach hi in array a_end loop\n"
	lateStep = "        select coalesce(array_agg(e.change), '{}') into late\n"
	moveStep = "        with m as (\n"
	sequence = "create sequence if not exists motcua.wrong_position; grant usage on sequence motcua.wrong_position to public;\n"
)

// mutants are commit functions that are right with a single caller. Each is
// the right one with texts replaced.
var mutants = map[string][]string{
	"locks and reads in one statement": {
		lockStep, "",
		"select k.ctid as place from cases k\n                    where k.district_id = u.district_id",
		"select k.ctid as place from cases k join district l on l.district_id = k.district_id\n                    where k.district_id = u.district_id",
		"and k.seq = u.expect limit 1) x", "and k.seq = u.expect limit 1 for no key update of l) x",
	},
	"looks, then locks": {
		lockStep, "",
		moveStep, strings.ReplaceAll(lockStep, "    perform", "        perform") + moveStep,
		" and c.seq = q.expect", "",
		"where k.district_id = u.district_id and k.case_id = u.case_id and k.seq = u.expect limit 1) x",
		"where k.district_id = u.district_id and k.case_id = u.case_id limit 1) x",
		"select coalesce(array_agg(u.n), '{}') into free\n",
		"perform pg_sleep(0.001); select coalesce(array_agg(u.n) filter (where u.expect = coalesce((select k.seq from cases k where k.district_id = u.district_id and k.case_id = u.case_id), 0)), '{}') into free\n",
		"from unnest(a_district, a_fence) with ordinality u (district_id, fence, n)\n        cross join",
		"from unnest(a_district, a_fence, a_case, a_expect) with ordinality u (district_id, fence, case_id, expect, n)\n        cross join",
	},
	"asks for replays before it locks": {
		lockStep, "",
		lateStep, strings.ReplaceAll(lockStep, "    perform", "        perform") + lateStep,
	},
	"takes positions from a sequence, without a lock": {
		lockStep, "",
		"d.log_size + row_number() over (partition by d.district_id order by e.place) as position", "nextval('wrong_position') as position",
	},
}

// mutate puts a wrong commit function into a database.
func mutate(t *testing.T, address string, replacements []string) {
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
