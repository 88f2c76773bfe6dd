// Package chaos shows that many nodes on one PostgreSQL keep the engine's
// promises while nodes are killed, stopped and given wrong clocks, the server
// is crashed, connections are cut and leases run out. It is tests only: nothing
// imports it.
//
//	MOTCUA_TEST_POSTGRES=1 go test ./engine/internal/chaos                  # one storm of half a minute
//	MOTCUA_NODES_TIME=1h … go test -timeout 2h -run TestNodesKeep …         # storm after storm
//	MOTCUA_NODES_SEED=17 … go test -run TestNodesKeep …                     # the storm of that seed again
//
// A storm makes a city of districts that order children of each other, lets
// three nodes serve it through a proxy each, and plays cards from a shuffled
// deck. Then a fresh engine finishes what is due, and what callers were told
// is compared with the logs, instants with those of the server's clock.
//
// A seed repeats what is done and when, not what the processes, the server and
// the network then do of it.
package chaos
