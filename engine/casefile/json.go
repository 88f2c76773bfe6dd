package casefile

import (
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"github.com/motcua/motcua/engine/procedure"
)

// The JSON of entries is a rendering for people and programs, with stable
// names; nothing is hashed of it or read back. What an entry does not bear is
// left out.

// MarshalText writes a commitment in hexadecimal, "" for none.
func (c Commitment) MarshalText() ([]byte, error) {
	if c.IsZero() {
		return nil, nil
	}
	return hex.AppendEncode(nil, c[:]), nil
}

// MarshalJSON writes the entry's rendering.
func (e Entry) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Seq        int64              `json:"seq"`
		At         time.Time          `json:"at"`
		Kind       Kind               `json:"kind"`
		Event      string             `json:"event,omitempty"`
		Actor      string             `json:"actor,omitempty"`
		For        string             `json:"for,omitempty"`
		Command    string             `json:"command,omitempty"`
		Digest     Commitment         `json:"digest,omitzero"`
		Rules      int                `json:"rules"`
		Register   int64              `json:"register"`
		Calendar   string             `json:"calendar"`
		Holder     Holder             `json:"holder,omitzero"`
		Data       []Datum            `json:"data,omitempty"`
		Reason     Commitment         `json:"reason,omitzero"`
		Documents  []Document         `json:"documents,omitempty"`
		Lacks      []string           `json:"lacks,omitempty"`
		Slips      []procedure.Slip   `json:"slips,omitempty"`
		Branch     int                `json:"branch,omitempty"`
		To         string             `json:"to,omitempty"`
		Outcome    procedure.Outcome  `json:"outcome,omitempty"`
		Effective  time.Time          `json:"effective,omitzero"`
		Wait       procedure.WaitsFor `json:"wait,omitempty"`
		Orders     []Order            `json:"orders,omitempty"`
		Tells      []Tell             `json:"tells,omitempty"`
		Turns      []Turn             `json:"turns,omitempty"`
		Handover   Handover           `json:"handover,omitzero"`
		Opening    *Opening           `json:"opening,omitempty"`
		Suspension Pending            `json:"suspension,omitzero"`
		Mark       Mark               `json:"mark,omitzero"`
		Child      Answer             `json:"child,omitzero"`
		Cites      []int64            `json:"cites,omitempty"`
	}{
		e.Seq, e.At, e.Kind, e.Event, e.Actor, e.For, e.Command, Commitment(e.Digest), e.Rules, e.Register, e.Calendar,
		e.Holder, e.Data, e.Reason, e.Documents, e.Lacks, e.Slips, e.Branch, e.To, e.Outcome, e.Effective, e.Wait,
		e.Orders, e.Tells, e.Turns, e.Handover, e.Opening, e.Suspension, e.Mark, e.Child, e.Cites,
	})
}

// MarshalJSON writes the value in its own type, or the commitment.
func (d Datum) MarshalJSON() ([]byte, error) {
	out := struct {
		Name       string     `json:"name"`
		Value      any        `json:"value,omitempty"`
		Commitment Commitment `json:"commitment,omitzero"`
	}{Name: d.Name, Commitment: d.Commitment}
	switch v := d.Value; v.Type {
	case "":
	case procedure.Integer, procedure.Money:
		out.Value = v.Int
	case procedure.Boolean:
		out.Value = v.Int == 1
	default:
		out.Value = textOf(v)
	}
	return json.Marshal(out)
}

// MarshalJSON writes the turn with its limits in words.
func (u Turn) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Timer     string    `json:"timer"`
		Kind      TurnKind  `json:"kind"`
		Run       int       `json:"run,omitempty"`
		Limit     string    `json:"limit,omitempty"`
		Added     string    `json:"added,omitempty"`
		First     time.Time `json:"first,omitzero"`
		Old       time.Time `json:"old,omitzero"`
		OldTarget time.Time `json:"old_target,omitzero"`
		Due       time.Time `json:"due,omitzero"`
		Target    time.Time `json:"target,omitzero"`
		Promised  time.Time `json:"promised,omitzero"`
		Timely    bool      `json:"timely,omitempty"`
	}{
		u.Timer, u.Kind, u.Run, LimitText(u.Limit), LimitText(procedure.Limit{Limit: u.Added}),
		u.First, u.Old, u.OldTarget, u.Due, u.Target, u.Promised, u.Timely,
	})
}

// MarshalJSON writes the suspension with its limit in words.
func (p Pending) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Event string    `json:"event"`
		Limit string    `json:"limit,omitempty"`
		Due   time.Time `json:"due,omitzero"`
		Since time.Time `json:"since,omitzero"`
		By    []string  `json:"by,omitempty"`
	}{p.Event, LimitText(p.Limit), p.Due, p.Since, p.By})
}

// IsZero reports whether nothing is suspended.
func (p Pending) IsZero() bool { return p.Event == "" }

// MarshalJSON writes the tightened allowance with its limit in words.
func (t Tight) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string `json:"name"`
		Item  int    `json:"item"`
		Limit string `json:"limit"`
	}{t.Name, t.Item, t.Limit.String()})
}

// LimitText writes a limit as procedures do, "" for none. An extended "same
// day" is written with what was added.
func LimitText(l procedure.Limit) string {
	switch {
	case l.Until != "":
		return "until " + l.Until
	case l.Unit == 0:
		return ""
	case l.Unit == calendar.SameDay && l.N > 1:
		return l.String() + " + " + strconv.FormatInt(l.N-1, 10) + " working days"
	}
	return l.String()
}
