package engine_test

import (
	"errors"
	"testing"
	"time"

	"github.com/motcua/motcua/engine"
)

func TestACaseRunsToItsEnd(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	v := c.see("ward", id)
	if v.State != "check" || v.Holder.Unit != "desk" || v.Due.IsZero() || v.Duty.EN != "Check" {
		t.Fatalf("opened: %+v", v)
	}
	c.do(id, "pass", "an", monday.Add(time.Hour))
	if _, err := c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: "sign", Actor: "an", At: monday.Add(2 * time.Hour)}); refusal(err) != "not_yours" || !errors.Is(err, engine.ErrRefused) {
		t.Fatalf("a stranger signs: %v", err)
	}
	c.do(id, "sign", "chi", monday.Add(2*time.Hour))
	if err := c.Advance(t.Context(), monday.AddDate(0, 0, 20)); err != nil {
		t.Fatal(err)
	}
	if v = c.see("ward", id); v.Outcome != "lapsed" || !v.Holder.IsZero() || len(v.Next) != 0 {
		t.Fatalf("after its wait: %+v", v)
	}
	if got := kinds(c.journal("ward", id)); got != "opened moved moved expired moved" {
		t.Fatalf("journal: %s", got)
	}
	c.sound()
}

func TestACaseOfAnotherDistrictIsNotFound(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	_, err := c.Do(t.Context(), engine.Command{District: "police", Case: id, Event: "pass", Actor: "an", At: monday})
	if !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("do: %v", err)
	}
	if _, err := c.Case(t.Context(), "police", id); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("case: %v", err)
	}
	if _, err := c.Do(t.Context(), engine.Command{District: "nowhere", Case: id, Event: "pass", Actor: "an", At: monday}); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("no district: %v", err)
	}
	if district, err := c.Find(t.Context(), id); err != nil || district != "ward" {
		t.Errorf("find: %q, %v", district, err)
	}
}

func TestTheSameCommandAgainGivesTheFirstAnswer(t *testing.T) {
	c := virtualCity(t)
	id := c.open("the-opening").Case
	again, err := c.OpenCase(t.Context(), opening("the-opening"))
	if err != nil || again.Case != id || !again.Replayed || again.Entry.Seq != 1 {
		t.Fatalf("opened again: %+v, %v", again, err)
	}
	cmd := engine.Command{ID: "the-pass", District: "ward", Case: id, Event: "pass", Actor: "an", At: monday.Add(time.Hour)}
	first, err := c.Do(t.Context(), cmd)
	if err != nil {
		t.Fatal(err)
	}
	c.do(id, "sign", "chi", monday.Add(2*time.Hour))
	cmd.At, cmd.Expect = monday.Add(3*time.Hour), 1 // neither is part of its content
	second, err := c.Do(t.Context(), cmd)
	if err != nil || !second.Replayed || second.Entry.Seq != first.Entry.Seq || second.Entry.To != "sign" {
		t.Fatalf("again: %+v, %v", second, err)
	}
	cmd.Actor = "binh"
	if _, err := c.Do(t.Context(), cmd); !errors.Is(err, engine.ErrConflict) {
		t.Fatalf("other content: %v", err)
	}
	other := opening("the-opening")
	other.Values["name"] = "Người khác"
	if _, err := c.OpenCase(t.Context(), other); !errors.Is(err, engine.ErrConflict) {
		t.Fatalf("other name: %v", err)
	}
	if got := kinds(c.journal("ward", id)); got != "opened moved moved" {
		t.Fatalf("journal: %s", got)
	}
}

func TestARefusedIDMaySucceedLater(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	cmd := engine.Command{ID: "sign-it", District: "ward", Case: id, Event: "sign", Actor: "chi", At: monday.Add(time.Hour)}
	if _, err := c.Do(t.Context(), cmd); refusal(err) != "no_such_move" {
		t.Fatalf("too early: %v", err)
	}
	c.do(id, "pass", "an", monday.Add(2*time.Hour))
	cmd.At = monday.Add(3 * time.Hour)
	if a, err := c.Do(t.Context(), cmd); err != nil || a.Replayed || a.Entry.To != "collect" {
		t.Fatalf("later: %+v, %v", a, err)
	}
}

