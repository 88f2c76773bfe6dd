package main

import (
	"github.com/spf13/cobra"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// procedureShowCmd is `motcua procedure show`: a page a jurist reads, or the
// same as JSON.
func procedureShowCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show FILE|NAME",
		Short: a.say("Xem một thủ tục", "Show a procedure"),
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := readProcedure(args[0])
			if err != nil {
				return err
			}
			shown := showProcedure(r.machine, r.definition)
			if a.json {
				return a.printJSON(shown)
			}
			return a.printPage(shown)
		},
	}
}

// shownProcedure is the JSON of `procedure show`. States stand in the order of
// the file, moves in the order of their events.
type shownProcedure struct {
	Procedure  string        `json:"procedure"`
	Version    int           `json:"version"`
	Identity   string        `json:"identity"`
	Wording    string        `json:"wording"`
	Code       string        `json:"code,omitempty"`
	Title      wording.Text  `json:"title"`
	Legal      shownLegal    `json:"legal"`
	Fee        *wording.Text `json:"fee,omitempty"`
	Roles      []shownName   `json:"roles"`
	Documents  []shownName   `json:"documents"`
	Data       []shownField  `json:"data"`
	Clocks     []shownClock  `json:"clocks"`
	Open       shownMove     `json:"open"`
	LoopPolicy *shownPolicy  `json:"loop_policy,omitempty"`
	States     []shownState  `json:"states"`
}

type shownLegal struct {
	Basis      []string `json:"basis"`
	Source     string   `json:"source,omitempty"`
	Unverified []string `json:"unverified,omitempty"`
}

type shownName struct {
	Name  string       `json:"name"`
	Title wording.Text `json:"title"`
}

type shownField struct {
	shownName
	Type     string   `json:"type"`
	Values   []string `json:"values,omitempty"`
	Personal bool     `json:"personal"`
}

type shownClock struct {
	shownName
	Basis     []string     `json:"basis"`
	Allowance wording.Text `json:"allowance"`
	Within    []shownLimit `json:"within"`
	Starts    []string     `json:"starts"` // empty: the opening
	Stops     []string     `json:"stops"`
	PausedIn  []string     `json:"paused_in"`
	WarnAt    []string     `json:"warn_at"`
}

type shownLimit struct {
	When  string `json:"when,omitempty"`
	Limit string `json:"limit"`
}

type shownPolicy struct {
	AtMost int          `json:"at_most"`
	Refuse wording.Text `json:"refuse"`
}

type shownState struct {
	shownName
	Outcome   string        `json:"outcome,omitempty"` // of a final state, which has nothing below
	Owner     string        `json:"owner,omitempty"`
	Duty      *wording.Text `json:"duty,omitempty"`
	WaitsFor  string        `json:"waits_for,omitempty"`
	Allowance *wording.Text `json:"allowance,omitempty"`
	Within    []shownLimit  `json:"within,omitempty"`
	WarnAt    []string      `json:"warn_at,omitempty"`
	ForwardTo []string      `json:"forward_to,omitempty"`
	Opens     []shownChild  `json:"opens,omitempty"`
	Moves     []shownMove   `json:"moves,omitempty"`
}

type shownChild struct {
	Name      string            `json:"name"`
	Procedure string            `json:"procedure"`
	At        string            `json:"at,omitempty"`
	When      string            `json:"when,omitempty"`
	With      map[string]string `json:"with,omitempty"`
	Returns   map[string]string `json:"returns,omitempty"`
}

type shownMove struct {
	Event    string            `json:"event"`
	Title    wording.Text      `json:"title"`
	By       []string          `json:"by,omitempty"` // empty: the move takes itself
	NotBy    []string          `json:"not_by,omitempty"`
	When     string            `json:"when,omitempty"`
	Needs    []string          `json:"needs,omitempty"`
	AtMost   int               `json:"at_most,omitempty"`
	After    *wording.Text     `json:"after,omitempty"`
	Issues   []string          `json:"issues,omitempty"`
	Extends  map[string]string `json:"extends,omitempty"`
	Suspends *wording.Text     `json:"suspends,omitempty"`
	Branches []shownBranch     `json:"branches"`

	extensions []procedure.Extension // extends, for people
}

