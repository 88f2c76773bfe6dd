package engine

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
	"github.com/motcua/motcua/engine/wording"
)

// again answers a command that was accepted before: with the entry it made
// then, if it is the same command.
func (x *errand) again(ctx context.Context, first store.Record) (Answer, error) {
	entry, err := record.Entry(first)
	if err != nil {
		return Answer{}, wrap(err)
	}
	beside, err := x.store.Private(ctx, x.cmd.District, first.Case)
	if err != nil {
		return Answer{}, wrap(err)
	}
	content := x.cmd.content(x.opening)
	for _, p := range beside {
		// Once its salt is erased a command cannot be compared any more.
		if p.Seq == first.Seq && p.Name == record.CommandName && journal.Digest(record.Salt(p.Salt), content[:]) != entry.Digest {
			x.config.Log.WarnContext(ctx, "a command id came again with other content", "district", x.cmd.District, "case", first.Case.String(), "command", x.id.String())
			return Answer{}, &Error{Kind: ErrConflict,
				Says: say("mã lệnh "+x.id.String()+" đã dùng cho một lệnh khác", "command id "+x.id.String()+" was used for another command"),
				Hint: say("dùng mã mới cho lệnh mới", "use a new id for a new command")}
		}
	}
	if entry.Kind == casefile.RefusedByPolicy {
		return Answer{}, x.policy(ctx, first.Case, &entry)
	}
	return Answer{Command: x.id.String(), District: x.cmd.District, Case: first.Case.String(), Entry: entry, Replayed: true}, nil
}

// policy is the refusal that an entry of that kind records.
func (x *errand) policy(ctx context.Context, id uuid.UUID, entry *casefile.Entry) error {
	c, m, err := x.read(ctx, x.cmd.District, id.String())
	if err != nil {
		return err
	}
	r := &casefile.Refusal{Code: casefile.CodeLoopPolicy, Event: entry.Event, State: c.State, Names: []string{entry.Handover.From, entry.Handover.To}}
	if m.LoopPolicy != nil {
		r.Reason = m.LoopPolicy.Refuse
	}
	return &RefusedError{District: c.District, Case: c.ID, Refusal: r}
}

// refused makes the error of a refusal; of an overtaken command with what
// changed since.
func (x *errand) refused(ctx context.Context, o node.Order, r *casefile.Refusal) error {
	out := &RefusedError{District: o.District, Case: o.Case.String(), Refusal: r}
	if r.Code != casefile.CodeStale {
		return out
	}
	for rec, err := range x.store.Journal(ctx, o.District, o.Case, x.cmd.Expect) {
		if err != nil {
			break // the refusal stands; what changed can be asked for again
		}
		if entry, err := record.Entry(rec); err == nil {
			out.Since = append(out.Since, entry)
		}
	}
	return out
}

// read loads a case and its procedure.
func (e *Engine) read(ctx context.Context, district, id string) (*casefile.Case, *procedure.Machine, error) {
	parsed, err := caseID(id)
	if err != nil {
		return nil, nil, err
	}
	row, err := e.node.Case(ctx, district, parsed)
	if err != nil {
		return nil, nil, notFound(wrap(err), say("không có hồ sơ "+id+" ở "+district, "no case "+id+" in "+district))
	}
	c, m, err := e.node.Read(ctx, row)
	return c, m, wrap(err)
}

func caseID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return id, &Error{Kind: ErrNotFound, Says: say("«"+text+"» không phải mã hồ sơ", "«"+text+"» is no id of a case"), Hint: say("xem case list", "see case list")}
	}
	return id, nil
}

// notFound gives an ErrNotFound better words.
func notFound(err error, says wording.Text) error {
	if errors.Is(err, ErrNotFound) || errors.Is(err, store.ErrNotFound) {
		return &Error{Kind: ErrNotFound, Says: says, Err: nil}
	}
	return wrap(err)
}

// notRun says that a district does not run a procedure, or is not there.
func (x *errand) notRun(err error) error {
	district, name := x.opening.District, x.opening.Procedure
	if errors.Is(err, node.ErrNoDistrict) {
		return &Error{Kind: ErrNotFound, Says: say("chưa có địa phương «"+district+"»", "no district «"+district+"»"),
			Hint: say("nạp bằng motcua district load TỆP", "load it with motcua district load FILE")}
	}
	if errors.Is(err, store.ErrNotFound) {
		return &Error{Kind: ErrNotFound, Says: say("«"+district+"» không thực hiện thủ tục «"+name+"»", "«"+district+"» does not run procedure «"+name+"»"),
			Hint: say("ghi thủ tục vào tệp địa phương rồi nạp lại", "list it in the district file and load that again")}
	}
	return wrap(err)
}

// textOf gives an error's words in both languages, if it has them.
func textOf(err error) wording.Text {
	var t interface{ Text() wording.Text }
	if errors.As(err, &t) {
		return t.Text()
	}
	return say(err.Error(), err.Error())
}
