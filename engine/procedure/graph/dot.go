package graph

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// dotClean escapes what ends a string of DOT or begins an escape in it.
var dotClean = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", "")

// DOT draws the procedure for Graphviz: waiting states on yellow, final ones
// with a double border, automatic moves dashed, returns in red.
func DOT(m *procedure.Machine, lang wording.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph \"%s\" {\n", dotClean.Replace(m.Name))
	fmt.Fprintf(&b, "    graph [label=\"%s\", labelloc=t, fontname=\"sans-serif\"];\n", dotClean.Replace(m.Title.In(lang)))
	b.WriteString("    node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n")
	b.WriteString("    edge [fontname=\"sans-serif\", fontsize=10];\n")
	b.WriteString("    \"\" [shape=point, width=0.15];\n")
	for _, n := range nodes(m, lang) {
		more := ""
		switch {
		case n.final:
			more = ", peripheries=2, fillcolor=\"#e8f0e8\""
		case n.waits:
			more = ", fillcolor=\"#fff7d6\""
		}
		fmt.Fprintf(&b, "    \"%s\" [label=\"%s\"%s];\n", n.name, joined(n.lines, `\n`, dotClean), more)
	}
	for _, a := range arrows(m, lang) {
		more := ""
		if a.automatic {
			more += ", style=dashed"
		}
		if a.sendsBack {
			more += ", color=firebrick, fontcolor=firebrick"
		}
		fmt.Fprintf(&b, "    \"%s\" -> \"%s\" [label=\"%s\"%s];\n", a.from, a.to, joined(a.lines, `\n`, dotClean), more)
	}
	b.WriteString("}\n")
	return b.String()
}
