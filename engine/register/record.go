package register

import (
	"time"

	"github.com/motcua/motcua/engine/journal"
	"github.com/motcua/motcua/engine/organisation"
)

// CalendarKind is the kind of a record that puts a calendar in force. All
// other kinds are those of organisation facts.
const CalendarKind = "calendar"

// Record is one change. Bytes are what is hashed; the other fields stand in
// them, apart from Hash.
type Record struct {
	District string
	Position int64 // from 1, without a gap
	At       time.Time
	// Kind is CalendarKind or an organisation.Kind.
	Kind string
	// Key tells the facts of a kind apart; the version, for a calendar.
	Key string
	// Body is JSON: a fact's, empty to take it back; a calendar's whole data.
	Body string
	// Prev is the hash of the record before, zero for the first.
	Prev [32]byte

	Bytes []byte
	Hash  [32]byte
}

// Tags of a record's canonical bytes (see package journal).
const (
	tagPrev = iota + 1
	tagDistrict
	tagPosition
	tagAt
	tagKind
	tagKey
	tagBody
)

// seal fills in the canonical bytes of a record and their hash.
func (r *Record) seal() {
	w := journal.NewWriter(nil)
	w.Hash(tagPrev, r.Prev)
	w.Text(tagDistrict, r.District)
	w.Int(tagPosition, r.Position)
	w.Instant(tagAt, r.At)
	w.Text(tagKind, r.Kind)
	w.Text(tagKey, r.Key)
	w.Text(tagBody, r.Body)
	r.Bytes = w.Bytes()
	r.Hash = journal.Hash(r.Bytes)
}

// Decode reads the canonical bytes of a record, which it keeps. The error
// wraps journal.ErrBytes.
func Decode(b []byte) (Record, error) {
	r := journal.NewReader(b)
	rec := Record{
		Prev:     r.Hash(tagPrev),
		District: r.Text(tagDistrict),
		Position: r.Int(tagPosition),
		At:       r.Instant(tagAt),
		Kind:     r.Text(tagKind),
		Key:      r.Text(tagKey),
		Body:     r.Text(tagBody),
		Bytes:    b,
		Hash:     journal.Hash(b),
	}
	return rec, r.Done()
}

// fact is the record as a change of the organisation.
func (r *Record) fact() organisation.Fact {
	return organisation.Fact{Kind: organisation.Kind(r.Kind), Key: r.Key, Body: r.Body}
}
