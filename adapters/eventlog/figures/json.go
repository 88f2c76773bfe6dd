package figures

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Float is a number of full precision, always written as a decimal.
type Float float64

// MarshalJSON writes 0 as 0.0, so that its type can be seen.
func (f Float) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(float64(f))
	if err == nil && !bytes.ContainsAny(b, ".e") {
		b = append(b, ".0"...)
	}
	return b, err
}

// Counts is how often each number occurred; those that did not are not there.
type Counts map[int]int

// Keys are the numbers that occurred, ascending.
func (c Counts) Keys() []int { return slices.Sorted(maps.Keys(c)) }

// MarshalJSON writes an object with the numbers in their order.
func (c Counts) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, k := range c.Keys() {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '"'), int64(k), 10)
		b = strconv.AppendInt(append(b, `":`...), int64(c[k]), 10)
	}
	return append(b, '}'), nil
}

// Units are readings in the order they were asked for.
type Units []*Unit

// MarshalJSON writes an object with the names of the readings in their order.
func (u Units) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, unit := range u {
		b.WriteByte("{,"[min(i, 1)])
		if err := enc.Encode(unit.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(unit); err != nil {
			return nil, err
		}
	}
	if len(u) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// MarshalJSON writes an empty sample as its size alone: it has no smallest.
func (s Summary) MarshalJSON() ([]byte, error) {
	if s.N == 0 {
		return []byte(`{"n":0}`), nil
	}
	type plain Summary
	return json.Marshal(plain(s))
}
