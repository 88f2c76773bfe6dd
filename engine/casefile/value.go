package casefile

import (
	"strconv"
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// Commitment is a salted digest that stands in the journal for a personal
// value or for the bytes of a document. The zero Commitment is none.
type Commitment [32]byte

// IsZero reports whether nothing is committed to.
func (c Commitment) IsZero() bool { return c == Commitment{} }

// Datum is a field with its value or, for a personal field, the commitment to
// it; exactly one of the two is set.
type Datum struct {
	Name       string
	Value      procedure.Value
	Commitment Commitment
}

// Document is a declared document with the commitment to its bytes.
type Document struct {
	Name       string     `json:"name"`
	Commitment Commitment `json:"commitment"`
}

// textOf writes a value as a command gives it.
func textOf(v procedure.Value) string {
	switch v.Type {
	case procedure.Integer, procedure.Money:
		return strconv.FormatInt(v.Int, 10)
	case procedure.Boolean:
		return strconv.FormatBool(v.Int == 1)
	case procedure.Instant:
		return v.Time.Format(time.RFC3339Nano)
	}
	return v.Text
}
