package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
)

// ErrOvertaken: others changed the case faster than it could be decided, as
// often as Retries allows.
var ErrOvertaken = errors.New("overtaken too often")

// Order is one command put to one case at one instant.
type Order struct {
	District string
	Case     uuid.UUID
	// Now is kept over all tries; a case whose last instant is later is decided
	// at that.
	Now time.Time
	// Prepare makes the command, once the procedure of the case is known. It is
	// asked once. Nil: a sweep.
	Prepare func(*procedure.Machine, *calendar.Calendar) (*casefile.Command, error)
	// Keep says what lies beside the entry that the command makes; its Seq is
	// filled in. Nil: nothing.
	Keep func(*casefile.Entry) []store.Private
	// Open says how the case is to be opened, of a Procedure in the version in
	// force; nil for a case that exists.
	Open      *casefile.Case
	Procedure string
	// Fence is that of the lease under which a sweep is made, else 0.
	Fence int64
}

// Result is what became of an order.
type Result struct {
	// Entries are the new ones, settled ones included. Made is the place of the
	// command's own among them, -1 if it made none.
	Entries []casefile.Entry
	Made    int
	// First is the entry the command made when it was accepted before.
	First *store.Record
	// Refusal: the command was refused; Entries were settled before it.
	Refusal *casefile.Refusal
}

// Put decides an order and makes the result durable: loaded, decided,
// committed, again from the start whenever somebody was faster. A refused
// command is no error but a Result with a Refusal.
func (n *Node) Put(ctx context.Context, o Order) (Result, error) {
	give, err := n.turns.take(ctx, store.Key{District: o.District, Case: o.Case})
	if err != nil {
		return Result{}, err
	}
	defer give()
	d := desk{Node: n, order: o}
	return d.put(ctx)
}

func (d *desk) put(ctx context.Context) (Result, error) {
	for range 1 + d.Retries {
		res, done, err := d.try(ctx)
		if err != nil || done {
			return res, err
		}
		if err := ctx.Err(); err != nil {
			return Result{}, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
		}
	}
	return Result{}, fmt.Errorf("case %s: %w", d.order.Case, ErrOvertaken)
}

// desk is one order under way.
type desk struct {
	*Node
	order   Order
	command *casefile.Command
	buf     casefile.Decision
	// correcting: the order is part of a correction of the calendar, which is
	// calendar once the case was settled under its own.
	correcting bool
	calendar   *calendar.Calendar
}

// try decides once. done is false when somebody was faster.
func (d *desk) try(ctx context.Context) (res Result, done bool, err error) {
	f, err := d.load(ctx)
	if err != nil {
		return res, false, err
	}
	if d.order.Prepare != nil && d.command == nil {
		if d.command, err = d.order.Prepare(f.machine, f.calendar); err != nil {
			return res, false, err
		}
	}
	now := lift(f.district, d.order.Now)
	if again, err := d.corrected(ctx, f, now); again || err != nil {
		return res, false, err
	}
	if d.calendar != nil {
		f.calendar = d.calendar
	}
	err = casefile.Decide(f.machine, f.calendar, f.district.Timeline, f.c, d.command, now, &d.buf)
	var refusal *casefile.Refusal
	if err != nil && !errors.As(err, &refusal) {
		return res, false, err
	}
	if refusal != nil {
		if again, err := d.doubt(ctx, f, &res); again || err != nil || res.First != nil {
			return res, !again, err
		}
	}
	res = Result{Refusal: refusal, Made: -1}
	if len(d.buf.Entries) == 0 {
		return res, true, nil
	}
	res.Made = made(d.buf.Entries, d.command)
	change, err := f.change(&d.buf)
	if err != nil {
		return res, false, err
	}
	change.Fence = d.order.Fence
	if res.Made >= 0 && d.order.Keep != nil {
		change.Private = d.order.Keep(&d.buf.Entries[res.Made])
		for i := range change.Private {
			change.Private[i].Seq = d.buf.Entries[res.Made].Seq
		}
	}
	out, err := d.committer.Commit(ctx, change)
	switch {
	case err != nil:
		return Result{}, false, err
	case out.Kind == store.Replayed:
		return Result{First: &out.First, Made: -1}, true, nil
	case out.Kind == store.Conflict:
		_, err := d.Districts.Refresh(ctx, d.order.District)
		return Result{}, false, err
	}
	d.stir(&change, d.buf.Entries)
	res.Entries = d.buf.Entries
	return res, true, nil
}

// doubt looks whether a refusal can be believed. The command may have been
// accepted before, which is why it does not fit any more: then res gets its
// first entry. Or the organisation may have changed since it was read: then it
// is decided again.
func (d *desk) doubt(ctx context.Context, f *file, res *Result) (again bool, err error) {
	if d.command.ID != "" {
		first, err := d.Store.Command(ctx, d.order.District, uuid.MustParse(d.command.ID))
		if err == nil {
			res.First = &first
			return false, nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return false, err
		}
	}
	now, err := d.Districts.Refresh(ctx, d.order.District)
	return now != f.district, err
}

// made is the place of the entry that the command made, -1 for none.
func made(entries []casefile.Entry, cmd *casefile.Command) int {
	if cmd == nil {
		return -1
	}
	for i := range entries {
		if cmd.ID != "" && entries[i].Command == cmd.ID || cmd.ID == "" && delivered(&entries[i], cmd) {
			return i
		}
	}
	return -1
}

// delivered reports whether an entry records what the engine itself put to the
// case.
func delivered(e *casefile.Entry, cmd *casefile.Command) bool {
	switch e.Kind {
	case casefile.Opened, casefile.ChildEnded, casefile.Told, casefile.Recomputed:
		return e.Event == cmd.Event
	}
	return false
}