func TestARefusalLeavesWhatFellDue(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	_, err := c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: "sign", Actor: "chi", At: monday.AddDate(0, 0, 2)})
	if refusal(err) != "no_such_move" {
		t.Fatal(err)
	}
	journal := c.journal("ward", id)
	if kinds(journal) != "opened expired" || journal[1].Command != "" {
		t.Fatalf("journal: %s", kinds(journal))
	}
}

func TestExpectIsComparedAfterSettling(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	late := monday.AddDate(0, 0, 2)
	// The engine's own expiry does not make a caller stale.
	if _, err := c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: "claim", Actor: "an", Expect: 1, At: late}); err != nil {
		t.Fatal(err)
	}
	_, err := c.Do(t.Context(), engine.Command{District: "ward", Case: id, Event: "pass", Actor: "an", Expect: 1, At: late})
	var r *engine.RefusedError
	if !errors.Is(err, engine.ErrConflict) || !errors.As(err, &r) || kinds(r.Since) != "expired claimed" {
		t.Fatalf("overtaken: %v, %+v", err, r)
	}
}

func TestReopeningIsACaseThatFollows(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	c.do(id, "withdraw", "applicant", monday.Add(time.Hour))
	o := opening("")
	o.Follows, o.At = id, monday.AddDate(0, 0, 3)
	a, err := c.OpenCase(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	first, second := c.see("ward", id), c.see("ward", a.Case)
	followers, err := c.Followers(t.Context(), "ward", id)
	if err != nil || len(followers) != 1 || followers[0] != a.Case || second.Follows != id {
		t.Errorf("links: %v, %q, %v", followers, second.Follows, err)
	}
	if first.Outcome != "withdrawn" || first.Clocks[0].On || !second.Clocks[0].Due.After(first.Clocks[0].Due) {
		t.Errorf("clocks: %+v, %+v", first.Clocks, second.Clocks)
	}
	o.Follows = "00000000-0000-7000-8000-000000000001"
	if _, err := c.OpenCase(t.Context(), o); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("follows nothing: %v", err)
	}
	c.sound()
}

func TestExtend(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	before := c.see("ward", id).Clocks[0].Due
	cmd := engine.Command{ID: "ext", District: "ward", Case: id, Actor: "an", At: monday.Add(time.Hour), Values: map[string]string{engine.Reason: "bận"}}
	if _, err := c.Extend(t.Context(), cmd, "legal", "4 working days"); refusal(err) != "clock" {
		t.Fatalf("too much: %v", err)
	}
	if _, err := c.Extend(t.Context(), cmd, "visit", ""); refusal(err) != "clock" {
		t.Fatalf("no such extension: %v", err)
	}
	if _, err := c.Extend(t.Context(), cmd, "legal", "2 working days"); err != nil {
		t.Fatal(err)
	}
	if after := c.see("ward", id).Clocks[0].Due; !after.Equal(before.AddDate(0, 0, 2)) {
		t.Errorf("due %s, before %s", after, before)
	}
	c.do(id, "pass", "an", monday.Add(2*time.Hour))
	if a, err := c.Extend(t.Context(), cmd, "legal", "2 working days"); err != nil || !a.Replayed {
		t.Errorf("again, from another state: %+v, %v", a, err)
	}
}

func TestAnInstantNeedsAVirtualClock(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	cmd := engine.Command{District: "ward", Case: id, Event: "pass", Actor: "an"}
	a, err := c.Do(t.Context(), cmd) // without one: the last instant
	if err != nil || !a.Entry.At.Equal(monday) {
		t.Errorf("%v, %v", a.Entry.At, err)
	}
}
