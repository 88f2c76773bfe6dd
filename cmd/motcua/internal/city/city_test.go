package city_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/adapters/memory"
	"github.com/motcua/motcua/cmd/motcua/internal/city"
	"github.com/motcua/motcua/engine"
	"github.com/motcua/motcua/engine/casefile"
	"github.com/motcua/motcua/engine/store"
	"github.com/motcua/motcua/procedures"
	"github.com/motcua/motcua/procedures/calendars"
)

// monday is Monday 30 November 2026 in Viet Nam.
var monday = time.Date(2026, 11, 29, 17, 0, 0, 0, time.UTC)

// live plays a story in memory and writes down all journals.
func live(t *testing.T, seed uint64, weeks int, files []city.File, load func(string) ([]byte, error)) (store.Store, string, city.Tally) {
	t.Helper()
	ctx := context.Background()
	st := memory.New(memory.Config{Virtual: true})
	eng, err := engine.Open(ctx, engine.Config{Store: st, Procedures: load, Calendars: calendars.Load, Random: rand.NewChaCha8([32]byte{byte(seed)})})
	if err != nil {
		t.Fatal(err)
	}
	town, err := city.Found(ctx, city.Config{Engine: eng, Procedures: load, Seed: seed, From: monday, Weeks: weeks}, files)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := town.Live(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if now, err := eng.Now(ctx); err != nil || !now.Equal(town.Until()) {
		t.Errorf("the story ends at %v, not at %v (%v)", now, town.Until(), err)
	}
	var b strings.Builder
	for c, err := range eng.List(ctx, engine.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for e, err := range eng.Journal(ctx, c.District, c.ID, 0) {
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %d %v %s %s %s %s %s %v %x\n", c.ID, e.Seq, e.At, e.Kind, e.Event, e.Actor, e.For, e.To, e.Data, e.Digest)
		}
	}
	return st, b.String(), tally
}

// samples are the districts that ship.
func samples(t *testing.T) (files []city.File) {
	t.Helper()
	for _, name := range procedures.Districts() {
		text, err := procedures.District(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, city.File{Name: name + ".yaml", Text: text})
	}
	return files
}

func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	_, first, tally := live(t, 1, 1, samples(t), procedures.Load)
	_, again, _ := live(t, 1, 1, samples(t), procedures.Load)
	_, other, _ := live(t, 2, 1, samples(t), procedures.Load)
	if first != again {
		t.Error("the same seed, two stories")
	}
	if first == other {
		t.Error("another seed, the same story")
	}
	if tally.Accepted < 100 {
		t.Errorf("only %d commands were accepted", tally.Accepted)
	}
}

// TestStoriesAreSoundAndFull looks for what a city should show, in some
// stories: one alone may lack a thing.
func TestStoriesAreSoundAndFull(t *testing.T) {
	missing := map[casefile.Kind]bool{
		casefile.Claimed: true, casefile.Assigned: true, casefile.Forwarded: true, casefile.Moved: true, casefile.Stayed: true,
		casefile.Expired: true, casefile.Warned: true, casefile.ChildEnded: true, casefile.RefusedByPolicy: true,
		casefile.Suspended: true, casefile.Resumed: true,
	}
	for seed := uint64(1); seed <= 12 && len(missing) > 0; seed++ {
		st, story, tally := live(t, seed, 6, samples(t), procedures.Load)
		v, err := engine.Audit(t.Context(), st)
		if err != nil || !v.OK {
			t.Fatalf("audit: %+v, %v", v, err)
		}
		for kind := range missing {
			if strings.Contains(story, " "+string(kind)+" ") {
				delete(missing, kind)
			}
		}
		if tally.Refused[casefile.CodeGuard] == 0 {
			t.Errorf("no guard said no: %v", tally.Refused)
		}
		for _, name := range []string{"Nguyễn", "Trần", "Phạm"} {
			if strings.Contains(story, name) {
				t.Errorf("the journal names %s", name)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("in no story: %v", missing)
	}
}

// TestAnyProcedureIsPlayed runs one that does not ship.
func TestAnyProcedureIsPlayed(t *testing.T) {
	const text = `
language: 1
procedure: lost-dog
version: 1
title: Tìm chó lạc | Lost dog
legal: {basis: [Luật]}
roles: {desk: Một cửa | Desk, vet: Thú y | Vet}
documents: {photo: Ảnh | Photo}
data:
  dogs: {type: integer, title: Số chó | Dogs}
  fee: {type: money, title: Phí | Fee}
  seen: {type: instant, title: Thấy lúc | Seen}
  breed: {type: enum, values: [big, small], title: Giống | Breed}
clocks:
  legal: {title: Thời hạn | Limit, basis: [Luật], within: 10 working days, stops: [asked]}
open: {title: Báo | Report, by: [applicant, desk], needs: [photo, dogs, fee, seen, breed], to: search}
states:
  search:
    owner: vet
    duty: Tìm | Search
    within: 2 working days
    moves:
      found: {title: Thấy | Found, when: data.dogs < 9, to: done}
      give_up: {title: Không thấy | Give up, needs: [reason], issues: notice, to: gone}
      ask: {title: Hỏi lại | Ask, needs: [lacks, reason], at_most: 1, issues: supplement_request, to: asked}
  asked:
    owner: desk
    duty: Chờ | Wait
    waits_for: applicant
    within: 5 days
    moves:
      tell: {title: Kể | Tell, by: [applicant, desk], needs: ["photo?"], to: search}
      gone: {title: Thôi | Gone, after: expiry, to: gone}
  done: {title: Thấy | Found, outcome: done}
  gone: {title: Thôi | Gone, outcome: lapsed}
`
	load := func(name string) ([]byte, error) {
		if name == "lost-dog" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
	town := []city.File{{Name: "town.yaml", Text: []byte(`
language: 1
district: town
calendar: vietnam
units:
  desk: {title: Một cửa | Desk, head: an, officers: {an: [desk], binh: [desk]}}
  vets: {title: Thú y | Vets, head: chi, officers: {chi: [vet]}}
roles: {desk: [desk], vet: [vets]}
procedures: {lost-dog: {version: 1}}
`)}}
	st, story, _ := live(t, 1, 3, town, load)
	if v, err := engine.Audit(t.Context(), st); err != nil || !v.OK {
		t.Errorf("audit: %+v, %v", v, err)
	}
	if !strings.Contains(story, " found chi  done") || !strings.Contains(story, " tell ") {
		t.Errorf("no dog was found, or nobody asked:\n%s", story)
	}
}
