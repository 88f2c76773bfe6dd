package circulation

// Unit is the number of a unit. Whoever follows cases numbers the units met,
// from 0 up and without gaps: memory is as large as the highest number.
type Unit int32

// Trail is where a sequence of visits stands: all that the next reading needs
// of the past, besides when the next unit was visited last. It is a plain
// value of fixed size; the zero value stands before the first visit.
type Trail struct {
	Visits int  // so far; visits are numbered from 1
	Here   Unit // of the present visit, if there is one
	Run    int  // visits of the alternation A, B, A, B ... that the present visit ends
	Closed int  // the visit that closed the last disjoint window, 0: none did
}

// Step is what one visit adds to its sequence.
type Step struct {
	Visit    int  // its number, from 1
	Handover bool // another unit held the case before: From
	From     Unit
	Distance int  // visits back to the latest visit of the same unit, 0: its first; any other is a return
	Window   bool // it closes a strict ping-pong: A-B-A
	Disjoint bool // and that window shares no handover with the last disjoint one
	Run      int  // length of the alternation it ends: 1 the first visit, 2 a plain handover, 3 A-B-A
}

// Enter begins a visit of a unit other than the present one. latest is the
// number of the unit's latest visit in this sequence, 0 if it has none.
//
// Windows overlap. Disjoint ones are taken greedily from the left, and the
// last visit of one may open the next.
func (t *Trail) Enter(u Unit, latest int) Step {
	t.Visits++
	s := Step{Visit: t.Visits}
	if t.Visits == 1 {
		t.Here, t.Run = u, 1
		s.Run = 1
		return s
	}
	s.Handover, s.From = true, t.Here
	if latest > 0 {
		s.Distance = t.Visits - latest
	}
	if s.Distance == 2 {
		s.Window = true
		t.Run++
		if opens := t.Visits - 2; opens >= t.Closed {
			s.Disjoint = true
			t.Closed = t.Visits
		}
	} else {
		t.Run = 2
	}
	t.Here, s.Run = u, t.Run
	return s
}
