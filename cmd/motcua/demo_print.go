package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/wording"
)

// most is how many rows of a long table are printed.
const most = 20

// columns is how many districts stand side by side.
const columns = 4

// print tells the report to people.
func (r *demoReport) print() error {
	var b strings.Builder
	a := r.d.a
	from, until := day(demoFrom), day(r.until)
	fmt.Fprintf(&b, a.say("Thành phố mẫu: %d địa phương, %d tuần, từ %s đến %s, hạt giống %d.\n", "A sample city: %d districts, %d weeks, from %s to %s, seed %d.\n"),
		r.d.districts, r.d.weeks, from, until, r.d.seed)
	fmt.Fprintf(&b, a.say("%d hồ sơ (%d hồ sơ con), %d mục nhật ký; %d lệnh được nhận, %d bị từ chối%s.\n", "%d cases (%d of them children), %d journal entries; %d commands accepted, %d refused%s.\n"),
		r.cases, r.children, r.entries, r.tally.Accepted, r.refused(), r.why())
	r.printDistricts(&b)
	r.printStates(&b)
	r.printLate(&b)
	r.printTravelled(&b)
	if _, err := a.out.Write([]byte(b.String())); err != nil {
		return err
	}
	r.printNext()
	return nil
}

// day is a date of the sample city, whose districts all keep Viet Nam's time.
func day(t time.Time) string {
	return t.Add(time.Duration(calendar.Offset(7*60)) * time.Minute).Format("02/01/2006")
}

func (r *demoReport) refused() (n int) {
	for _, c := range r.refusals {
		n += c.Count
	}
	return n
}

