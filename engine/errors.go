package engine

import (
	"errors"
	"time"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/internal/node"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/wording"
)

// What can go wrong, as callers tell it apart with errors.Is. Every error of
// this package is one of these and has a Text method in both languages.
var (
	// ErrNotFound: no such district, case or procedure here.
	ErrNotFound = errors.New("not found")
	// ErrConflict: overtaken. Somebody changed the case since the sequence the
	// caller expected, or used the command's id for something else.
	ErrConflict = errors.New("conflict")
	// ErrRefused: the procedure does not allow it; a *RefusedError says why and
	// what would be allowed.
	ErrRefused = errors.New("refused")
	// ErrInvalid: the command, the file or the setting itself is faulty.
	ErrInvalid = errors.New("invalid")
	// ErrCorrupt: what the store holds does not hold together.
	ErrCorrupt = errors.New("corrupt")
	// ErrUnavailable: the store failed or the context ended. After a command the
	// outcome is unknown: send the same command with the same id again.
	ErrUnavailable = errors.New("store unavailable")
)

// Error is an error of this package that is no refusal: its kind, what
// happened, what to do about it, and the cause if there is one.
type Error struct {
	// Kind is one of the errors above.
	Kind error
	// Says is what happened, Hint what to do; Hint may be empty.
	Says wording.Text
	Hint wording.Text
	// Err is the cause, or nil.
	Err error
}

// Error says it in English.
func (e *Error) Error() string {
	s := e.Text().EN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Text says it in both languages, without the cause.
func (e *Error) Text() wording.Text {
	if e.Hint.IsZero() {
		return e.Says
	}
	return wording.Text{VI: e.Says.VI + "; " + e.Hint.VI, EN: e.Says.EN + "; " + e.Hint.EN}
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// RefusedError is an ErrRefused, or, when somebody was faster, an ErrConflict:
// the procedure answered no. Nothing of the command was written; what fell due
// before it was.
type RefusedError struct {
	District string
	Case     string
	// Refusal has the code, the words and the events that would be allowed.
	Refusal *casefile.Refusal
	// Since are the entries after the sequence the caller expected, when that
	// is why: what changed.
	Since []casefile.Entry
}

// Error says it in English, with the case.
func (e *RefusedError) Error() string { return "case " + e.Case + ": " + e.Refusal.Error() }

// Text says it in both languages.
func (e *RefusedError) Text() wording.Text { return e.Refusal.Text() }

// Unwrap gives the refusal.
func (e *RefusedError) Unwrap() error { return e.Refusal }

// Is makes it an ErrRefused, or an ErrConflict when the caller was overtaken.
func (e *RefusedError) Is(target error) bool {
	if e.Refusal.Code == casefile.CodeStale {
		return target == ErrConflict
	}
	return target == ErrRefused
}

func say(vi, en string) wording.Text { return wording.Text{VI: vi, EN: en} }

// notVirtual refuses an instant on a database whose time is real.
func notVirtual() error {
	return &Error{
		Kind: ErrInvalid,
		Says: say("chỉ cơ sở dữ liệu có đồng hồ ảo mới nhận thời điểm cho trước", "only a database with a virtual clock takes an instant"),
		Hint: say("bỏ thời điểm, hoặc tạo cơ sở dữ liệu với migrate --virtual-clock", "leave it out, or make the database with migrate --virtual-clock"),
	}
}

// wrap gives an error of the store the kind that callers know it by.
func wrap(err error) error {
	var known *Error
	var refused *RefusedError
	var skew *node.SkewError
	if err == nil || errors.As(err, &known) || errors.As(err, &refused) {
		return err
	}
	switch {
	case errors.As(err, &skew):
		by := skew.By.Round(time.Millisecond).String()
		return &Error{Kind: ErrUnavailable,
			Says: say("đồng hồ máy này nhanh hơn đồng hồ cơ sở dữ liệu "+by+" (số âm: chậm hơn)", "this machine's clock is ahead of the database's by "+by+" (negative: behind)"),
			Hint: say("chỉnh lại đồng hồ của máy sai", "set the wrong one right"), Err: err}
	case errors.Is(err, store.ErrNotFound):
		return &Error{Kind: ErrNotFound, Says: say("không có trong cơ sở dữ liệu này", "not in this database"), Err: err}
	case errors.Is(err, store.ErrCorrupt):
		return &Error{Kind: ErrCorrupt, Says: say("dữ liệu lưu không đọc được", "what is stored cannot be read"),
			Hint: say("chạy motcua audit replay", "run motcua audit replay"), Err: err}
	case errors.Is(err, store.ErrNotVirtual):
		return notVirtual()
	case errors.Is(err, store.ErrInvalid):
		return &Error{Kind: ErrInvalid, Says: say("cơ sở dữ liệu không nhận", "the store does not take it"), Err: err}
	}
	return &Error{Kind: ErrUnavailable, Says: say("cơ sở dữ liệu không trả lời", "the store did not answer"),
		Hint: say("gửi lại đúng lệnh ấy với cùng mã", "send the same command with the same id again"), Err: err}
}
