package engine

import (
	"context"
	"errors"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// Do puts a command to a case. What fell due before is settled first and
// stands even if the command is refused. When Do returns without an error the
// command's entry is durable.
func (e *Engine) Do(ctx context.Context, cmd Command) (Answer, error) {
	x, err := e.errand(ctx, cmd, nil)
	if err != nil {
		return Answer{}, err
	}
	id, err := caseID(cmd.Case)
	if err != nil {
		return Answer{}, err
	}
	x.cmd.Case = id.String()
	if !cmd.At.IsZero() {
		if err := e.node.SettleKin(ctx, cmd.District, id, x.now); err != nil {
			return Answer{}, wrap(err)
		}
	}
	return x.put(ctx, node.Order{District: cmd.District, Case: id, Now: x.now})
}

// OpenCase opens a case of a procedure that the district runs. The case's id
// is the command's. With Follows set, the case followed must be there.
func (e *Engine) OpenCase(ctx context.Context, o Opening) (Answer, error) {
	if o.Case != "" || o.Event != "" {
		return Answer{}, &Error{Kind: ErrInvalid, Says: say("lệnh mở hồ sơ không nêu hồ sơ hay sự kiện", "an opening names neither a case nor an event")}
	}
	o.Event = casefile.EventOpen
	x, err := e.errand(ctx, o.Command, &o)
	if err != nil {
		return Answer{}, err
	}
	c := &casefile.Case{ID: x.id.String(), District: o.District}
	if o.Follows != "" {
		id, err := caseID(o.Follows)
		if err != nil {
			return Answer{}, err
		}
		if _, err := e.store.Case(ctx, o.District, id); err != nil {
			return Answer{}, notFound(err, say("không có hồ sơ "+o.Follows+" ở "+o.District, "no case "+o.Follows+" in "+o.District))
		}
		o.Follows, c.Follows = id.String(), id.String()
	}
	if o.Applicant != "" {
		if c.Applicant, err = x.hide(record.ApplicantName, []byte(o.Applicant)); err != nil {
			return Answer{}, err
		}
	}
	return x.put(ctx, node.Order{District: o.District, Case: x.id, Now: x.now, Open: c, Procedure: o.Procedure})
}

// Claim takes a case of the actor's unit on: Do with that event.
func (e *Engine) Claim(ctx context.Context, cmd Command) (Answer, error) {
	cmd.Event = Claim
	return e.Do(ctx, cmd)
}

// Forward hands a case over to cmd.Unit inside the present visit: Do with that
// event. It needs a Reason.
func (e *Engine) Forward(ctx context.Context, cmd Command) (Answer, error) {
	cmd.Event = Forward
	return e.Do(ctx, cmd)
}

// Extend makes the move of the present state that extends a clock ("visit" for
// the visit), by add ("5 working days") or, when empty, by as much as the
// procedure allows.
func (e *Engine) Extend(ctx context.Context, cmd Command, clock, add string) (Answer, error) {
	if add != "" {
		cmd.Amounts = map[string]string{clock: add}
	}
	event, err := e.extension(ctx, cmd, clock)
	if err != nil {
		return Answer{}, err
	}
	cmd.Event = event
	return e.Do(ctx, cmd)
}

// extension finds the event that extends a clock: the one this command made
// before, or that of the present state.
func (e *Engine) extension(ctx context.Context, cmd Command, clock string) (string, error) {
	if cmd.ID != "" {
		first, err := e.store.Command(ctx, cmd.District, node.ParseID(cmd.ID))
		if err == nil {
			entry, err := record.Entry(first)
			return entry.Event, wrap(err)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return "", wrap(err)
		}
	}
	c, m, err := e.read(ctx, cmd.District, cmd.Case)
	if err != nil {
		return "", err
	}
	for _, mv := range m.State(c.State).Moves {
		for _, x := range mv.Extends {
			if x.Clock == clock {
				return mv.Event, nil
			}
		}
	}
	return "", &RefusedError{District: c.District, Case: c.ID, Refusal: &casefile.Refusal{
		Code: casefile.CodeClock, State: c.State, Names: []string{clock},
		Reason: say("ở bước này không có việc nào gia hạn được «"+clock+"»", "no move of this state extends «"+clock+"»"),
	}}
}

// put has the command decided and makes the answer.
func (x *errand) put(ctx context.Context, o node.Order) (Answer, error) {
	o.Prepare = x.prepare
	o.Keep = func(*casefile.Entry) []store.Private { return x.keep }
	res, err := x.node.Put(ctx, o)
	if errors.Is(err, node.ErrOvertaken) {
		return Answer{}, &Error{Kind: ErrConflict, Says: say("hồ sơ đang bị nhiều người cùng sửa", "too many others are changing the case"), Hint: say("thử lại", "try again"), Err: err}
	}
	if err != nil && x.opening != nil {
		return Answer{}, x.notRun(err)
	}
	if err != nil {
		return Answer{}, notFound(err, say("không có hồ sơ "+o.Case.String()+" ở "+o.District, "no case "+o.Case.String()+" in "+o.District))
	}
	switch {
	case res.First != nil:
		return x.again(ctx, *res.First)
	case res.Refusal != nil:
		return Answer{}, x.refused(ctx, o, res.Refusal)
	}
	return Answer{Command: x.id.String(), District: o.District, Case: o.Case.String(), Entry: res.Entries[res.Made]}, nil
}
