package calendar_test

import (
	"errors"
	"testing"
	"time"

	"github.com/motcua/motcua/engine/calendar"
	"pgregory.net/rapid"
)

func must(t interface{ Fatal(...any) }, d calendar.Data) *calendar.Calendar {
	c, err := calendar.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// differs says in words how the calendar and the pencil disagree; "" if not.
func differs(o *oracle, q calendar.Question, got calendar.Answer, err error) string {
	o.read = map[int]bool{}
	want, wantErr := o.answer(q)
	var r *calendar.RangeError
	switch {
	case wantErr != nil || err != nil:
		if wantErr == nil || !errors.As(err, &r) {
			return "error " + errText(err) + ", want " + errText(wantErr)
		}
	case !got.Due.Equal(want):
		return "due " + got.Due.String() + ", want " + want.String()
	case !want.IsZero() && !got.Expires.Equal(want.Add(time.Microsecond)):
		return "expires " + got.Expires.String()
	case !want.IsZero() && !q.Restart && got.Provisional != o.provisional():
		return "provisional is wrong"
	}
	return ""
}

func errText(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

func TestAnswerEqualsPencil(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c := must(t, d)
		for range 12 {
			q := drawQuestion(t, d)
			got, err := c.Answer(q)
			if diff := differs(newOracle(d), q, got, err); diff != "" {
				t.Fatalf("%v from %v, pauses %v, restart %v: %s", q.Limit, q.Start, q.Pauses, q.Restart, diff)
			}
		}
	})
}

// The pencil must notice a rule that is broken: with each of these broken in
// the pencil instead of the calendar, some question tells them apart.
func TestPencilNoticesBrokenRules(t *testing.T) {
	broken := []string{"pause includes its end", "start's date counted", "cut-off inclusive", "closed end stays", "due at the next opening", "pause at the last close counts"}
	left := map[string]bool{}
	for _, w := range broken {
		left[w] = true
	}
	world := rapid.Custom(func(t *rapid.T) worldOf {
		d := drawData(t)
		return worldOf{d, drawQuestion(t, d)}
	})
	for seed := 0; seed < 4000 && len(left) > 0; seed++ {
		w := world.Example(seed)
		c := must(t, w.data)
		got, err := c.Answer(w.question)
		for wrong := range left {
			o := newOracle(w.data)
			o.wrong = wrong
			if differs(o, w.question, got, err) != "" {
				delete(left, wrong)
			}
		}
	}
	for wrong := range left {
		t.Errorf("the pencil does not notice: %s", wrong)
	}
}

type worldOf struct {
	data     calendar.Data
	question calendar.Question
}

// A case may start paused, which a question may not.
func TestDueStartsPaused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c := must(t, d)
		for range 8 {
			q := drawQuestion(t, d)
			first := calendar.Pause{From: q.Start.Add(-time.Duration(rapid.IntRange(0, 3000).Draw(t, "since")) * time.Minute)}
			first.To = q.Start.Add(time.Duration(rapid.IntRange(0, 6000).Draw(t, "until")) * time.Minute)
			pauses := []calendar.Pause{first}
			for _, p := range q.Pauses {
				if p.From.After(first.To) {
					pauses = append(pauses, p)
				}
			}
			due, _, err := c.Due(q.Limit, q.Start, pauses)
			want, wantErr := newOracle(d).due(q.Limit, q.Start, pauses)
			if (err != nil) != (wantErr != nil) || err == nil && !due.Equal(want) {
				t.Fatalf("%v from %v, pauses %v: %v %v, want %v %v", q.Limit, q.Start, pauses, due, err, want, wantErr)
			}
			p, err := c.Proof(calendar.Question{Limit: q.Limit, Start: q.Start, Pauses: pauses, Running: true})
			if (err != nil) != (wantErr != nil) || err == nil && p.Due != nil && !p.Due.Equal(due) {
				t.Fatalf("%v from %v, pauses %v: proof %v %v", q.Limit, q.Start, pauses, p.Due, err)
			}
		}
	})
}

// Overlapping, touching, empty pauses in any order are the time they cover.
func TestPausesAreTheTimeTheyCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		c := must(t, d)
		q := drawQuestion(t, d)
		want, wantErr := c.Answer(q)
		var pieces []calendar.Pause
		for _, p := range q.Pauses {
			middle := p.From.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "middle")) * time.Minute)
			if !p.To.IsZero() && middle.After(p.To) {
				middle = p.To
			}
			early := middle.Add(-middle.Sub(p.From) / 2)
			pieces = append(pieces, calendar.Pause{From: early, To: p.To}, calendar.Pause{From: p.From, To: middle}, calendar.Pause{From: middle, To: middle})
		}
		q.Pauses = rapid.Permutation(pieces).Draw(t, "order")
		got, err := c.Answer(q)
		if got != want || (err != nil) != (wantErr != nil) {
			t.Fatalf("%v from %v, pauses %v: %v %v, want %v %v", q.Limit, q.Start, q.Pauses, got, err, want, wantErr)
		}
	})
}
