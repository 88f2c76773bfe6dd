package procedure

import (
	"slices"

	"github.com/motcua/motcua/engine/calendar"
)

// checkAllowance checks the limits of a clock or a state: each one (C04), and
// that the last and only the last has no guard (C15).
func (c *compiler) checkAllowance(path string, a AllowanceDef) {
	n := len(a.Limits)
	if n > 0 && !a.Words.IsZero() {
		c.fault("C04", path, a.Words.String(), wantLimit)
	}
	for i, l := range a.Limits {
		at := item(path, i, n)
		c.checkLimit(at, l.Limit)
		if (l.When == "") != (i == n-1) {
			c.fault("C15", at)
		}
	}
}

// checkLimit checks one limit. An until must name a field of type date or
// instant that is not personal.
func (c *compiler) checkLimit(path string, l Limit) {
	if l.Until != "" {
		f := c.field(path, l.Until)
		switch {
		case f == nil:
		case f.Type != Date && f.Type != Instant:
			c.fault("C04", path, l.Until, wantDateField)
		case f.Personal:
			c.fault("C20", path, l.Until)
		}
		return
	}
	if l.Check() != nil {
		c.fault("C04", path, l.String(), wantLimit)
	}
}

// amount reports whether l may be added to or taken from another limit: it is
// one, neither "same day" nor an until, and has no cut-off.
func amount(l Limit) bool {
	return l.Until == "" && l.Check() == nil && l.Unit != calendar.SameDay && l.Cut == 0
}

// sameKind reports whether l is of the kind of every limit of the allowance; no
// until is.
func sameKind(l Limit, limits []LimitDef) bool {
	for _, o := range limits {
		if o.Limit.Until != "" || o.Limit.Unit.Kind() != l.Unit.Kind() {
			return false
		}
	}
	return true
}

// unread reports whether a limit of the allowance, or all of it, could not be
// read: a fault of its own, which decides nothing about kinds.
func (a AllowanceDef) unread() bool {
	return len(a.Limits) == 0 && a.Words.IsZero() ||
		slices.ContainsFunc(a.Limits, func(l LimitDef) bool { return zeroLimit(l.Limit) })
}

// checkWarnings checks warn_at against the allowance it warns of (C04).
func (c *compiler) checkWarnings(path string, warnings []Warning, a AllowanceDef) {
	if len(warnings) > 0 && !a.Words.IsZero() {
		c.fault("C04", path, "warn_at", wantWarnable)
		return
	}
	if len(warnings) > maxWarnings {
		c.fault("C04", path, "warn_at", wantWarnings)
	}
	for i, w := range warnings {
		at := item(path, i, len(warnings))
		switch {
		case w.Percent != 0:
			if w.Percent < 1 || w.Percent > 100 || w.Limit != (calendar.Limit{}) || !shared(a.Limits) {
				c.fault("C04", at, "warn_at", wantPercent)
			}
		case !amount(Limit{Limit: w.Limit}) || !warns(w, a.Limits):
			c.fault("C04", at, "warn_at", wantKind)
		}
	}
}

// shared reports whether a share of each limit can be said.
func shared(limits []LimitDef) bool {
	for _, l := range limits {
		if l.Limit.Until != "" || l.Limit.Unit == calendar.Month || l.Limit.Unit == calendar.SameDay {
			return false
		}
	}
	return true
}

// warns reports whether a stated time before or after suits each limit: it is
// of its kind; before an until it counts dates, after one anything.
func warns(w Warning, limits []LimitDef) bool {
	dates := w.Limit.Unit == calendar.Day || w.Limit.Unit == calendar.WorkingDay
	for _, l := range limits {
		if l.Limit.Until != "" {
			if !w.After && !dates {
				return false
			}
		} else if l.Limit.Unit.Kind() != w.Limit.Unit.Kind() {
			return false
		}
	}
	return true
}
