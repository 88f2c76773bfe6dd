// Package graph draws a compiled procedure, as Mermaid or in Graphviz's DOT
// language, for a page that people read. States show who owns them, how long
// they may take and for whom they wait; edges show the move, its condition,
// what an automatic move waits for, and which clocks start, stop or pause.
//
// The text depends on nothing but the machine and the language, so it can be
// kept and compared. It is no exchange format: refusals, needs and who may make
// a move are left out.
//
//	fmt.Print(graph.Mermaid(machine, wording.EN))
package graph

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// node is a state as it is drawn.
type node struct {
	name  string
	lines []string // title, then owner, allowance, wait
	final bool
	waits bool
}

// arrow is a branch as it is drawn; from is "" for the opening.
type arrow struct {
	from, to  string
	lines     []string // title, then condition, trigger, clocks
	automatic bool
	sendsBack bool
}

// nodes gives the states in order of name.
func nodes(m *procedure.Machine, lang wording.Lang) []node {
	var list []node
	for _, s := range m.States {
		n := node{name: s.Name, lines: []string{s.Title.In(lang)}, final: s.Final(), waits: s.WaitsFor != ""}
		if !s.Final() {
			n.lines = append(n.lines, m.Role(s.Owner).Title.In(lang), wording.Text{VI: "hạn: ", EN: "limit: "}.In(lang)+s.Within.Text().In(lang))
		}
		if s.WaitsFor != "" {
			n.lines = append(n.lines, waitText(s.WaitsFor).In(lang))
		}
		for _, c := range s.Opens {
			line := wording.Text{VI: "hồ sơ con ", EN: "child "}.In(lang) + c.Name + ": " + c.Procedure
			if c.When != nil {
				line += " [" + c.When.Source + "]"
			}
			n.lines = append(n.lines, line)
		}
		list = append(list, n)
	}
	return list
}

// waitText says for whom a state waits.
func waitText(w procedure.WaitsFor) wording.Text {
	switch w {
	case procedure.WaitsForApplicant:
		return wording.Text{VI: "chờ người nộp", EN: "waits for the applicant"}
	case procedure.WaitsForAgency:
		return wording.Text{VI: "chờ cơ quan khác", EN: "waits for an agency"}
	case procedure.WaitsForChild:
		return wording.Text{VI: "chờ hồ sơ con", EN: "waits for a child case"}
	default:
		return wording.Text{VI: "chờ đến ngày", EN: "waits for a date"}
	}
}

// arrows gives the branches that do not refuse, in order of state, event and
// branch; the opening comes first.
func arrows(m *procedure.Machine, lang wording.Lang) []arrow {
	list := branches(m, "", m.Open, lang)
	for _, s := range m.States {
		for _, move := range s.Moves {
			list = append(list, branches(m, s.Name, move, lang)...)
		}
	}
	return list
}

func branches(m *procedure.Machine, from string, move *procedure.Move, lang wording.Lang) []arrow {
	var list []arrow
	for i := range move.Branches {
		b := &move.Branches[i]
		if !b.Refuse.IsZero() {
			continue
		}
		a := arrow{from: from, to: b.To, lines: []string{move.Title.In(lang)}, automatic: move.Automatic(), sendsBack: b.SendsBack}
		if b.To == "" {
			a.to = from
		}
		for _, g := range []*procedure.Guard{move.When, b.When} {
			if g != nil {
				a.lines = append(a.lines, "["+g.Source+"]")
			}
		}
		if len(move.Branches) > 1 && b.When == nil {
			a.lines = append(a.lines, wording.Text{VI: "[còn lại]", EN: "[otherwise]"}.In(lang))
		}
		if move.Automatic() {
			a.lines = append(a.lines, wording.Text{VI: "tự động ", EN: "by itself "}.In(lang)+move.After.Text().In(lang))
		}
		if b.SendsBack {
			a.lines = append(a.lines, wording.Text{VI: "(trả lại)", EN: "(sends back)"}.In(lang))
		}
		if b.To != "" {
			a.lines = append(a.lines, clocks(m, from, b.To, lang)...)
		}
		list = append(list, a)
	}
	return list
}

// clocks says what happens to each clock on the way: stop beats pause beats
// start; a clock that is on does not start again.
func clocks(m *procedure.Machine, from, to string, lang wording.Lang) []string {
	var lines []string
	for _, k := range m.Clocks {
		var what wording.Text
		limit := wording.Text{}
		paused := slices.Contains(k.PausedIn, from)
		switch {
		case slices.Contains(k.Stops, to):
			what = wording.Text{VI: "dừng", EN: "stops"}
		case m.State(to).Final():
			continue // every clock ends there
		case slices.Contains(k.PausedIn, to):
			what = wording.Text{VI: "tạm dừng", EN: "pauses"}
		case paused:
			what = wording.Text{VI: "chạy tiếp", EN: "runs on"}
		case slices.Contains(k.Starts, to), len(k.Starts) == 0 && from == "":
			what, limit = wording.Text{VI: "chạy nếu chưa chạy", EN: "starts unless on"}, k.Within.Text()
		default:
			continue
		}
		line := k.Title.In(lang) + ": " + what.In(lang)
		if !limit.IsZero() {
			line += " (" + limit.In(lang) + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

// joined writes lines for a label, each made safe by clean.
func joined(lines []string, between string, clean *strings.Replacer) string {
	safe := make([]string, len(lines))
	for i, l := range lines {
		safe[i] = clean.Replace(l)
	}
	return strings.Join(safe, between)
}
