package procedure

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestMessages(t *testing.T) {
	f := Fault{Code: "C28", Path: "states.sign.moves.send_back", Args: []string{"draft → sign → draft"}}
	if got, want := f.Text().EN, "circle «draft → sign → draft»: nothing in it is sends_back, at_most or a wait; mark the return, or bound it by at_most"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := f.Text().VI, "vòng «draft → sign → draft» không có bước nào là sends_back, at_most hay chờ; đánh dấu bước trả lại, hoặc giới hạn bằng at_most"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	f = Fault{Code: "C04", Path: "x", Args: []string{"a | b", "số | a number"}, Hint: t2("quote it")}
	if got := f.Text().EN; got != "«a | b» is missing or not a valid value here; expected a number (quote it)" {
		t.Error(got)
	}
	f = Fault{Code: "C35", Args: []string{"legal"}}
	if got := f.Text().VI; !strings.Contains(got, "«legal»") || !strings.Contains(got, "100000") {
		t.Error(got)
	}
}

// Every code has both languages, and takes the same arguments in both.
func TestEveryCodeHasItsWords(t *testing.T) {
	for n := range 42 {
		code := fmt.Sprintf("C%02d", n)
		m := messages[code]
		if m.VI == "" || m.EN == "" || code != "C30" && (!strings.Contains(m.EN, "; ") || !strings.Contains(m.VI, "; ")) {
			t.Errorf("%s: what is wrong; what to do: %v", code, m)
		}
		for i := range 5 {
			mark := fmt.Sprintf("{%d}", i)
			if strings.Contains(m.VI, mark) != strings.Contains(m.EN, mark) {
				t.Errorf("%s: %s is in one language only", code, mark)
			}
		}
	}
	if len(messages) != 42 {
		t.Errorf("%d messages", len(messages))
	}
}

// The words are those of the specification, where it is there to compare.
func TestWordsAreThoseOfTheSpecification(t *testing.T) {
	b, err := os.ReadFile("../../../shared/design/LANGUAGE.md")
	if err != nil {
		t.Skip("SKIPPED: the specification is not beside this repository, so its words were not compared")
	}
	spec := strings.NewReplacer(`\|`, "|").Replace(string(b))
	for code, m := range messages {
		if code == "C00" {
			continue // a syntax fault, which the specification has no words for
		}
		row := "| " + code + " | "
		i := strings.Index(spec, row)
		if i < 0 {
			t.Errorf("%s is not there", code)
			continue
		}
		line, _, _ := strings.Cut(spec[i+len(row):], "\n")
		en, vi, _ := strings.Cut(strings.TrimSuffix(line, " |"), "<br>")
		if !alikeWords(en, m.EN) || !alikeWords(vi, m.VI) {
			t.Errorf("%s:\n%s\n%s\n%s\n%s", code, en, m.EN, vi, m.VI)
		}
	}
}

// alikeWords compares a message of the table with ours: what stands in « » is
// the argument, and notes in brackets such as (W) are not part of a message.
func alikeWords(spec, ours string) bool {
	plain := func(s string) string {
		for _, note := range []string{" (W)", " (E inside one kind, W across kinds)"} {
			s = strings.TrimSuffix(s, note)
		}
		var b strings.Builder
		for {
			before, rest, found := strings.Cut(s, "«")
			b.WriteString(before)
			if !found {
				return b.String()
			}
			arg, after, _ := strings.Cut(rest, "»")
			if strings.Contains(arg, "|") {
				b.WriteString(arg)
			}
			s = after
		}
	}
	spec, ours = plain(spec), plain(ours)
	return strings.Replace(spec, "…", "{1}", 1) == ours
}
