package main

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/adapters/eventlog"
	"github.com/motcua/motcua/adapters/eventlog/figures"
)

// run reads the log once, case by case, and prints what was counted.
func (l *logAnalyse) run(calendarGiven bool) error {
	o, r, err := l.options(calendarGiven)
	if err != nil {
		return err
	}
	rows, err := newCaseRows(l.casesFile, o.Readings)
	if err != nil {
		return err
	}
	defer rows.discard()
	if rows != nil {
		o.Row = rows.add
	}
	analysis := figures.New(o)
	log, err := l.read(r, analysis, &o)
	if err != nil {
		return err
	}
	var dropped []string
	if !l.givenUnits && len(o.Readings) == 1 && o.Readings[0].Name == usual && !log.Has(usual) {
		dropped = append(dropped, usual)
	}
	f := analysis.Figures(l.file, dropped...)
	f.Loose = log.Loose()
	if l.givenCase && f.Cases == 0 {
		return bad("nhật ký không có hồ sơ "+quote(l.oneCase), "the log has no case "+quote(l.oneCase))
	}
	if err := rows.finish(len(dropped) == 0); err != nil {
		return err
	}
	if l.a.json {
		return l.a.printJSON(f)
	}
	return l.a.printAnalysis(f, l)
}

// read streams the log through the analysis, and refuses keys that it does
// not have.
func (l *logAnalyse) read(r eventlog.Options, analysis *figures.Analysis, o *figures.Options) (eventlog.Log, error) {
	in, size, err := (&logCheck{a: l.a}).open(l.file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	bar := newBytes(l.a.err, size, l.a.say("đọc nhật ký", "reading the log"))
	defer bar.done()
	log, format, err := eventlog.Open(bar.reader(in), l.file, r)
	if err != nil {
		return nil, inFile(l.file, err)
	}
	if format == eventlog.XES && l.caseColumn != "" {
		return nil, bad("--case-column chỉ dùng cho CSV và OCEL", "--case-column is for CSV and OCEL")
	}
	for trace, err := range log.Traces() {
		if err != nil {
			return nil, inFile(l.file, err)
		}
		if err := analysis.Add(trace); err != nil {
			return nil, err
		}
	}
	return log, l.known(log, format, o)
}

// known refuses keys that were asked for and that no event has.
func (l *logAnalyse) known(log eventlog.Log, format eventlog.Format, o *figures.Options) error {
	has := func(key string) bool {
		return log.Has(key) || l.mapFile != "" && strings.HasPrefix(key, "case:")
	}
	var unknown []string
	for _, r := range o.Readings {
		if (l.givenUnits || r.Name != usual) && !slices.ContainsFunc(r.From, has) {
			unknown = append(unknown, r.From...)
		}
	}
	for _, key := range []string{l.activity, l.actor, l.timeColumn, o.Deadline} {
		if key != "" && !has(key) {
			unknown = append(unknown, key)
		}
	}
	if format == eventlog.CSV && l.timeColumn == "" && !o.FileOrder && !has(o.Instant) {
		unknown = append(unknown, o.Instant) // every order would be made up
	}
	if len(unknown) == 0 {
		return nil
	}
	for i, key := range unknown {
		unknown[i] = quote(key)
	}
	asked, there := strings.Join(unknown, ", "), strings.Join(log.Keys(), ", ")
	return bad(l.file+": sự kiện không có khoá "+asked+"; nhật ký có: "+there, l.file+": events have no key "+asked+"; the log has: "+there)
}
