package postgres

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/engine/wording"
)

// Setting is one setting of the server, or one fact about it, that is not as
// it must be.
type Setting struct {
	Name, Value, Wanted string
	Why                 wording.Text
	// Alarm is set when it cannot wait: every minute more costs the next ones.
	Alarm bool
}

// Text says it to the administrator.
func (s Setting) Text() wording.Text {
	return wording.Text{
		VI: fmt.Sprintf("%s = %s, cần %s: %s", s.Name, s.Value, s.Wanted, s.Why.VI),
		EN: fmt.Sprintf("%s = %s, wanted %s: %s", s.Name, s.Value, s.Wanted, s.Why.EN),
	}
}

// SettingsError refuses to work on a server on which what is acknowledged
// could be lost, or could be wrong. Nothing was written.
type SettingsError struct{ Settings []Setting }

func (e *SettingsError) Error() string { return e.Text().EN }

// Is makes a SettingsError an ErrUnavailable: a server may become unfit while
// it is in use, when it is started again.
func (e *SettingsError) Is(target error) bool { return target == store.ErrUnavailable }

// Text names every setting, its value, the value wanted and the reason.
func (e *SettingsError) Text() wording.Text {
	var vi, en []string
	for _, s := range e.Settings {
		t := s.Text()
		vi, en = append(vi, t.VI), append(en, t.EN)
	}
	return wording.Text{
		VI: "máy chủ PostgreSQL chưa đạt yêu cầu: " + strings.Join(vi, "; "),
		EN: "the PostgreSQL server is not fit: " + strings.Join(en, "; "),
	}
}

// facts are what one look at a server brings, by name.
type facts map[string]string

