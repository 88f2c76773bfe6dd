package replay

import (
	"slices"

	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/procedure"
)

// place puts the case where the log says it stands, by an observed entry.
func (k *Checker) place(event string) error {
	if !k.c.Started() {
		if opened, err := k.openAnyway(); err != nil || !opened {
			return err
		}
	}
	to, err := k.destination(event)
	if err != nil {
		return err
	}
	cmd := k.command(event)
	if to == "" {
		to = k.c.State
	}
	if to == k.c.State && !k.c.Suspended() {
		return k.remark(cmd)
	}
	if err := casefile.Place(k.m, k.cal, k.org, &k.c, cmd, to, k.at, &k.buf); err != nil {
		return err
	}
	return k.apply(&k.buf)
}

// remark records that the event happened, in the visit that goes on.
func (k *Checker) remark(cmd *casefile.Command) error {
	return casefile.Apply(&k.c, &casefile.Entry{
		Seq: k.c.Seq + 1, At: k.at, Kind: casefile.Observed, Event: cmd.Event, Actor: cmd.Actor,
		Rules: casefile.Rules, Calendar: k.c.Calendar, Holder: k.c.Holder,
		To: k.c.State, Outcome: k.c.Outcome, Wait: k.c.Wait,
	})
}

// openAnyway opens a case whose log does not begin with a proper opening; with
// what the event carries, if that can be read.
func (k *Checker) openAnyway() (bool, error) {
	refused, err := k.put(k.command(procedure.OpenEvent), waiveAll)
	if err == nil && refused != nil {
		refused, err = k.put(&casefile.Command{Event: procedure.OpenEvent}, waiveAll)
	}
	if err != nil || refused != nil {
		return false, err
	}
	return true, k.apply(&k.scratch)
}

// destination is where the log says the case stands after the event; empty
// when it does not say. It is the state that the mapping names. Else it is
// where the event leads from the present state if that has it, or from the
// states that have it: if they all lead to one state, there; if only one has
// it, where Decide says it leads from there; else nobody knows.
func (k *Checker) destination(event string) (string, error) {
	if k.seen.State != "" || event == "" {
		return k.seen.State, nil
	}
	var from []string
	if k.move(k.c.State, event) != nil {
		from = []string{k.c.State}
	} else {
		for _, s := range k.m.States {
			if s.Move(event) != nil {
				from = append(from, s.Name)
			}
		}
	}
	ends := k.ends(event, from)
	switch {
	case len(ends) == 1:
		return ends[0], nil
	case len(from) == 1:
		return k.ask(event, from[0])
	}
	return "", nil
}

// ends lists the states to which an event leads from others, sorted.
func (k *Checker) ends(event string, from []string) []string {
	var ends []string
	branches := func(mv *procedure.Move, own string) {
		for _, b := range mv.Branches {
			switch {
			case !b.Refuse.IsZero():
			case b.To == "":
				ends = append(ends, own)
			default:
				ends = append(ends, b.To)
			}
		}
	}
	if event == procedure.OpenEvent {
		branches(k.m.Open, "")
	}
	for _, s := range from {
		branches(k.m.State(s).Move(event), s)
	}
	slices.Sort(ends)
	return slices.Compact(ends)
}

// ask lets Decide say where an event leads from a state.
func (k *Checker) ask(event, from string) (string, error) {
	whole := k.c
	defer func() { k.c = whole }()
	k.c = *whole.Clone()
	cmd := k.command(event)
	if k.c.State != from || k.c.Suspended() {
		if err := casefile.Place(k.m, k.cal, k.org, &k.c, &casefile.Command{}, from, k.at, &k.scratch); err != nil {
			return "", err
		}
		k.c = *k.scratch.After().Clone()
	}
	refused, err := k.put(cmd, waiveAll)
	if err != nil || refused != nil {
		return "", err
	}
	return k.scratch.After().State, nil
}
