package engine

import (
	"slices"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/organisation"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Case is a case as people ask about it: who holds it, what they owe, by when,
// and what can be done next. It is a copy.
type Case struct {
	ID        string
	District  string
	Procedure string
	Version   int
	Identity  string
	Title     wording.Text // of the procedure
	Opened    time.Time
	Parent    casefile.ParentRef
	Follows   string

	// Offset is local time in its district.
	Offset calendar.Offset

	// Seq and At are those of the last entry.
	Seq int64
	At  time.Time

	State      string
	StateTitle wording.Text
	// Outcome is "" while the case is open.
	Outcome string
	// Holder is zero once the case has ended.
	Holder casefile.Holder
	// HolderTitle names the unit and its role.
	UnitTitle, RoleTitle wording.Text
	// Duty is what the holder owes, by Due. Target is the district's own tighter
	// allowance, zero when there is none.
	Duty   wording.Text
	Due    time.Time
	Target time.Time
	// Wait says why there is no due: a stated wait, or a suspension. An open case
	// has either a due or a wait.
	Wait wording.Text
	// WaitsFor is whom the state waits for, "" when the owner works.
	WaitsFor  procedure.WaitsFor
	Suspended bool
	// Overdue: an office is late, in this visit or on a clock that still runs.
	Overdue bool

	Clocks   []Clock
	Children []casefile.Child
	// Next are the events possible now, sorted; guards and needs may still say no.
	Next []Next
}

// Clock is a time limit of a case that was ever on.
type Clock struct {
	Name  string
	Title wording.Text
	On    bool
	Run   int
	// Paused: it stands still and has no due.
	Paused bool
	// Overdue: its due has passed and was not lifted.
	Overdue bool
	// First is the due of the first run without any pause, Due the one in force,
	// Target the district's tighter one, Promised that of an apology. Zero: none.
	First, Due, Target, Promised time.Time
}

// Next is an event that the procedure offers now.
type Next struct {
	Event string
	Title wording.Text
	// By are those who may make it: roles, or holder, applicant, parent; of
	// built-in events also head (of the holding unit) and officer (any that the
	// procedure binds).
	By []string
	// ByTitles are their titles, in the same order.
	ByTitles []wording.Text
	// Needs are what it must carry; Optional ones end in "?".
	Needs []string
}

var unknownDue = say("chưa có hạn: lịch chưa tới ngày đó", "no due yet: the calendar does not reach it")

// view shows c to people, with the words of m and the units of org.
func view(m *procedure.Machine, org *organisation.View, c *casefile.Case) Case {
	s, st := m.State(c.State), casefile.Stand(m, c)
	v := Case{
		ID: c.ID, District: c.District, Procedure: c.Procedure, Version: c.Version, Identity: c.Identity,
		Title: m.Title, Opened: c.Opened, Parent: c.Parent, Follows: c.Follows, Seq: c.Seq, At: c.At,
		State: c.State, StateTitle: st.Title, Outcome: string(c.Outcome), Suspended: c.Suspended(),
		Children: slices.Clone(c.Children),
	}
	for i := range c.Clocks {
		v.Clocks = append(v.Clocks, clock(m, &c.Clocks[i]))
	}
	if c.Ended() {
		return v
	}
	v.Holder, v.Duty, v.WaitsFor = st.Holder, st.Duty, s.WaitsFor
	if u := org.Unit(c.Holder.Unit); u != nil {
		v.UnitTitle = u.Title
	}
	if r := m.Role(c.Holder.Role); r != nil {
		v.RoleTitle = r.Title
	}
	if v.Due = st.Limit; v.Due.IsZero() {
		v.Wait = stated(&st, c)
	} else {
		v.Target = c.Visit.Target
	}
	v.Overdue = c.Visit.Expired && s.Works()
	for i := range c.Clocks {
		v.Overdue = v.Overdue || c.Clocks[i].On && c.Clocks[i].Expired
	}
	v.Next = next(m, org, s, c)
	return v
}

func clock(m *procedure.Machine, t *casefile.Timer) Clock {
	k := Clock{Name: t.Name, On: t.On, Run: t.Run, Paused: t.Paused(), Overdue: t.Expired,
		First: t.First, Due: t.Due, Target: t.Target, Promised: t.Promised}
	if def := m.Clock(t.Name); def != nil {
		k.Title = def.Title
	}
	return k
}

// stated says why there is no due: in the words of the procedure, or ours.
func stated(st *casefile.Standing, c *casefile.Case) wording.Text {
	switch {
	case !st.Words.IsZero():
		return st.Words
	case !c.Suspended():
		return unknownDue
	case c.Suspension.Due.IsZero():
		return say("tạm đình chỉ", "suspended")
	}
	at := c.Suspension.Due.UTC().Format(time.RFC3339)
	return say("tạm đình chỉ đến "+at, "suspended until "+at)
}

// next lists the moves that persons can make from here, then the built-in ones.
func next(m *procedure.Machine, org *organisation.View, s *procedure.State, c *casefile.Case) []Next {
	var out []Next
	if c.Suspended() {
		return append(out, builtin(m, Note, c), builtin(m, Resume, c))
	}
	for _, mv := range s.Moves {
		if mv.Automatic() || mv.AtMost > 0 && made(c, mv.Event) >= int64(mv.AtMost) || slices.Equal(mv.By, []string{procedure.ByParent}) {
			continue
		}
		n := Next{Event: mv.Event, Title: mv.Title, By: slices.Clone(mv.By)}
		for _, need := range mv.Needs {
			if need.Optional {
				need.Name += "?"
			}
			n.Needs = append(n.Needs, need.Name)
		}
		n.ByTitles = titles(m, c, n.By)
		out = append(out, n)
	}
	if c.Holder.Officer == "" {
		out = append(out, builtin(m, Claim, c))
	} else {
		out = append(out, builtin(m, Release, c))
	}
	out = append(out, builtin(m, Assign, c))
	if receives(m, org, s, c) {
		out = append(out, builtin(m, Forward, c))
	}
	return append(out, builtin(m, Note, c))
}

// receives reports whether there is a unit to which the holder may hand over.
func receives(m *procedure.Machine, org *organisation.View, s *procedure.State, c *casefile.Case) bool {
	for _, role := range append([]string{s.Owner}, s.ForwardTo...) {
		for _, unit := range org.Bound(m.Name, role) {
			if unit != c.Holder.Unit {
				return true
			}
		}
	}
	return false
}

func made(c *casefile.Case, event string) int64 {
	for _, t := range c.Made {
		if t.Name == event {
			return t.N
		}
	}
	return 0
}

var builtins = map[string]wording.Text{
	Claim:   say("Nhận việc", "Claim"),
	Release: say("Trả lại đơn vị", "Release"),
	Assign:  say("Phân công", "Assign"),
	Forward: say("Chuyển xử lý", "Forward"),
	Note:    say("Ghi chú", "Note"),
	Resume:  say("Tiếp tục giải quyết", "Resume"),
}

// Who may give built-in commands, beside those of procedures.
const (
	byHead   = "head"
	byAnyone = "officer"
)

func builtin(m *procedure.Machine, event string, c *casefile.Case) Next {
	n := Next{Event: event, Title: builtins[event], By: []string{procedure.ByHolder}}
	switch event {
	case Assign:
		n.By = []string{byHead}
	case Note:
		n.By = []string{byAnyone, procedure.ByApplicant}
	case Resume:
		if mv := m.State(c.State).Move(c.Suspension.Event); mv != nil {
			n.By = slices.Clone(mv.By)
		}
	case Forward:
		n.Needs = []string{Reason}
	}
	n.ByTitles = titles(m, c, n.By)
	return n
}

// titles says in words who by is.
func titles(m *procedure.Machine, c *casefile.Case, by []string) []wording.Text {
	out := make([]wording.Text, len(by))
	for i, name := range by {
		switch r := m.Role(name); {
		case r != nil:
			out[i] = r.Title
		case name == procedure.ByApplicant:
			out[i] = say("người nộp hồ sơ", "the applicant")
		case name == procedure.ByParent:
			out[i] = say("hồ sơ mẹ", "the parent case")
		case name == byAnyone:
			out[i] = say("công chức tham gia thủ tục", "any officer of the procedure")
		case name == byHead:
			out[i] = say("trưởng đơn vị đang giữ", "the head of the holding unit")
		case c.Holder.Officer != "":
			out[i] = say("người đang giữ: "+c.Holder.Officer, "the holder: "+c.Holder.Officer)
		default:
			out[i] = say("đơn vị đang giữ", "the holding unit")
		}
	}
	return out
}
