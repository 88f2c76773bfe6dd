package pgcluster_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/motcua/motcua/adapters/postgres/pgcluster"
)

// A server for a measurement: large buffers, few checkpoints, and gone with
// the process. It needs PostgreSQL on this machine, so nothing is printed
// where there is none.
func Example() {
	c, err := pgcluster.New("shared_buffers = 1GB", "max_wal_size = 4GB")
	if errors.Is(err, pgcluster.ErrMissing) {
		return
	}
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()
	if err := pgcluster.Exec(c.Address("postgres"), "create database city"); err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Address("city"))
}
