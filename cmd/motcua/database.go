package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/motcua/motcua/adapters/postgres"
	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/wording"
)

// access says what opening a database may do to it.
type access uint8

const (
	existing access = iota // it must be there
	create                 // it is made if it is missing
	readOnly               // it must be there, and no row is written
)

// database is one to be opened.
type database struct {
	where   string // a SQLite file, or an address that begins with postgres://
	access  access
	virtual bool // with a virtual clock, if it is new
}

// openStore opens a database; its errors are the user's.
func (a *app) openStore(ctx context.Context, d database) (store.Store, error) {
	if isMistyped(d.where) {
		return nil, openFailure(d, store.ErrInvalid)
	}
	if isPostgres(d.where) {
		return a.openPostgres(ctx, d)
	}
	mode := map[access]sqlite.Mode{existing: sqlite.Existing, create: sqlite.Create, readOnly: sqlite.ReadOnly}[d.access]
	st, err := sqlite.Open(ctx, sqlite.Config{Path: d.where, Mode: mode, Virtual: d.virtual})
	if err != nil {
		return nil, openFailure(d, err)
	}
	return st, nil
}

func (a *app) openPostgres(ctx context.Context, d database) (store.Store, error) {
	mode := map[access]postgres.Mode{existing: postgres.Existing, create: postgres.Create, readOnly: postgres.ReadOnly}[d.access]
	st, err := postgres.Open(ctx, postgres.Config{URL: d.where, Mode: mode, Virtual: d.virtual, Unsafe: a.unsafe})
	var unfit *postgres.SettingsError
	if errors.As(err, &unfit) {
		return nil, unfitServer(unfit)
	}
	if err != nil {
		return nil, openFailure(d, err)
	}
	if a.unsafe {
		for _, s := range st.Refused() {
			fmt.Fprintf(a.err, "motcua: %s: %s\n", a.say("KHÔNG AN TOÀN", "UNSAFE"), s.Text().In(a.lang))
		}
	}
	return st, nil
}

// isMissing reports whether there is no database at --db yet. What else may be
// wrong with it shows when it is opened.
func (a *app) isMissing(ctx context.Context) bool {
	if !isPostgres(a.db) {
		_, err := os.Stat(a.db)
		return errors.Is(err, fs.ErrNotExist)
	}
	st, err := postgres.Open(ctx, postgres.Config{URL: a.db, Mode: postgres.ReadOnly, Unsafe: true})
	if err == nil {
		_ = st.Close()
	}
	return errors.Is(err, store.ErrMissing)
}

// unfitServer says what is wrong with a server, a line for each setting.
func unfitServer(e *postgres.SettingsError) error {
	text := wording.Text{VI: "máy chủ PostgreSQL chưa đạt yêu cầu:", EN: "the PostgreSQL server is not fit:"}
	for _, s := range e.Settings {
		t := s.Text()
		text.VI, text.EN = text.VI+"\n  "+t.VI, text.EN+"\n  "+t.EN
	}
	text.VI += "\n  sửa cấu hình máy chủ; --unsafe bỏ qua, và có thể mất việc đã xác nhận"
	text.EN += "\n  set the server right; --unsafe goes ahead, and may lose what was acknowledged"
	return &failure{status: statusFail, text: text}
}

// openFailure says why a database could not be opened.
func openFailure(d database, err error) error {
	name := quote(shown(d.where))
	switch {
	case stateOf(err) == "3D000":
		return bad("không có cơ sở dữ liệu "+name+" trên máy chủ; tạo bằng createdb", "no database "+name+" on its server; make it with createdb")
	case errors.Is(err, store.ErrMissing) && d.access == create:
		return bad(name+" chưa có bảng, và chỉ chủ sở hữu được tạo; chạy motcua migrate với địa chỉ của chủ sở hữu",
			name+" holds no tables yet, and only its owner may make them; run motcua migrate with the owner's address")
	case errors.Is(err, store.ErrMissing):
		return bad("không có cơ sở dữ liệu "+name+"; tạo bằng motcua district load, hoặc motcua migrate",
			"no database "+name+"; make it with motcua district load, or motcua migrate")
	case errors.Is(err, store.ErrNotVirtual):
		return bad(name+" đã có dữ liệu theo giờ thật; đồng hồ ảo cần cơ sở dữ liệu mới",
			name+" holds data in real time already; a virtual clock needs a new database")
	case errors.Is(err, store.ErrInvalid):
		return bad(name+" không phải địa chỉ đúng; ví dụ postgres://motcua@localhost/motcua",
			name+" is no valid address; an example: postgres://motcua@localhost/motcua")
	case errors.Is(err, store.ErrForeign):
		return failed(name+" không phải cơ sở dữ liệu của motcua, hoặc của bản mới hơn", name+" is no database of motcua, or of a newer one", discreet(d, err))
	case stateOf(err) == "42501":
		return failed("vai của "+name+" thiếu quyền; quản trị viên chạy create role motcua_app nologin (một lần), rồi grant motcua_app to vai ấy",
			"the role of "+name+" lacks a right; an administrator runs create role motcua_app nologin (once), then grant motcua_app to that role", discreet(d, err))
	}
	return failed("không mở được cơ sở dữ liệu "+name, "cannot open database "+name, discreet(d, err))
}

// stateOf is the SQLSTATE of an error, "" if the server did not say one.
func stateOf(err error) string {
	var said interface{ SQLState() string }
	if errors.As(err, &said) {
		return said.SQLState()
	}
	return ""
}
