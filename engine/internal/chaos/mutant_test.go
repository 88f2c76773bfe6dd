package chaos

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/postgres/pgtest"
)

const (
	lockStep = "    perform 1 from district d where d.district_id = any (a_district) order by d.district_id for no key update;\n"
	keyStep  = "when j.seq is not null then 2"
	// A key that is asked for only when the sequence does not fit.
	keyAfter = "when j.seq is not null and u.expect <> coalesce(c.seq, 0) then 2"
)

// mutants are commit functions with one guard removed: a text of the installed
// one, what stands in its place, and words of a complaint that is due then.
// Behind two of the guards stands a unique index, which turns lost and doubled
// changes into failures of whole batches; once it is plain they are seen.
var mutants = []struct {
	name, guard, instead string
	plain                string        // an index, and what it is on
	lasts                time.Duration // 0: as long as any
	complaints           []string
}{
	{
		name: "no lock step", guard: lockStep,
		complaints: []string{"duplicate key value", "deadlock detected"},
	},
	{
		name: "no lock step, no index behind it", guard: lockStep,
		plain:      "journal_position on motcua.journal (district_id, position)",
		lasts:      8 * time.Second, // it is seen only in the end, and soon there
		complaints: []string{"follows"},
	},
	{
		name: "key after sequence", guard: keyStep, instead: keyAfter,
		complaints: []string{"duplicate key value"},
	},
	{
		name: "key after sequence, no index behind it", guard: keyStep, instead: keyAfter,
		plain:      "journal_command on motcua.journal (district_id, command_id) where command_id is not null",
		complaints: []string{"then as entry", "made entry"},
	},
	{
		name:       "a lease without a fence",
		guard:      "when u.fence not in (0, d.fence) then 5",
		complaints: []string{"was written under fence"},
	},
}

// Nodes that go by their own clocks, which run ahead, fire timers early: here
// it is the engine that lacks a guard.
func TestNodesNoticeAClockThatIsGoneBy(t *testing.T) {
	s := short(t, cluster(t), 1)
	s.lasts, s.blind, s.deck = 6*time.Second, true, []string{"fast clock"}
	broken, err := s.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	noticed(t, broken, "by the server's clock")
}

// mutate removes a guard from the commit function of a database.
func mutate(address, guard, instead string) error {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer db.Close()
	var text string
	if err := db.QueryRow(`select pg_get_functiondef('motcua.commit_v1'::regproc)`).Scan(&text); err != nil {
		return err
	}
	if n := strings.Count(text, guard); n != 1 {
		return fmt.Errorf("the function holds %d times %q", n, guard)
	}
	return pgtest.Exec(address, strings.Replace(text, guard, instead, 1))
}

// The same short storm notices a store with one guard removed, by its right
// name.
func TestNodesNoticeAMissingGuard(t *testing.T) {
	c := cluster(t)
	for i, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			s := short(t, c, seedOr(t, uint64(i+1)))
			if m.lasts > 0 {
				s.lasts = m.lasts
			}
			s.mutate = func(address string) error {
				if m.plain != "" {
					index, _, _ := strings.Cut(m.plain, " ")
					// The instants of commits are keyed by position, too.
					if err := pgtest.Exec(address, "drop index motcua."+index+"; create index "+m.plain+
						"; alter table motcua.committed drop constraint committed_pkey; create index on motcua.committed (district_id, position)"); err != nil {
						return err
					}
				}
				return mutate(address, m.guard, m.instead)
			}
			broken, err := s.run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			noticed(t, broken, m.complaints...)
		})
	}
}

// noticed fails unless one of the complaints is there.
func noticed(t *testing.T, broken []string, complaints ...string) {
	t.Helper()
	if len(broken) == 0 {
		t.Fatal("not noticed")
	}
	for _, b := range broken {
		for _, words := range complaints {
			if strings.Contains(b, words) {
				t.Logf("noticed: %s", b)
				return
			}
		}
	}
	t.Fatalf("noticed, and misnamed: %q", broken)
}
