package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// start is the instant of the first register record of every district here.
var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// hour returns the instant n hours after start. Entry n of a case bears it.
func hour(n int64) time.Time { return start.Add(time.Duration(n) * time.Hour) }

var (
	ctx      = context.Background()
	identity = strings.Repeat("ab", 32)
)

// id returns a case id that sorts by n.
func id(n int) uuid.UUID {
	var u uuid.UUID
	copy(u[:], fmt.Sprintf("case%012d", n))
	return u
}

// cmd returns a command id.
func cmd(n int) uuid.UUID {
	var u uuid.UUID
	copy(u[:], fmt.Sprintf("cmnd%012d", n))
	return u
}

// change returns a change of k entries on a case that stands at expect, in a
// district with one register record. The last entry bears the command, if it
// is one.
func change(district string, c uuid.UUID, expect int64, k int, command uuid.UUID) store.Change {
	ch := store.Change{Expect: expect}
	for i := range k {
		e := store.Record{Seq: expect + int64(i) + 1, Kind: "moved", Register: 1}
		e.At = hour(e.Seq)
		if i == k-1 && command != uuid.Nil {
			e.Command = command
			e.Digest = sha256.Sum256(append([]byte("digest"), command[:]...))
		}
		seal(&e, district, c)
		ch.Entries = append(ch.Entries, e)
	}
	last := ch.Entries[k-1]
	ch.Row = store.Row{
		District: district, Case: c, Seq: last.Seq, At: last.At, Procedure: "chứng-thực", Identity: identity,
		State: fmt.Sprintf("state%d", last.Seq), Unit: "một-cửa", Role: "receiver", Officer: "lan",
		Codec: 1, Doc: []byte(fmt.Sprintf("document of %s at %d", c, last.Seq)),
	}
	return ch
}

// seal gives an entry the bytes and hash that its place deserves.
func seal(e *store.Record, district string, c uuid.UUID) {
	e.Bytes = []byte(fmt.Sprintf("%s\x00%s\x00%d\x00%s\x00%s", district, c, e.Seq, e.At, e.Command))
	e.Hash = sha256.Sum256(e.Bytes)
}

// record returns a register record.
func record(position int64, at time.Time) store.RegisterRecord {
	b := []byte(fmt.Sprintf("record %d", position))
	return store.RegisterRecord{Position: position, At: at, Kind: "unit", Bytes: b, Hash: sha256.Sum256(b)}
}

// enrol gives districts their first register record, at start.
func enrol(t testing.TB, s store.Store, districts ...string) {
	t.Helper()
	for _, d := range districts {
		ok(t, s.Append(ctx, d, 0, []store.RegisterRecord{record(1, start)}))
	}
}

// commit commits changes and returns their outcomes.
func commit(t testing.TB, s store.Store, changes ...store.Change) []store.Outcome {
	t.Helper()
	out, err := s.Commit(ctx, changes)
	ok(t, err)
	if len(out) != len(changes) {
		t.Fatalf("%d outcomes of %d changes", len(out), len(changes))
	}
	return out
}

// win commits changes that must all win.
func win(t testing.TB, s store.Store, changes ...store.Change) []store.Outcome {
	t.Helper()
	out := commit(t, s, changes...)
	for i, o := range out {
		kind(t, o, store.Won)
		if o.Seq != changes[i].Row.Seq {
			t.Errorf("change %d won at sequence %d, want %d", i, o.Seq, changes[i].Row.Seq)
		}
	}
	return out
}

// kind fails unless the outcome is of that kind.
func kind(t testing.TB, o store.Outcome, want store.OutcomeKind) {
	t.Helper()
	if o.Kind != want {
		t.Fatalf("outcome %v (%v), want %v", o.Kind, o.Err, want)
	}
	if (o.Err != nil) != (want == store.Failed) {
		t.Errorf("an outcome of kind %v with error %v", o.Kind, o.Err)
	}
}

// as returns what the change's entries look like when read back.
func as(c *store.Change, first int64) []store.Record {
	var all []store.Record
	for i, e := range c.Entries {
		e.Case, e.Position = c.Row.Case, first+int64(i)
		all = append(all, e)
	}
	return all
}

// journal reads all entries of a case.
func journal(t testing.TB, s store.Store, district string, c uuid.UUID) []store.Record {
	t.Helper()
	return collect(t, s.Journal(ctx, district, c, 0))
}

// collect reads a stream to its end.
func collect[T any](t testing.TB, stream iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for v, err := range stream {
		ok(t, err)
		all = append(all, v)
	}
	return all
}

// same fails unless two values are equal; nil and empty are.
func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if reflect.DeepEqual(got, want) { // a hundred times faster than the comparison that explains
		return
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// is fails unless err is the sentinel.
func is(t testing.TB, err, sentinel error) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Fatalf("error %v, want %v", err, sentinel)
	}
}

// fullHex returns 64 hex digits made from a word.
func fullHex(word string) string {
	h := sha256.Sum256([]byte(word))
	return hex.EncodeToString(h[:])
}
