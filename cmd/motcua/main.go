// Command motcua declares administrative procedures as state machines with
// deadlines in working time, journals every move, and says of any case who
// holds it, what they owe, by when, and how it got there.
//
// Each verb stands in a file of its own, which parses flags, calls the engine
// and prints; rules live in the engine. It is no server: see the packages
// under adapters for those.
//
//	motcua demo
//	motcua calendar due --rule working_days --n 3 --start 2026-11-20T16:00
//
// Exit status: 0 fine; 1 something is wrong (a command refused or overtaken,
// an audit failed, findings above --fail-on); 2 usage or bad input, a faulty
// definition included; 3 the store or the machine failed.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
