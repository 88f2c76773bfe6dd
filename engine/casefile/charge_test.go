package casefile

import (
	"slices"
	"testing"
	"time"
)

// ledger charges a journal.
func ledger(journal []Entry) *Ledger {
	l := new(Ledger)
	for i := range journal {
		l.Step(&journal[i])
	}
	return l
}

func TestTimeIsChargedToTheHolderOfEachMoment(t *testing.T) {
	w := opened(t, "floors=3")
	w.do(t, "2026-03-02 10:00", "hoa claim")
	w.do(t, "2026-03-02 11:30", "hoa forward unit=desk reason=x")
	w.do(t, "2026-03-02 14:00", "dao forward unit=north reason=x")
	w.do(t, "2026-03-03 09:00", "han request reason=x lacks=drawings")
	w.do(t, "2026-03-04 09:00", "applicant supplied drawings")
	w.do(t, "2026-03-04 10:00", "lam suspend reason=x")
	w.do(t, "2026-03-05 10:00", "lam resume")
	w.do(t, "2026-03-05 11:00", "applicant withdraw")
	w.sweep(t, "2026-03-20 10:00")
	l := ledger(w.journal)
	until := at("2026-04-01 10:00")
	want := []Share{
		{Unit: "desk", Role: "desk", Work: 90 * time.Minute, Elapsed: 150 * time.Minute},
		{Unit: "desk", Role: "desk", Wait: "applicant", Work: 8 * time.Hour, Elapsed: 24 * time.Hour},
		{Unit: "north", Role: "expert", Work: 7 * time.Hour, Elapsed: 22 * time.Hour},
		{Unit: "north", Role: "expert", Wait: WaitSuspended, Work: 8 * time.Hour, Elapsed: 24 * time.Hour},
		{Unit: "north", Role: "expert", Officer: "hoa", Work: 90 * time.Minute, Elapsed: 90 * time.Minute},
	}
	if got := l.Shares(w.cal, until); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if whole := l.Whole(w.cal, until); whole != 26*time.Hour {
		t.Errorf("whole %v", whole)
	}
	// Asked for an earlier instant the ledger answers for that.
	if whole := l.Whole(w.cal, at("2026-03-02 10:00")); whole != time.Hour {
		t.Errorf("whole on the first day %v", whole)
	}
}
