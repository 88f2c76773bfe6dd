package replay

import (
	"errors"
	"slices"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// judge decides the present event and leaves the case where the log says it
// stands. The kind is empty when the event fits; why says in the engine's
// words what is wrong. A missed timed move that the event itself records is
// taken off the list.
func (k *Checker) judge(missed *[]string) (kind Kind, why wording.Text, err error) {
	event := k.meant()
	if event == "" {
		return k.judgeState(missed)
	}
	if i := slices.Index(*missed, event); i >= 0 {
		// The log made the timed move itself, when or after it fell due.
		*missed = slices.Delete(*missed, i, i+1)
		return "", why, k.place(event)
	}
	if mv := k.move(k.c.State, event); mv != nil && mv.Automatic() && !k.timed(event) && k.waits() {
		// Nothing but this event can tell that the children have ended.
		return "", why, k.place(event)
	}
	kind, why, err = k.decide(event)
	if err != nil || kind != "" {
		if err == nil {
			err = k.place(event)
		}
		return kind, why, err
	}
	if s := k.seen.State; s != "" && k.c.State != s {
		return Guard, elsewhere(k.c.State), k.place(event)
	}
	return "", why, nil
}

// said is a name of the procedure, which is no word of either language.
func said(name string) wording.Text { return wording.Text{VI: name, EN: name} }

// elsewhere says that the engine would have gone to another state.
func elsewhere(state string) wording.Text {
	return wording.Text{VI: "theo thủ tục thì đến «" + state + "»", EN: "by the procedure it leads to «" + state + "»"}
}

// notOpened says that the first event of a case is no opening.
var notOpened = wording.Text{VI: "hồ sơ chưa được mở", EN: "the case was not opened"}

// meant is the event that the sighting stands for: of several the first that
// the present state has; if it has none, the first that could be meant. It is
// empty when the log only names a state.
func (k *Checker) meant() string {
	for _, e := range k.seen.Events {
		if k.move(k.c.State, e) != nil || e == casefile.EventResume && k.c.Suspended() {
			return e
		}
	}
	for _, e := range k.seen.Events {
		if e != procedure.OpenEvent || !k.c.Started() || len(k.seen.Events) == 1 {
			return e
		}
	}
	return ""
}

// waits reports whether children of the case are open.
func (k *Checker) waits() bool {
	return slices.ContainsFunc(k.c.Children, func(c casefile.Child) bool { return c.Open() })
}

// judgeState decides an event of which the log only says where the case
// stands afterwards: some move must lead there, or it stands there already.
func (k *Checker) judgeState(missed *[]string) (kind Kind, why wording.Text, err error) {
	to := k.seen.State
	if k.c.State == to {
		return "", why, nil
	}
	if k.c.Ended() {
		return Closed, said(k.c.State), k.place("")
	}
	moves := []*procedure.Move{k.m.Open}
	if k.c.Started() {
		moves = k.m.State(k.c.State).Moves
	}
	for _, mv := range moves {
		if !slices.ContainsFunc(mv.Branches, func(b procedure.Branch) bool { return b.To == to }) {
			continue
		}
		if i := slices.Index(*missed, mv.Event); i >= 0 {
			*missed = slices.Delete(*missed, i, i+1)
			return "", why, k.place(mv.Event)
		}
		if mv.Automatic() {
			continue
		}
		found, reason, err := k.attempt(mv.Event)
		if err != nil {
			return "", why, err
		}
		if found == "" && k.scratch.After().State == to {
			return "", why, k.apply(&k.scratch)
		}
		if found == "" {
			found, reason = Guard, elsewhere(k.scratch.After().State)
		}
		if kind == "" {
			kind, why = found, reason
		}
	}
	if kind == "" {
		kind, why = NoSuchMove, said(to)
	}
	return kind, why, k.place("")
}

// decide puts the event to the case and applies it if it fits.
func (k *Checker) decide(event string) (Kind, wording.Text, error) {
	kind, why, err := k.attempt(event)
	if err != nil || kind != "" {
		return kind, why, err
	}
	return "", why, k.apply(&k.scratch)
}

// attempt puts the event to the case and leaves the decision in scratch.
func (k *Checker) attempt(event string) (kind Kind, why wording.Text, err error) {
	if !k.c.Started() && event != procedure.OpenEvent {
		return NoSuchMove, notOpened, nil
	}
	if event == casefile.EventResume {
		return k.resume()
	}
	cmd := k.command(event)
	if k.seen.Acts {
		refused, err := k.asOneOf(k.seen.Roles, cmd)
		if err != nil {
			return "", why, err
		}
		if refused != nil && refused.Code == casefile.CodeNotYours {
			return NotYours, refused.Reason, nil
		}
	}
	waive := waiveAll &^ casefile.WaiveNotBy
	refused, err := k.put(cmd, waive)
	if err == nil && refused == nil && k.tookChildMove() {
		// No child was ordered, so the engine goes on by itself at once.
		refused, err = k.put(cmd, waive&^casefile.WaiveTimed)
	}
	if err != nil {
		return "", why, err
	}
	if refused != nil {
		kind, why = kindOf(refused), refused.Reason
	}
	if kind == "" || kind == Guard || kind == LoopPolicy {
		if lacking := k.lacking(event, refused == nil); lacking != "" {
			return Needs, said(lacking), nil
		}
	}
	return kind, why, nil
}

// resume ends a suspension, by one of the sighting's roles or, when the log
// does not name any, by one that may.
func (k *Checker) resume() (Kind, wording.Text, error) {
	roles := k.seen.Roles
	if !k.seen.Acts {
		roles = k.suspenders()
	}
	refused, err := k.asOneOf(roles, k.command(casefile.EventResume))
	if err != nil || refused == nil {
		return "", wording.Text{}, err
	}
	return kindOf(refused), refused.Reason, nil
}

// asOneOf puts a command as an officer in each of the roles, until one of them
// may. The refusal is the last one's; without roles an outsider's.
func (k *Checker) asOneOf(roles []string, cmd *casefile.Command) (refused *casefile.Refusal, err error) {
	asked := *cmd
	if len(roles) == 0 {
		roles = []string{outsider}
	}
	for _, asked.Actor = range roles {
		refused, err = k.put(&asked, waiveAll&^casefile.WaiveBy)
		if err != nil || refused == nil || refused.Code != casefile.CodeNotYours {
			return refused, err
		}
	}
	return refused, nil
}

// put decides a command into scratch. An error that is no refusal is a fault.
func (k *Checker) put(cmd *casefile.Command, w casefile.Waiver) (*casefile.Refusal, error) {
	err := k.observe(cmd, w, &k.scratch)
	var refused *casefile.Refusal
	if errors.As(err, &refused) {
		return refused, nil
	}
	return nil, err
}

// command is the event as somebody puts it to the engine.
func (k *Checker) command(event string) *casefile.Command {
	s := &k.seen
	cmd := &casefile.Command{Event: event, Given: s.Given, Documents: s.Documents, Lacks: s.Lacks}
	if s.Person != "" {
		cmd.Actor = person + s.Person
	}
	return cmd
}

// person keeps names of a log apart from casefile.Applicant and Parent.
const person = "log:"

// tookChildMove reports whether scratch used up a move that only waited for
// children, of which there are none.
func (k *Checker) tookChildMove() bool {
	state := k.m.State(k.scratch.After().State)
	return slices.ContainsFunc(k.scratch.Entries, func(e casefile.Entry) bool {
		if e.Kind != casefile.NotTaken || state == nil {
			return false
		}
		mv := state.Move(e.Event)
		return mv != nil && mv.After.Kind == procedure.TriggerAllChildren
	})
}

// lacking names a need that the log can show and does not: of the move, and
// of the branch that was taken.
func (k *Checker) lacking(event string, decided bool) string {
	mv := k.move(k.c.State, event)
	if mv == nil {
		return ""
	}
	needs := mv.Needs
	if decided && len(k.scratch.Entries) > 0 {
		if n := branchOf(k.scratch.Entries, event); n > 0 {
			needs = append(slices.Clone(needs), mv.Branches[n-1].Needs...)
		}
	}
	for _, n := range needs {
		if _, mapped := slices.BinarySearch(k.needs, n.Name); mapped && !n.Optional && !k.carries(n.Name) {
			return n.Name
		}
	}
	return ""
}

// branchOf is the branch that the entry of the event took, from 1.
func branchOf(entries []casefile.Entry, event string) int {
	for i := range entries {
		if entries[i].Event == event && entries[i].Kind != casefile.NotTaken {
			return entries[i].Branch
		}
	}
	return 0
}

func (k *Checker) carries(name string) bool {
	s := &k.seen
	return name == procedure.NeedLacks && len(s.Lacks) > 0 ||
		slices.ContainsFunc(s.Given, func(g casefile.Given) bool { return g.Name == name }) ||
		slices.ContainsFunc(s.Documents, func(d casefile.Document) bool { return d.Name == name })
}
