package main

import "github.com/spf13/cobra"

// logAnalyse is `motcua log analyse` with its flags.
type logAnalyse struct {
	a                                             *app
	file                                          string
	units                                         []string
	actor, activity, lifecycle, missing, order    string
	calendar, oneCase, caseColumn, timeColumn     string
	mapFile, casesFile                            string
	minEdge, top                                  int
	givenUnits, givenActivity, givenCase, givenAt bool
}

func logAnalyseCmd(a *app) *cobra.Command {
	l := &logAnalyse{a: a}
	cmd := &cobra.Command{
		Use: "analyse FILE",
		Short: a.say("Đo hồ sơ chuyền qua chuyền lại và nằm chờ trong nhật ký của hệ thống khác",
			"Measure how cases of a foreign log go round between units, and wait"),
		Long: a.say(`Đọc nhật ký XES, CSV hoặc OCEL 2.0 (JSON), nén gzip hay không; - là đầu vào chuẩn.
Sự kiện xếp theo thời điểm, bằng nhau thì theo tệp. Các sự kiện liền nhau của một đơn vị là một lượt; bàn giao là sang đơn vị khác;
quay lại là lượt của đơn vị đã từng giữ; chuyền qua chuyền lại là A-B-A. Đó là số đo, không phải lời buộc tội: thủ tục có thể đòi như vậy.
Không nêu --unit thì dùng org:group nếu nhật ký có. --top chỉ rút gọn bản chữ; JSON luôn đủ.`,
			`Reads a log in XES, CSV or OCEL 2.0 (JSON), compressed with gzip or not; - is standard input.
Events are taken in order of time, ties as in the file. Events of one unit in a row are one visit; a handover is a step to another unit;
a return is a visit of a unit that held the case before; ping-pong is A-B-A. These are measures, not charges: the procedure may ask for it.
Without --unit it is org:group, if the log has that. --top shortens the text only; JSON is complete.`),
		Example: "  motcua log analyse receipt.xes.gz --unit org:group --unit org:resource --missing own\n" +
			"  motcua log analyse cases.csv --case-column id --activity step --time-column at --unit office --cases out.csv",
		Args: cobra.ExactArgs(1),
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&l.units, "unit", nil, a.say("KHOÁ của đơn vị, hoặc tên trong bảng ánh xạ; lặp lại được", "KEY of the unit, or a name of the mapping file; repeatable"))
	fl.StringVar(&l.actor, "actor", "", a.say("KHOÁ của người làm: đo thêm theo người, ở mục actors", "KEY of the person: measured, too, under actors"))
	fl.StringVar(&l.activity, "activity", "", a.say("KHOÁ của việc làm (mặc định concept:name)", "KEY of the activity (default concept:name)"))
	fl.StringVar(&l.lifecycle, "lifecycle", "", a.say("chỉ đếm việc lặp lại trên chuyển tiếp này", "count repetition on this transition only"))
	fl.StringVar(&l.missing, "missing", "skip", a.say("sự kiện không có đơn vị: skip, break hoặc own", "events without a unit: skip, break or own"))
	fl.StringVar(&l.order, "order", "time", a.say("thứ tự sự kiện: file hoặc time", "order of events: file or time"))
	fl.IntVar(&l.minEdge, "min-edge", 1, a.say("nhóm quay vòng: chỉ kể cặp có ít nhất N bàn giao", "circles: count pairs with at least N handovers"))
	fl.StringVar(&l.calendar, "calendar", "weekdays", a.say("lịch để tính giờ làm việc", "calendar by which working time counts"))
	fl.StringVar(&l.oneCase, "case", "", a.say("chỉ hồ sơ này, kể từng lượt", "this case only, told visit by visit"))
	fl.IntVar(&l.top, "top", 10, a.say("bản chữ: số dòng của mỗi danh sách", "text: lines of each list"))
	fl.StringVar(&l.caseColumn, "case-column", "", a.say("CSV: cột của hồ sơ (mặc định case:concept:name); OCEL: loại đối tượng", "CSV: column of the case (default case:concept:name); OCEL: type of object"))
	fl.StringVar(&l.timeColumn, "time-column", "", a.say("CSV: cột thời điểm (mặc định time:timestamp); không ghi múi giờ là UTC", "CSV: column of the time (default time:timestamp); without an offset it is UTC"))
	fl.StringVar(&l.mapFile, "map", "", a.say("TỆP ánh xạ nói điều các cờ không nói được", "mapping FILE that says what flags cannot"))
	fl.StringVar(&l.casesFile, "cases", "", a.say("ghi TỆP CSV, mỗi hồ sơ và cách đọc đơn vị một dòng", "write a CSV FILE, a row for each case and unit reading"))
	cmd.RunE = func(c *cobra.Command, args []string) error {
		l.file = args[0]
		l.givenUnits, l.givenActivity = fl.Changed("unit"), fl.Changed("activity")
		l.givenCase, l.givenAt = fl.Changed("case"), fl.Changed("time-column")
		return l.run(fl.Changed("calendar"))
	}
	return cmd
}
