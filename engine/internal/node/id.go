package node

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
)

// NewID makes a UUID v7 that bears the given instant, so that young ids stand
// together in every index. Its other bits come from random.
func NewID(now time.Time, random io.Reader) (uuid.UUID, error) {
	var id uuid.UUID
	if _, err := io.ReadFull(random, id[6:]); err != nil {
		return uuid.Nil, fmt.Errorf("no randomness for an id: %w", err)
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(max(now.UnixMilli(), 0)))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}

// DeriveID makes the same UUID v8 of the same parts, on every machine: what
// is done under it is done once in effect.
func DeriveID(parts ...string) uuid.UUID {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		io.WriteString(h, p)
	}
	var id uuid.UUID
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// ParseID reads a command's or case's id. A text that is no UUID names the
// one derived from it, so that a caller may bring ids of its own making.
func ParseID(text string) uuid.UUID {
	if id, err := uuid.Parse(text); err == nil && id != uuid.Nil {
		return id
	}
	return DeriveID("id", text)
}
