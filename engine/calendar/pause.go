package calendar

import (
	"sort"
	"time"
)

// Pause is a time [From, To) during which a clock does not run. A zero To is
// a pause still open.
type Pause struct{ From, To time.Time }

// Open reports whether the pause has no end yet.
func (p Pause) Open() bool { return p.To.IsZero() }

// join validates the pauses of a question as time rule 4 says and gives them
// in order, cut to microseconds, overlapping or touching ones as one, those
// that cover nothing left out. The question is not changed.
func join(q *Question) ([]Pause, error) {
	sorted := make([]Pause, 0, len(q.Pauses))
	for _, p := range q.Pauses {
		p.From = Cut(p.From)
		if !p.Open() {
			p.To = Cut(p.To)
		}
		switch {
		case !p.Open() && p.To.Before(p.From):
			return nil, inputError("quãng dừng kết thúc trước khi bắt đầu", "a pause ends before it begins")
		case !q.Running && !p.From.After(q.Start):
			return nil, inputError("quãng dừng phải bắt đầu sau thời điểm tính hạn", "a pause must begin after the start")
		case p.To.Equal(p.From):
			continue
		}
		sorted = append(sorted, p)
	}
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].From.Before(sorted[j].From) })
	joined := sorted[:0]
	for _, p := range sorted {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if last.Open() {
				break
			}
			if !p.From.After(last.To) {
				if p.Open() || p.To.After(last.To) {
					last.To = p.To
				}
				continue
			}
		}
		joined = append(joined, p)
	}
	return joined, nil
}
