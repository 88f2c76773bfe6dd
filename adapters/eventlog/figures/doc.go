// Package figures counts how cases of an event log go round between units, and
// how long they take: the figures of `motcua log analyse`.
//
// Cases are added one by one and not kept. Memory is bounded by the largest
// case, by the units, pairs of units and repeated activities that occur, and
// by one number for each case and each visit, from which quantiles are taken.
//
// It judges nothing: a return that the procedure asks for counts like any
// other. What is called a visit, a return or a ping-pong is defined by package
// circulation; order, ties, missing units and quantiles are those of the words
// beside the fields of [Figures].
//
//	a := figures.New(figures.Options{Readings: []eventlog.UnitRule{figures.Key("org:group")}})
//	for trace, err := range log.Traces() {
//		if err != nil {
//			return err
//		}
//		a.Add(trace)
//	}
//	fmt.Println(a.Figures("receipt.xes").Units[0].Handovers)
package figures
