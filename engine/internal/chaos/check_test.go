package chaos

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store/record"
)

// slack is by how much an instant may lie before the moment in which its
// command came: engine.DefaultSkew, and what a reading of a clock costs.
const slack = engine.DefaultSkew + 200*time.Millisecond

// check lets a fresh engine finish what is due, and looks at everything that
// is left of a storm.
func (s *storm) check(ctx context.Context) error {
	st, err := s.direct(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	s.sound(ctx, st, "as it was left")
	e, err := engine.Open(ctx, engineOn(engine.Config{Store: st}))
	if err != nil {
		return err
	}
	if err := e.Settle(ctx); err != nil {
		s.ledger.fault("a fresh engine cannot finish: %v", err)
	}
	now, err := e.Now(ctx)
	if err != nil {
		return err
	}
	if err := e.Settle(ctx); err != nil {
		s.ledger.fault("a fresh engine cannot finish: %v", err)
	}
	if n, err := s.number(ctx, `select count(*) from motcua.cases where wake_at <= $1`, now); err != nil {
		return err
	} else if n > 0 {
		s.ledger.fault("%d cases are still due at %v after a fresh engine has settled", n, now)
	}
	s.sound(ctx, st, "once it is settled")
	b, err := s.read(ctx, st)
	if err != nil {
		return err
	}
	b.commands(s.ledger)
	b.timers(s.ledger)
	b.family(s.ledger)
	s.ledger.monotone()
	if s.late > 0 && b.late > s.late {
		s.ledger.fault("a timer fired %v late, though other nodes were well", b.late)
	}
	s.logf("seed %d: %d entries of %d cases hold: %d commands, %d by themselves, %d children; the latest was written %v late; %d refused and done",
		s.seed, b.entries, len(b.cases), b.made, b.settled, len(b.orders), b.late.Round(time.Millisecond), b.belied)
	return nil
}

// sound has every row compared with the fold of its journal.
func (s *storm) sound(ctx context.Context, st *postgres.Store, when string) {
	v, err := engine.Audit(ctx, st)
	if err != nil || !v.OK {
		s.ledger.fault("audit %s: %+v %v", when, v.FirstBad, err)
	}
}

// books are all logs, read in order.
type books struct {
	ledger  *ledger
	since   time.Time // nodes were there to do what fell due
	entries int
	made    int // by commands
	settled int // by themselves
	belied  int // commands refused after a try whose outcome nobody knew, and done
	late    time.Duration
	cases   map[string]*life
	places  map[uuid.UUID]place // of commands
	orders  map[string]int      // children ordered, how often
	fired   map[string]int      // what happened by itself, how often
}

// place is where an entry stands.
type place struct {
	district, caseID string
	seq              int64
}

// life is what the log says of one case.
type life struct {
	district string
	parent   casefile.ParentRef
	seq      int64
	visit    int
	outcome  string
	ended    map[string]string // children that ended, and how
}

func newBooks(l *ledger, since time.Time) *books {
	return &books{ledger: l, since: since, cases: map[string]*life{}, places: map[uuid.UUID]place{}, orders: map[string]int{}, fired: map[string]int{}}
}

func (s *storm) read(ctx context.Context, st *postgres.Store) (*books, error) {
	b := newBooks(s.ledger, s.began)
	all, err := st.Districts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		written, err := s.written(ctx, d.Name)
		if err != nil {
			return nil, err
		}
		position := int64(0)
		for rec, err := range st.Log(ctx, d.Name, 0) {
			if err != nil {
				return nil, err
			}
			if position++; rec.Position != position {
				s.ledger.fault("district %s: position %d follows %d", d.Name, rec.Position, position-1)
				position = rec.Position
			}
			e, err := record.Entry(rec)
			if err != nil {
				return nil, err
			}
			b.entry(d.Name, rec.Case.String(), &e, written[position])
		}
		if position != d.Log {
			s.ledger.fault("district %s: its log ends at %d, and counts %d", d.Name, position, d.Log)
		}
	}
	return b, nil
}

