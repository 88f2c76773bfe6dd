package procedure

import "github.com/motcua/motcua/engine/wording"

// String writes the limit as files do.
func (l Limit) String() string {
	if l.Until != "" {
		return "until " + l.Until
	}
	return l.Limit.String()
}

// Text writes the limit for people.
func (l Limit) Text() wording.Text {
	if l.Until != "" {
		return wording.Text{VI: "đến " + l.Until, EN: "until " + l.Until}
	}
	return l.Limit.Text()
}

// Text writes the allowance for people: every limit with its condition, or the
// words why there is none.
func (a Allowance) Text() wording.Text {
	t := a.Words
	for i, l := range a.Limits {
		if i > 0 {
			t.VI, t.EN = t.VI+"; ", t.EN+"; "
		}
		one := l.Limit.Text()
		t.VI, t.EN = t.VI+one.VI, t.EN+one.EN
		if l.When != nil {
			t.VI, t.EN = t.VI+" nếu "+l.When.Source, t.EN+" if "+l.When.Source
		}
	}
	return t
}

// Text writes for people what an automatic move waits for.
func (t *Trigger) Text() wording.Text {
	switch t.Kind {
	case TriggerExpiry:
		return wording.Text{VI: "khi hết hạn", EN: "on expiry"}
	case TriggerExpiryOf:
		return wording.Text{VI: "khi hết hạn " + t.Clock, EN: "on expiry of " + t.Clock}
	case TriggerAllChildren:
		return wording.Text{VI: "khi mọi hồ sơ con đã xong", EN: "when all children have ended"}
	case TriggerAnyChild:
		return wording.Text{VI: "khi một hồ sơ con đã xong", EN: "when any child has ended"}
	}
	if f := t.Limit.Until; f != "" {
		return wording.Text{VI: "khi đã qua " + f, EN: "when " + f + " has passed"}
	}
	l := t.Limit.Text()
	return wording.Text{VI: "sau " + l.VI, EN: "after " + l.EN}
}
