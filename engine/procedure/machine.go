package procedure

import (
	"context"
	"errors"
	"strconv"

	"github.com/looplab/fsm"
)

// nothing is the state of the FSM before a case is open; no state of a
// procedure can have this name.
const nothing = "/"

// eventName is the FSM's name of a branch: e for the first of an event, e/2 for
// the second, and so on.
func eventName(event string, branch int) string {
	if branch == 0 {
		return event
	}
	return event + "/" + strconv.Itoa(branch+1)
}

// newFSM builds looplab/fsm's machine of a procedure: one event for each branch
// that has a destination, a stay being a self-transition, without callbacks.
//
// What the FSM contributes is a checked map from (event, source) to
// destination: it is asked everything once, when a procedure is compiled, and
// is not there when cases run. Guards, clocks and effects are data that the
// heart evaluates.
func newFSM(m *Machine) *fsm.FSM {
	var events fsm.Events
	add := func(source string, move *Move) {
		for i := range move.Branches {
			b := &move.Branches[i]
			if !b.Refuse.IsZero() {
				continue
			}
			to := b.To
			if to == "" {
				to = source
			}
			events = append(events, fsm.EventDesc{Name: eventName(move.Event, i), Src: []string{source}, Dst: to})
		}
	}
	add(nothing, m.Open)
	for _, s := range m.States {
		for _, move := range s.Moves {
			add(s.Name, move)
		}
	}
	return fsm.NewFSM(nothing, events, fsm.Callbacks{})
}

// ask puts one event to the FSM in a state and returns where it leads, or false
// when it refuses.
func ask(f *fsm.FSM, state, event string) (string, bool) {
	f.SetState(state)
	return send(f, event)
}

// send puts one event to the FSM where it stands. That it stays where it is, is
// lawful and not an error here.
func send(f *fsm.FSM, event string) (string, bool) {
	err := f.Event(context.Background(), event)
	if err != nil && !errors.As(err, &fsm.NoTransitionError{}) {
		return "", false
	}
	return f.Current(), true
}

// confirm asks looplab/fsm every pair of state and event, those that the file
// does not have included, and reports each answer that is not the table's (C39).
func (c *compiler) confirm() {
	for _, pair := range disagreements(newFSM(c.m), c.m) {
		c.fault("C39", "states."+pair[0]+".moves", pair[0], pair[1])
	}
}

// disagreements lists the pairs on which the FSM and the table differ.
func disagreements(f *fsm.FSM, m *Machine) [][2]string {
	branches := map[string]int{OpenEvent: len(m.Open.Branches)}
	for _, s := range m.States {
		for _, move := range s.Moves {
			branches[move.Event] = max(branches[move.Event], len(move.Branches))
		}
	}
	states, events := []string{nothing}, []string{OpenEvent}
	for _, s := range m.States {
		states = append(states, s.Name)
	}
	for _, e := range m.Events {
		events = append(events, e.Name)
	}
	var found [][2]string
	for _, state := range states {
		for _, event := range events {
			for i := range branches[event] + 1 { // one more than the table has
				to, ok := ask(f, state, eventName(event, i))
				want, allowed := m.next(state, event, i)
				if to != want || ok != allowed {
					found = append(found, [2]string{state, eventName(event, i)})
				}
			}
		}
	}
	return found
}

// next is the table's answer: where the branch of the event leads from the
// state, or false when there is no such pair.
func (m *Machine) next(state, event string, branch int) (string, bool) {
	move := m.Open
	if state != nothing {
		move = m.State(state).Move(event)
	} else if event != OpenEvent {
		move = nil
	}
	if move == nil || branch >= len(move.Branches) || !move.Branches[branch].Refuse.IsZero() {
		return "", false
	}
	if to := move.Branches[branch].To; to != "" {
		return to, true
	}
	return state, true
}
