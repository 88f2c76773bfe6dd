package chaos

import (
	"fmt"
	"os"
	"testing"
)

// The environment by which a storm talks to the nodes it starts.
const (
	nodeURL   = "MOTCUA_NODES_URL"
	nodeSeed  = "MOTCUA_NODES_RANDOM"
	nodeLease = "MOTCUA_NODES_LEASE"
	nodeBlind = "MOTCUA_NODES_BLIND" // the node goes by its own clock
)

// The test binary is a node when it is told of a database.
func TestMain(m *testing.M) {
	if os.Getenv(nodeURL) == "" {
		os.Exit(m.Run())
	}
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
