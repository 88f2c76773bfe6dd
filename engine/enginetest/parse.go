package enginetest

import (
	"fmt"
	"strings"
	"time"
)

// line is one command of a scenario.
type line struct {
	n    int       // its number in the file, from 1
	at   time.Time // zero where the command has no instant
	verb string    // actor's event, or sweep, show, charge, erase, asleep, awake
	who  string    // the actor, "" for the scenario's own verbs
	name string    // @CASE, without the sign
	args []string
}

const (
	dayLayout  = "02/01/2006"
	timeLayout = "15:04:05.999999"
)

// parseLine reads a command.
func parseLine(n int, text string) (line, error) {
	words, err := split(text)
	if err != nil {
		return line{}, err
	}
	l := line{n: n}
	if len(words) >= 3 {
		if at, ok := instant(words[0], words[1]); ok {
			l.at, words = at, words[2:]
		}
	}
	if !l.at.IsZero() && words[0] != "sweep" {
		l.who, words = words[0], words[1:]
	}
	if len(words) == 0 {
		return line{}, fmt.Errorf("no event")
	}
	l.verb, words = words[0], words[1:]
	for _, w := range words {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			l.name = name
		} else {
			l.args = append(l.args, w)
		}
	}
	return l, nil
}

// instant reads a local date and time.
func instant(day, clock string) (time.Time, bool) {
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	t, err := time.ParseInLocation(dayLayout+" "+timeLayout, day+" "+clock, local)
	return t.UTC(), err == nil
}

// split cuts a line at blanks outside double quotes, which it drops.
func split(s string) (words []string, err error) {
	var word strings.Builder
	quoted, started := false, false
	for _, r := range s {
		switch {
		case r == '"':
			quoted, started = !quoted, true
		case r == ' ' && !quoted:
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quotation mark is not closed")
	}
	if started {
		words = append(words, word.String())
	}
	return words, nil
}
