package source

import (
	"slices"
	"strconv"

	"github.com/motcua/motcua/engine/calendar"
)

// The keys of a calendar file, in the order people write them. Sessions and
// closures are those of a district file.
var (
	calendarKeys = []string{
		"language", "calendar", "edition", "title", "offset", "from", "to", "sessions", "closures", "worked",
		"provisional", "source",
	}
	calendarNeeds = []string{"language", "calendar", "edition", "title", "from", "to", "sessions"}
	workedKeys    = []string{"date", "for", "title", "basis"}
	workedNeeds   = []string{"date", "for", "title"}
)

const wantOffset = "độ lệch với UTC trong ngoặc kép, như \"+07:00\" | the distance from UTC in quotes, such as \"+07:00\""

// Calendar reads a calendar file; file is its name in messages. The error is
// an *Error with all faults. The keys:
//
//	language: 1
//	calendar: vietnam                 # name
//	edition: "2026-09"                # of the data
//	title: Vietnamese | English
//	offset: "+07:00"                  # of local time; default +07:00
//	from: "2020-01-01"                # validity, both dates included
//	to: "2030-12-31"
//	sessions:                         # the first that fits a date counts
//	  - {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"], season: "04-16..10-15"}
//	closures:                         # to, if any, closes all dates up to it
//	  - {date: "2026-02-16", to: "2026-02-20", title: Tết | Lunar New Year, basis: [12729/VPCP-KGVX]}
//	worked:                           # a day of rest worked instead of for
//	  - {date: "2026-08-22", for: "2026-08-31", title: Làm bù | Worked instead, basis: [3383/BNV-CVL]}
//	provisional: [2027]               # years not decided
//	source: [where the data comes from]
func Calendar(file string, b []byte) (*calendar.Calendar, error) {
	r, root := open(file, b)
	if root == nil {
		return nil, r.faults.sorted().Err()
	}
	d := calendar.Data{Offset: 7 * 60}
	r.fixed(root, "", calendarKeys, calendarNeeds, func(key string, v *node, at string) { r.calendarKey(&d, key, v, at) })
	if err := r.faults.sorted().Err(); err != nil {
		return nil, err
	}
	c, err := calendar.New(d)
	if err != nil {
		f := r.fault("C04", "calendar")
		if refused, ok := err.(*calendar.InputError); ok {
			f.Words = refused.Text()
		}
		return nil, r.faults.Err()
	}
	return c, nil
}

func (r *reader) calendarKey(d *calendar.Data, key string, v *node, at string) {
	switch key {
	case "language":
		if n := r.whole(v, at); n > 1 {
			r.fault("C01", at, strconv.Itoa(n))
		}
	case "calendar":
		d.Name = r.str(v, at, wantWord)
	case "edition":
		d.Edition = r.str(v, at, wantString)
	case "title":
		d.Title = r.text(v, at)
	case "offset":
		r.into(v, at, wantOffset, &d.Offset)
	case "from":
		r.into(v, at, wantDate, &d.From)
	case "to":
		r.into(v, at, wantDate, &d.To)
	case "sessions":
		r.list(v, at, func(v *node, at string) { d.Sessions = append(d.Sessions, r.sessions(v, at)) })
	case "closures":
		r.list(v, at, func(v *node, at string) { d.Closures = append(d.Closures, r.closures(v, at)...) })
	case "worked":
		r.list(v, at, func(v *node, at string) { d.Worked = append(d.Worked, r.worked(v, at)) })
	case "provisional":
		r.list(v, at, func(v *node, at string) { d.Provisional = append(d.Provisional, r.whole(v, at)) })
	case "source":
		d.Source = r.strings(v, at)
	}
}

func (r *reader) worked(n *node, path string) calendar.Worked {
	var w calendar.Worked
	r.fixed(n, path, workedKeys, workedNeeds, func(key string, v *node, at string) {
		switch key {
		case "date":
			r.into(v, at, wantDate, &w.Date)
		case "for":
			r.into(v, at, wantDate, &w.For)
		case "title":
			w.Title = r.text(v, at)
		case "basis":
			w.Basis = r.strings(v, at)
		}
	})
	return w
}

// fixed reads a map with the given keys, some of them needed.
func (r *reader) fixed(n *node, path string, known, needs []string, each func(key string, v *node, at string)) {
	if !r.isMap(n, path) {
		return
	}
	var given []string
	for _, p := range n.pairs {
		key, at := p.key.text, join(path, p.key.text)
		if slices.Contains(known, key) {
			given = append(given, key)
			each(key, p.value, at)
			continue
		}
		if meant := nearest(key, known); meant != "" {
			given = append(given, meant) // misspelt, not missing
			r.faultHint(hintMeant(meant), "C01", at, cut(key))
			continue
		}
		r.fault("C01", at, cut(key))
	}
	for _, key := range needs {
		if !slices.Contains(given, key) {
			r.missing(path, key)
		}
	}
}
