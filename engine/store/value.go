package store

import (
	"time"

	"github.com/google/uuid"
)

// District is one log: a tenant that owns cases and a register.
type District struct {
	Name string
	// Log is the position of the last entry, Register that of the last record.
	Log      int64
	Register int64
	// Last is the latest instant of any entry or record.
	Last time.Time
}

// Query chooses cases of one district. Empty fields choose all.
type Query struct {
	District  string
	Procedure string
	State     string
	Unit      string
	Officer   string
	// Status leaves out ended or open cases.
	Status Status
	// After is the last case id of the page before; uuid.Nil begins.
	After uuid.UUID
	// Limit is the most rows returned, at least 1.
	Limit int
}

// Status chooses cases by whether they have ended.
type Status uint8

const (
	// AnyStatus chooses all cases.
	AnyStatus Status = iota
	// Open chooses cases without an outcome.
	Open
	// Ended chooses cases with one.
	Ended
)

// Key names a case.
type Key struct {
	District string
	Case     uuid.UUID
}

// Sweep is one district to be swept, and from where.
type Sweep struct {
	District string
	After    Mark
}

// Mark is a place in the order of a sweep: sweep bound, then case id.
type Mark struct {
	At   time.Time
	Case uuid.UUID
}

// Wake is a case that something falls due in.
type Wake struct {
	Case uuid.UUID
	Seq  int64
	At   time.Time
}

// RegisterRecord is one record of a district's register. Bytes are what was
// hashed, exactly.
type RegisterRecord struct {
	Position int64
	At       time.Time
	Kind     string
	Bytes    []byte
	Hash     [32]byte
}

// Definition is the file of one procedure version.
type Definition struct {
	Procedure string
	Version   string
	// Identity and Wording are 64 hex digits each.
	Identity string
	Wording  string
	// Source is the file as it was read.
	Source []byte
}
