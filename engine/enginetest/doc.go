// Package enginetest runs scenarios: short texts in which people act on cases
// at stated instants, and the journal answers. A jurist can read them; a test
// compares every line. They run on the public engine over a store in memory
// with a virtual clock, so what they show is what users get.
//
// A scenario is a folder with procedure files (NAME.yaml), perhaps a
// district.yaml, and scenario.txt:
//
//	# Opened on a Friday, due the next Friday at the close.
//	06/03/2026 16:00 one-stop open receipt
//	  1 06/03/2026 16:00 opened -> check ...
//	09/03/2026 08:00 sweep
//	show
//	  check, held by checker, owes "...", due 13/03/2026 17:00
//
// Lines that begin with two blanks are what the engine answered; they are
// written anew when tests run with -update. Other lines are commands:
//
//	DATE TIME ACTOR EVENT [@CASE] [WORD]...   a command (open takes a procedure)
//	DATE TIME sweep                           time passes
//	show [@CASE]                              who holds it, what they owe, by when
//	charge [@CASE]                            working time by holder
//	erase [@CASE] NAME...                     personal values are erased
//	asleep, awake                             nobody sweeps, everybody does
//
// WORD is field=value, doc:NAME, lacks=a,b, unit=U, unit:CHILD=U, for=OFFICER,
// officer=OFFICER, expect=SEQ, id=ID, add:CLOCK="5 working days",
// follows=CASE or as=NAME. A case is named by as=, a child by its name in the
// procedure; without @CASE the first one is meant. Values with blanks stand in
// double quotes.
//
// Without district.yaml every role of every procedure is bound to a unit of
// its own name, "-" for "_", with a head of that name and a second officer,
// NAME-2; every procedure is in force, on the calendar vietnam.
//
// It is for tests only.
package enginetest
