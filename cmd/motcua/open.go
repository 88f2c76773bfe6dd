package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/wording"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

// session is a database opened for one verb, and the engine over it.
type session struct {
	*engine.Engine
	app   *app
	store store.Store
}

// session opens --db, has do use it, and closes it again. What was due by now
// is settled before: no verb sees a case as it no longer stands.
func (a *app) session(ctx context.Context, access access, do func(*session) error) error {
	st, err := a.openStore(ctx, database{where: a.db, access: access})
	if err != nil {
		return err
	}
	defer st.Close()
	eng, err := engine.Open(ctx, engine.Config{Store: st, Procedures: procedures.Load, Calendars: calendars.Load})
	if err != nil {
		return failing(err)
	}
	s := &session{Engine: eng, app: a, store: st}
	s.settle(ctx)
	return failing(do(s))
}

// settle does what is due. What it cannot do is said, and stops nothing: the
// verb's own case may be sound.
func (s *session) settle(ctx context.Context) {
	if err := s.Settle(ctx); err != nil {
		fmt.Fprintf(s.app.err, "motcua: %s: %v\n", s.app.say("có việc đến hạn chưa làm được", "something due could not be done"), err)
	}
}

// instant is a time of the engine for people: local, to the minute.
func local(t time.Time, c *engine.Case) string {
	return t.Add(time.Duration(c.Offset) * time.Minute).Format("02/01/2006 15:04")
}

// until is a due instant for people: the end of a date is its 24:00.
func until(t time.Time, c *engine.Case) string {
	at := t.Add(time.Duration(c.Offset) * time.Minute)
	if at.Equal(at.Truncate(24 * time.Hour)) {
		return at.Add(-time.Minute).Format("02/01/2006") + " 24:00"
	}
	return local(t, c)
}

// failing gives an error of the engine its exit status.
func failing(err error) error {
	var f *failure
	var t texter
	if err == nil || errors.As(err, &f) || !errors.As(err, &t) {
		return err
	}
	text := t.Text()
	switch {
	case errors.Is(err, engine.ErrRefused), errors.Is(err, engine.ErrConflict):
		return &failure{status: statusWrong, text: instead(text, err), cause: err}
	case errors.Is(err, engine.ErrCorrupt), errors.Is(err, engine.ErrUnavailable):
		return &failure{status: statusFail, text: text, cause: errors.Unwrap(err)}
	}
	return &failure{status: statusBad, text: text, cause: err}
}

// instead adds to a refusal what would be possible.
func instead(text wording.Text, err error) wording.Text {
	var r *engine.RefusedError
	if !errors.As(err, &r) {
		return text
	}
	if r.Refusal.Code == casefile.CodeNameTheUnit && len(r.Refusal.Names) > 0 {
		names := strings.Join(r.Refusal.Names, ", ")
		return wording.Text{VI: text.VI + "\n  đơn vị: " + names, EN: text.EN + "\n  units: " + names}
	}
	if len(r.Refusal.Allowed) > 0 {
		events := strings.Join(r.Refusal.Allowed, ", ")
		return wording.Text{VI: text.VI + "\n  hiện có thể: " + events, EN: text.EN + "\n  possible now: " + events}
	}
	return text
}

// refusalJSON is what --json prints of a refused command.
type refusalJSON struct {
	Error struct {
		Code    casefile.Code `json:"code"`
		Reason  string        `json:"reason"`
		Names   []string      `json:"names,omitempty"`
		Allowed []string      `json:"allowed,omitempty"`
		Since   []entryJSON   `json:"since,omitempty"`
	} `json:"error"`
}

// refusal prints a refusal as JSON and passes every error on.
func (a *app) refusal(err error) error {
	var r *engine.RefusedError
	if !a.json || !errors.As(err, &r) {
		return err
	}
	var out refusalJSON
	out.Error.Code, out.Error.Reason = r.Refusal.Code, r.Refusal.Reason.In(a.lang)
	out.Error.Names, out.Error.Allowed = r.Refusal.Names, r.Refusal.Allowed
	for i := range r.Since {
		out.Error.Since = append(out.Error.Since, entryOf(&r.Since[i]))
	}
	if printed := a.printJSON(out); printed != nil {
		return printed
	}
	return err
}
