package source

import "regexp"

// number reports whether s is a whole number that every YAML reader takes so:
// decimal digits without a leading zero.
func number(s string) bool {
	if s == "0" {
		return true
	}
	if s == "" || len(s) > 18 || s[0] == '0' {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// oddWords are plain words that some edition of YAML reads as a truth value or
// as nothing.
var oddWords = regexp.MustCompile(`^(?i:y|yes|n|no|on|off|true|false|null|~|=|<<)$`)

// oddNumbers are plain values that some edition of YAML reads as a number, a
// time or a date: other bases, decimals, exponents, digits in groups, 15:00,
// 2026-03-01.
var oddNumbers = regexp.MustCompile(`^(?:` +
	`[-+]?0b[01_]+|[-+]?0o?[0-9_]+|[-+]?0x[0-9a-fA-F_]+` +
	`|[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?` +
	`|[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?` +
	`|[-+]?\.(?i:inf|nan)` +
	`|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9].*)?` +
	`)$`)

// ambiguous reports whether YAML readers take the plain value s differently,
// or as something else than text.
func ambiguous(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9', c == '-', c == '+', c == '.':
		return oddNumbers.MatchString(s)
	}
	return len(s) <= 5 && oddWords.MatchString(s)
}
