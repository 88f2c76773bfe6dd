package engine

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// Query chooses cases; empty fields choose all.
type Query struct {
	// District is one district; empty for all, in order of name.
	District string
	// Procedure, State, Unit and Officer (who has claimed it) are exact names.
	Procedure string
	State     string
	Unit      string
	Officer   string
	// Open leaves out ended cases, Ended open ones.
	Open, Ended bool
}

// page is how many rows a listing reads at a time.
const page = 500

// Case returns a case as it stands in the store: what fell due since its last
// entry shows once Run or Settle has fired it.
func (e *Engine) Case(ctx context.Context, district, id string) (Case, error) {
	parsed, err := caseID(id)
	if err != nil {
		return Case{}, err
	}
	row, err := e.store.Case(ctx, district, parsed)
	if err != nil {
		return Case{}, notFound(wrap(err), say("không có hồ sơ "+id+" ở "+district, "no case "+id+" in "+district))
	}
	return e.show(ctx, row)
}

// CaseAt returns a case as it stood after an entry, with today's words and
// titles.
func (e *Engine) CaseAt(ctx context.Context, district, id string, seq int64) (Case, error) {
	parsed, err := caseID(id)
	if err != nil {
		return Case{}, err
	}
	c, m, err := e.node.Fold(ctx, district, parsed, seq)
	if err != nil {
		return Case{}, notFound(err, say("không có hồ sơ "+id+" ở "+district, "no case "+id+" in "+district))
	}
	return e.words(ctx, c, m)
}

// Allowed lists what a person may do to a case now, sorted by event: what the
// state offers and roles, separation of duties and bounds leave. whom is as in
// Command.For. Guards are asked only when the command comes.
func (e *Engine) Allowed(ctx context.Context, district, id, actor, whom string) ([]casefile.Option, error) {
	c, m, err := e.read(ctx, district, id)
	if err != nil {
		return nil, err
	}
	d, err := e.node.Districts.Refresh(ctx, district)
	if err != nil {
		return nil, wrap(err)
	}
	now, err := e.Now(ctx)
	if now.Before(c.At) {
		now = c.At
	}
	return casefile.Allowed(m, d.Timeline, c, actor, whom, now), err
}

// Find returns the district of a case, for callers that know only its id.
func (e *Engine) Find(ctx context.Context, id string) (string, error) {
	parsed, err := caseID(id)
	if err != nil {
		return "", err
	}
	districts, err := e.store.Districts(ctx)
	if err != nil {
		return "", wrap(err)
	}
	for _, d := range districts {
		_, err := e.store.Case(ctx, d.Name, parsed)
		if err == nil {
			return d.Name, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return "", wrap(err)
		}
	}
	return "", &Error{Kind: ErrNotFound, Says: say("không có hồ sơ "+id, "no case "+id), Hint: say("xem motcua case list", "see motcua case list")}
}

// Followers returns the ids of the cases that follow one.
func (e *Engine) Followers(ctx context.Context, district, id string) ([]string, error) {
	parsed, err := caseID(id)
	if err != nil {
		return nil, err
	}
	ids, err := e.store.Followers(ctx, district, parsed)
	var out []string
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out, wrap(err)
}

// Journal yields the entries of a case after a sequence (0: all), in order. It
// ends at the first error. A case that is not there yields nothing.
func (e *Engine) Journal(ctx context.Context, district, id string, after int64) iter.Seq2[casefile.Entry, error] {
	return func(yield func(casefile.Entry, error) bool) {
		parsed, err := caseID(id)
		if err != nil {
			yield(casefile.Entry{}, err)
			return
		}
		for rec, err := range e.store.Journal(ctx, district, parsed, after) {
			var entry casefile.Entry
			if err == nil {
				entry, err = record.Entry(rec)
			}
			if !yield(entry, wrap(err)) || err != nil {
				return
			}
		}
	}
}

// List yields the cases that match, by district, then id. It ends at the first
// error.
func (e *Engine) List(ctx context.Context, q Query) iter.Seq2[Case, error] {
	return func(yield func(Case, error) bool) {
		districts := []store.District{{Name: q.District}}
		if q.District == "" {
			var err error
			if districts, err = e.store.Districts(ctx); err != nil {
				yield(Case{}, wrap(err))
				return
			}
		}
		for _, d := range districts {
			if !e.list(ctx, d.Name, q, yield) {
				return
			}
		}
	}
}

// list yields the matching cases of one district and reports whether the
// caller wants more.
func (e *Engine) list(ctx context.Context, district string, q Query, yield func(Case, error) bool) bool {
	sq := store.Query{District: district, Procedure: q.Procedure, State: q.State, Unit: q.Unit, Officer: q.Officer, Limit: page}
	switch {
	case q.Open && !q.Ended:
		sq.Status = store.Open
	case q.Ended && !q.Open:
		sq.Status = store.Ended
	}
	for {
		rows, err := e.store.List(ctx, sq)
		if err != nil {
			yield(Case{}, wrap(err))
			return false
		}
		for _, row := range rows {
			c, err := e.show(ctx, row)
			if !yield(c, err) || err != nil {
				return false
			}
		}
		if len(rows) < page {
			return true
		}
		sq.After = rows[len(rows)-1].Case
	}
}

// Due returns the open cases that match and whose holder owes their duty at or
// before an instant, the most urgent first. Waits without a due are not among
// them.
func (e *Engine) Due(ctx context.Context, q Query, until time.Time) ([]Case, error) {
	q.Open, q.Ended = true, false
	var due []Case
	for c, err := range e.List(ctx, q) {
		if err != nil {
			return nil, err
		}
		if !c.Due.IsZero() && !c.Due.After(until) {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(a, b Case) int { return a.Due.Compare(b.Due) })
	return due, nil
}

// show reads a row for people, with the district's organisation as it is now.
func (e *Engine) show(ctx context.Context, row store.Row) (Case, error) {
	c, m, err := e.node.Read(ctx, row)
	if err != nil {
		return Case{}, wrap(err)
	}
	return e.words(ctx, c, m)
}

func (e *Engine) words(ctx context.Context, c *casefile.Case, m *procedure.Machine) (Case, error) {
	d, err := e.node.Districts.Get(ctx, c.District)
	if err != nil {
		return Case{}, wrap(err)
	}
	v := view(m, d.Timeline.Latest(), c)
	v.Offset = d.LatestCalendar().Offset()
	return v, nil
}

// Personal returns the personal values and the reasons that lie beside a
// case's journal, the last of each name; those erased are not there.
func (e *Engine) Personal(ctx context.Context, district, id string) (map[string]string, error) {
	c, m, err := e.read(ctx, district, id)
	if err != nil {
		return nil, err
	}
	parsed, err := caseID(id)
	if err != nil {
		return nil, err
	}
	beside, err := e.store.Private(ctx, c.District, parsed)
	out := map[string]string{}
	for _, p := range beside {
		if p.Name == Reason || m.Field(p.Name) != nil {
			out[p.Name] = string(p.Value)
		}
	}
	return out, wrap(err)
}