// look reads the facts on a connection that is not in the pool yet.
func look(ctx context.Context, c driver.QueryerContext) (facts, error) {
	rows, err := c.QueryContext(ctx, sqlFacts, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	f := facts{}
	for row := make([]driver.Value, 2); ; {
		if err := rows.Next(row); err != nil {
			if len(f) > 0 {
				return f, nil // the end of the rows
			}
			return nil, err
		}
		if row[1] != nil {
			f[fmt.Sprintf("%s", row[0])] = fmt.Sprintf("%s", row[1])
		}
	}
}

// rule says what a fact must be.
type rule struct {
	name, wanted string
	ok           func(value string, f facts) bool
	warn         bool // wrong is worth a word, not a refusal
	why          wording.Text
}

func is(wanted string) func(string, facts) bool {
	return func(v string, _ facts) bool { return v == wanted }
}

func not(bad ...string) func(string, facts) bool {
	return func(v string, _ facts) bool {
		for _, b := range bad {
			if v == b {
				return false
			}
		}
		return true
	}
}

func counts(fits func(int64) bool) func(string, facts) bool {
	return func(v string, _ facts) bool {
		var n int64
		_, err := fmt.Sscan(v, &n)
		return err == nil && fits(n)
	}
}

var rules = []rule{
	{name: "server_version_num", wanted: "150000", ok: counts(func(n int64) bool { return n >= 150000 }),
		why: say("bản cũ chưa được thử", "older versions are not tested")},
	{name: "server_version_num", wanted: "15 … 18", warn: true, ok: counts(func(n int64) bool { return n < 190000 }),
		why: say("bản mới này chưa được thử", "this newer version is not tested")},
	{name: "fsync", wanted: "on", ok: is("on"),
		why: say("mất điện là mất việc đã xác nhận", "a power cut would lose what was acknowledged")},
	{name: "full_page_writes", wanted: "on", ok: is("on"),
		why: say("mất điện có thể làm hỏng trang dữ liệu", "a power cut could tear a page")},
	{name: "synchronous_commit", wanted: "on", ok: func(v string, f facts) bool {
		return v != "off" && (v != "local" || f["synchronous_standby_names"] == "")
	}, why: say("việc được xác nhận trước khi nằm trên đĩa", "a commit would be acknowledged before it is safe")},
	{name: "synchronous_commit of a role", wanted: "on", ok: not("off", "local"),
		why: say("một vai đặt riêng giá trị này", "a role or database sets it for itself")},
	{name: "default_transaction_isolation", wanted: "read committed", ok: is("read committed"),
		why: say("hàm ghi dựa vào mức cô lập này", "the commit function rests on it")},
	{name: "pg_is_in_recovery", wanted: "false", ok: is("false"),
		why: say("máy dự phòng không ghi được", "a standby cannot write")},
	{name: "default_transaction_read_only", wanted: "off", ok: is("off"),
		why: say("không ghi được", "nothing could be written")},
	{name: "TimeZone", wanted: "UTC", ok: is("UTC"),
		why: say("mọi mốc thời gian là UTC", "every instant is UTC")},
	{name: "server_encoding", wanted: "UTF8", ok: is("UTF8"),
		why: say("tên tiếng Việt cần UTF8", "Vietnamese names need UTF8")},
	{name: "max_prepared_transactions", wanted: "0", ok: func(v string, f facts) bool { return v == "0" || f["citus"] == "true" },
		why: say("giao dịch chuẩn bị bị bỏ quên giữ khóa mãi", "a forgotten prepared transaction holds its locks for ever")},
	{name: "autovacuum", wanted: "on", ok: is("on"),
		why: say("bảng phình ra mãi", "tables would grow for ever")},
	{name: "track_counts", wanted: "on", ok: is("on"),
		why: say("autovacuum cần số đếm này", "autovacuum needs the counts")},
	{name: "superuser", wanted: "false", ok: is("false"),
		why: say("vai ứng dụng không được là quản trị", "the application must not be a superuser")},
	{name: "bypassrls", wanted: "false", ok: is("false"),
		why: say("vai ứng dụng không được bỏ qua quyền theo dòng", "the application must not bypass row level security")},
	{name: "autovacuum_naptime", wanted: "10s", warn: true, ok: counts(func(n int64) bool { return n <= 10 }),
		why: say("chỉ mục phình ra giữa hai lần dọn", "indexes grow between two rounds")},
	{name: "max_wal_size", wanted: "4GB", warn: true, ok: counts(func(n int64) bool { return n >= 4096 }),
		why: say("điểm kiểm tra quá dày làm ghi chậm", "frequent checkpoints slow writing down")},
	{name: "checkpoint_timeout", wanted: "15min", warn: true, ok: counts(func(n int64) bool { return n >= 900 }),
		why: say("điểm kiểm tra quá dày làm ghi chậm", "frequent checkpoints slow writing down")},
	{name: "wal_compression", wanted: "lz4", warn: true, ok: not("off"),
		why: say("ảnh trang chiếm phần lớn WAL", "page images are most of the WAL")},
	{name: "planner settings of a role", wanted: "none", warn: true, ok: is("none"),
		why: say("chỉ hàm ghi được đặt các giá trị này; ở nơi khác chúng làm chậm báo cáo", "only the commit function sets them; elsewhere they spoil reports")},
	{name: "settings of motcua.cases", warn: true, ok: is(casesSettings), wanted: casesSettings,
		why: say("thiếu chỗ trống trong trang thì chỉ mục và bảng phình ra", "without room in its pages, and vacuum, the table and its indexes grow")},
	{name: "settings of motcua.journal", warn: true, ok: is(journalSettings), wanted: journalSettings,
		why: say("bảng lớn dần mà thống kê và bản đồ hiển thị bị cũ", "its statistics and visibility map fall behind as it grows")},
	{name: "settings of motcua.district", warn: true, ok: is(districtSettings), wanted: districtSettings,
		why: say("mỗi lần ghi đều sửa dòng này", "every commit updates its rows")},
}

// What the migrations set for single tables.
const (
	casesSettings = "autovacuum_vacuum_cost_delay=0, autovacuum_vacuum_scale_factor=0.01, " +
		"autovacuum_vacuum_threshold=1000, fillfactor=70"
	journalSettings  = "autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_insert_scale_factor=0.02"
	districtSettings = "fillfactor=10"
)

// maxSkew is the most by which the clocks of node and server may differ.
const maxSkew = 2 * time.Second

// judge compares the facts with the rules.
func (f facts) judge(now time.Time) (refused, warned []Setting) {
	for _, r := range rules {
		if v := f[r.name]; !r.ok(v, f) {
			s := Setting{Name: r.name, Value: v, Wanted: r.wanted, Why: r.why}
			if r.warn {
				warned = append(warned, s)
			} else {
				refused = append(refused, s)
			}
		}
	}
	var us int64
	_, err := fmt.Sscan(f["clock"], &us)
	if skew := now.Sub(time.UnixMicro(us)); err != nil || skew.Abs() > maxSkew {
		refused = append(refused, Setting{Name: "clock_timestamp()", Value: time.UnixMicro(us).UTC().Format(time.RFC3339Nano),
			Wanted: now.UTC().Format(time.RFC3339Nano) + " ± " + maxSkew.String(),
			Why:    say("đồng hồ máy này và máy chủ lệch nhau", "the clocks of this machine and the server differ")})
	}
	return refused, warned
}

func say(vi, en string) wording.Text { return wording.Text{VI: vi, EN: en} }