// why lists the refusals by code.
func (r *demoReport) why() string {
	parts := make([]string, len(r.refusals))
	for i, c := range r.refusals {
		parts[i] = fmt.Sprintf("%s %d", c.Code, c.Count)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (r *demoReport) printDistricts(b *strings.Builder) {
	a := r.d.a
	fmt.Fprintf(b, "\n%s\n", a.say("Hồ sơ theo địa phương:", "Cases by district:"))
	t := table{left: 1}
	t.row("", a.say("tất cả", "all"), a.say("đang làm", "working"), a.say("đang chờ", "waiting"), a.say("tạm đình chỉ", "suspended"),
		a.say("quá hạn", "overdue"), a.say("xong", "done"), a.say("từ chối", "refused"), a.say("rút", "withdrawn"), a.say("khác", "other"))
	sum := tallied{District: a.say("cộng", "total")}
	for _, d := range r.districts {
		t.row(d.cells()...)
		sum.Cases += d.Cases
		sum.Working += d.Working
		sum.Waiting += d.Waiting
		sum.Suspended += d.Suspended
		sum.Overdue += d.Overdue
		sum.Done += d.Done
		sum.Refused += d.Refused
		sum.Withdrawn += d.Withdrawn
		sum.Other += d.Other
	}
	t.row(sum.cells()...)
	t.write(b)
}

func (t *tallied) cells() []string {
	return []string{t.District, number(t.Cases), number(t.Working), number(t.Waiting), number(t.Suspended),
		number(t.Overdue), number(t.Done), number(t.Refused), number(t.Withdrawn), number(t.Other)}
}

// number writes a number, and nothing as a dot.
func number(n int) string {
	if n == 0 {
		return "·"
	}
	return strconv.Itoa(n)
}

// printStates shows where the open cases stand: the districts side by side, or
// their sum when they are many.
func (r *demoReport) printStates(b *strings.Builder) {
	a := r.d.a
	fmt.Fprintf(b, "\n%s\n", a.say("Hồ sơ đang giải quyết theo trạng thái:", "Open cases by state:"))
	open := slices.DeleteFunc(slices.Clone(r.states), func(s stated) bool { return s.Outcome != nil })
	slices.SortStableFunc(open, func(x, y stated) int {
		return cmp.Or(cmp.Compare(x.Procedure, y.Procedure), cmp.Compare(x.State, y.State))
	})
	heads := []string{"", ""}
	wide := len(r.districts) <= columns
	for _, d := range r.districts {
		if wide {
			heads = append(heads, d.District)
		}
	}
	t := table{left: 2}
	t.row(append(heads, a.say("cộng", "total"), a.say("quá hạn", "overdue"))...)
	last := ""
	for i := 0; i < len(open); {
		cells := []string{open[i].Procedure, cut(open[i].Title, 40)}
		if open[i].Procedure == last {
			cells[0] = ""
		}
		last = open[i].Procedure
		sum, overdue, state := 0, 0, open[i].State
		for _, d := range r.districts {
			n := 0
			if i < len(open) && open[i].Procedure == last && open[i].State == state && open[i].District == d.District {
				n = open[i].Cases
				overdue += open[i].Overdue
				i++
			}
			sum += n
			if wide {
				cells = append(cells, number(n))
			}
		}
		t.row(append(cells, number(sum), number(overdue))...)
	}
	t.write(b)
}

func (r *demoReport) printLate(b *strings.Builder) {
	a := r.d.a
	if len(r.late) == 0 {
		fmt.Fprintf(b, "\n%s\n", a.say("Không có hồ sơ quá hạn.", "No case is overdue."))
		return
	}
	fmt.Fprintf(b, "\n%s\n", a.say(fmt.Sprintf("Quá hạn: %d hồ sơ, trễ nhất trước (trễ tính bằng giờ làm việc):", len(r.late)),
		fmt.Sprintf("Overdue: %s, the latest first (late in working hours):", plural(len(r.late), "case", "cases"))))
	t := table{left: 8}
	t.row(a.say("trễ", "late"), a.say("hạn", "due"), a.say("thời hạn nào", "which limit"), a.say("người giữ", "officer"), a.say("đơn vị", "unit"),
		a.say("địa phương", "district"), a.say("thủ tục", "procedure"), a.say("việc", "duty"))
	for i := range r.late[:min(len(r.late), most)] {
		l := &r.late[i]
		officer := l.Holder.Officer
		if officer == "" {
			officer = a.say("chưa ai nhận", "not claimed")
		}
		t.row(hours(l.work), until(l.due, &l.Case), cut(a.limit(l.limit, names{clocks: clockTitles(&l.Case)}), 22), officer, l.Holder.Unit,
			l.District, l.Procedure, cut(l.Duty.In(a.lang), 32))
	}
	t.write(b)
	if more := len(r.late) - most; more > 0 {
		fmt.Fprintf(b, a.say("  và %d hồ sơ nữa\n", "  and %d more\n"), more)
	}
}

// clockTitles are the titles of a case's clocks by name.
func clockTitles(c *engine.Case) map[string]wording.Text {
	titles := map[string]wording.Text{}
	for _, k := range c.Clocks {
		titles[k.Name] = k.Title
	}
	return titles
}

// hours writes working time as hours and minutes.
func hours(d time.Duration) string {
	return fmt.Sprintf("%3d:%02d", d/time.Hour, d%time.Hour/time.Minute)
}

func (r *demoReport) printTravelled(b *strings.Builder) {
	a := r.d.a
	fmt.Fprintf(b, "\n%s\n", a.say("Đi qua nhiều nơi nhất:", "Most travelled:"))
	for i := range r.travelled {
		t := &r.travelled[i]
		fmt.Fprintf(b, "\n%d. %s (%s), %s\n", i+1, t.Title.In(a.lang), t.District, t.ID)
		fmt.Fprintf(b, a.say("   %d lần đổi đơn vị giữ, %d lần trả lại, %d mục nhật ký\n", "   changed hands %d times, returned %d times, %d entries\n"), t.handovers, t.returns, len(t.journal))
		for n := range t.journal {
			e := &t.journal[n]
			fmt.Fprintf(b, "  %3d  %s  %s\n", e.Seq, local(e.At, &t.Case), a.line(e, &t.Case, t.names))
		}
	}
}

// printNext says what to type next, beside the story: that is the same
// wherever it is kept.
func (r *demoReport) printNext() {
	a, place := r.d.a, " --db city.db"
	switch {
	case !r.d.keep:
		fmt.Fprintf(a.err, "\n%s\n  motcua demo --seed %d%s\n", a.say("Làm tiếp:", "What to type next:"), r.d.seed, place)
	case isPostgres(a.db): // its password is not repeated
		place = ""
		fmt.Fprintf(a.err, "\n%s\n", a.say("Làm tiếp, với MOTCUA_DB là địa chỉ ấy:", "What to type next, with MOTCUA_DB set to that address:"))
	default:
		place = " --db " + shellWord(a.db)
		fmt.Fprintf(a.err, "\n%s\n", a.say("Làm tiếp:", "What to type next:"))
	}
	fmt.Fprintf(a.err, "  motcua case list --overdue%s\n", place)
	if len(r.travelled) > 0 {
		fmt.Fprintf(a.err, "  motcua case show %s%s\n", r.travelled[0].ID, place)
	}
	fmt.Fprintf(a.err, "  motcua audit replay%s\n", place)
}

// shellWord quotes a file's name where a shell needs it.
func shellWord(s string) string {
	if strings.ContainsFunc(s, func(c rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./", c)
	}) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// cut shortens a text to so many characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:n-1]), " ,;") + "…"
}

// table aligns columns: so many to the left, the others, numbers, to the right.
type table struct {
	left int
	rows [][]string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) write(b *strings.Builder) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t.rows {
		line := ""
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i < t.left {
				line += "  " + cell + space
			} else {
				line += "  " + space + cell
			}
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
