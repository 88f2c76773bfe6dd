package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
)

// together runs n callers at once and returns what each got.
func together(n int, do func(i int) (engine.Answer, error)) ([]engine.Answer, []error) {
	answers, errs := make([]engine.Answer, n), make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			answers[i], errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return answers, errs
}

func TestOfTwoOnOneSequenceOneWins(t *testing.T) {
	c := virtualCity(t)
	for round := range 30 {
		id := c.open("").Case
		who := []string{"an", "binh"}
		answers, errs := together(2, func(i int) (engine.Answer, error) {
			return c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: "claim", Actor: who[i], Expect: 1, At: monday.Add(time.Hour)})
		})
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("round %d: %v, %v", round, errs[0], errs[1])
		}
		lost, won := 0, 1
		if errs[0] == nil {
			lost, won = 1, 0
		}
		var r *engine.RefusedError
		if !errors.Is(errs[lost], engine.ErrConflict) || !errors.As(errs[lost], &r) {
			t.Fatalf("round %d: %v", round, errs[lost])
		}
		if len(r.Since) != 1 || r.Since[0].Actor != who[won] || r.Since[0].Command != answers[won].Command {
			t.Fatalf("round %d: told %+v", round, r.Since)
		}
	}
	c.sound()
}

func TestTheSameIDAtOnceIsOneCase(t *testing.T) {
	c := virtualCity(t)
	for round := range 30 {
		answers, errs := together(4, func(int) (engine.Answer, error) {
			return c.OpenCase(t.Context(), opening(fmt.Sprint("round ", round)))
		})
		first := 0
		for i := range answers {
			if errs[i] != nil || answers[i].Case != answers[0].Case || answers[i].Entry.Seq != 1 {
				t.Fatalf("round %d: %+v, %v", round, answers[i], errs[i])
			}
			if !answers[i].Replayed {
				first++
			}
		}
		if first != 1 {
			t.Fatalf("round %d: %d opened it", round, first)
		}
	}
	ward, _ := c.state()
	if n := strings.Count(ward, "opened"); n != 30 {
		t.Fatalf("%d cases", n)
	}
	c.sound()
}

// Many callers on few cases, through two engines, with sweeps between: whatever
// is acknowledged stands in the journal once.
func TestManyCallersOnFewCases(t *testing.T) {
	c := virtualCity(t)
	engines := []*city{c, reopen(t, c.store, nil)}
	cases := []string{c.open("").Case, c.open("").Case, c.open("").Case}
	const callers, each = 8, 12
	answers, errs := together(callers, func(i int) (engine.Answer, error) {
		for n := range each {
			cmd := engine.Command{
				ID: fmt.Sprintf("%d-%d", i, n), District: "ward", Case: cases[(i+n)%len(cases)], Event: engine.Note, Actor: "an",
				At: monday.Add(time.Duration(n) * time.Minute), Values: map[string]string{engine.Reason: fmt.Sprint(i, n)},
			}
			for range 2 {
				if _, err := engines[(i+n)%2].Do(t.Context(), cmd); err != nil {
					return engine.Answer{}, err
				}
			}
			if err := engines[i%2].Settle(t.Context()); err != nil {
				return engine.Answer{}, err
			}
		}
		return engine.Answer{}, nil
	})
	for i := range answers {
		if errs[i] != nil {
			t.Error(errs[i])
		}
	}
	notes := 0
	for _, id := range cases {
		notes += strings.Count(kinds(c.journal("ward", id)), "noted")
	}
	if notes != callers*each {
		t.Errorf("%d notes, want %d", notes, callers*each)
	}
	c.sound()
}

// Two districts with sessions of their own, decided at once: each as if alone.
func TestDistrictsDoNotShareHours(t *testing.T) {
	c := newCity(t, memory.New(memory.Config{Virtual: true}), nil)
	early := strings.Replace(strings.Replace(ward, "district: ward", "district: early", 1), "units:",
		"sessions:\n  - {days: mon-fri, hours: [\"07:30-11:30\", \"12:30-16:30\"]}\nunits:", 1)
	if _, err := c.Load(t.Context(), "early.yaml", []byte(early), nil); err != nil {
		t.Fatal(err)
	}
	want := map[string]time.Time{"ward": monday.Add(32 * time.Hour), "early": monday.Add(31*time.Hour + 30*time.Minute)}
	_, errs := together(4, func(i int) (engine.Answer, error) {
		for n := range 25 {
			o := opening("")
			if (i+n)%2 == 0 {
				o.District = "early"
			}
			a, err := c.OpenCase(t.Context(), o)
			if err != nil {
				return a, err
			}
			if v := c.see(o.District, a.Case); !v.Due.Equal(want[o.District]) {
				return a, fmt.Errorf("%s: due %s, want %s", o.District, v.Due, want[o.District])
			}
		}
		return engine.Answer{}, nil
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}
