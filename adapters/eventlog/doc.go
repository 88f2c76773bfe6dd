// Package eventlog reads event logs that other systems wrote and says them in
// the engine's words: one case at a time, its events in order, each with the
// move it stands for, who made it and when.
//
// It reads XES (IEEE 1849), plain or compressed with gzip, which its first
// bytes tell. It trusts nothing: a tag, a trace, the depth of nesting and the
// size after decompression are bounded, document types and entities are
// refused, and a file that ends early or breaks the format gives an [*Error]
// with line and column, never half a case. Whatever the size of the file, one
// trace stands in memory.
//
// It does not decide whether a case fits a procedure: package replay does. It
// guesses nothing either: globals are not taken as defaults, a missing
// attribute stays missing, and case ids are kept byte for byte.
//
//	r := eventlog.NewReader(file, eventlog.Options{})
//	for trace, err := range r.Traces() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(trace.ID(), len(trace.Events))
//	}
package eventlog
