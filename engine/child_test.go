package engine_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/adapters/sqlite"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/store"
)

// consult brings a case to the state that orders a child, and returns both.
func (c *city) consult(at time.Time) (parent, child string) {
	c.t.Helper()
	parent = c.open("").Case
	c.do(parent, "consult", "an", at)
	if err := c.Settle(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	children := c.see("ward", parent).Children
	if len(children) != 1 {
		c.t.Fatalf("children: %+v", children)
	}
	return parent, children[0].ID
}

func TestAChildIsOpenedInItsDistrictAndJoined(t *testing.T) {
	t.Run("memory", func(t *testing.T) { openedAndJoined(t, memory.New(memory.Config{Virtual: true})) })
	t.Run("sqlite", func(t *testing.T) {
		s, err := sqlite.Open(t.Context(), sqlite.Config{Path: filepath.Join(t.TempDir(), "city.db"), Mode: sqlite.Create, Virtual: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		openedAndJoined(t, s)
	})
}

func openedAndJoined(t *testing.T, s store.Store) {
	c := newCity(t, s, nil)
	at := monday.Add(time.Hour)
	parent, child := c.consult(at)
	v := c.see("police", child)
	if v.Holder.Unit != "hq" || !v.Opened.Equal(at) || v.Parent.Case != parent || v.Parent.District != "ward" {
		t.Fatalf("child: %+v", v)
	}
	answered := monday.Add(26 * time.Hour)
	if _, err := c.Do(t.Context(), engine.Command{District: "police", Case: child, Event: "agree", Actor: "dung", At: answered}); err != nil {
		t.Fatal(err)
	}
	if err := c.Advance(t.Context(), answered.Add(5*time.Hour)); err != nil { // delivered late
		t.Fatal(err)
	}
	journal := c.journal("ward", parent)
	last := journal[len(journal)-1]
	if kinds(journal) != "opened moved child_ended moved" || !last.Effective.Equal(answered) || last.To != "sign" {
		t.Fatalf("parent: %s, %+v", kinds(journal), last)
	}
	for range 3 { // delivering again changes nothing, also after a restart
		c = reopen(t, c.store, nil)
		if err := c.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := kinds(c.journal("ward", parent)); got != "opened moved child_ended moved" {
		t.Fatalf("again: %s", got)
	}
	if got := kinds(c.journal("police", child)); got != "opened moved" {
		t.Fatalf("child again: %s", got)
	}
	c.sound()
}

func TestPersonalValuesLieBesideTheChildToo(t *testing.T) {
	c := virtualCity(t)
	_, child := c.consult(monday.Add(time.Hour))
	id := c.journal("police", child)[0]
	v, err := c.Personal(t.Context(), "police", child)
	if err != nil || v["about"] != "Trần Thị B" {
		t.Fatalf("beside the child: %v, %v", v, err)
	}
	for _, d := range id.Data {
		if d.Commitment.IsZero() || d.Value != (procedure.Value{}) {
			t.Errorf("in its journal: %+v", d)
		}
	}
}

func TestACommandComesAfterWhatItsChildrenDid(t *testing.T) {
	c := virtualCity(t)
	parent, child := c.consult(monday.Add(time.Hour))
	// Silence after two working days; nobody swept. The boss signs on Friday.
	c.do(parent, "sign", "chi", monday.AddDate(0, 0, 4))
	if v := c.see("police", child); v.State != "silent" {
		t.Errorf("child: %s", v.State)
	}
	if got := kinds(c.journal("ward", parent)); got != "opened moved child_ended moved expired moved" {
		t.Errorf("parent: %s", got)
	}
	c.sound()
}

func TestAnEndedParentTellsItsChildren(t *testing.T) {
	c := virtualCity(t)
	parent, child := c.consult(monday.Add(time.Hour))
	c.do(parent, "withdraw", "applicant", monday.Add(2*time.Hour))
	if err := c.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if v := c.see("police", child); v.State != "stopped" || v.Outcome != "withdrawn" {
		t.Errorf("child: %s %s", v.State, v.Outcome)
	}
	if got := kinds(c.journal("police", child)); got != "opened told moved" {
		t.Errorf("child: %s", got)
	}
	got := kinds(c.journal("ward", parent))
	if got != "opened moved moved told child_ended" && got != "opened moved moved child_ended told" {
		t.Errorf("parent: %s", got)
	}
	c.sound()
}

func TestAChildThatCannotBeOpenedEndsCancelled(t *testing.T) {
	c := virtualCity(t)
	other := strings.Replace(police, "opinion: {version: 1}", "opinion: {version: 1, roles: {expert: [hq]}}", 1)
	other = strings.Replace(other, "  hq: {", "  other: {title: Khác | Other}\n  hq: {", 1)
	if _, err := c.Load(t.Context(), "police.yaml", []byte(other), nil); err != nil {
		t.Fatal(err)
	}
	// The ward sends its questions to a district that nobody has loaded.
	nowhere := strings.Replace(ward, "police:hq", "nowhere:hq", 1)
	if _, err := c.Load(t.Context(), "ward.yaml", []byte(nowhere), nil); err != nil {
		t.Fatal(err)
	}
	parent := c.open("").Case
	c.do(parent, "consult", "an", monday.Add(time.Hour))
	if err := c.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := c.see("ward", parent)
	if v.State != "sign" || v.Children[0].Outcome != procedure.Cancelled {
		t.Errorf("parent: %s, %+v", v.State, v.Children)
	}
	c.sound()
}

// A message that cannot be delivered is kept, holds nothing back, and arrives
// once its case can be read again.
func TestAStuckMessageHoldsNothingBack(t *testing.T) {
	c := virtualCity(t)
	stuck, _ := c.consult(monday.Add(time.Hour))
	other, _ := c.consult(monday.Add(time.Hour))
	e, err := engine.Open(t.Context(), engine.Config{Store: &wrongCase{Store: c.store, id: stuck}})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.store.Advance(t.Context(), monday.AddDate(0, 0, 3)); err != nil { // silence has fallen
		t.Fatal(err)
	}
	for range 2 {
		if err := e.Settle(t.Context()); !errors.Is(err, engine.ErrCorrupt) {
			t.Fatalf("settle: %v", err)
		}
	}
	if got := kinds(c.journal("ward", other)); got != "opened moved child_ended moved" {
		t.Errorf("the other: %s", got)
	}
	if got := kinds(c.journal("ward", stuck)); got != "opened moved" {
		t.Errorf("the stuck one: %s", got)
	}
	if err := reopen(t, c.store, nil).Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := kinds(c.journal("ward", stuck)); got != "opened moved child_ended moved" {
		t.Errorf("the stuck one, later: %s", got)
	}
	c.sound()
}
