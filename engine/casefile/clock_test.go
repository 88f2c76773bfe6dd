package casefile

import (
	"testing"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// opened is the permit, opened on Monday 2 March 2026 at 09:00 and held by the
// north unit.
func opened(tb testing.TB, more string) *world {
	w := newWorld(tb, "permit")
	w.do(tb, "2026-03-02 09:00", "applicant open application owner_name=An unit=north "+more)
	return w
}

func TestASupplementPausesTheClock(t *testing.T) {
	w := opened(t, "floors=3")
	e := w.do(t, "2026-03-04 16:00", "han request reason=x lacks=drawings")
	w.due(t, "legal", "")
	if e.Wait != procedure.WaitsForApplicant || e.Slips[0] != procedure.SupplementRequest || e.Lacks[0] != "drawings" {
		t.Errorf("%+v", e)
	}
	w.sweep(t, "2026-03-09 08:00")
	e = w.do(t, "2026-03-09 16:00", "applicant supplied drawings")
	if e.Holder.Unit != "north" {
		t.Errorf("back to %q, not to the unit that had it", e.Holder.Unit)
	}
	// 3 March counted; 4, 5, 6 at whose close it stood still did not.
	w.due(t, "legal", "2026-03-19 17:00")
	if first := w.c.Clock("legal").First; !first.Equal(at("2026-03-16 17:00")) {
		t.Errorf("first due moved to %v", first.In(local))
	}
	w.refused(t, "2026-03-10 09:00", "han request reason=x lacks=drawings", CodeAtMost)
}

func TestANeverAnsweredSupplementLapses(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-04 10:00", "han request reason=x lacks=drawings")
	w.sweep(t, "2026-04-08 10:00")
	n := len(w.journal)
	expired, lapsed := w.journal[n-2], w.journal[n-1]
	end := at("2026-04-04 00:00").Add(time.Microsecond) // Friday 3 April is the 30th day
	if expired.Kind != Expired || expired.Mark.Class != WaitOver || !expired.At.Equal(end) {
		t.Errorf("%+v", expired)
	}
	if lapsed.Kind != Moved || !lapsed.At.Equal(end) || lapsed.Outcome != procedure.Lapsed || lapsed.Actor != Engine {
		t.Errorf("%+v", lapsed)
	}
}

func TestAnAnswerAtTheDueInstantIsInTime(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-04 10:00", "han request reason=x lacks=drawings")
	w.do(t, "2026-04-04 00:00", "applicant supplied drawings")
	if w.c.State != "check" || w.kinds(1) != "moved" {
		t.Errorf("%s after %s", w.c.State, w.kinds(3))
	}
}

func TestWarningsComeBeforeDueAndRemindersWhileLate(t *testing.T) {
	w := opened(t, "floors=3")
	w.sweep(t, "2026-03-31 08:00")
	var got []string
	for _, e := range w.journal {
		if e.Mark.Timer == "legal" {
			got = append(got, string(e.Kind)+" "+string(e.Mark.Class)+" "+e.At.In(local).Format("01-02 15:04:05"))
		}
	}
	want := []string{
		"warned ahead 03-09 17:00:00", "warned ahead 03-12 17:00:00", "expired overdue 03-16 17:00:00",
		"warned reminder 03-17 17:00:00", "warned reminder 03-19 17:00:00",
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestAnExtensionCountsFromTheSameStart(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-03 08:00", "lam extend reason=x add.legal=6_working_days", CodeClock)
	w.refused(t, "2026-03-03 08:00", "lam extend reason=x add.total=1_days", CodeClock)
	w.do(t, "2026-03-03 08:00", "lam extend reason=x add.legal=3_working_days")
	w.due(t, "legal", "2026-03-19 17:00")
	w.due(t, "visit", "2026-03-05 09:00")
	w.refused(t, "2026-03-03 09:00", "lam extend reason=x", CodeAtMost)
	// 50 % of 13 days is 6 days, given once.
	w.sweep(t, "2026-03-20 08:00")
	n := 0
	for _, e := range w.journal {
		if e.Kind == Warned && e.Mark.Timer == "legal" && w.m.Clock("legal").WarnAt[e.Mark.Warning].Percent == 50 {
			n++
			if !e.At.Equal(at("2026-03-10 17:00")) {
				t.Errorf("half of the extended limit is warned of at %v", e.At.In(local))
			}
		}
	}
	if n != 1 {
		t.Errorf("%d warnings at 50%%", n)
	}
}

func TestAnExtensionAfterExpiryArmsItAgain(t *testing.T) {
	w := newWorld(t, lateExtension)
	w.do(t, "2026-03-02 09:00", "dao open")
	w.do(t, "2026-03-06 09:00", "dao more")
	w.due(t, "legal", "2026-03-06 17:00")
	w.sweep(t, "2026-03-12 09:00")
	var expiries, reminders int
	for _, e := range w.journal {
		switch {
		case e.Kind == Expired && e.Mark.Timer == "legal":
			expiries++
		case e.Mark.Class == Reminder:
			reminders++
		}
	}
	if expiries != 2 || reminders != 2 {
		t.Errorf("%d expiries, %d reminders: %s", expiries, reminders, w.kinds(len(w.journal)))
	}
	// Granted when the new due has passed as well, nothing is said again.
	w.do(t, "2026-03-20 09:00", "dao more")
	before := len(w.journal)
	w.sweep(t, "2026-03-30 09:00")
	if len(w.journal) != before || w.kinds(1) != "stayed" {
		t.Errorf("after a vain extension: %s", w.kinds(3))
	}
}

const lateExtension = `
language: 1
procedure: late
version: 1
title: Trễ | Late
legal: {basis: [Văn bản thử | A test text]}
roles:
  desk: Một cửa | Desk
clocks:
  legal: {title: Thời hạn | Time limit, basis: [Văn bản thử | A test text], within: 2 working days, warn_at: [1 working day after]}
open: {title: Nộp | Submit, by: desk, to: work}
states:
  work:
    owner: desk
    duty: Làm | Work
    within: 2 working days
    moves:
      more: {title: Thêm | More, extends: {legal: 2 working days}}
      end: {title: Xong | Finish, to: done}
  done: {title: Xong | Done, outcome: done}
`

func TestASameDayLimitIsExtendedByOpenDays(t *testing.T) {
	w := newWorld(t, sameDay)
	w.do(t, "2026-03-02 14:59", "dao open")
	w.due(t, "legal", "2026-03-02 17:00")
	w.do(t, "2026-03-02 16:00", "dao more")
	w.due(t, "legal", "2026-03-04 17:00")

	w = newWorld(t, sameDay)
	w.do(t, "2026-03-02 15:00", "dao open")
	w.due(t, "legal", "2026-03-03 17:00")
	w.do(t, "2026-03-02 16:00", "dao more add.legal=1_working_day")
	w.due(t, "legal", "2026-03-04 17:00")
}

const sameDay = `
language: 1
procedure: same
version: 1
title: Trong ngày | Same day
legal: {basis: [Văn bản thử | A test text]}
roles:
  desk: Một cửa | Desk
clocks:
  legal: {title: Thời hạn | Time limit, basis: [Văn bản thử | A test text], within: same day cut-off 15:00}
open: {title: Nộp | Submit, by: desk, to: work}
states:
  work:
    owner: desk
    duty: Làm | Work
    within: 3 working hours
    moves:
      more: {title: Thêm | More, at_most: 1, extends: {legal: 2 working days}}
      end: {title: Xong | Finish, to: done}
  done: {title: Xong | Done, outcome: done}
`

func TestADateMovesItsLimit(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-03 08:00", "han plan inspect_on=2026-03-10")
	w.due(t, "visit", "2026-03-10 17:00")
	e := w.do(t, "2026-03-04 08:00", "han postpone reason=rain inspect_on=2026-03-14")
	w.due(t, "visit", "2026-03-16 17:00") // a Saturday: the next open day
	if u := e.Turns[0]; u.Kind != TurnMove || !u.Old.Equal(at("2026-03-10 17:00")) || w.c.Visits != 2 {
		t.Errorf("%+v", e)
	}
	w.do(t, "2026-03-05 08:00", "han postpone reason=x inspect_on=2026-03-02")
	w.due(t, "visit", "2026-03-05 08:00")
	w.sweep(t, "2026-03-05 08:01")
	if w.c.State != "check" || w.kinds(2) != "expired moved" {
		t.Errorf("%s after %s", w.c.State, w.kinds(3))
	}
}

func TestASuspensionFreezesEverything(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-03 10:00", "han suspend reason=x", CodeNotYours)
	w.do(t, "2026-03-03 10:00", "lam suspend reason=x")
	w.due(t, "legal", "")
	w.due(t, "visit", "")
	w.refused(t, "2026-03-04 10:00", "han checked", CodeSuspended)
	w.refused(t, "2026-03-04 10:00", "han resume", CodeNotYours)
	w.do(t, "2026-03-04 10:00", "applicant note reason=why")
	w.sweep(t, "2026-03-24 10:00")
	e := w.journal[len(w.journal)-1]
	if e.Kind != Resumed || !e.At.Equal(at("2026-03-24 00:00").Add(time.Microsecond)) {
		t.Errorf("%+v", e) // 20 days from 3 March end on Monday 23 March at 24:00
	}
	w.due(t, "legal", "2026-04-06 17:00") // 9 of 10 days are left on the 24th
	w.due(t, "visit", "2026-03-24 16:00") // 7 of 16 hours are left
	if w.c.Suspended() || w.c.State != "check" {
		t.Error("still suspended")
	}
	w.refused(t, "2026-03-25 10:00", "lam resume", CodeNoSuchMove)
}

func TestADatePassedInASuspensionIsDueAtTheResume(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-03 08:00", "han plan inspect_on=2026-03-05")
	w.do(t, "2026-03-04 10:00", "lam suspend reason=x")
	w.due(t, "visit", "")
	w.sweep(t, "2026-03-09 09:00")
	w.do(t, "2026-03-09 10:00", "lam resume")
	w.due(t, "visit", "2026-03-09 10:00")
	w.sweep(t, "2026-03-09 10:01")
	if w.kinds(4) != "resumed warned expired moved" || !w.c.At.Equal(at("2026-03-09 10:00:00.000001")) {
		t.Errorf("%s at %v", w.kinds(4), w.c.At.In(local))
	}
}

func TestWhatIsFullWhenASuspensionBeginsHasPassed(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-04 09:00", "lam suspend reason=x") // the due instant of the visit
	w.due(t, "visit", "2026-03-04 09:00")
	w.sweep(t, "2026-03-04 09:01")
	if w.kinds(2) != "suspended expired" {
		t.Errorf("%s", w.kinds(3))
	}
}

func TestALateCaseStaysLateWhileSuspended(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-17 10:00", "lam suspend reason=x")
	w.due(t, "legal", "2026-03-16 17:00")
	if !w.c.Clock("legal").Expired || !w.c.Clock("legal").Paused() {
		t.Errorf("%+v", w.c.Clock("legal"))
	}
	w.do(t, "2026-03-19 10:00", "lam resume")
	w.due(t, "legal", "2026-03-16 17:00")
	// The first reminder, a working day after due, waits for a day that counts.
	w.sweep(t, "2026-03-31 10:00")
	for _, e := range w.journal {
		if e.Mark.Class == Reminder && w.m.Clock("legal").WarnAt[e.Mark.Warning].Limit.N == 1 && !e.At.Equal(at("2026-03-19 17:00")) {
			t.Errorf("reminded at %v", e.At.In(local))
		}
	}
}

func TestAnApologyPromisesAndMovesNoDue(t *testing.T) {
	w := opened(t, "floors=3")
	w.refused(t, "2026-03-03 10:00", "dao apologise reason=x promised=2026-03-02", CodePastDate)
	e := w.do(t, "2026-03-13 10:00", "dao apologise reason=x promised=2026-03-20")
	w.due(t, "legal", "2026-03-16 17:00")
	legal := w.c.Clock("legal")
	if !legal.Promised.Equal(at("2026-03-20 17:00")) || !e.Turns[0].Timely {
		t.Errorf("%+v", e)
	}
	w.refused(t, "2026-03-13 11:00", "dao apologise reason=x promised=2026-03-23", CodeAtMost)

	w = opened(t, "floors=3")
	e = w.do(t, "2026-03-16 10:00", "dao apologise reason=x promised=2026-03-20")
	if e.Turns[0].Timely {
		t.Error("an apology on the day of due is late")
	}
}

func TestALimitPastTheCalendarHasNoDueYet(t *testing.T) {
	w := newWorld(t, "permit")
	w.do(t, "2030-12-20 09:00", "applicant open application owner_name=An floors=3 unit=north")
	w.due(t, "legal", "")
	w.due(t, "visit", "2030-12-24 09:00")
}
