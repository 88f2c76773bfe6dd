package eventlog

import "iter"

// table holds the cells of events, and which case each belongs to. Cells
// stand in slabs, so that a table that grows is not copied.
type table struct {
	ids   []string
	byID  map[string]int32
	cases int
	first []int32 // row of each case's first event
	last  []int32
	next  []int32 // the row of the same case after each row, -1: none
	slabs [][]string
}

// slabRows are the rows of one slab.
const slabRows = 4096

// add appends a row of n cells to a case, and gives its cells to be filled.
func (t *table) add(id string, n int) []string {
	row := int32(len(t.next))
	c, ok := t.byID[id]
	if ok {
		t.next[t.last[c]] = row
		t.last[c] = row
	} else {
		t.byID[id] = int32(t.cases)
		t.cases++
		t.ids, t.first, t.last = append(t.ids, id), append(t.first, row), append(t.last, row)
	}
	t.next = append(t.next, -1)
	if row%slabRows == 0 {
		t.slabs = append(t.slabs, make([]string, slabRows*n))
	}
	return t.row(row, n)
}

func (t *table) row(row int32, n int) []string {
	from := int(row%slabRows) * n
	return t.slabs[row/slabRows][from : from+n]
}

// rows gives the rows of a case in the order they came.
func (t *table) rows(c, n int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for row := t.first[c]; row >= 0; row = t.next[row] {
			if !yield(t.row(row, n)) {
				return
			}
		}
	}
}