// entry reads one entry, written at an instant by the server's clock.
func (b *books) entry(district, id string, e *casefile.Entry, written time.Time) {
	b.entries++
	c := b.cases[id]
	if c == nil {
		c = &life{district: district, ended: map[string]string{}}
		b.cases[id] = c
	}
	if e.Opening != nil {
		c.parent = e.Opening.Parent
	}
	if c.seq++; e.Seq != c.seq || c.district != district {
		b.ledger.fault("case %s of %s: entry %d follows %d", id, district, e.Seq, c.seq-1)
	}
	if e.At.After(written) {
		b.ledger.fault("case %s of %s: entry %d (%s) of %v was written at %v by the server's clock, %v early", id, district, e.Seq, e.Kind, e.At, written, e.At.Sub(written))
	}
	b.late = max(b.late, b.itself(id, c, e, written))
	if e.Command != "" {
		b.made++
		cmd := uuid.MustParse(e.Command)
		if at, twice := b.places[cmd]; twice {
			b.ledger.fault("command %s made entry %d of %s and entry %d of %s", cmd, at.seq, at.caseID, e.Seq, id)
		}
		b.places[cmd] = place{district, id, e.Seq}
	}
	for i := range e.Orders {
		b.orders[e.Orders[i].ID]++
	}
	if e.Kind == casefile.ChildEnded {
		if _, twice := c.ended[e.Child.ID]; twice {
			b.ledger.fault("case %s is told twice that child %s has ended", id, e.Child.ID)
		}
		c.ended[e.Child.ID] = string(e.Child.Outcome)
	}
	if e.Kind.ChangesState() {
		c.visit++
	}
	if e.Outcome != "" {
		c.outcome = string(e.Outcome)
	}
}

// itself counts what happens without a command, and returns how late it was
// written.
func (b *books) itself(id string, c *life, e *casefile.Entry, written time.Time) time.Duration {
	if e.Command != "" || e.Mark.Timer == "" {
		return 0
	}
	b.settled++
	b.fired[fmt.Sprint(id, " visit ", c.visit, " ", e.Kind, " ", e.Event, " ", e.Mark.Timer, " run ", e.Mark.Run, " warning ", e.Mark.Warning, " due ", e.Mark.Due.UnixMicro())]++
	if e.Kind == casefile.Expired && !e.At.After(e.Mark.Due) {
		b.ledger.fault("case %s: entry %d of %v says that %v has passed", id, e.Seq, e.At, e.Mark.Due)
	}
	if e.At.Before(b.since) {
		return 0
	}
	return written.Sub(e.At)
}

// written is when the entries of a log were, by the server's clock.
func (s *storm) written(ctx context.Context, district string) (map[int64]time.Time, error) {
	db, err := sql.Open("postgres", s.address)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `select j.position,
			(select c.at from motcua.committed c where c.district_id = j.district_id and c.position >= j.position order by c.position limit 1)
		from motcua.journal j join motcua.district d using (district_id) where d.name = $1`, district)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int64]time.Time{}
	for rows.Next() {
		var position int64
		var at time.Time
		if err := rows.Scan(&position, &at); err != nil {
			return nil, err
		}
		all[position] = at
	}
	return all, rows.Err()
}

// number asks the database for one.
func (s *storm) number(ctx context.Context, query string, args ...any) (n int64, err error) {
	db, err := sql.Open("postgres", s.address)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

// logSize is how much the server has written into its log.
func (s *storm) logSize() (int64, error) {
	return s.number(context.Background(), `select size from pg_stat_file(current_setting('data_directory') || '/../log')`)
}

// refusals looks for what a right store never asks of its server: it meets no
// deadlock, writes no key twice, and crashes nothing.
func (s *storm) refusals(from int64) error {
	db, err := sql.Open("postgres", s.address)
	if err != nil {
		return err
	}
	defer db.Close()
	var log string
	err = db.QueryRow(`select pg_read_file(current_setting('data_directory') || '/../log', $1, 100000000)`, from).Scan(&log)
	if err != nil {
		return err
	}
	lines := strings.Split(log, "\n")
	for i, line := range lines {
		for _, bad := range []string{"deadlock detected", "duplicate key value", "PANIC"} {
			if strings.Contains(line, bad) {
				s.ledger.fault("the server says: %s", strings.Join(lines[i:min(i+12, len(lines))], "\n"))
			}
		}
	}
	return nil
}
