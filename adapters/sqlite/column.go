package sqlite

import (
	"database/sql"
	"encoding/hex"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/motcua/motcua/engine/store"
)

// The rows as they stand in the tables. Blobs are read as they are and their
// lengths checked afterwards, so that an altered row is named and not only
// refused.

type districtRow struct {
	ID           int64         `db:"district_id"`
	Name         string        `db:"name"`
	LogSize      int64         `db:"log_size"`
	RegisterSize int64         `db:"register_size"`
	RegisterAt   sql.NullInt64 `db:"register_at"`
	LastAt       sql.NullInt64 `db:"last_at"`
	Fence        int64         `db:"fence"`
	LeaseOwner   []byte        `db:"lease_owner"`
	LeaseUntil   sql.NullInt64 `db:"lease_until"`
}

type caseRow struct {
	CaseID    []byte        `db:"case_id"`
	Seq       int64         `db:"seq"`
	At        int64         `db:"at"`
	Procedure string        `db:"procedure"`
	Identity  []byte        `db:"identity"`
	State     string        `db:"state"`
	Outcome   string        `db:"outcome"`
	Unit      string        `db:"unit"`
	Role      string        `db:"role"`
	Officer   string        `db:"officer"`
	Follows   []byte        `db:"follows"`
	WakeAt    sql.NullInt64 `db:"wake_at"`
	Codec     int           `db:"codec"`
	Doc       []byte        `db:"doc"`
}

func (r *caseRow) row(district string) (store.Row, error) {
	row := store.Row{
		District: district, Seq: r.Seq, At: instant(sql.NullInt64{Int64: r.At, Valid: true}),
		Procedure: r.Procedure, Identity: hex.EncodeToString(r.Identity), State: r.State, Outcome: r.Outcome,
		Unit: r.Unit, Role: r.Role, Officer: r.Officer,
		Wake: instant(r.WakeAt), Codec: r.Codec, Doc: r.Doc,
	}
	copy(row.Case[:], r.CaseID)
	copy(row.Follows[:], r.Follows)
	if !filled(r.CaseID, 16) || r.Follows != nil && !filled(r.Follows, 16) {
		return row, &store.CorruptError{District: district, Case: row.Case, Why: "the case row holds an id that is not 16 bytes, or of zeroes"}
	}
	if r.WakeAt.Valid && row.Wake.IsZero() {
		return row, &store.CorruptError{District: district, Case: row.Case, Why: "the case row's wake_at is the zero time instead of NULL"}
	}
	return row, nil
}

type entryRow struct {
	CaseID    []byte `db:"case_id"`
	Seq       int64  `db:"seq"`
	Position  int64  `db:"position"`
	At        int64  `db:"at"`
	Kind      string `db:"kind"`
	Register  int64  `db:"register"`
	CommandID []byte `db:"command_id"`
	Digest    []byte `db:"digest"`
	Hash      []byte `db:"hash"`
	Bytes     []byte `db:"bytes"`
}

func (r *entryRow) record(district string) (store.Record, error) {
	rec := store.Record{
		Position: r.Position, Seq: r.Seq, At: instant(sql.NullInt64{Int64: r.At, Valid: true}),
		Kind: r.Kind, Register: r.Register, Bytes: r.Bytes,
	}
	copy(rec.Case[:], r.CaseID)
	copy(rec.Command[:], r.CommandID)
	copy(rec.Digest[:], r.Digest)
	copy(rec.Hash[:], r.Hash)
	if !filled(r.CaseID, 16) || len(r.Hash) != 32 || r.CommandID != nil && !filled(r.CommandID, 16) || r.Digest != nil && !filled(r.Digest, 32) {
		return rec, &store.CorruptError{District: district, Case: rec.Case, Seq: r.Seq, Why: "the journal row holds an id or a hash of the wrong length, or an id or digest of zeroes"}
	}
	return rec, nil
}

type registerRow struct {
	Position int64  `db:"position"`
	At       int64  `db:"at"`
	Kind     string `db:"kind"`
	Hash     []byte `db:"hash"`
	Bytes    []byte `db:"bytes"`
}

func (r *registerRow) record(district string) (store.RegisterRecord, error) {
	rec := store.RegisterRecord{Position: r.Position, At: time.UnixMicro(r.At).UTC(), Kind: r.Kind, Bytes: r.Bytes}
	copy(rec.Hash[:], r.Hash)
	if len(r.Hash) != 32 {
		return rec, &store.CorruptError{District: district, Seq: r.Position, Why: "register: a hash that is not 32 bytes"}
	}
	return rec, nil
}

// filled reports whether an id or a digest has its length and is not all zero:
// absent it is NULL, and zero bytes would read the same.
func filled(b []byte, length int) bool {
	return len(b) == length && slices.ContainsFunc(b, func(c byte) bool { return c != 0 })
}

// instant reads a column of microseconds; NULL is the zero time.
func instant(us sql.NullInt64) time.Time {
	if !us.Valid {
		return time.Time{}
	}
	return time.UnixMicro(us.Int64).UTC()
}

// micros writes an instant; the zero time is NULL.
func micros(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: !t.IsZero()}
}

// blob writes an id; uuid.Nil is NULL.
func blob(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id[:]
}

// digest writes the digest of a command; none is NULL.
func digest(d [32]byte) any {
	if d == [32]byte{} {
		return nil
	}
	return d[:]
}

// bytesOf writes bytes that are not nullable.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// digits writes 64 hex digits as 32 bytes; the port has checked them.
func digits(s string) []byte {
	b, _ := hex.DecodeString(s)
	return b
}
