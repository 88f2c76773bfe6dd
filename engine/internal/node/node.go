// Package node is what runs behind the door of package engine: it loads a
// case, has it decided, and makes the result durable; it fires timers and
// delivers what cases order of each other.
//
// It holds no rules: those stand in casefile. It knows no words for people,
// no files and no command line.
package node

import (
	"context"
	"log/slog"
	"time"

	"github.com/motcua/motcua/engine/store"
)

// Node is one process's share of the engine over a store. Safe for concurrent
// use.
type Node struct {
	Store     store.Store
	Machines  *Machines
	Districts *Districts
	Log       *slog.Logger
	// Now is the clock of the door; it may fail with the store's.
	Now func(context.Context) (time.Time, error)
	// Virtual: that clock never moves by itself.
	Virtual bool
	// Retries is how often an overtaken command is decided again, Batch how
	// many due cases are read at a time.
	Retries int
	Batch   int

	committer Committer
	posts     posts
	kick      chan struct{}
}

// New completes a node whose exported fields are set.
func New(n *Node) *Node {
	n.Machines = NewMachines(n.Store)
	n.Districts = NewDistricts(n.Store)
	n.committer = Committer{store: n.Store}
	n.posts.seen = map[string]*post{}
	n.kick = make(chan struct{}, 1)
	return n
}
