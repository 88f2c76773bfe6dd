package eventlog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// Mapping says how the log of a foreign system reads as cases of a procedure.
// MAPPING.md describes its file. What it does not name is not checked.
type Mapping struct {
	Procedure string
	Calendar  string           // name of the calendar; "" leaves it to the caller
	Offset    *calendar.Offset // of local time; nil: the calendar's own

	Activity  []string // attributes that name the activity, joined by "+"
	Instant   string
	Lifecycle string
	// Transitions are those that count, in lower case; none: all do.
	Transitions []string
	Officer     string // attribute that names the person; "" none
	Role        string
	Unit        string
	// Roles gives the values of the role attribute their roles; nil: each
	// value is the name of a role itself.
	Roles map[string][]string
	// Needs gives documents and fields, reason and lacks, the attribute that
	// shows them.
	Needs map[string]Source
	// Activities says what each activity stands for.
	Activities map[string]Meaning

	// Case is the column of CSV, or the type of objects of OCEL, that is the
	// case; "" leaves it to the caller.
	Case string
	// Units are readings of who holds a case, by name, for analysis.
	Units []UnitRule
	// Deadline is the attribute that says by when a case was due; "" none.
	Deadline string

	at   positions
	file string // names it in faults
}

// Meaning is what an activity stands for: a move, of several the first that
// the present state has, or the state in which the case stands afterwards, or
// both. Ignored activities mean nothing, and are known to.
type Meaning struct {
	Events []string
	State  string
	Ignore bool
}

// Source is the attribute that shows a document or field; Values translates
// what it says, where the procedure says it otherwise.
type Source struct {
	Attribute string
	Values    map[string]string
}

// positions are places in the file, by path.
type positions map[string][2]int

// Zone is the offset of local time, for instants that bear none; nil when the
// mapping gives no offset.
func (m *Mapping) Zone() *time.Location {
	if m.Offset == nil {
		return nil
	}
	return time.FixedZone("", int(*m.Offset)*60)
}

// Check finds names that the procedure does not have. The error is a
// *MappingError with all of them.
func (m *Mapping) Check(p *procedure.Machine) error {
	f := &faults{}
	if m.Procedure != p.Name {
		f.add(m, "procedure", "bảng này dành cho thủ tục %q, không phải %q", "this mapping is for procedure %q, not %q", m.Procedure, p.Name)
	}
	for _, value := range sortedKeys(m.Roles) {
		for _, role := range m.Roles[value] {
			if p.Role(role) == nil && role != procedure.ByApplicant && role != procedure.ByParent {
				f.add(m, "roles."+value, "thủ tục không có vai trò %q", "the procedure has no role %q", role)
			}
		}
	}
	for _, need := range sortedKeys(m.Needs) {
		if need != procedure.NeedReason && need != procedure.NeedLacks && p.Field(need) == nil && !p.Document(need) {
			f.add(m, "needs."+need, "thủ tục không có giấy tờ hay trường %q", "the procedure has no document or field %q", need)
		}
	}
	for _, activity := range sortedKeys(m.Activities) {
		meaning := m.Activities[activity]
		for _, event := range meaning.Events {
			if event != procedure.OpenEvent && event != casefile.EventResume && p.Event(event) == nil {
				f.add(m, "activities."+activity, "thủ tục không có sự kiện %q", "the procedure has no event %q", event)
			}
		}
		if meaning.State != "" && p.State(meaning.State) == nil {
			f.add(m, "activities."+activity, "thủ tục không có trạng thái %q", "the procedure has no state %q", meaning.State)
		}
	}
	return f.err(m.file)
}

// NeedNames are the needs that the log can show, sorted.
func (m *Mapping) NeedNames() []string { return sortedKeys(m.Needs) }

// MappingError is everything wrong with a mapping, one fault a line.
type MappingError struct{ text wording.Text }

func (e *MappingError) Error() string { return e.text.EN }

// Text says it in both languages.
func (e *MappingError) Text() wording.Text { return e.text }

// faults gathers what is wrong with a mapping.
type faults struct{ list []placed }

type placed struct {
	line, col int
	text      wording.Text
}

// add says what is wrong at a path of the file.
func (f *faults) add(m *Mapping, path, vi, en string, args ...any) {
	at := m.at[path]
	where := ""
	if path != "" {
		where = path + ": "
	}
	f.list = append(f.list, placed{at[0], at[1], wording.Text{
		VI: where + fmt.Sprintf(vi, args...), EN: where + fmt.Sprintf(en, args...),
	}})
}

// err is nil when nothing was wrong.
func (f *faults) err(file string) error {
	if len(f.list) == 0 {
		return nil
	}
	slices.SortStableFunc(f.list, func(a, b placed) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return a.col - b.col
	})
	var vi, en []string
	for _, p := range f.list {
		where := fmt.Sprintf("%d:%d ", max(p.line, 1), max(p.col, 1)) // what is missing: at the start
		if file != "" {
			where = file + ":" + where
		}
		vi, en = append(vi, where+p.text.VI), append(en, where+p.text.EN)
	}
	return &MappingError{wording.Text{VI: strings.Join(vi, "\n"), EN: strings.Join(en, "\n")}}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
