// Package synthetic writes event logs of any size, to measure readers with. It
// makes no claim to look like an office: the procedure is a walk at random, so
// that returns, ping-pong and ties occur.
//
//	z := gzip.NewWriter(file)
//	err := synthetic.Write(z, 50_000, 10) // 500,000 events
package synthetic

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// head is what other software writes before the first case.
const head = `<?xml version="1.0" encoding="UTF-8" ?>
<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
	<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
	<global scope="event">
		<string key="concept:name" value="UNKNOWN"/>
	</global>
`

// Write writes an XES log: so many cases of so many events each, the same
// bytes every time. Each event has an instant, an activity, a person of 400,
// an office of 40 or EMPTY, a transition and an instance.
func Write(w io.Writer, cases, events int) error {
	b := bufio.NewWriterSize(w, 1<<16)
	dice := rand.New(rand.NewPCG(7, 11))
	b.WriteString(head)
	at := time.Date(2020, 1, 1, 7, 0, 0, 0, time.UTC)
	for c := range cases {
		fmt.Fprintf(b, "\t<trace>\n\t\t<string key=\"concept:name\" value=\"case-%d\"/>\n", c)
		at = at.Add(time.Duration(dice.IntN(600)) * time.Second)
		now, office := at, dice.IntN(40)
		for e := range events {
			if dice.IntN(2) == 0 {
				office = (office + dice.IntN(3) + 39) % 40
			}
			unit := fmt.Sprintf("Office %d", office)
			if dice.IntN(8) == 0 {
				unit = "EMPTY"
			}
			fmt.Fprintf(b, "\t\t<event>\n\t\t\t<string key=\"org:group\" value=\"%s\"/>\n\t\t\t<string key=\"concept:instance\" value=\"task-%d\"/>\n"+
				"\t\t\t<string key=\"org:resource\" value=\"Officer %d\"/>\n\t\t\t<date key=\"time:timestamp\" value=\"%s\"/>\n"+
				"\t\t\t<string key=\"concept:name\" value=\"Step %d &amp; more\"/>\n\t\t\t<string key=\"lifecycle:transition\" value=\"complete\"/>\n\t\t</event>\n",
				unit, c*events+e, office*10+dice.IntN(10), now.Format("2006-01-02T15:04:05.000-07:00"), dice.IntN(25))
			now = now.Add(time.Duration(dice.IntN(5*86_400_000)) * time.Millisecond)
		}
		b.WriteString("\t</trace>\n")
	}
	b.WriteString("</log>\n")
	return b.Flush()
}
