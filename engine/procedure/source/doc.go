// Package source turns the YAML files that people write into what the engine
// runs: a procedure, a district file, a calendar. It keeps the line and column
// of every key, checks what only a reader of files can check (YAML itself,
// unknown and repeated keys, values outside the grammar, texts in one
// language), lets [procedure.Compile] check the meaning, and says all faults of
// a file at once, in the order of the file, in Vietnamese and English.
//
//	permit.yaml:87:7 states.sign.moves.send_back: C28 circle «draft → sign → draft»: …
//
// It is no general YAML reader: anchors, aliases, tags, merge keys, a second
// document and plain values that YAML readers take differently are faults (C38),
// so that what a jurist reads is what runs. It reads no files and asks no
// network: bytes come in, and the children of a procedure through a function.
//
//	machine, definition, faults := source.Procedure("permit.yaml", bytes, lookup)
//	if err := faults.Err(); err != nil { … }
//
// Any input, however hostile, is answered with faults in less than a few
// seconds: 256 KB and 16 nested collections are checked before the parser runs.
package source
