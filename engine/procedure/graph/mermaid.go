package graph

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/engine/procedure"
	"github.com/motcua/motcua/engine/wording"
)

// mermaidClean writes what Mermaid would read as its own.
var mermaidClean = strings.NewReplacer(
	"#", "#35;", ";", "#59;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", ":", "#58;", "\n", " ", "\r", "", "%", "#37;",
)

// Mermaid draws the procedure as a stateDiagram-v2. Names of states have an s_
// before them, since some are words of Mermaid's.
func Mermaid(m *procedure.Machine, lang wording.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nstateDiagram-v2\n", m.Title.In(lang))
	b.WriteString("    classDef waiting fill:#fff7d6,stroke:#b58900\n    classDef final fill:#e8f0e8,stroke:#4b7f52\n")
	for _, n := range nodes(m, lang) {
		fmt.Fprintf(&b, "    state \"%s\" as s_%s\n", joined(n.lines, "<br/>", mermaidClean), n.name)
		switch {
		case n.final:
			fmt.Fprintf(&b, "    class s_%s final\n", n.name)
		case n.waits:
			fmt.Fprintf(&b, "    class s_%s waiting\n", n.name)
		}
	}
	for _, a := range arrows(m, lang) {
		from := "[*]"
		if a.from != "" {
			from = "s_" + a.from
		}
		fmt.Fprintf(&b, "    %s --> s_%s: %s\n", from, a.to, joined(a.lines, "<br/>", mermaidClean))
	}
	for _, n := range nodes(m, lang) {
		if n.final {
			fmt.Fprintf(&b, "    s_%s --> [*]\n", n.name)
		}
	}
	return b.String()
}
