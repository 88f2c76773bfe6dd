package organisation

import (
	"cmp"
	"slices"
	"strings"
)

// table is a list of values by a name of two parts, sorted: procedure and role,
// or nothing and a unit. Tables are never changed, only replaced, so that views
// share those that a change leaves alone.
type table[T any] []row[T]

type row[T any] struct {
	owner, name string
	value       T
}

// find returns the value of a name, or nil.
func (t table[T]) find(owner, name string) *T {
	if at, ok := t.search(owner, name); ok {
		return &t[at].value
	}
	return nil
}

// with returns the table with a value under a name.
func (t table[T]) with(owner, name string, value T) table[T] {
	at, found := t.search(owner, name)
	if !found {
		// A longer copy, for Insert would write into memory that views share.
		return slices.Insert(slices.Clip(t), at, row[T]{owner, name, value})
	}
	t = slices.Clone(t)
	t[at].value = value
	return t
}

// without returns the table without a name, which it has.
func (t table[T]) without(owner, name string) table[T] {
	at, _ := t.search(owner, name)
	return slices.Delete(slices.Clone(t), at, at+1)
}

func (t table[T]) search(owner, name string) (int, bool) {
	low, high := 0, len(t)
	for low < high {
		mid := (low + high) / 2
		r := &t[mid]
		switch c := cmp.Or(strings.Compare(r.owner, owner), strings.Compare(r.name, name)); {
		case c == 0:
			return mid, true
		case c < 0:
			low = mid + 1
		default:
			high = mid
		}
	}
	return low, false
}
