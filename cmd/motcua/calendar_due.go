package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/calendar"
)

// dueFlags are the flags of `calendar due`.
type dueFlags struct {
	rule, start, cutoff, onSupplement, file string
	n                                       int64
	pauses                                  []string
	calendar                                *string
}

// calendarDueCmd is `motcua calendar due`: when a limit is due, and why.
func calendarDueCmd(a *app) *cobra.Command {
	var f dueFlags
	cmd := &cobra.Command{
		Use:   "due",
		Short: a.say("Tính hạn của một thời hạn, kèm chứng minh", "When a limit is due, with the proof"),
		Example: `  motcua calendar due --rule working_days --n 3 --start 2026-11-20T16:00
  motcua calendar due --rule same_day --cutoff 15:00 --start 2026-08-21T15:20
  motcua calendar due --rule working_days --n 7 --start 2026-08-18T10:00 --pause 2026-08-22T16:00..2026-08-26T09:00
  motcua calendar due --file - < questions.jsonl`,
		Args: cobra.NoArgs,
	}
	var rules []string
	for _, r := range calendar.Rules {
		rules = append(rules, r.Name)
	}
	fl := cmd.Flags()
	fl.StringVar(&f.rule, "rule", "", a.say("cách tính: ", "how to count: ")+strings.Join(rules, ", "))
	fl.Int64Var(&f.n, "n", 0, a.say("số lượng, từ 1; same_day không cần", "how many, at least 1; none for same_day"))
	fl.StringVar(&f.start, "start", "", a.say("thời điểm bắt đầu", "the instant of the start"))
	fl.StringArrayVar(&f.pauses, "pause", nil, a.say("quãng dừng TỪ..ĐẾN, hoặc TỪ.. nếu chưa kết thúc; lặp lại được", "a pause FROM..TO, or FROM.. while still open; repeatable"))
	fl.StringVar(&f.cutoff, "cutoff", "", a.say("giờ chốt, như 15:00", "cut-off, such as 15:00"))
	fl.StringVar(&f.onSupplement, "on-supplement", "resume", a.say("sau khi dừng: resume (tính tiếp) hoặc restart (tính lại)", "after a pause: resume or restart"))
	fl.StringVar(&f.file, "file", "", a.say("đọc câu hỏi dạng dòng JSON từ TỆP, - là đầu vào chuẩn", "read questions as JSON lines from FILE, - for standard input"))
	f.calendar = calendarFlag(a, cmd)
	cmd.RunE = func(c *cobra.Command, _ []string) error {
		cal, err := loadCalendar(*f.calendar)
		if err != nil {
			return err
		}
		if c.Flags().Changed("file") {
			for _, other := range []string{"rule", "n", "start", "pause", "cutoff", "on-supplement"} {
				if c.Flags().Changed(other) {
					return bad("--file không đi với --"+other, "--file does not go with --"+other)
				}
			}
			return dueFile(a, cal, f.file)
		}
		return f.answer(a, c, cal)
	}
	return cmd
}

// answer answers the question of the flags.
func (f *dueFlags) answer(a *app, cmd *cobra.Command, cal *calendar.Calendar) error {
	for _, need := range []string{"rule", "start"} {
		if !cmd.Flags().Changed(need) {
			return bad("thiếu --"+need, "--"+need+" is missing")
		}
	}
	q, err := f.question(cmd, cal)
	if err != nil {
		return err
	}
	p, err := cal.Proof(q)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(answerLine{Due: p.Due, Expires: p.Expires, Proof: p})
	}
	_, err = fmt.Fprint(a.out, p.Text(a.lang))
	return err
}

// question builds the question of the flags.
func (f *dueFlags) question(cmd *cobra.Command, cal *calendar.Calendar) (q calendar.Question, err error) {
	if q.Limit, err = limitFor(f.rule, f.n, cmd.Flags().Changed("n")); err != nil {
		return q, err
	}
	if cmd.Flags().Changed("cutoff") {
		if err := setCut(&q.Limit, f.cutoff); err != nil {
			return q, err
		}
	}
	if q.Start, err = instant(f.start, cal); err != nil {
		return q, err
	}
	for _, s := range f.pauses {
		p, err := pauseOf(s, cal)
		if err != nil {
			return q, err
		}
		q.Pauses = append(q.Pauses, p)
	}
	q.Restart, err = restarts(f.onSupplement)
	return q, err
}

// limitFor gives the limit of a rule; same_day takes no n, 0 or 1.
func limitFor(rule string, n int64, given bool) (calendar.Limit, error) {
	if !given && rule == "same_day" {
		n = 1
	}
	return calendar.RuleLimit(rule, n)
}

func setCut(l *calendar.Limit, s string) error {
	cut, ok := calendar.ParseCut(s)
	if !ok {
		return bad("giờ chốt "+quote(s)+" không đọc được; viết như 15:00", "cut-off "+quote(s)+" is not understood; write as in 15:00")
	}
	l.Cut = cut
	return l.Check()
}

func restarts(s string) (bool, error) {
	switch s {
	case "resume":
		return false, nil
	case "restart":
		return true, nil
	}
	return false, bad("on_supplement "+quote(s)+" không có; dùng resume hoặc restart", "no on_supplement "+quote(s)+"; use resume or restart")
}

// pauseOf reads FROM..TO, or FROM.. for a pause still open.
func pauseOf(s string, cal *calendar.Calendar) (p calendar.Pause, err error) {
	from, to, found := strings.Cut(s, "..")
	if !found {
		return p, bad("quãng dừng "+quote(s)+" không đọc được; viết TỪ..ĐẾN hoặc TỪ..", "pause "+quote(s)+" is not understood; write FROM..TO or FROM..")
	}
	if p.From, err = instant(from, cal); err != nil || to == "" {
		return p, err
	}
	p.To, err = instant(to, cal)
	return p, err
}

// answerLine is what is answered to a question in JSON.
type answerLine struct {
	Due     *time.Time     `json:"due"` // null while an open pause keeps the count from filling
	Expires *time.Time     `json:"expires"`
	Proof   calendar.Proof `json:"proof"`
}

// dueFile answers the questions of a file, or of standard input.
func dueFile(a *app, cal *calendar.Calendar, name string) error {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return bad("không mở được tệp: "+err.Error(), "cannot open the file: "+err.Error())
		}
		defer f.Close()
		in = f
	}
	return dueLines(a, cal, in)
}
