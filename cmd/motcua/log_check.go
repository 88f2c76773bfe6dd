package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/replay"
	"github.com/motcua/motcua/procedures"
)

// logCheck is `motcua log check` with its flags.
type logCheck struct {
	a                                    *app
	procedure, mapping, calendar, offset string
	failOn                               int
}

func logCheckCmd(a *app) *cobra.Command {
	l := &logCheck{a: a}
	cmd := &cobra.Command{
		Use: "check FILE --procedure NAME|FILE",
		Short: a.say("Cho từng hồ sơ trong nhật ký XES chạy qua thủ tục, nêu chỗ lệch",
			"Run each case of an XES log through a procedure, tell where they part"),
		Long: a.say(`Cho từng hồ sơ trong nhật ký (XES hoặc XES.gz, - là đầu vào chuẩn) chạy qua thủ tục vào đúng thời điểm đã ghi.
by, not_by, needs chỉ tính khi bảng ánh xạ nêu thuộc tính; bước tự động theo thời gian chỉ được báo là bị bỏ lỡ.
Mỗi sự kiện lệch nhiều nhất một lần; sau đó hồ sơ được đặt vào chỗ nhật ký ghi và đối chiếu tiếp.
Thời gian tính đến sự kiện cuối của mỗi hồ sơ. Mã thoát 0, hoặc 1 khi số chỗ lệch vượt --fail-on.`,
			`Runs each case of a log (XES or XES.gz, - for standard input) through a procedure, at the instants recorded.
by, not_by and needs count only where the mapping names an attribute; timed moves are told as missed, not taken.
An event departs once at most; the case is then put where the log says it stands, and checking goes on.
Time is counted up to the last event of each case. Exit status 0, or 1 when there are more deviations than --fail-on.`),
		Example: "  motcua log check receipt.xes.gz --procedure environmental-permit-receipt",
		Args:    cobra.ExactArgs(1),
	}
	fl := cmd.Flags()
	fl.StringVar(&l.procedure, "procedure", "", a.say("thủ tục kèm theo, hoặc một TỆP", "a procedure that ships, or a FILE"))
	fl.StringVar(&l.mapping, "mapping", "", a.say("TỆP ánh xạ; mặc định là TÊN.mapping.yaml cạnh thủ tục", "mapping FILE; by default NAME.mapping.yaml beside the procedure"))
	fl.StringVar(&l.calendar, "calendar", "", a.say("lịch thay cho lịch của bảng ánh xạ", "calendar in place of the mapping's"))
	fl.StringVar(&l.offset, "offset", "", a.say("múi giờ thay cho của bảng ánh xạ, như +01:00", "offset in place of the mapping's, as +01:00"))
	fl.IntVar(&l.failOn, "fail-on", -1, a.say("thoát với mã 1 khi có hơn N chỗ lệch", "exit 1 when there are more than N deviations"))
	cmd.RunE = func(c *cobra.Command, args []string) error {
		if l.procedure == "" {
			return bad("thiếu --procedure", "--procedure is missing")
		}
		if c.Flags().Changed("fail-on") && l.failOn < 0 {
			return bad("--fail-on phải từ 0 trở lên", "--fail-on must be at least 0")
		}
		return l.run(args[0])
	}
	return cmd
}

// run checks one file and prints what was found.
func (l *logCheck) run(file string) error {
	r, err := readProcedure(l.procedure)
	if err != nil {
		return err
	}
	m, err := l.readMapping(r.machine)
	if err != nil {
		return err
	}
	cal, err := l.loadCalendar(m)
	if err != nil {
		return err
	}
	zone := cal.Offset()
	m.Offset = &zone
	report, err := l.check(file, r.machine, m, cal)
	if err != nil {
		return err
	}
	if l.a.json {
		err = l.a.printJSON(report)
	} else {
		err = l.a.printLog(report)
	}
	if err != nil {
		return err
	}
	if l.failOn >= 0 && report.total() > l.failOn {
		return wrong("", "")
	}
	return nil
}