type shownBranch struct {
	When      string        `json:"when,omitempty"`
	To        string        `json:"to,omitempty"` // empty: stays, or refuses
	Refuse    *wording.Text `json:"refuse,omitempty"`
	Needs     []string      `json:"needs,omitempty"`
	Issues    []string      `json:"issues,omitempty"`
	SendsBack bool          `json:"sends_back,omitempty"`
}

// showProcedure turns a compiled procedure into what is shown. The definition
// gives the order of the file.
func showProcedure(m *procedure.Machine, d *procedure.Definition) shownProcedure {
	p := shownProcedure{
		Procedure: m.Name, Version: m.Version, Identity: m.Identity, Wording: m.Wording, Code: m.Code,
		Title: m.Title, Legal: shownLegal(m.Legal), Fee: textOf(m.Fee),
		Roles: showNames(d.Roles), Documents: showNames(d.Documents),
		Data: []shownField{}, Clocks: []shownClock{}, States: []shownState{},
		Open: showMove(m, m.Open),
	}
	p.Open.Title = m.Open.Title
	for _, f := range d.Data {
		p.Data = append(p.Data, shownField{shownName{f.Name, f.Title}, string(f.Type), f.Values, f.Personal})
	}
	for _, k := range d.Clocks {
		p.Clocks = append(p.Clocks, showClock(m.Clock(k.Name)))
	}
	if l := m.LoopPolicy; l != nil {
		p.LoopPolicy = &shownPolicy{l.AtMost, l.Refuse}
	}
	for _, s := range d.States {
		p.States = append(p.States, showState(m, m.State(s.Name)))
	}
	return p
}

func showNames(names []procedure.Named) []shownName {
	list := []shownName{}
	for _, n := range names {
		list = append(list, shownName(n))
	}
	return list
}

func showClock(k *procedure.Clock) shownClock {
	return shownClock{
		shownName: shownName{k.Name, k.Title}, Basis: k.Basis, Allowance: k.Within.Text(), Within: showLimits(k.Within),
		Starts: notNil(k.Starts), Stops: notNil(k.Stops), PausedIn: notNil(k.PausedIn), WarnAt: showWarnings(k.WarnAt),
	}
}

func showState(m *procedure.Machine, s *procedure.State) shownState {
	shown := shownState{shownName: shownName{s.Name, s.Title}, Outcome: string(s.Outcome)}
	if s.Final() {
		return shown
	}
	shown.Owner, shown.Duty, shown.WaitsFor = s.Owner, textOf(s.Duty), string(s.WaitsFor)
	shown.Allowance, shown.Within = textOf(s.Within.Text()), showLimits(s.Within)
	shown.WarnAt, shown.ForwardTo = showWarnings(s.WarnAt), s.ForwardTo
	for _, c := range s.Opens {
		shown.Opens = append(shown.Opens, shownChild{c.Name, c.Procedure, c.At, guardOf(c.When), pairsOf(c.With), pairsOf(c.Returns)})
	}
	for _, move := range s.Moves {
		shown.Moves = append(shown.Moves, showMove(m, move))
	}
	return shown
}

func showMove(m *procedure.Machine, move *procedure.Move) shownMove {
	shown := shownMove{
		Event: move.Event, Title: move.Title, By: move.By, NotBy: move.NotBy, When: guardOf(move.When),
		Needs: showNeeds(move.Needs), AtMost: move.AtMost, Issues: wordsOf(move.Issues), extensions: move.Extends,
	}
	if e := m.Event(move.Event); e != nil {
		shown.Title = e.Title
	}
	if move.After != nil {
		shown.After = textOf(move.After.Text())
	}
	for _, e := range move.Extends {
		if shown.Extends == nil {
			shown.Extends = map[string]string{}
		}
		shown.Extends[e.Clock] = e.Limit.String()
	}
	if s := move.Suspends; s != nil {
		shown.Suspends = textOf(s.Words)
		if s.Words.IsZero() {
			shown.Suspends = textOf(s.Limit.Text())
		}
	}
	for _, b := range move.Branches {
		shown.Branches = append(shown.Branches, shownBranch{
			guardOf(b.When), b.To, textOf(b.Refuse), showNeeds(b.Needs), wordsOf(b.Issues), b.SendsBack,
		})
	}
	return shown
}
