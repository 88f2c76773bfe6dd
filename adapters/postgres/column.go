package postgres

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// number is the district_id of a name: the first eight bytes of its SHA-256.
// It needs no look-up and no sequence, and is the same in every database. Two
// names of one number are refused when the second one's register begins.
func number(name string) int64 {
	h := sha256.Sum256([]byte(name))
	return int64(binary.BigEndian.Uint64(h[:]))
}

// moment is a column of an instant. NULL is the zero time. Rows may hold what
// no store wrote, infinity above all, which is no time: whoever reads the row
// says where it stands.
type moment struct {
	time.Time
	There bool // not NULL
	Wrong bool // no instant, or the zero time instead of NULL
}

// Scan implements [sql.Scanner].
func (m *moment) Scan(value any) error {
	*m = moment{There: value != nil}
	if t, ok := value.(time.Time); ok {
		m.Time = t.UTC()
	}
	m.Wrong = m.There && m.IsZero()
	return nil
}

type districtRow struct {
	Name         string `db:"name"`
	LogSize      int64  `db:"log_size"`
	RegisterSize int64  `db:"register_size"`
	LastAt       moment `db:"last_at"`
}

type caseRow struct {
	CaseID    uuid.UUID     `db:"case_id"`
	Seq       int64         `db:"seq"`
	At        moment        `db:"at"`
	Procedure string        `db:"procedure"`
	Identity  []byte        `db:"identity"`
	State     string        `db:"state"`
	Outcome   string        `db:"outcome"`
	Unit      string        `db:"unit"`
	Role      string        `db:"role"`
	Officer   string        `db:"officer"`
	Follows   uuid.NullUUID `db:"follows"`
	WakeAt    moment        `db:"wake_at"`
	Codec     int           `db:"codec"`
	Doc       []byte        `db:"doc"`
}

func (r *caseRow) row(district string) (store.Row, error) {
	row := store.Row{
		District: district, Case: r.CaseID, Seq: r.Seq, At: r.At.Time,
		Procedure: r.Procedure, Identity: hex.EncodeToString(r.Identity), State: r.State, Outcome: r.Outcome,
		Unit: r.Unit, Role: r.Role, Officer: r.Officer, Follows: r.Follows.UUID,
		Wake: r.WakeAt.Time, Codec: r.Codec, Doc: r.Doc,
	}
	if r.At.Wrong || r.WakeAt.Wrong || zeroes(r.Follows) {
		return row, &store.CorruptError{District: district, Case: r.CaseID, Why: "the case row holds what is no instant, or an id of zeroes"}
	}
	return row, nil
}

type entryRow struct {
	CaseID    uuid.UUID     `db:"case_id"`
	Seq       int64         `db:"seq"`
	Position  int64         `db:"position"`
	At        moment        `db:"at"`
	Kind      string        `db:"kind"`
	Register  int64         `db:"register"`
	CommandID uuid.NullUUID `db:"command_id"`
	Digest    []byte        `db:"digest"`
	Hash      []byte        `db:"hash"`
	Bytes     []byte        `db:"bytes"`
}

func (r *entryRow) record(district string) (store.Record, error) {
	rec := store.Record{
		Case: r.CaseID, Position: r.Position, Seq: r.Seq, At: r.At.Time,
		Kind: r.Kind, Register: r.Register, Bytes: r.Bytes, Command: r.CommandID.UUID,
	}
	copy(rec.Digest[:], r.Digest)
	copy(rec.Hash[:], r.Hash)
	if len(r.Hash) != 32 || r.Digest != nil && (len(r.Digest) != 32 || rec.Digest == [32]byte{}) || r.At.Wrong || zeroes(r.CommandID) {
		return rec, &store.CorruptError{District: district, Case: rec.Case, Seq: r.Seq,
			Why: "the journal row holds a hash of the wrong length, what is no instant, or an id or digest of zeroes"}
	}
	return rec, nil
}

// zeroes reports whether an id is there and would read as if it were not.
func zeroes(id uuid.NullUUID) bool { return id.Valid && id.UUID == uuid.Nil }

type registerRow struct {
	Position int64  `db:"position"`
	At       moment `db:"at"`
	Kind     string `db:"kind"`
	Hash     []byte `db:"hash"`
	Bytes    []byte `db:"bytes"`
}

func (r *registerRow) record(district string) (store.RegisterRecord, error) {
	rec := store.RegisterRecord{Position: r.Position, At: r.At.Time, Kind: r.Kind, Bytes: r.Bytes}
	copy(rec.Hash[:], r.Hash)
	if len(r.Hash) != 32 || r.At.Wrong {
		return rec, &store.CorruptError{District: district, Seq: r.Position, Why: "register: a hash that is not 32 bytes, or what is no instant"}
	}
	return rec, nil
}

// digits writes 64 hex digits as 32 bytes; the port has checked them.
func digits(s string) []byte {
	b, _ := hex.DecodeString(s)
	if b == nil {
		b = []byte{} // never NULL
	}
	return b
}
