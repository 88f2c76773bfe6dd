// Package eventlog reads event logs that other systems wrote and says them in
// the engine's words: one case at a time, its events in order, each with the
// move it stands for, who made it and when.
//
// It reads XES (IEEE 1849), CSV (RFC 4180) and OCEL 2.0 in JSON, plain or
// compressed with gzip; [Open] finds out which. It trusts nothing: a tag, a
// line, a trace, the depth of nesting and the size after decompression are
// bounded, document types and entities are refused, and a file that ends early
// or breaks the format gives an [*Error], where it can with line and column,
// never half a case. Of XES, whatever the size of the file, one trace stands
// in memory. The cases of CSV and OCEL may be scattered over the file: of them
// what is wanted is held, up to a bound.
//
// It does not decide whether a case fits a procedure: package replay does; and
// it counts nothing, which package figures does. It guesses nothing either:
// globals are not taken as defaults, a missing attribute stays missing, and
// case ids are kept byte for byte.
//
//	r := eventlog.NewReader(file, eventlog.Options{})
//	for trace, err := range r.Traces() {
//		if err != nil {
//			return err
//		}
//		fmt.Println(trace.ID(), len(trace.Events))
//	}
package eventlog
