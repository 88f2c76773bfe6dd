package source

import (
	"unicode/utf8"

	"github.com/motcua/motcua/engine/wording"
)

// didYouMean names the candidate nearest to a name that does not exist, if one
// is near.
func didYouMean(name string, candidates []string) wording.Text {
	if best := nearest(name, candidates); best != "" {
		return hintMeant(best)
	}
	return wording.Text{}
}

// nearest returns the candidate of which at most a third of the name's letters
// differ, the least and then the first by name; "" when there is none.
func nearest(name string, candidates []string) string {
	if utf8.RuneCountInString(name) > maxName {
		return ""
	}
	best, least := "", utf8.RuneCountInString(name)/3+1
	for _, c := range candidates {
		if c == name {
			continue
		}
		if d := distance(name, c); d < least || d == least && best != "" && c < best {
			best, least = c, d
		}
	}
	return best
}

// distance counts the letters to insert, remove, change or swap with their
// neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