// readMapping finds the mapping: the file named, else the one beside the
// procedure's file, else the one that ships.
func (l *logCheck) readMapping(p *procedure.Machine) (*eventlog.Mapping, error) {
	name := l.mapping
	if name == "" && isFile(l.procedure) {
		beside := strings.TrimSuffix(l.procedure, filepath.Ext(l.procedure)) + ".mapping.yaml"
		if isFile(beside) {
			name = beside
		}
	}
	var b []byte
	var err error
	if name != "" {
		if b, err = os.ReadFile(name); err != nil {
			return nil, noFile(name)
		}
	} else if b, err = procedures.Mapping(p.Name); err != nil {
		return nil, bad("thủ tục "+quote(p.Name)+" chưa có bảng ánh xạ; nêu --mapping TỆP",
			"there is no mapping for procedure "+quote(p.Name)+"; give --mapping FILE")
	}
	if name == "" {
		name = p.Name + ".mapping.yaml"
	}
	m, err := eventlog.ParseMapping(name, b)
	if err != nil {
		return nil, err
	}
	return m, m.Check(p)
}

// loadCalendar finds the calendar and moves it to the log's offset.
func (l *logCheck) loadCalendar(m *eventlog.Mapping) (*calendar.Calendar, error) {
	name := m.Calendar
	if l.calendar != "" {
		name = l.calendar
	}
	if name == "" {
		name = "weekdays"
	}
	cal, err := loadCalendar(name)
	if err != nil {
		return nil, err
	}
	offset := cal.Offset()
	if m.Offset != nil {
		offset = *m.Offset
	}
	if l.offset != "" {
		o, ok := calendar.ParseOffset(l.offset)
		if !ok {
			return nil, bad("--offset cần dạng +01:00", "--offset must be written as +01:00")
		}
		offset = o
	}
	if offset == cal.Offset() {
		return cal, nil
	}
	d := cal.Data()
	d.Offset = offset
	return calendar.New(d)
}

// check streams the file through the checker.
func (l *logCheck) check(file string, p *procedure.Machine, m *eventlog.Mapping, cal *calendar.Calendar) (logReport, error) {
	in, size, err := l.open(file)
	if err != nil {
		return logReport{}, err
	}
	defer in.Close()
	checker, err := replay.NewChecker(p, cal, m.NeedNames())
	if err != nil {
		return logReport{}, failed("không đối chiếu được", "cannot check", err)
	}
	bar := newBytes(l.a.err, size, l.a.say("đối chiếu", "checking"))
	reader := eventlog.NewReader(bar.reader(in), eventlog.Options{Zone: m.Zone()})
	translator := eventlog.NewTranslator(m, p)
	for trace, err := range reader.Traces() {
		if err != nil {
			bar.done()
			return logReport{}, inFile(file, err)
		}
		if err := checker.Case(traceID(trace), translator.Case(trace)); err != nil {
			bar.done()
			return logReport{}, failed("không đối chiếu được", "cannot check", err)
		}
	}
	bar.done()
	return newLogReport(file, p, m, cal, checker.Report(), reader.Loose(), translator.Skipped), nil
}

// open opens the file, - for standard input, and gives its size, -1 when
// nobody knows.
func (l *logCheck) open(file string) (io.ReadCloser, int64, error) {
	if file == "-" {
		return io.NopCloser(l.a.in), -1, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, 0, noFile(file)
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		return f, info.Size(), nil
	}
	return f, -1, nil
}

// traceID is the id of a case; one that the file leaves out is made of its
// place.
func traceID(t *eventlog.Trace) string {
	if id := t.ID(); id != "" {
		return id
	}
	return "#" + strconv.Itoa(t.Index+1)
}

// inFile names the file in which something is wrong.
func inFile(file string, err error) error {
	var t texter
	if errors.As(err, &t) {
		return bad(file+": "+t.Text().VI, file+": "+t.Text().EN)
	}
	return bad(file+": "+err.Error(), file+": "+err.Error())
}
