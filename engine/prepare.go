package engine

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/store/record"
)

// errand is one command on its way through the door.
type errand struct {
	*Engine
	cmd     Command
	opening *Opening // nil for a case that exists
	id      uuid.UUID
	now     time.Time
	salt    [32]byte // of the command's digest
	keep    []store.Private
}

// errand checks what can be checked of a command without its case, and takes
// its id and its instant.
func (e *Engine) errand(ctx context.Context, cmd Command, o *Opening) (*errand, error) {
	x := &errand{Engine: e, cmd: cmd, opening: o}
	if cmd.District == "" {
		return nil, &Error{Kind: ErrInvalid, Says: say("lệnh không nêu địa phương", "the command names no district"), Hint: say("đặt District", "set District")}
	}
	if cmd.Expect < 0 {
		return nil, &Error{Kind: ErrInvalid, Says: say("số thứ tự mong đợi không được âm", "the expected sequence cannot be negative")}
	}
	var err error
	if x.now, err = e.instant(ctx, cmd.At); err != nil {
		return nil, err
	}
	if x.cmd.ID == "" {
		if x.id, err = node.NewID(x.now, e.config.Random); err != nil {
			return nil, err
		}
	} else {
		x.id = node.ParseID(cmd.ID)
	}
	x.salt, err = x.newSalt()
	return x, err
}

// instant is now, or what a command says on a virtual clock.
func (e *Engine) instant(ctx context.Context, at time.Time) (time.Time, error) {
	if !at.IsZero() && !e.virtual {
		return at, notVirtual()
	}
	if !at.IsZero() {
		return calendar.Cut(at), nil
	}
	now, err := e.Now(ctx)
	if err == nil && now.IsZero() {
		return now, &Error{Kind: ErrInvalid, Says: say("đồng hồ ảo chưa chạy", "the virtual clock has not begun"), Hint: say("nêu thời điểm của lệnh", "give the command an instant")}
	}
	return now, err
}

func (x *errand) newSalt() (salt [32]byte, err error) {
	if _, err := io.ReadFull(x.config.Random, salt[:]); err != nil {
		return salt, fmt.Errorf("no randomness for a salt: %w", err)
	}
	return salt, nil
}

// hide commits to a personal value and keeps it, with its salt, to lie beside
// the entry.
func (x *errand) hide(name string, value []byte) (casefile.Commitment, error) {
	salt, err := x.newSalt()
	if err != nil {
		return casefile.Commitment{}, err
	}
	x.keep = append(x.keep, store.Private{Name: name, Salt: salt[:], Value: value})
	return record.Commitment(salt[:], value), nil
}

// prepare turns the command into the one that is decided, once the procedure
// and its calendar are known.
func (x *errand) prepare(m *procedure.Machine, cal *calendar.Calendar) (*casefile.Command, error) {
	content := x.cmd.content(x.opening)
	x.keep = append(x.keep, store.Private{Name: record.CommandName, Salt: x.salt[:], Value: content[:]})
	out := &casefile.Command{
		ID: x.id.String(), Digest: journal.Digest(x.salt, content[:]), Event: x.cmd.Event,
		Actor: x.cmd.Actor, For: x.cmd.For, Expect: x.cmd.Expect,
		Unit: x.cmd.Unit, Officer: x.cmd.Officer, Lacks: x.cmd.Lacks,
	}
	for _, child := range sorted(x.cmd.ChildUnits) {
		out.Units = append(out.Units, casefile.ChildUnit{Child: child, Unit: x.cmd.ChildUnits[child]})
	}
	for _, name := range sorted(x.cmd.Values) {
		g, err := x.given(m, cal, name)
		if err != nil {
			return nil, err
		}
		out.Given = append(out.Given, g)
	}
	for _, name := range sorted(x.cmd.Documents) {
		sum := sha256.Sum256(x.cmd.Documents[name])
		c, err := x.hide(name, sum[:])
		if err != nil {
			return nil, err
		}
		out.Documents = append(out.Documents, casefile.Document{Name: name, Commitment: c})
	}
	for _, clock := range sorted(x.cmd.Amounts) {
		l, err := calendar.ParseLimit(x.cmd.Amounts[clock])
		if err != nil {
			return nil, &Error{Kind: ErrInvalid, Says: textOf(err), Err: err}
		}
		out.Amounts = append(out.Amounts, casefile.Amount{Clock: clock, Limit: l})
	}
	return out, nil
}

func (x *errand) given(m *procedure.Machine, cal *calendar.Calendar, name string) (g casefile.Given, err error) {
	g = casefile.Given{Name: name, Text: x.cmd.Values[name]}
	f := m.Field(name)
	if f != nil && f.Type == procedure.Instant {
		if at, ok := calendar.ParseInstant(g.Text, cal.Offset()); ok {
			g.Text = at.Format(time.RFC3339Nano)
		}
	}
	if name == Reason || f != nil && f.Personal {
		g.Commitment, err = x.hide(name, []byte(g.Text))
	}
	return g, err
}
