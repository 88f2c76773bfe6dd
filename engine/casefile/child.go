package casefile

import (
	"time"

	"github.com/motcua/motcua/engine/procedure"
)

// Child is a child case as its parent knows it. Children belong to the case:
// leaving the state that ordered them does not end them.
type Child struct {
	ID        string
	Name      string // as the procedure names it
	Procedure string
	District  string
	Unit      string
	State     string // of the parent, in which it was ordered

	// EndedSeq is the entry that recorded the end; 0 while open.
	EndedSeq int64
	EndState string
	Outcome  procedure.Outcome
	EndedAt  time.Time
	// Answered: what it did when told of the parent's end is recorded.
	Answered bool
}

// Open reports whether the child's end has not been recorded.
func (c *Child) Open() bool { return c.EndedSeq == 0 }

// Order is a child to be opened: part of the entry that orders it, and of the
// Decision. The child's opening bears that entry's instant, is made by Parent
// and carries With as values and documents.
type Order struct {
	ID        string     `json:"id"` // derived: the same order always names the same case
	Name      string     `json:"name"`
	Procedure string     `json:"procedure"`
	District  string     `json:"district"`            // of the unit
	Elsewhere bool       `json:"elsewhere,omitempty"` // the unit is bound as another district's
	Unit      string     `json:"unit,omitempty"`      // "" leaves it to the child's own binding
	Data      []Datum    `json:"data,omitempty"`
	Documents []Document `json:"documents,omitempty"`
}

// Tell is a child to be told that its parent has ended.
type Tell struct {
	ID       string `json:"id"`
	District string `json:"district"`
}
