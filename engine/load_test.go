package engine_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/procedures/calendars"
)

func TestLoadingTheSameFileAgainChangesNothing(t *testing.T) {
	c := virtualCity(t)
	l, err := c.Load(t.Context(), "ward.yaml", []byte(ward), nil)
	if err != nil || l.Records != 0 || l.Position == 0 {
		t.Fatalf("%+v, %v", l, err)
	}
	d, err := c.District(t.Context(), "ward")
	if err != nil || len(d.Units) != 2 || len(d.Runs) != 1 || d.Runs[0].Procedure != "permit" {
		t.Fatalf("%+v, %v", d, err)
	}
}

func TestWhoMayActIsReadAsOfTheEntry(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	// Binh leaves the desk; what he could have done before he cannot do now.
	less := strings.Replace(ward, ", binh: [desk]", "", 1)
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(less), nil); err != nil {
		t.Fatal(err)
	}
	cmd := engine.Command{District: "ward", Case: id, Event: "pass", Actor: "binh", At: monday.Add(time.Hour)}
	if _, err := c.Do(t.Context(), cmd); refusal(err) != "not_yours" {
		t.Errorf("after he left: %v", err)
	}
	// Another engine that has not seen the change finds out before it refuses.
	stale := reopen(t, c.store, nil)
	stale.see("ward", id)
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(ward), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := stale.Do(t.Context(), cmd); err != nil {
		t.Errorf("back again: %v", err)
	}
	c.sound()
}

func TestAStaleOrganisationNeverDecides(t *testing.T) {
	c := virtualCity(t)
	id := c.open("").Case
	stale := reopen(t, c.store, nil)
	stale.see("ward", id)
	less := strings.Replace(ward, ", binh: [desk]", "", 1)
	l, err := c.Load(t.Context(), "ward.yaml", []byte(less), nil)
	if err != nil {
		t.Fatal(err)
	}
	cmd := engine.Command{District: "ward", Case: id, Event: "pass", Actor: "binh", At: monday.Add(time.Hour)}
	if _, err := stale.Do(t.Context(), cmd); refusal(err) != "not_yours" {
		t.Errorf("accepted by one who had not heard: %v", err)
	}
	cmd.Actor = "an"
	a, err := stale.Do(t.Context(), cmd)
	if err != nil || a.Entry.Register != l.Position {
		t.Errorf("%+v, %v", a.Entry, err)
	}
	c.sound()
}

func TestAnotherCalendarIsPutToEveryOpenCase(t *testing.T) {
	c := virtualCity(t)
	id, ended := c.open("").Case, c.open("").Case
	c.do(ended, "withdraw", "applicant", monday.Add(time.Minute))
	before := c.see("ward", id)
	holiday := strings.Replace(ward, "units:", closed, 1)
	l, err := c.Load(t.Context(), "ward.yaml", []byte(holiday), nil)
	if err != nil {
		t.Fatal(err)
	}
	journal := c.journal("ward", id)
	last := journal[len(journal)-1]
	if kinds(journal) != "opened recomputed" || last.Calendar != l.Calendar || last.Calendar == journal[0].Calendar {
		t.Fatalf("journal: %s, %+v", kinds(journal), last)
	}
	after := c.see("ward", id)
	if !after.Clocks[0].Due.Equal(before.Clocks[0].Due.AddDate(0, 0, 3)) { // Monday 9 becomes Tuesday 10
		if !after.Clocks[0].Due.Equal(before.Clocks[0].Due.AddDate(0, 0, 1)) {
			t.Errorf("due %s, before %s", after.Clocks[0].Due, before.Clocks[0].Due)
		}
	}
	if got := kinds(c.journal("ward", ended)); got != "opened moved" {
		t.Errorf("the ended case: %s", got)
	}
	// Back to the first calendar: as if nothing had been.
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(ward), nil); err != nil {
		t.Fatal(err)
	}
	if again := c.see("ward", id); !again.Clocks[0].Due.Equal(before.Clocks[0].Due) {
		t.Errorf("due %s, at first %s", again.Clocks[0].Due, before.Clocks[0].Due)
	}
	c.sound()
}

func TestAVersionNeverChangesUnderItsCases(t *testing.T) {
	c := virtualCity(t)
	changed := strings.Replace(files["permit"], "within: 5 working days", "within: 6 working days", 1)
	_, err := c.Publish(t.Context(), "permit.yaml", []byte(changed), nil)
	if !errors.Is(err, engine.ErrInvalid) || !strings.Contains(err.Error(), "C40") {
		t.Fatalf("another identity: %v", err)
	}
	words := strings.Replace(files["permit"], "duty: Kiểm tra | Check", "duty: Kiểm tra kỹ | Check well", 1)
	p, err := c.Publish(t.Context(), "permit.yaml", []byte(words), nil)
	if err != nil {
		t.Fatal(err)
	}
	id := c.open("").Case
	if v := c.see("ward", id); v.Duty.EN != "Check well" || v.Identity != p.Identity {
		t.Errorf("better words: %q", v.Duty.EN)
	}
	next := strings.Replace(changed, "version: 1", "version: 2", 1)
	if _, err := c.Publish(t.Context(), "permit.yaml", []byte(next), nil); err != nil {
		t.Fatal(err)
	}
	if v := c.see("ward", c.open("").Case); v.Version != 1 {
		t.Errorf("not in force yet: version %d", v.Version)
	}
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(strings.Replace(ward, "permit: {version: 1}", "permit: {version: 2}", 1)), nil); err != nil {
		t.Fatal(err)
	}
	o := opening("")
	o.At = time.Time{}
	a, err := c.OpenCase(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if v := c.see("ward", a.Case); v.Version != 2 {
		t.Errorf("in force: version %d", v.Version)
	}
	c.sound()
}

func TestAFaultyDistrictFileChangesNothing(t *testing.T) {
	e, err := engine.Open(t.Context(), engine.Config{Store: memory.New(memory.Config{}), Procedures: file, Calendars: calendars.Load})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"an unknown calendar":  strings.Replace(ward, "calendar: vietnam", "calendar: mars", 1),
		"an unknown procedure": strings.Replace(ward, "permit: {version: 1}", "passport: {version: 1}", 1),
		"an unknown version":   strings.Replace(ward, "permit: {version: 1}", "permit: {version: 9}", 1),
		"an unbound role":      strings.Replace(ward, "  boss: [office]\n", "", 1),
		"no YAML":              "district: [",
	} {
		if _, err := e.Load(t.Context(), "ward.yaml", []byte(text), nil); !errors.Is(err, engine.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if names, err := e.Districts(t.Context()); err != nil || len(names) != 0 {
		t.Errorf("districts: %v, %v", names, err)
	}
}
