package store

import (
	"errors"
	"testing"
	"time"
)

func TestErrorsAnswerTheCoarseAndTheFineQuestion(t *testing.T) {
	past := error(&PastError{District: "d1", NotBefore: time.Unix(0, 0).UTC()})
	corrupt := error(&CorruptError{District: "d1", Seq: 3, Why: "a hash of the wrong length"})
	if !errors.Is(past, ErrPast) || errors.Is(past, ErrCorrupt) {
		t.Errorf("%v is not an ErrPast only", past)
	}
	if !errors.Is(corrupt, ErrCorrupt) || errors.Is(corrupt, ErrPast) {
		t.Errorf("%v is not an ErrCorrupt only", corrupt)
	}
	if got, want := past.Error(), `register of "d1": a record cannot bear an instant before 1970-01-01T00:00:00Z`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := corrupt.Error(), `district "d1", case 00000000-0000-0000-0000-000000000000, entry 3: a hash of the wrong length`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOutcomeKindsHaveNames(t *testing.T) {
	for kind, want := range map[OutcomeKind]string{0: "none", Won: "won", Replayed: "replayed", Conflict: "conflict", Failed: "failed"} {
		if got := kind.String(); got != want {
			t.Errorf("kind %d is %q, want %q", kind, got, want)
		}
	}
}
