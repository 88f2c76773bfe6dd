package chaos

import (
	"encoding/json"
	"os"
	"sync"

	"github.com/motcua/motcua/engine"
)

// What a node says of itself, each a line of JSON on its standard output,
// written before anything else is done.
const (
	saysUp    = "up"    // its engine is open
	saysTry   = "try"   // a command is about to be sent for the first time
	saysDone  = "done"  // the command was acknowledged
	saysAgain = "again" // an acknowledged command was sent again and acknowledged
	saysNo    = "no"    // the command was refused, or overtaken
	saysBad   = "bad"   // somebody was told what nobody must be told
	saysFence = "fence" // a change under a lease was acknowledged by the store
	saysDoze  = "doze"  // it stops itself, between a decision and its commit
)

// line is one of them. Which fields are set depends on What.
type line struct {
	What     string
	ID       string `json:",omitempty"` // of the command
	District string `json:",omitempty"`
	Case     string `json:",omitempty"`
	Seq      int64  `json:",omitempty"` // of the entry; of a refusal: how often it was sent before
	At       int64  `json:",omitempty"` // microseconds: of a try when it came, else of the entry
	Fence    int64  `json:",omitempty"`
	Position int64  `json:",omitempty"`
	Text     string `json:",omitempty"`
	// Put is the whole command of a try, for another node to send it again.
	Put *engine.Opening `json:",omitempty"`
}

// order is what a storm tells a node to do, a line of JSON on its input, the
// end of which ends the node.
type order struct {
	// Clock sets the engine's clock wrong by so many microseconds, Machine
	// both that and the store adapter's.
	Clock, Machine *int64 `json:",omitempty"`
	// Doze: stop before the next change made under a lease.
	Doze bool `json:",omitempty"`
	// Put: send this command until it is answered.
	Put *engine.Opening `json:",omitempty"`
}

var mouth sync.Mutex

func say(l line) {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	mouth.Lock()
	defer mouth.Unlock()
	if _, err := os.Stdout.Write(append(b, '\n')); err != nil {
		os.Exit(1) // nobody listens any more
	}
}
