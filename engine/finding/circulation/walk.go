package circulation

// Sum is what the visits of one case add up to.
type Sum struct {
	Visits    int
	Handovers int
	Units     int // different units
	Returns   int // visits of a unit visited before
	Windows   int // A-B-A, overlapping
	Disjoint  int // A-B-A, greedily from the left
	Longest   int // longest alternation: 0 no visit, 1 one unit only, 2 a plain handover
	Farthest  int // largest distance of a return, 0 without one
}

// Walk follows the visits of one case after the other and remembers when each
// unit was visited last. The zero value is ready; it is not for two goroutines
// at once.
type Walk struct {
	trail Trail
	sum   Sum
	// seen holds for each unit the number of its latest visit, counted over
	// all cases, so that a new case has nothing to clear.
	seen   []int64
	visits int64 // over all cases
	opened int64 // visits before this case
	begun  int64 // visits before this sequence
}

// Begin starts a new case.
func (w *Walk) Begin() {
	w.sum, w.opened = Sum{}, w.visits
	w.Break()
}

// Break ends the sequence of visits within the case: what follows is no
// handover from what was before, and no return to it. The sum goes on.
func (w *Walk) Break() {
	w.trail, w.begun = Trail{}, w.visits
}

// Enter tells that a unit holds the case. It is false, and nothing changes,
// when that unit held it already.
func (w *Walk) Enter(u Unit) (Step, bool) {
	if w.trail.Visits > 0 && w.trail.Here == u {
		return Step{}, false
	}
	for int(u) >= len(w.seen) {
		w.seen = append(w.seen, 0)
	}
	before := w.seen[u]
	step := w.trail.Enter(u, int(max(before-w.begun, 0)))
	w.visits++
	w.seen[u] = w.visits
	if before <= w.opened {
		w.sum.Units++
	}
	w.count(step)
	return step, true
}

func (w *Walk) count(s Step) {
	w.sum.Visits++
	if s.Handover {
		w.sum.Handovers++
	}
	if s.Distance > 0 {
		w.sum.Returns++
	}
	if s.Window {
		w.sum.Windows++
	}
	if s.Disjoint {
		w.sum.Disjoint++
	}
	w.sum.Longest = max(w.sum.Longest, s.Run)
	w.sum.Farthest = max(w.sum.Farthest, s.Distance)
}

// Sum adds up the present case so far. Over several sequences all is added but
// Units, which counts each unit once, and Longest and Farthest, which are the
// largest of any sequence.
func (w *Walk) Sum() Sum { return w.sum }
