package procedure

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/looplab/fsm"
	"pgregory.net/rapid"
)

// machines draws tables of any shape, with names that mean something to others.
func machines(t *rapid.T) *Machine {
	name := rapid.SampledFrom([]string{"state", "event", "open", "end", "enter_state", "leave", "a", "b", "c", "d"})
	m := &Machine{states: map[string]*State{}}
	states := rapid.SliceOfNDistinct(name, 1, 8, rapid.ID).Draw(t, "states")
	events := rapid.SliceOfNDistinct(name, 1, 6, rapid.ID).Draw(t, "events")
	to := rapid.SampledFrom(append([]string{"", "!"}, states...))
	move := func(event, own string) *Move {
		x := &Move{Event: event}
		for range rapid.IntRange(1, 3).Draw(t, "branches") {
			b := Branch{To: to.Draw(t, "to")}
			if b.To == "!" {
				b.To, b.Refuse = "", t2("no")
			} else if b.To == own || b.To == "" && own == "" {
				b.To = states[0]
			}
			x.Branches = append(x.Branches, b)
		}
		return x
	}
	m.Open = move(OpenEvent, "")
	for _, e := range events {
		if e != OpenEvent {
			m.Events = append(m.Events, Named{Name: e})
		}
	}
	for _, s := range states {
		state := &State{Name: s}
		for _, e := range m.Events {
			if rapid.Bool().Draw(t, "offered") {
				state.Moves = append(state.Moves, move(e.Name, s))
			}
		}
		m.States, m.states[s] = append(m.States, state), state
	}
	return m
}

// A live FSM and the table, sent the same events, stand in the same state and
// refuse the same.
func TestTheTableWalksAsTheFSMDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := machines(t)
		f := newFSM(m)
		at := nothing
		for range 40 {
			event := OpenEvent
			if len(m.Events) > 0 && rapid.IntRange(0, 9).Draw(t, "other") > 0 {
				event = m.Events[rapid.IntRange(0, len(m.Events)-1).Draw(t, "event")].Name
			}
			branch := rapid.IntRange(0, 3).Draw(t, "branch")
			to, ok := send(f, eventName(event, branch))
			want, allowed := m.next(at, event, branch)
			if ok != allowed || ok && to != want {
				t.Fatalf("(%s, %s): FSM %q %v, table %q %v", at, eventName(event, branch), to, ok, want, allowed)
			}
			if ok {
				at = to
			}
			if f.Current() != at {
				t.Fatalf("the FSM stands in %q, the table in %q", f.Current(), at)
			}
		}
		if found := disagreements(newFSM(m), m); len(found) > 0 {
			t.Fatalf("disagreements: %v", found)
		}
	})
}

// What the FSM says otherwise than the table is found, pair by pair.
func TestPlantedDisagreementsAreFound(t *testing.T) {
	for _, c := range []struct {
		name  string
		plant func(m *Machine)
		want  [][2]string
	}{
		{"another destination", func(m *Machine) { m.State("sign").Move("send_back").Branches[0].To = "check" }, [][2]string{{"sign", "send_back"}}},
		{"a branch to another state", func(m *Machine) { m.State("check").Move("plan").Branches[1].To = "draft" }, [][2]string{{"check", "plan/2"}}},
		{"a stay for a move", func(m *Machine) { m.State("collect").Move("give_result").Branches[0].To = "" }, [][2]string{{"collect", "give_result"}}},
		{"a move too many", func(m *Machine) {
			s := m.State("collect")
			s.Moves = append(s.Moves, &Move{Event: "sign", Branches: []Branch{{To: "granted"}}})
		}, [][2]string{{"collect", "sign"}}},
		{"a move too few", func(m *Machine) { m.State("sign").Moves = m.State("sign").Moves[1:] }, [][2]string{{"sign", "send_back"}}},
		{"another first state", func(m *Machine) { m.Open.Branches[0].To = "draft" }, [][2]string{{nothing, "open"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _ := Compile(permit(), children)
			f := newFSM(m)
			c.plant(m)
			got := disagreements(f, m)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The compiler says so in C39.
func TestADisagreementIsC39(t *testing.T) {
	c := &compiler{}
	m, _ := Compile(permit(), children)
	c.m = m
	c.confirm()
	if len(c.faults) > 0 {
		t.Fatalf("faults: %v", c.faults)
	}
	// looplab/fsm keeps the last of two events with one name and source.
	s := m.State("sign")
	twin := *s.Move("send_back")
	twin.Branches = []Branch{{To: "check"}}
	s.Moves = append(s.Moves, &twin)
	c.confirm()
	if got := brief(c.faults); got != "C39 states.sign.moves [sign] [send_back]" {
		t.Errorf("faults: %s", got)
	}
}

// These are looplab/fsm's manners that machine.go counts on.
func TestMannersOfTheFSM(t *testing.T) {
	f := fsm.NewFSM("a", fsm.Events{{Name: "stay", Src: []string{"a"}, Dst: "a"}, {Name: "go", Src: []string{"a"}, Dst: "b"}}, nil)
	err := f.Event(t.Context(), "stay")
	if !errors.As(err, &fsm.NoTransitionError{}) {
		t.Errorf("a stay gives %T, not NoTransitionError", err)
	}
	if err := f.Event(t.Context(), "fly"); !errors.As(err, &fsm.UnknownEventError{}) {
		t.Errorf("an unknown event gives %T", err)
	}
	if to, ok := ask(f, "b", "go"); ok {
		t.Errorf("b allows go, to %q", to)
	}
	if to, ok := ask(f, "a", "go"); !ok || to != "b" {
		t.Errorf("a: %q, %v", to, ok)
	}
}

func BenchmarkCompile(b *testing.B) {
	d := permit()
	for b.Loop() {
		if m, faults := Compile(d, children); m == nil {
			b.Fatal(fmt.Sprint(faults))
		}
	}
}

func TestLookUpDoesNotAllocate(t *testing.T) {
	m, _ := Compile(permit(), children)
	n := testing.AllocsPerRun(100, func() {
		if m.State("sign").Move("send_back") == nil || m.Clock("legal") == nil || m.Field("floors") == nil {
			t.Fatal("nothing found")
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}
